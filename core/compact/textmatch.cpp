#include "core/compact/textmatch.h"

#include <QRegularExpression>

#include <algorithm>

namespace focal {

namespace {

constexpr double mostCost = 0.2; ///< A character of the words looked for.

QChar plain(QChar c)
{
    static const QString quotes = QStringLiteral("‘’‚‛`´′");
    static const QString doubleQuotes = QStringLiteral("“”„«»″「」『』");
    static const QString dashes = QStringLiteral("‐‑‒–—―−");
    if (quotes.contains(c))
        return u'\'';
    if (doubleQuotes.contains(c))
        return u'"';
    return dashes.contains(c) ? QChar(u'-') : c;
}

bool oneShapeInBothCases(QChar c)
{
    return QStringLiteral("COSUVWXZKP").contains(c);
}

/// Characters that a reader takes for each other.
bool lookAlike(QChar a, QChar b)
{
    static const QStringList groups = {
        QStringLiteral("o0〇"), QStringLiteral("1li|!丨"), QStringLiteral("¥y半羊#"), QStringLiteral("5s"),
        QStringLiteral("8b"),   QStringLiteral("2z"),      QStringLiteral(".,·、。"), QStringLiteral("'\"")};
    return std::any_of(groups.begin(), groups.end(),
                       [&](const QString& group) { return group.contains(a) && group.contains(b); });
}

double changeCost(QChar a, QChar b)
{
    if (a == b)
        return 0;
    if (a.isDigit() && b.isDigit())
        return 9;
    if (lookAlike(a, b))
        return 0.25;
    return 1;
}

double missingCost(QChar c)
{
    return c.isDigit() ? 9 : c.isPunct() || c.isSymbol() ? 0.4 : 1;
}

/// A line's folded characters, and which of its characters each comes from.
struct Folded
{
    QString text;
    std::vector<size_t> from;
};

Folded foldedLine(const TextLine& line)
{
    Folded folded;
    for (size_t i = 0; i < line.characters.size(); ++i)
        for (const QChar c : foldedText(line.characters[i].text, true)) {
            folded.text += c;
            folded.from.push_back(i);
        }
    return folded;
}

/// The part of @p text that is nearest to @p wanted: edit distance with free ends (Sellers 1980).
struct Nearest
{
    int first = 0;
    int end = 0;
    double cost = 0;
};

Nearest nearestPart(const QString& text, const QString& wanted, int searchFrom)
{
    struct Cell
    {
        double cost;
        int first;
    };
    std::vector<Cell> column(size_t(wanted.size()) + 1);
    column[0] = {0, searchFrom};
    for (int j = 0; j < wanted.size(); ++j)
        column[size_t(j) + 1] = {column[size_t(j)].cost + missingCost(wanted[j]), searchFrom};
    Nearest best{searchFrom, searchFrom, column.back().cost};
    for (int i = searchFrom; i < text.size(); ++i) {
        std::vector<Cell> next(column.size());
        next[0] = {0, i + 1};
        for (size_t j = 1; j < column.size(); ++j) {
            const QChar c = wanted[qsizetype(j) - 1];
            next[j] = {column[j - 1].cost + changeCost(text[i], c), column[j - 1].first};
            const Cell extra{column[j].cost + missingCost(text[i]), column[j].first};
            const Cell missing{next[j - 1].cost + missingCost(c), next[j - 1].first};
            if (extra.cost < next[j].cost)
                next[j] = extra;
            if (missing.cost < next[j].cost)
                next[j] = missing;
        }
        column = std::move(next);
        if (column.back().cost < best.cost)
            best = {column.back().first, i + 1, column.back().cost};
    }
    return best;
}

/// "$39" is no part of "$399", nor "29" of "129".
bool cutsANumber(const QString& text, const Nearest& part)
{
    const auto digit = [&](int i) { return i >= 0 && i < text.size() && text[i].isDigit(); };
    return (digit(part.first - 1) && digit(part.first)) || (digit(part.end - 1) && digit(part.end));
}

} // namespace

QString foldedText(const QString& text, bool anyCase)
{
    QString folded;
    for (QChar c : text.normalized(QString::NormalizationForm_KC)) {
        c = plain(c);
        if (c.isSpace())
            continue;
        folded += anyCase || oneShapeInBothCases(c) ? c.toLower() : c;
    }
    return folded;
}

QString withoutMixups(QString text)
{
    for (qsizetype i = 1; i + 1 < text.size(); ++i) {
        const QChar before = text[i - 1];
        const QChar after = text[i + 1];
        if (before.isLetter() && after.isLetter() && before.unicode() < 0x250 && after.unicode() < 0x250) {
            if (text[i] == u'0')
                text[i] = after.isLower() ? u'o' : u'O';
            else if (text[i] == u'1' && after.isLower())
                text[i] = u'l';
        } else if (before.isDigit() && after.isDigit()) {
            if (text[i] == u'o' || text[i] == u'O')
                text[i] = u'0';
            else if (text[i] == u'l' || text[i] == u'I')
                text[i] = u'1';
        }
    }
    return text;
}

std::vector<TextHit> findText(const std::vector<TextLine>& lines, const QString& wanted)
{
    const QString words = foldedText(wanted, true);
    std::vector<TextHit> hits;
    if (words.isEmpty())
        return hits;
    for (size_t i = 0; i < lines.size(); ++i) {
        const Folded line = foldedLine(lines[i]);
        for (int from = 0; from < line.text.size();) {
            const Nearest part = nearestPart(line.text, words, from);
            if (part.end <= part.first || part.cost > mostCost * double(words.size()))
                break;
            if (!cutsANumber(line.text, part))
                hits.push_back(
                    {i, line.from[size_t(part.first)], line.from[size_t(part.end) - 1] + 1, part.cost});
            from = part.end;
        }
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](const TextHit& a, const TextHit& b) { return a.cost < b.cost; });
    return hits;
}

bool holdsPrice(const QString& text)
{
    static const QRegularExpression price(
        QStringLiteral("([¥￥$€£₩]|RMB|USD|CNY|HK\\$)\\s*\\d|\\d\\s*(元|円|€|块)"),
        QRegularExpression::CaseInsensitiveOption);
    return price.match(text).hasMatch();
}

bool holdsDate(const QString& text)
{
    static const QRegularExpression date(QStringLiteral(
        "\\d{4}\\s*[-./年]\\s*\\d{1,2}\\s*([-./月]\\s*\\d{1,2})?|['’]?\\d{1,2}\\s*[-./]\\s*\\d{1,2}\\s*"
        "[-./]\\s*\\d{2,4}|['’]\\d{2}\\s*\\d{1,2}\\s*\\d{1,2}|\\d{1,2}月\\d{1,2}日"));
    return date.match(text).hasMatch();
}

bool holdsOrigin(const QString& text)
{
    static const QRegularExpression origin(
        QStringLiteral(
            "www\\.|https?|\\.com|\\.cn|\\.net|\\.org|©|\\(c\\)|@\\w|copyright|watermark|水印|版权|sample|"
            "shutterstock|getty"),
        QRegularExpression::CaseInsensitiveOption);
    return origin.match(text).hasMatch();
}

} // namespace focal
