#include "core/compact/synonyms.h"

#include "core/compact/synonymstable.h"

#include <QHash>
#include <QStringList>

#include <algorithm>

namespace focal {

namespace {

using Kind = PhraseView::Kind;
using Number = PhraseView::Number;
using Piece = SearchPhrase::Piece;

/// Every word for a taught thing, and the name to search with. Made once, never changed.
struct Lexicon
{
    QHash<QString, QString> english; ///< Word or words parted by one space, lower case, singular.
    QHash<QString, QString> chinese;
    QHash<QString, QString> things; ///< Name to search with, of either language, and the first English one.
    qsizetype mostEnglishWords = 1;
    qsizetype longestChinese = 1;

    Lexicon();
    static const Lexicon& instance()
    {
        static const Lexicon lexicon;
        return lexicon;
    }
};

/// Calls @p take(word, name) for each word of a table's cell. Taught names stand for themselves.
template <typename Take>
void forEachWord(QStringView cell, Take&& take)
{
    const QList<QStringView> halves = cell.split(u';');
    const QString first = halves.front().split(u'|').front().toString();
    for (qsizetype half = 0; half < halves.size(); ++half)
        for (const QStringView word : halves[half].split(u'|'))
            take(word.toString(), half == 0 ? word.toString() : first);
}

Lexicon::Lexicon()
{
    for (const NamedThing& thing : namedThings()) {
        const auto asThing = [this, &thing](const QString&, const QString& name) {
            things.insert(name, thing.english.split(u';').front().split(u'|').front().toString());
        };
        forEachWord(thing.english, asThing);
        forEachWord(thing.chinese, asThing);
        forEachWord(thing.english, [this](const QString& word, const QString& name) {
            english.insert(word, name);
            mostEnglishWords = std::max<qsizetype>(mostEnglishWords, word.count(u' ') + 1);
        });
        forEachWord(thing.chinese, [this](const QString& word, const QString& name) {
            chinese.insert(word, name);
            longestChinese = std::max(longestChinese, word.size());
        });
    }
}

/// A word, or a run of characters that are not Latin, of the phrase.
struct Token
{
    QString text; ///< Lower case.
    TextSpan source;
    bool latin = false;
};

bool isLatin(QChar c)
{
    return c.unicode() < 0x250 && (c.isLetterOrNumber() || c == u'-' || c == u'\'' || c == u'#');
}

std::vector<Token> tokensOf(const QString& phrase)
{
    std::vector<Token> tokens;
    for (qsizetype at = 0; at < phrase.size();) {
        const bool latin = isLatin(phrase[at]);
        qsizetype end = at + 1;
        if (phrase[at].isSpace() || (!latin && phrase[at].isPunct())) {
            at = end;
            continue;
        }
        while (end < phrase.size() && isLatin(phrase[end]) == latin && !phrase[end].isSpace() &&
               (latin || !phrase[end].isPunct()))
            ++end;
        tokens.push_back({phrase.mid(at, end - at).toLower(), {int(at), int(end - at)}, latin});
        at = end;
    }
    return tokens;
}

/// The name of English words, and whether they were a plural.
struct EnglishMatch
{
    QString name;
    bool plural = false;
};

std::optional<EnglishMatch> englishName(const QString& words)
{
    const Lexicon& lexicon = Lexicon::instance();
    static const QStringList irregular = {QStringLiteral("men"), QStringLiteral("women"),
                                          QStringLiteral("people"), QStringLiteral("children"),
                                          QStringLiteral("cattle")};
    if (const auto found = lexicon.english.constFind(words); found != lexicon.english.cend())
        return EnglishMatch{*found, irregular.contains(words)};
    static const QHash<QString, QString> forms = {
        {QStringLiteral("leaves"), QStringLiteral("leaf")},
        {QStringLiteral("knives"), QStringLiteral("knife")},
        {QStringLiteral("loaves"), QStringLiteral("loaf")},
        {QStringLiteral("mice"), QStringLiteral("mouse")},
        {QStringLiteral("geese"), QStringLiteral("goose")},
        {QStringLiteral("calves"), QStringLiteral("calf")},
        {QStringLiteral("scarves"), QStringLiteral("scarf")},
        {QStringLiteral("oxen"), QStringLiteral("ox")},
    };
    QStringList singulars;
    if (const auto form = forms.constFind(words); form != forms.cend())
        singulars << *form;
    if (words.endsWith(u"ies"))
        singulars << words.chopped(3) + u'y';
    if (words.endsWith(u"es"))
        singulars << words.chopped(2);
    if (words.endsWith(u's'))
        singulars << words.chopped(1);
    for (const QString& singular : std::as_const(singulars))
        if (const auto found = lexicon.english.constFind(singular); found != lexicon.english.cend())
            return EnglishMatch{*found, true};
    return std::nullopt;
}

class Reader
{
public:
    explicit Reader(const QString& phrase) : m_tokens(tokensOf(phrase)) {}

    SearchPhrase read();

private:
    std::vector<Token> m_tokens;
    SearchPhrase m_result;

    size_t readLatin(size_t at);
    void readChinese(const Token& token);
    qsizetype readQuantifier(QStringView rest);
    void add(const QString& text, TextSpan source, bool isName = false);
    void addRest(const Token& token, qsizetype begin, qsizetype end);
};

void Reader::add(const QString& text, TextSpan source, bool isName)
{
    m_result.pieces.push_back({text, source, isName});
}

void Reader::addRest(const Token& token, qsizetype begin, qsizetype end)
{
    if (end > begin)
        add(token.text.mid(begin, end - begin), {token.source.start + int(begin), int(end - begin)});
}

/// @return the token to go on with
size_t Reader::readLatin(size_t at)
{
    static const QStringList all = {QStringLiteral("all"),  QStringLiteral("every"), QStringLiteral("each"),
                                    QStringLiteral("both"), QStringLiteral("these"), QStringLiteral("those")};
    static const QStringList one = {QStringLiteral("a"),    QStringLiteral("an"),     QStringLiteral("this"),
                                    QStringLiteral("that"), QStringLiteral("single"), QStringLiteral("only")};
    static const QStringList empty = {QStringLiteral("the"), QStringLiteral("my"),    QStringLiteral("his"),
                                      QStringLiteral("her"), QStringLiteral("their"), QStringLiteral("our"),
                                      QStringLiteral("its"), QStringLiteral("your")};
    const QString& word = m_tokens[at].text;
    if (all.contains(word)) {
        m_result.number = Number::All;
        const bool of = at + 1 < m_tokens.size() && m_tokens[at + 1].text == u"of";
        return at + (of ? 2 : 1);
    }
    if (one.contains(word)) {
        if (m_result.number == Number::Unsaid)
            m_result.number = Number::One;
        return at + 1;
    }
    if (empty.contains(word))
        return at + 1;
    // The longest run of words that is a name.
    for (qsizetype count = Lexicon::instance().mostEnglishWords; count >= 1; --count) {
        QStringList words;
        for (size_t i = at; i < m_tokens.size() && words.size() < count && m_tokens[i].latin; ++i)
            words << m_tokens[i].text;
        if (words.size() < count)
            continue;
        const std::optional<EnglishMatch> match = englishName(words.join(u' '));
        if (!match)
            continue;
        const TextSpan last = m_tokens[at + size_t(count) - 1].source;
        const int start = m_tokens[at].source.start;
        add(match->name, {start, last.start + last.length - start}, true);
        m_result.known = true;
        m_result.singular = !match->plural;
        if (match->plural)
            m_result.number = Number::All;
        return at + size_t(count);
    }
    add(word, m_tokens[at].source);
    return at + 1;
}

/// @return how many characters at the start of @p rest say how many are meant, or where ("in the picture")
qsizetype Reader::readQuantifier(QStringView rest)
{
    static const QStringList all = {
        QStringLiteral("所有的"), QStringLiteral("所有"), QStringLiteral("全部的"), QStringLiteral("全部"),
        QStringLiteral("每一个"), QStringLiteral("每个"), QStringLiteral("每只"),   QStringLiteral("每条"),
        QStringLiteral("这些"),   QStringLiteral("那些"), QStringLiteral("各个"),   QStringLiteral("们")};
    static const QStringList one = {
        QStringLiteral("这一个"), QStringLiteral("那一个"), QStringLiteral("这个"), QStringLiteral("那个"),
        QStringLiteral("这只"),   QStringLiteral("那只"),   QStringLiteral("这位"), QStringLiteral("那位"),
        QStringLiteral("这件"),   QStringLiteral("那件"),   QStringLiteral("这辆"), QStringLiteral("那辆"),
        QStringLiteral("这条"),   QStringLiteral("那条"),   QStringLiteral("这朵"), QStringLiteral("那朵"),
        QStringLiteral("一个"),   QStringLiteral("一只"),   QStringLiteral("一位"), QStringLiteral("一件"),
        QStringLiteral("一辆"),   QStringLiteral("一条"),   QStringLiteral("一朵"), QStringLiteral("一把")};
    static const QStringList where = {
        QStringLiteral("图片中的"), QStringLiteral("图片里的"), QStringLiteral("画面中的"),
        QStringLiteral("画面里的"), QStringLiteral("照片中的"), QStringLiteral("照片里的"),
        QStringLiteral("图中的"),   QStringLiteral("图里的"),   QStringLiteral("图上的"),
        QStringLiteral("照片上的"), QStringLiteral("图片上的")};
    const auto length = [rest](const QStringList& words) -> qsizetype {
        for (const QString& word : words)
            if (rest.startsWith(word))
                return word.size();
        return 0;
    };
    if (const qsizetype n = length(all)) {
        m_result.number = Number::All;
        return n;
    }
    if (const qsizetype n = length(one)) {
        if (m_result.number == Number::Unsaid)
            m_result.number = Number::One;
        return n;
    }
    return length(where);
}

void Reader::readChinese(const Token& token)
{
    const Lexicon& lexicon = Lexicon::instance();
    qsizetype begin = 0; // Of the run that is neither name nor quantifier.
    for (qsizetype at = 0; at < token.text.size();) {
        if (const qsizetype skipped = readQuantifier(QStringView(token.text).mid(at))) {
            addRest(token, begin, at);
            begin = at += skipped;
            continue;
        }
        qsizetype matched = 0;
        for (qsizetype size = std::min(lexicon.longestChinese, token.text.size() - at); size >= 1 && !matched;
             --size) {
            const auto found = lexicon.chinese.constFind(token.text.mid(at, size));
            if (found == lexicon.chinese.cend())
                continue;
            addRest(token, begin, at);
            add(*found, {token.source.start + int(at), int(size)}, true);
            m_result.known = true;
            matched = size;
        }
        if (matched)
            begin = at += matched;
        else
            ++at;
    }
    addRest(token, begin, token.text.size());
}

/// Whether what the phrase names is the background, and not something in it.
bool namesBackground(const QString& phrase)
{
    const QString text = phrase.trimmed().toLower();
    static const QStringList endings = {QStringLiteral("background"), QStringLiteral("backdrop"),
                                        QStringLiteral("背景"),       QStringLiteral("背景色"),
                                        QStringLiteral("底色"),       QStringLiteral("背景部分")};
    static const QStringList inside = {QStringLiteral("in the background"),
                                       QStringLiteral("on the background"),
                                       QStringLiteral("in the backdrop")};
    for (const QString& words : inside)
        if (text.endsWith(words) && text != words)
            return false;
    static const QStringList starts = {QStringLiteral("background"),        QStringLiteral("the background"),
                                       QStringLiteral("backdrop"),          QStringLiteral("the backdrop"),
                                       QStringLiteral("everything behind"), QStringLiteral("what is behind")};
    return std::any_of(endings.begin(), endings.end(),
                       [&](const QString& word) { return text.endsWith(word); }) ||
           std::any_of(starts.begin(), starts.end(),
                       [&](const QString& word) { return text.startsWith(word); });
}

SearchPhrase Reader::read()
{
    for (size_t at = 0; at < m_tokens.size();) {
        // A Chinese word may begin with a Latin letter: T恤.
        if (m_tokens[at].latin && at + 1 < m_tokens.size() && !m_tokens[at + 1].latin &&
            m_tokens[at].source.start + m_tokens[at].source.length == m_tokens[at + 1].source.start) {
            const Token both{
                m_tokens[at].text + m_tokens[at + 1].text,
                {m_tokens[at].source.start, m_tokens[at].source.length + m_tokens[at + 1].source.length},
                false};
            const QString& first = both.text;
            const bool spans = first.startsWith(QStringLiteral("t恤"));
            if (spans) {
                readChinese(both);
                at += 2;
                continue;
            }
        }
        if (m_tokens[at].latin) {
            at = readLatin(at);
        } else {
            readChinese(m_tokens[at]);
            ++at;
        }
    }
    for (const Piece& piece : m_result.pieces) {
        QString& text = m_result.text;
        if (!text.isEmpty() && isLatin(text.back()) && isLatin(piece.text.front()))
            text += u' ';
        text += piece.text;
    }
    return std::move(m_result);
}

} // namespace

QString thingNamed(const SearchPhrase& phrase)
{
    const Piece* name = nullptr;
    for (const Piece& piece : phrase.pieces) {
        if (piece.isName && name)
            return {};
        if (piece.isName)
            name = &piece;
    }
    // Another word behind it, and it is that word that the phrase is about.
    static const QStringList links = {
        QStringLiteral("on"),     QStringLiteral("in"),   QStringLiteral("at"),     QStringLiteral("with"),
        QStringLiteral("near"),   QStringLiteral("next"), QStringLiteral("behind"), QStringLiteral("beside"),
        QStringLiteral("under"),  QStringLiteral("to"),   QStringLiteral("from"),   QStringLiteral("of"),
        QStringLiteral("who"),    QStringLiteral("that"), QStringLiteral("which"),  QStringLiteral("wearing"),
        QStringLiteral("holding")};
    if (!name || (name != &phrase.pieces.back() && !links.contains((name + 1)->text)))
        return {};
    return Lexicon::instance().things.value(name->text);
}

SearchPhrase searchPhrase(const QString& phrase)
{
    SearchPhrase result = Reader(phrase).read();
    if (namesBackground(phrase)) {
        result.kind = Kind::Background;
        result.known = true;
    } else if (!result.pieces.empty()) {
        result.kind = Kind::Thing;
    }
    return result;
}

} // namespace focal
