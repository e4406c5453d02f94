#include "core/plan/sentence.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <optional>

namespace focal {

namespace {

/// Traditional forms of the characters that the tables use; both strings run in parallel.
constexpr QStringView Traditional = u"換變顏紅藍綠黃銀銅點調圖幫請給銳對飽溫減強陰畫刪掃擦讓將為滅視頻亂帶頂"
                                    u"條雙張衝號設設轉塗樣體個這裡裏邊後麼謝"
                                    u"嗎開鮮艷豔濃淺純虛糊糢晰線區塊帳鏡頭臉髮車鳥貓魚馬門窗紙筆書葉雲電燈橘"
                                    u"蘋樹獨過還歡應該從與並時當話動無實際檔"
                                    u"嘗試歷練習達夠間聲傳寫認語種現發來說廣東會長見風飛龍齊麥麗歲幾雜離難";
constexpr QStringView Simplified = u"换变颜红蓝绿黄银铜点调图帮请给锐对饱温减强阴画删扫擦让将为灭视频乱带顶条"
                                   u"双张冲号设设转涂样体个这里里边后么谢"
                                   u"吗开鲜艳艳浓浅纯虚糊模晰线区块帐镜头脸发车鸟猫鱼马门窗纸笔书叶云电灯橘苹"
                                   u"树独过还欢应该从与并时当话动无实际档"
                                   u"尝试历练习达够间声传写认语种现发来说广东会长见风飞龙齐麦丽岁几杂离难";
static_assert(Traditional.size() == Simplified.size());

/// Names of things that end or begin with a word of the tables, and are never that word.
constexpr std::array<QStringView, 19> Compounds = {
    u"肤色", u"唇色", u"月亮",   u"漂亮", u"口红", u"腮红", u"眼白", u"蛋白", u"蛋黄", u"暖气",
    u"冷饮", u"淡水", u"高跟鞋", u"亮片", u"暗影", u"画面", u"画像", u"画布", u"高楼"};

bool isHanLike(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
        return true;
    default:
        return false;
    }
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isHexDigit(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f');
}

QChar foldUnit(QChar c, const QHash<QChar, QChar>& simplified)
{
    const char16_t u = c.unicode();
    if (u >= 0xFF01 && u <= 0xFF5E)
        return QChar(static_cast<char16_t>(u - 0xFEE0)).toLower();
    if (u == u'\n' || u == u'\r' || u == 0x2028 || u == 0x2029)
        return u'\n';
    if (c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
        return u' ';
    const auto known = simplified.constFind(c);
    return known != simplified.constEnd() ? *known : c.toLower();
}

const QHash<QChar, QChar>& simplifiedForms()
{
    static const QHash<QChar, QChar> forms = [] {
        QHash<QChar, QChar> table;
        for (qsizetype i = 0; i < Traditional.size(); ++i)
            table.insert(Traditional[i], Simplified[i]);
        return table;
    }();
    return forms;
}

/// Cuts a folded text. Each read...() tries one kind of token at the position and moves past it.
class Tokenizer
{
public:
    explicit Tokenizer(QStringView text) : m_text(text) {}

    std::vector<Token> run()
    {
        while (m_pos < m_text.size()) {
            if (m_text[m_pos] == u' ') {
                ++m_pos;
                continue;
            }
            if (!(readQuoted() || readColor() || readNumber() || readHan() || readWord()))
                readSign();
        }
        return std::move(m_tokens);
    }

private:
    QChar peek(qsizetype offset) const
    {
        const qsizetype at = m_pos + offset;
        return at >= 0 && at < m_text.size() ? m_text[at] : QChar(u' ');
    }

    char32_t codePoint(qsizetype offset, int* units) const
    {
        const QChar c = peek(offset);
        if (c.isHighSurrogate() && peek(offset + 1).isLowSurrogate()) {
            *units = 2;
            return QChar::surrogateToUcs4(c, peek(offset + 1));
        }
        *units = 1;
        return c.unicode();
    }

    Token& push(Token::Kind kind, qsizetype length)
    {
        Token token;
        token.kind = kind;
        token.start = static_cast<int>(m_pos);
        token.end = static_cast<int>(m_pos + length);
        token.text = m_text.mid(m_pos, length);
        m_tokens.push_back(token);
        m_pos += length;
        return m_tokens.back();
    }

    bool readQuoted()
    {
        static constexpr QStringView Open = u"“‘「『《\"'";
        static constexpr QStringView Close = u"”’」』》\"'";
        const qsizetype mark = Open.indexOf(m_text[m_pos]);
        if (mark < 0)
            return false;
        const QChar close = Close[mark];
        const bool apostrophe = m_text[m_pos] == u'\'';
        if (apostrophe && peek(-1).isLetterOrNumber())
            return false;
        for (qsizetype end = m_text.indexOf(close, m_pos + 1); end >= 0;
             end = m_text.indexOf(close, end + 1)) {
            const bool insideWord = (apostrophe || close == u'’') && end + 1 < m_text.size() &&
                                    m_text[end + 1].isLetterOrNumber() && m_text[end + 1].unicode() < 0x2E80;
            if (insideWord)
                continue;
            if (end == m_pos + 1)
                return false;
            push(Token::Kind::Quoted, end + 1 - m_pos);
            return true;
        }
        return false;
    }

    bool readColor()
    {
        if (m_text[m_pos] == u'#') {
            qsizetype digits = 0;
            while (isHexDigit(peek(1 + digits)))
                ++digits;
            const QChar next = peek(1 + digits);
            if ((digits != 3 && digits != 6) || (next.isLetterOrNumber() && next.unicode() < 0x2E80))
                return false;
            const std::optional<Rgb> color = Rgb::fromHex(m_text.mid(m_pos, digits + 1));
            if (color)
                push(Token::Kind::Color, digits + 1).color = *color;
            return color.has_value();
        }
        return readRgbFunction();
    }

    bool readRgbFunction()
    {
        if (!m_text.mid(m_pos).startsWith(u"rgb") || (peek(-1) >= u'a' && peek(-1) <= u'z'))
            return false;
        qsizetype at = 3;
        const auto skipSpace = [&] {
            while (m_pos + at < m_text.size() && peek(at) == u' ')
                ++at;
        };
        skipSpace();
        if (peek(at++) != u'(')
            return false;
        std::array<std::uint8_t, 3> channels{};
        for (std::size_t i = 0; i < channels.size(); ++i) {
            skipSpace();
            int value = 0;
            int digits = 0;
            for (; digits < 4 && isDigit(peek(at)); ++digits)
                value = value * 10 + peek(at++).digitValue();
            if (digits == 0 || value > 255)
                return false;
            channels[i] = static_cast<std::uint8_t>(value);
            skipSpace();
            if (i < 2 && peek(at) == u',')
                ++at;
        }
        if (peek(at++) != u')')
            return false;
        push(Token::Kind::Color, at).color = {channels[0], channels[1], channels[2]};
        return true;
    }

    bool readNumber()
    {
        const QChar first = m_text[m_pos];
        const bool sign = (first == u'+' || first == u'-' || first == u'−') && isDigit(peek(1)) &&
                          !isDigit(peek(-1)) && !(peek(-1).isLetter() && peek(-1).unicode() < 0x2E80);
        qsizetype length = sign ? 1 : 0;
        if (!isDigit(peek(length)))
            return false;
        while (isDigit(peek(length)))
            ++length;
        if (peek(length) == u'.' && isDigit(peek(length + 1))) {
            ++length;
            while (isDigit(peek(length)))
                ++length;
        }
        int units = 0;
        const bool inWord = peek(length).isLetter() && !isHanLike(codePoint(length, &units));
        if (inWord)
            return false;
        const double value = m_text.mid(m_pos + (sign ? 1 : 0), length - (sign ? 1 : 0)).toDouble();
        qsizetype percentAt = length;
        while (peek(percentAt) == u' ' && m_pos + percentAt < m_text.size())
            ++percentAt;
        const bool percent = peek(percentAt) == u'%';
        Token& token = push(Token::Kind::Number, percent ? percentAt + 1 : length);
        token.number = sign && first != u'+' ? -value : value;
        token.percent = percent;
        token.isSigned = sign;
        return true;
    }

    bool readHan()
    {
        int units = 0;
        if (!isHanLike(codePoint(0, &units)))
            return false;
        for (const QStringView compound : Compounds) {
            if (m_text.mid(m_pos).startsWith(compound)) {
                push(Token::Kind::Han, compound.size());
                return true;
            }
        }
        push(Token::Kind::Han, units);
        return true;
    }

    bool readWord()
    {
        if (isApostrophe(m_text[m_pos]) && peek(1) == u's' && !peek(2).isLetterOrNumber() &&
            !m_tokens.empty() && m_tokens.back().end == m_pos) {
            Token& possessive = push(Token::Kind::Word, 2);
            possessive.text = possessive.text.mid(1);
            return true;
        }
        qsizetype length = 0;
        for (;;) {
            int units = 0;
            const char32_t c = codePoint(length, &units);
            const bool possessive = isApostrophe(peek(length)) && peek(length + 1) == u's' &&
                                    !peek(length + 2).isLetterOrNumber();
            const bool inner = length > 0 && isApostrophe(peek(length)) && peek(length + 1).isLetter();
            if (possessive || (!inner && (!QChar::isLetterOrNumber(c) || isHanLike(c))))
                break;
            length += units;
        }
        if (length > 0)
            push(Token::Kind::Word, length);
        return length > 0;
    }

    void readSign()
    {
        static constexpr QStringView Breaks = u",;。.!?\n…";
        const QChar c = m_text[m_pos];
        if (c == u'-' && peek(1) == u'>') {
            push(Token::Kind::Symbol, 2);
            return;
        }
        // A hyphen inside a word only joins: light-blue reads like light blue.
        if ((c == u'-' || c == u'_') && peek(-1).isLetterOrNumber() && peek(1).isLetterOrNumber()) {
            ++m_pos;
            return;
        }
        int units = 0;
        const char32_t code = codePoint(0, &units);
        const bool pictogram =
            units == 2 || (code >= 0x2600 && code <= 0x27BF); // names a thing, as a word does
        // 2024.05.01, 1,299: inside a figure both are no breaks.
        const bool thousands = c == u',' && isDigit(peek(2)) && isDigit(peek(3)) && !isDigit(peek(4));
        const bool inFigure = (c == u'.' || thousands) && isDigit(peek(-1)) && isDigit(peek(1)) && m_pos > 0;
        push(pictogram                         ? Token::Kind::Word
             : Breaks.contains(c) && !inFigure ? Token::Kind::Break
                                               : Token::Kind::Symbol,
             units);
    }

    static bool isApostrophe(QChar c) { return c == u'\'' || c == u'’'; }

    QStringView m_text;
    qsizetype m_pos = 0;
    std::vector<Token> m_tokens;
};

} // namespace

QString foldInstruction(const QString& instruction)
{
    const QHash<QChar, QChar>& simplified = simplifiedForms();
    QString folded = instruction;
    for (QChar& c : folded)
        c = foldUnit(c, simplified);
    if (!folded.contains(u'‘')) // then it closes no quotation and is an apostrophe
        folded.replace(u'’', u'\'');
    return folded;
}

Sentence::Sentence(const QString& instruction)
    : m_instruction(instruction), m_folded(foldInstruction(instruction)), m_tokens(Tokenizer(m_folded).run())
{
}

TextSpan Sentence::span(Range range) const
{
    if (range.isEmpty())
        return {};
    const int start = at(range.begin).start;
    return {start, at(range.end - 1).end - start};
}

QString Sentence::words(Range range) const
{
    const TextSpan where = span(range);
    return m_instruction.mid(where.start, where.length);
}

} // namespace focal
