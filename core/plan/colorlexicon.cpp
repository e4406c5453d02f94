#include "core/plan/colorlexicon.h"

#include "core/plan/phrasetable.h"

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

struct NamedColor
{
    std::uint32_t rgb = 0;
    bool alsoThing = false; ///< Names a thing too: with an article and nothing else it is that thing.
    bool compared = false;
};

/// How a modifier moves a colour in hue, saturation and lightness, all 0..1: x becomes x * factor + shift.
struct Shade
{
    double saturationFactor = 1;
    double lightnessFactor = 1;
    double lightnessShift = 0;
};

enum class Filler {
    Article,
    Before, ///< Says nothing about the colour.
    Compare,
    Step, ///< 一点 behind a colour: towards it.
    ColorNoun,
    After,
};

constexpr bool Thing = true;

/// Names whose first part is a thing stay whole ("sky blue"), as does everything that modifiers would get
/// wrong.
const PhraseTable<NamedColor>& colorNames()
{
    static const PhraseTable<NamedColor> table = {
        // The eleven basic terms.
        {u"black|黑|jet black|乌黑|漆黑", {0x101010}},
        {u"white|白|雪白|snow white|pure white|纯白", {0xffffff}},
        {u"grey|gray|灰|中灰|grayscale grey", {0x808080}},
        {u"red|红|大红|正红", {0xd9241e}},
        {u"orange|橙|橘|桔|橘黄|橙黄|tangerine|桔黄", {0xf58216, Thing}},
        {u"yellow|黄|明黄", {0xf7d417}},
        {u"green|绿", {0x2e9e3f}},
        {u"blue|蓝", {0x2b5fd9}},
        {u"purple|紫", {0x8033b3}},
        {u"pink|粉|粉红", {0xf59ab8}},
        {u"brown|棕|褐|棕褐", {0x7b4a2a}},
        // Reds and pinks.
        {u"dark red|深红|暗红", {0x8b0f14}},
        {u"burgundy|酒红|wine red|wine|wine colored|葡萄酒红|maroon|枣红|勃艮第红|勃艮第", {0x7b1230, Thing}},
        {u"crimson|绯红|猩红|scarlet|朱红|朱砂|vermilion", {0xd1202f}},
        {u"brick red|砖红|铁锈红|rust|rust red|terracotta|陶土", {0xa4452c}},
        {u"cherry red|樱桃红|blood red|血红", {0xa8101f}},
        {u"coral|珊瑚|珊瑚红|coral red|coral pink|珊瑚粉", {0xff7256, Thing}},
        {u"salmon|salmon pink|三文鱼|鲑红|鲑鱼红", {0xfa8072, Thing}},
        {u"rose|rose red|玫瑰红|玫红|玫瑰|rose pink", {0xe0245e, Thing}},
        {u"fuchsia|magenta|洋红|品红|紫红", {0xd6219c}},
        {u"hot pink|桃红|亮粉|桃粉|shocking pink", {0xff4fa0}},
        {u"peach|蜜桃|桃", {0xffcba4, Thing}},
        {u"blush|裸粉|藕粉|豆沙|豆沙红|dusty rose|dusty pink|裸", {0xd4a09a}},
        {u"ruby|ruby red|宝石红|红宝石|石榴红|garnet|胭脂红|胭脂|绛红", {0x9f1239, Thing}},
        // Oranges, yellows, browns.
        {u"amber|琥珀", {0xffbf00, Thing}},
        {u"gold|golden|金|金黄|黄金", {0xd4af37, Thing}},
        {u"rose gold|玫瑰金", {0xb76e79}},
        {u"bronze|青铜|古铜", {0xa9713b, Thing}},
        {u"copper|黄铜|紫铜|铜", {0xb87333, Thing}},
        {u"lemon|lemon yellow|柠檬黄|柠檬|鹅黄", {0xfff04d, Thing}},
        {u"mustard|mustard yellow|姜黄|芥末黄|芥末|土黄|ochre", {0xc99a22, Thing}},
        {u"beige|米|米黄|杏|米杏", {0xe8dcc0}},
        {u"cream|cream white|creamy white|奶油|奶油白|奶白|乳白|米白|off white|ivory|ivory white|象牙|象牙白",
         {0xfbf5e3, Thing}},
        {u"khaki|卡其|卡其绿", {0xb8a67a}},
        {u"camel|驼|tan", {0xc19a6b, Thing}},
        {u"chocolate|chocolate brown|巧克力", {0x5a3019, Thing}},
        {u"coffee|coffee brown|咖啡|咖|mocha|摩卡", {0x6f4e37, Thing}},
        {u"chestnut|栗|栗棕|auburn|红棕|棕红", {0x8a3b22, Thing}},
        {u"caramel|焦糖|焦糖棕", {0xb5702e, Thing}},
        {u"skin color|skin colour|skin tone|nude|肤|肉", {0xecc4a4}},
        {u"champagne|香槟|香槟金", {0xf1dcb4, Thing}},
        {u"flax|flaxen|亚麻|blonde|blond|金发", {0xdcc48e, Thing}},
        {u"奶茶|milk tea", {0xc8a98c, Thing}},
        {u"honey|蜂蜜|蜜糖|蜜", {0xe0a030, Thing}},
        {u"sienna|赭石|赭", {0x8f4a26}},
        // Greens.
        {u"lime|lime green|青柠|荧光绿|neon green|柠檬绿", {0x9be22d, Thing}},
        {u"olive|olive green|橄榄|橄榄绿", {0x7a7a2a, Thing}},
        {u"army green|军绿|military green", {0x4b5320}},
        {u"forest green|森林绿|墨绿", {0x17482c}},
        {u"emerald|emerald green|翠绿|祖母绿|翡翠绿", {0x13a368, Thing}},
        {u"mint|mint green|薄荷|薄荷绿", {0xa3e4c8, Thing}},
        {u"grass green|草绿", {0x5aa02c}},
        {u"sage|sage green|豆绿|鼠尾草绿|豆青", {0xa3b18a, Thing}},
        {u"jade|jade green|玉|碧绿", {0x30a678, Thing}},
        {u"yellow green|黄绿|嫩绿|chartreuse", {0xa4c639}},
        {u"avocado|avocado green|牛油果绿|牛油果", {0x8a9a3b, Thing}},
        {u"matcha|matcha green|抹茶绿|抹茶", {0x9cb071, Thing}},
        {u"pine green|松绿|松柏绿|dark teal green", {0x1d5b45}},
        // Blues and what lies beside them.
        {u"cyan|青|aqua|湖蓝|水蓝|aqua blue", {0x1fc3d6}},
        {u"teal|blue green|蓝绿|青绿|孔雀蓝|孔雀绿|green blue", {0x0f7f86}},
        {u"turquoise|绿松石|松石绿|松石蓝|蒂芙尼蓝|tiffany blue", {0x40d0c4, Thing}},
        {u"sky blue|天蓝|天空蓝|蔚蓝|azure", {0x6fb7ee}},
        {u"baby blue|婴儿蓝|冰蓝|ice blue|powder blue", {0xb8dcf2}},
        {u"navy|navy blue|藏青|藏蓝|海军蓝|深藏青", {0x1b2a55, Thing}},
        {u"royal blue|宝蓝|宝石蓝|sapphire|sapphire blue|皇家蓝", {0x2346c4}},
        {u"klein blue|克莱因蓝|cobalt|cobalt blue|钴蓝|electric blue", {0x0a3cc9}},
        {u"ocean blue|海蓝|sea blue", {0x1a78b8}},
        {u"midnight blue|午夜蓝", {0x14193f}},
        {u"haze blue|雾霾蓝|灰蓝|grey blue|gray blue|blue grey|blue gray|steel blue|蓝灰|dusty "
         u"blue|牛仔蓝|denim",
         {0x6e8ca8}},
        {u"indigo|靛|靛蓝|靛青", {0x3b2d8f}},
        // Purples.
        {u"violet|紫罗兰|violet purple|蓝紫", {0x7a3fd0, Thing}},
        {u"lavender|薰衣草紫|薰衣草|香芋紫|香芋|lilac|丁香紫|藕荷|淡紫罗兰", {0xc3a6e0, Thing}},
        {u"plum|plum purple|梅子|李子紫|梅紫", {0x6d2a5b, Thing}},
        {u"eggplant|aubergine|茄紫", {0x4a2545, Thing}},
        {u"mauve|灰紫", {0xa58aa8}},
        // Greys and metals.
        {u"platinum", {0xe5e4e2, Thing}},
        {u"silver|银|银灰|银白", {0xc0c4c8, Thing}},
        {u"charcoal|charcoal grey|charcoal gray|炭黑|炭灰|碳灰|碳黑|graphite|石墨", {0x36393d, Thing}},
        {u"slate|slate grey|slate gray|岩灰|石板灰", {0x5f6b78, Thing}},
        {u"pearl|pearl white|珍珠白|珍珠|珠光白|月白", {0xf3f0e8, Thing}},
        {u"铁灰|水泥灰|concrete grey|concrete gray|gunmetal|深空灰|space gray|space grey", {0x53585f}},
        {u"灰绿|grey green|gray green", {0x8b9d83}},
        {u"橙红|橘红|red orange|orange red", {0xee4f1e}},
        {u"粉紫|pinkish purple", {0xd59ae0}},
        // Towards a colour.
        {u"redder|reddish|偏红", {0xd9241e, false, true}},
        {u"bluer|bluish|偏蓝", {0x2b5fd9, false, true}},
        {u"greener|greenish|偏绿", {0x2e9e3f, false, true}},
        {u"yellower|yellowish|偏黄", {0xf7d417, false, true}},
        {u"greyer|grayer|greyish|grayish", {0x808080, false, true}},
        {u"pinker|pinkish", {0xf59ab8, false, true}},
        {u"whiter|whitish", {0xffffff, false, true}},
        {u"blacker|blackish", {0x101010, false, true}},
        {u"browner|brownish", {0x7b4a2a, false, true}},
        {u"purpler|purplish", {0x8033b3, false, true}},
    };
    return table;
}

const PhraseTable<Shade>& shades()
{
    static const PhraseTable<Shade> table = {
        {u"dark|darker|deep|deeper|深|暗|深邃|浓", {1.0, 0.55, 0}},
        {u"very dark|很深|极深|极深的", {1.0, 0.35, 0}},
        {u"light|lighter|浅|淡|soft|嫩", {0.95, 0.5, 0.42}},
        {u"very light|very pale|极浅|很浅|很淡", {0.9, 0.3, 0.64}},
        {u"pale|苍|pastel|粉彩|柔和|柔和的|马卡龙", {0.7, 0.45, 0.47}},
        {u"bright|brighter|亮|鲜|明亮的|明亮|vivid|鲜艳|鲜艳的|鲜亮|鲜亮的|vibrant|intense|neon|fluorescent|"
         u"荧光|亮丽的",
         {1.5, 0.95, 0.05}},
        {u"muted|dusty|dull|faded|雾霾|莫兰迪|哑光|哑|灰调|脏", {0.45, 1.0, 0}},
        {u"warm|暖", {1.05, 1.0, 0}},
        {u"cool|cold|冷", {0.9, 1.0, 0}},
        {u"medium|中|mid", {1.0, 0.85, 0}},
        {u"metallic|金属|shiny|matte|matt", {0.9, 1.0, 0}},
    };
    return table;
}

const PhraseTable<Filler>& fillers()
{
    static const PhraseTable<Filler> table = {
        {u"a|an|the|一个|一种|one|some|that|this|那种|这种", Filler::Article},
        {u"pure|solid|plain|纯|全|completely|entirely|totally|all|fully|完全|全部|nice|beautiful|好看的|"
         u"漂亮的|"
         u"look|looking|be|with|in|of|shade of|kind of|tone of|tint of|hue "
         u"of|colour|color|colored|coloured|variety of",
         Filler::Before},
        {u"more|更|更加|再|稍微|略微|slightly|a bit|a little|a bit more|a little more|有点|偏|much|a lot|a "
         u"lot more|"
         u"much more|很|非常|very",
         Filler::Compare},
        {u"color|colour|colored|coloured|tone|shade|tint|hue|色|颜色|色调|色系|色的|颜色的|系|调|tones|色彩",
         Filler::ColorNoun},
        {u"的|的颜色|instead|全部|one|的样子|底|底色|了", Filler::After},
        {u"一点|一些|点|一点点|些", Filler::Step},
    };
    return table;
}

struct Hsl
{
    double h = 0;
    double s = 0;
    double l = 0;
};

Hsl toHsl(Rgb color)
{
    const double r = color.r / 255.0;
    const double g = color.g / 255.0;
    const double b = color.b / 255.0;
    const double top = std::max({r, g, b});
    const double bottom = std::min({r, g, b});
    const double chroma = top - bottom;
    Hsl hsl{0, 0, (top + bottom) / 2};
    if (chroma <= 0)
        return hsl;
    hsl.s = chroma / (1 - std::abs(2 * hsl.l - 1));
    if (top == r)
        hsl.h = std::fmod((g - b) / chroma + 6, 6);
    else if (top == g)
        hsl.h = (b - r) / chroma + 2;
    else
        hsl.h = (r - g) / chroma + 4;
    return hsl;
}

Rgb toRgb(const Hsl& hsl)
{
    const double chroma = (1 - std::abs(2 * hsl.l - 1)) * hsl.s;
    const auto channel = [&](double offset) {
        // Distance of the channel from the hue on the six-step wheel, clipped to a trapezoid.
        const double k = std::fmod(hsl.h + offset, 6);
        const double level = hsl.l - chroma / 2 + chroma * std::clamp(std::min(k, 4 - k), 0.0, 1.0);
        return static_cast<std::uint8_t>(std::lround(255 * std::clamp(level, 0.0, 1.0)));
    };
    return {channel(2), channel(0), channel(4)};
}

Rgb shaded(Rgb color, const Shade& shade)
{
    Hsl hsl = toHsl(color);
    hsl.s = std::clamp(hsl.s * shade.saturationFactor, 0.0, 1.0);
    hsl.l = std::clamp(hsl.l * shade.lightnessFactor + shade.lightnessShift, 0.0, 1.0);
    return toRgb(hsl);
}

/// Reads a colour from left to right; the position after it stays in `end`.
class ColorReader
{
public:
    ColorReader(const Sentence& sentence, Range range)
        : m_sentence(sentence), m_range(range), m_at(range.begin)
    {
    }

    /// Everything up to and with the colour's noun (色, "colour").
    bool readColor()
    {
        readBefore();
        m_begin = m_at;
        std::vector<Shade> found;
        bool base = readBase();
        while (!base) {
            const auto shade = shades().at(m_sentence, m_range, m_at);
            if (!shade)
                return false;
            found.push_back(*shade->meaning);
            m_at += shade->length;
            skip(u"-");
            if (const auto filler = fillers().at(m_sentence, m_range, m_at);
                filler && *filler->meaning == Filler::Before && found.size() == 1)
                m_at += filler->length;
            base = readBase();
        }
        for (auto shade = found.rbegin(); shade != found.rend(); ++shade)
            m_color = shaded(m_color, *shade);
        m_shaded = !found.empty();
        m_wordsEnd = m_at;
        readNoun();
        return true;
    }

    /// 的, "a bit": what may follow and means nothing here.
    void readAfter()
    {
        while (const auto filler = fillers().at(m_sentence, m_range, m_at)) {
            if (*filler->meaning != Filler::After && *filler->meaning != Filler::Compare &&
                *filler->meaning != Filler::Step)
                return;
            m_compared = m_compared || *filler->meaning != Filler::After; // 绿一点
            m_at += filler->length;
        }
    }

    bool isThing() const { return m_alsoThing && m_article && !m_noun && !m_shaded; }
    bool atEnd() const { return m_at == m_range.end; }
    int position() const { return m_at; }
    ColorMatch match() const { return {m_color, {m_begin, m_wordsEnd}, m_at, m_compared}; }

private:
    void readBefore()
    {
        while (const auto filler = fillers().at(m_sentence, m_range, m_at)) {
            const Filler meaning = *filler->meaning;
            const bool leads =
                meaning == Filler::Article || meaning == Filler::Before || meaning == Filler::Compare;
            // "very dark" is one shade, "very" only a filler.
            const auto shade = shades().at(m_sentence, m_range, m_at);
            if (!leads || colorNames().at(m_sentence, m_range, m_at) ||
                (shade && shade->length >= filler->length))
                return;
            m_compared = m_compared || meaning == Filler::Compare;
            m_article = m_article || meaning == Filler::Article;
            m_at += filler->length;
        }
    }

    bool readBase()
    {
        if (m_at >= m_range.end)
            return false;
        if (m_sentence.at(m_at).kind == Token::Kind::Color) {
            m_color = m_sentence.at(m_at++).color;
            return true;
        }
        const auto name = colorNames().at(m_sentence, m_range, m_at);
        if (!name)
            return false;
        const auto byte = [&](int shift) {
            return static_cast<std::uint8_t>(name->meaning->rgb >> shift & 0xff);
        };
        m_color = {byte(16), byte(8), byte(0)};
        m_alsoThing = name->meaning->alsoThing;
        m_compared = m_compared || name->meaning->compared;
        m_at += name->length;
        mixHanPair(name->length);
        return true;
    }

    /// 灰粉, 棕黄: two one-character colours side by side are one between them, nearer to the second.
    void mixHanPair(int length)
    {
        if (length != 1 || m_at >= m_range.end || m_sentence.at(m_at).kind != Token::Kind::Han)
            return;
        const auto second = colorNames().at(m_sentence, m_range, m_at);
        if (!second || second->length != 1 || m_sentence.at(m_at).text == m_sentence.at(m_at - 1).text)
            return;
        const auto mixed = [&](std::uint8_t first, int shift) {
            const double other = second->meaning->rgb >> shift & 0xff;
            return static_cast<std::uint8_t>(std::lround(0.35 * first + 0.65 * other));
        };
        m_color = {mixed(m_color.r, 16), mixed(m_color.g, 8), mixed(m_color.b, 0)};
        m_at += 1;
    }

    void readNoun()
    {
        const auto noun = fillers().at(m_sentence, m_range, m_at);
        if (noun && *noun->meaning == Filler::ColorNoun) {
            // 色的 ends with a particle that does not belong to the colour's name.
            const bool particle = m_sentence.at(m_at + noun->length - 1).text == u"的";
            m_noun = true;
            m_at += noun->length;
            m_wordsEnd = m_at - (particle ? 1 : 0);
        } else if (noun && *noun->meaning == Filler::Before &&
                   m_sentence.at(m_at).text.startsWith(u"colo")) { // "color" also precedes: "the colour blue"
            m_noun = true;
            m_at += noun->length;
            m_wordsEnd = m_at;
        }
    }

    void skip(QStringView sign)
    {
        if (m_at < m_range.end && m_sentence.at(m_at).text == sign)
            ++m_at;
    }

    const Sentence& m_sentence;
    Range m_range;
    int m_at = 0;
    int m_begin = 0;
    int m_wordsEnd = 0;
    Rgb m_color;
    bool m_article = false;
    bool m_noun = false;
    bool m_shaded = false;
    bool m_alsoThing = false;
    bool m_compared = false;
};

constexpr int LongestColor = 14; ///< Tokens; spares long texts from being read again and again.

} // namespace

std::optional<ColorMatch> parseColor(const Sentence& sentence, Range range)
{
    if (range.isEmpty() || range.size() > LongestColor)
        return std::nullopt;
    ColorReader reader(sentence, range);
    if (!reader.readColor())
        return std::nullopt;
    reader.readAfter();
    if (!reader.atEnd() || reader.isThing())
        return std::nullopt;
    return reader.match();
}

std::optional<ColorMatch> leadingColor(const Sentence& sentence, Range range)
{
    if (range.isEmpty())
        return std::nullopt;
    ColorReader reader(sentence, {range.begin, std::min(range.end, range.begin + LongestColor)});
    if (!reader.readColor() || reader.position() >= range.end)
        return std::nullopt;
    return reader.match();
}

bool mentionsColor(const Sentence& sentence, Range range)
{
    static const PhraseTable<bool> nouns = {{u"color|colour|colors|colours|颜色|色|色彩|配色|色调", true}};
    return nouns.find(sentence, range).has_value();
}

} // namespace focal
