#include "core/text/words.h"

#include <QRegularExpression>

namespace focal {

namespace {

/// What cuts a run of Chinese characters; the longest alternative comes first.
const QRegularExpression& chineseCuts()
{
    static const QRegularExpression expression(QStringLiteral(
        "[深浅淡亮暗纯大]?(?:粉红|橙红|紫红|天蓝|蓝绿|黄绿|[红橙黄绿蓝青紫黑白灰粉棕褐金银])色?" // colours
        "|(?:最|正)?[左右上下前后](?:边|侧|面|方|下角|上角|角)(?:的)?"                           // places
        "|[左右][上下](?:角|方)|中间|中央|旁边|背景|前景"
        "|这个|那个|这些|那些|所有|全部|每个|[一二两三四五六七八九十几][个只条张把辆件朵棵位]" // counts
        "|的|和|与|跟|把|将"));
    return expression;
}

bool isChinese(char32_t c)
{
    const QChar::Script script = QChar::script(c);
    return script == QChar::Script_Han || script == QChar::Script_Bopomofo;
}

/// Appends the words of a run of Chinese characters that starts at @p start of the phrase.
void splitChinese(const QString& run, int start, std::vector<TextSpan>& words)
{
    int at = 0;
    auto cuts = chineseCuts().globalMatch(run);
    while (cuts.hasNext()) {
        const QRegularExpressionMatch cut = cuts.next();
        const int begin = int(cut.capturedStart());
        int length = int(cut.capturedLength());
        // "左边的": the particle is a word of its own, as everywhere else.
        const bool particle = length > 1 && run.at(begin + length - 1) == u'的';
        if (particle)
            --length;
        if (begin > at)
            words.push_back({start + at, begin - at});
        words.push_back({start + begin, length});
        at = begin + length;
        if (particle)
            words.push_back({start + at++, 1});
    }
    if (at < run.size())
        words.push_back({start + at, int(run.size()) - at});
}

} // namespace

std::vector<TextSpan> splitWords(const QString& phrase)
{
    enum class Kind {
        Gap,
        Word,
        Chinese,
    };
    std::vector<TextSpan> words;
    Kind kind = Kind::Gap;
    int start = 0;
    const auto close = [&](int end) {
        if (kind == Kind::Word)
            words.push_back({start, end - start});
        else if (kind == Kind::Chinese)
            splitChinese(phrase.mid(start, end - start), start, words);
    };
    int at = 0;
    const int size = int(phrase.size());
    while (at < size) {
        const bool pair =
            phrase.at(at).isHighSurrogate() && at + 1 < size && phrase.at(at + 1).isLowSurrogate();
        const char32_t c =
            pair ? QChar::surrogateToUcs4(phrase.at(at), phrase.at(at + 1)) : phrase.at(at).unicode();
        const bool apostrophe = (c == U'\'' || c == U'’' || c == U'-') && kind == Kind::Word;
        const Kind next = isChinese(c)                                                   ? Kind::Chinese
                          : QChar::isLetterOrNumber(c) || QChar::isMark(c) || apostrophe ? Kind::Word
                          : QChar::isSpace(c) || QChar::isPunct(c)                       ? Kind::Gap
                                                                                         : Kind::Word;
        if (next != kind) {
            close(at);
            kind = next;
            start = at;
        }
        at += pair ? 2 : 1;
    }
    close(size);
    return words;
}

} // namespace focal
