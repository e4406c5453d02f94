#include "core/plan/adjustlexicon.h"

#include "core/plan/phrasetable.h"

#include <algorithm>

namespace focal {

namespace {

using Role = AdjustWord::Role;
using Property = AdjustProperty;

AdjustWord predicate(Property property, double direction, double usual = 0.3)
{
    AdjustWord word;
    word.role = Role::Predicate;
    word.property = property;
    word.direction = direction;
    word.usual = usual;
    return word;
}

AdjustWord verb(Property property, double direction, double usual = 0.3)
{
    AdjustWord word = predicate(property, direction, usual);
    word.role = Role::Verb;
    return word;
}

/// What is said of a picture only where it shall not stay so.
AdjustWord complaint(Property property, double direction)
{
    AdjustWord word = predicate(property, direction);
    word.complains = true;
    return word;
}

AdjustWord noun(Property property)
{
    AdjustWord word;
    word.role = Role::Property;
    word.property = property;
    return word;
}

AdjustWord role(Role what, double direction = 1)
{
    AdjustWord word;
    word.role = what;
    word.direction = direction;
    return word;
}

/// A word that says in one what to do and how much: halve, "way too".
AdjustWord withStrength(AdjustWord word, Strength::Kind kind, double share = 0)
{
    word.strength = kind;
    word.share = share;
    return word;
}

AdjustWord strength(Strength::Kind kind, double share = 0)
{
    AdjustWord word;
    word.role = Role::Strength;
    word.strength = kind;
    word.share = share;
    return word;
}

const PhraseTable<AdjustWord>& vocabulary()
{
    static const PhraseTable<AdjustWord> table = {
        // Brightness
        {u"brighter|bright|lighter|lit|亮|明亮|光亮|亮堂|亮丽|提亮一些的|well lit|luminous|brighter looking",
         predicate(Property::Brightness, 1)},
        {u"brighten|lighten|brighten up|lighten up|brightening|illuminate|light "
         u"up|调亮|提亮|变亮|加亮|打亮|弄亮|增亮|"
         u"亮起来|变明亮|提高曝光|增加曝光|补光|提光|whiten|美白",
         verb(Property::Brightness, 1)},
        {u"darker|dark|dimmer|dim|暗|昏暗|黑暗|阴暗|暗淡|underexposed", predicate(Property::Brightness, -1)},
        {u"darken|dim down|darken down|调暗|变暗|压暗|弄暗|减暗|暗下来|降低曝光|减少曝光",
         verb(Property::Brightness, -1)},
        {u"overexposed|过曝|曝光过度", complaint(Property::Brightness, 1)},
        {u"欠曝|曝光不足", complaint(Property::Brightness, -1)},
        {u"压一压|压一下|压一点", verb(Property::Brightness, -1, 0.15)},
        {u"brightness|exposure|luminance|lightness|light|lighting|亮度|明度|曝光|曝光度|光线|光照|明暗",
         noun(Property::Brightness)},
        // Contrast
        {u"pop|contrasty|contrastier|punchier|punchy|有层次|通透|立体|对比强烈|反差大",
         predicate(Property::Contrast, 1)},
        {u"flatter|flat", predicate(Property::Contrast, -1)},
        {u"dehaze|去雾|remove haze|remove the haze", verb(Property::Contrast, 1)},
        {u"contrast|对比度|对比|反差|层次感|层次|通透度", noun(Property::Contrast)},
        // Temperature
        {u"warmer|warm|暖|温暖|暖和|暖色|暖调|暖色调|暖色系|暖一些的|warm colored|warm "
         u"toned|偏暖|偏暖色|偏暖色调",
         predicate(Property::Temperature, 1)},
        {u"warm up|warm it up|调暖|变暖|加暖|弄暖|暖化|remove blue cast|remove the blue cast|remove the blue "
         u"tint|去蓝|太蓝|偏蓝了|泛蓝|发蓝|有点蓝|too blue",
         verb(Property::Temperature, 1)},
        {u"cooler|cool|colder|cold|冷|清冷|冷色|冷调|冷色调|冷色系|冷淡|cool toned|偏冷|偏冷色|偏冷色调",
         predicate(Property::Temperature, -1)},
        {u"cool down|cool off|cool it down|调冷|变冷|弄冷|remove yellow cast|remove the yellow cast|"
         u"remove the yellow tint|去黄|太黄|偏黄|泛黄|发黄|有点黄|有点偏黄|too yellow|too orange",
         verb(Property::Temperature, -1)},
        {u"warmth|temperature|color temperature|colour temperature|white balance|色温|暖度|白平衡",
         noun(Property::Temperature)},
        // Saturation
        {u"saturated|vivid|vibrant|colorful|colourful|more "
         u"colorful|richer|鲜艳|鲜亮|饱和|艳|艳丽|浓郁|浓|鲜明|多彩|"
         u"色彩丰富|鲜活",
         predicate(Property::Saturation, 1)},
        {u"duller|dull|muted|faded|washed "
         u"out|paler|pale|淡|素|素雅|清淡|灰暗|寡淡|褪色|淡雅|unsaturated|subdued",
         predicate(Property::Saturation, -1)},
        {u"saturate|oversaturate|boost the colors|boost colors|boost the colours|enhance the colors|enhance "
         u"colors|"
         u"enhance the colours|more color|more colour|more colors|make the colors pop|colors pop|colours "
         u"pop|色彩增强|增强色彩|"
         u"增强颜色|提升色彩|加饱和|提饱和|调鲜艳|变鲜艳",
         verb(Property::Saturation, 1)},
        {u"desaturate|desaturated|去饱和|去饱和度|褪饱和|decolorize|decolourise",
         verb(Property::Saturation, -1, 1.0)},
        {u"black and white|black white|black & white|b&w|b & w|bw|greyscale|grayscale|gray scale|grey "
         u"scale|monochrome|"
         u"monochromatic|黑白|黑白色|黑白照|黑白照片|黑白的|黑白色调|灰度|灰度图|黑白图|黑白风格|黑白效果|"
         u"单色|去色|"
         u"去掉颜色|去除颜色|去掉色彩|去除色彩|remove color|remove the color|remove colour|remove the colour|"
         u"remove all color|remove all the color|remove all colour|drain the color|drain the "
         u"colour|colorless|colourless",
         verb(Property::Saturation, -1, 1.0)},
        {u"reds|greens|blues|yellows|oranges|purples|pinks|saturation|vibrance|chroma|饱和度|饱和|鲜艳度|"
         u"彩度|纯度|自然饱和度|艳度|color saturation|colour "
         u"saturation|"
         u"色彩饱和度|颜色饱和度",
         noun(Property::Saturation)},
        // Blur and sharpness
        {u"blurry|blurred|blurrier|out of focus|朦胧|虚|糊|模糊的", predicate(Property::Blur, 1)},
        {u"blur|blur "
         u"out|defocus|bokeh|虚化|模糊|模糊化|模糊掉|柔化|打码|打上马赛克|马赛克|打马赛克|加马赛克|mosaic|"
         u"磨皮|模糊处理|高斯模糊|虚掉|弄模糊|"
         u"变模糊|变虚|"
         u"soften|smooth out|gaussian blur|censor|pixelate",
         verb(Property::Blur, 1)},
        {u"softer|柔和|柔|soft", predicate(Property::Blur, 1)},
        {u"blurriness|模糊度|虚化程度|虚化度", noun(Property::Blur)},
        {u"sharper|sharp|crisper|crisp|clearer|clear|清晰|清楚|锐利|锐|高清|清晰的|in focus|detailed",
         predicate(Property::Sharpness, 1)},
        {u"sharpen|sharpen up|锐化|锐化处理|变清晰|弄清晰|调清晰|清晰化|unblur|deblur|去模糊|remove the "
         u"blur|remove blur",
         verb(Property::Sharpness, 1)},
        {u"sharpness|clarity|definition|detail|锐度|清晰度|锐利度|细节", noun(Property::Sharpness)},
        // Directions
        {u"increase|raise|boost|turn up|bump up|punch up|pump up|dial up|bump|bring up|push up|crank "
         u"up|enhance|strengthen|lift|up|add|add some|add "
         u"more|intensify|增加|提高|提升|增强|加强|加大|调高|调大|拉高|调强|升高|加|增大|上调|加上|添加",
         role(Role::Direction, 1)},
        {u"decrease|reduce|lower|turn down|bring down|cut|drop|lessen|weaken|tone down|down|take down|dial "
         u"down|dial back|cut down|cut back|pull "
         u"down|minimize|降低|减少|减弱|减低|调低|调小|调弱|拉低|减小|减|降|下调|削弱|弱化|压低|减淡",
         role(Role::Direction, -1)},
        {u"high|higher|stronger|greater|高|大|强|高些|高的|足", role(Role::Level, 1)},
        {u"low|lower|weaker|smaller|低|小|弱|低些|低的", role(Role::Level, -1)},
        {u"more|更|更加|更多|再|又|extra|some more|a bit more|再多", role(Role::Compare, 1)},
        {u"less|fewer|少|更少|a bit less|少一点|少一些", role(Role::Compare, -1)},
        {u"too|太|过于|过|太过|overly|too much|实在太", role(Role::Too)},
        {u"有点太|a bit too|a little too|a little bit too|slightly too|a touch too|稍微有点太",
         withStrength(role(Role::Too), Strength::Kind::Slight)},
        {u"far too|way too|much too|太过于", withStrength(role(Role::Too), Strength::Kind::Strong)},
        {u"减半|减一半|降一半|halve", withStrength(role(Role::Direction, -1), Strength::Kind::By, 0.5)},
        {u"翻倍|翻一倍|加一倍|double", withStrength(role(Role::Direction, 1), Strength::Kind::By, 1)},
        {u"not bright enough|not light enough|不够亮|不亮", verb(Property::Brightness, 1)},
        {u"not warm enough|不够暖", verb(Property::Temperature, 1)},
        {u"not sharp enough|not sharp|不够清晰|不清晰|不清楚|不够锐", verb(Property::Sharpness, 1)},
        {u"not saturated enough|不够鲜艳|不鲜艳", verb(Property::Saturation, 1)},
        {u"有点|有些|偏|略显|显得有点|rather|kind of|kinda|quite|it s|it is|this "
         u"is|is|are|was|looks|seems|appears|看起来|看上去|显得",
         role(Role::Rather)},
        {u"not so|not as|not that|not too|别太|别那么|不那么|不要那么|不要太|不太|没那么", role(Role::Not)},
        // What asks for something
        {u"make|turn|get|set|adjust|change|convert|give|render|apply|do|let|把|将|让|使|给|调|调整|变|变成|"
         u"变得|弄|弄得|"
         u"搞|调成|调得|调整成|变为|转|转成|转为|改成|处理成|处理|做|做成|做个|做一下|进行|设置|设为|调节|来|"
         u"来点|来个|要|往|应该|"
         u"should be|needs to be|need to be|must be|needs|need|加个|加上一点|换成|弄成|搞成",
         role(Role::Make)},
        // How much
        {u"a tiny bit|a hair|tiny|一点点|一丢丢|一丁点|微微|些微|a smidge|ever so slightly",
         strength(Strength::Kind::Tiny)},
        {u"a bit|a touch|a tad|a little|a little "
         u"bit|slightly|somewhat|slight|subtly|subtle|gently|gentle|bit|little|mildly|稍微|稍|略|"
         u"略微|一点|一些|点|些|点儿|一点儿|轻微|轻度|少许|适当|适度|稍稍|小幅|稍许|moderately|轻轻",
         strength(Strength::Kind::Slight)},
        {u"a lot|much|lots|lots "
         u"of|very|strongly|heavily|significantly|considerably|greatly|dramatically|far|way|strong|"
         u"really|super|heavy|drastically|quite a bit|a great deal|a lot "
         u"of|substantially|noticeably|很多|许多|很|非常|厉害|厉害点|厉害一点|厉害一些|狠一点|狠点|大幅|"
         u"大大|大幅度|大幅度地|大幅地|明显|显著|强烈地|多|得多|好多|不少|特别|十分|狠狠|重度|强力|强烈|超级|"
         u"极大|深度",
         strength(Strength::Kind::Strong)},
        {u"extremely|completely|fully|totally|entirely|as much as possible|maximum|to the max|max|all the "
         u"way|完全|彻底|"
         u"最大|到最大|最大程度|极度|拉满|极其|到极致|极",
         strength(Strength::Kind::Full)},
        {u"half|by half|一半", strength(Strength::Kind::By, 0.5)},
        {u"a third|one third|三分之一", strength(Strength::Kind::By, 0.33)},
        {u"a quarter|one quarter|四分之一", strength(Strength::Kind::By, 0.25)},
        {u"twice|twice as|doubled|一倍|两倍|2x|2 x|加倍|two times", strength(Strength::Kind::By, 1.0)},
        {u"by", role(Role::By)},
        {u"to|到|至|调到|降到|降低到|提高到|调至|降至|升到|提升到|增加到|减少到", role(Role::To)},
        {u"of|in|on|for|with|of the|的|at|within|from", role(Role::Of)},
        {u"the|a|an|some|it|this|that|its|s|colors|colours|color|colour|tone|tones|look|looks|looking|feel|"
         u"feeling|mood|"
         u"vibe|overall|again|even|just|be|appear|seem|still|effect|filter|then|also|please|both|"
         u"as|too|色|色调|调子|感觉|氛围|风格|效果|滤镜|整体|整体上|整个|得|地|一下|了|色彩|颜色|显|都|全|"
         u"全部|"
         u"全都|也|给|成|起来|下来|上|样子|个|一|还|还是|是|程度|the overall|out|掉|那么|这么|吧|值|"
         u"一档|一级|一格|a stop|one stop|a notch|some "
         u"of|bring|put|keep|degree|level|levels|around|about|的话|的感觉|的效果|的样子|再来",
         role(Role::Filler)},
    };
    return table;
}

/// 三十, 五, 一百 (0 to 100); empty where it is no number.
std::optional<std::pair<int, int>> readHanNumber(const Sentence& sentence, Range range, int position)
{
    static constexpr QStringView Digits = u"零一二三四五六七八九";
    int value = 0;
    int pending = -1;
    int at = position;
    for (; at < range.end && sentence.at(at).text.size() == 1; ++at) {
        const QChar c = sentence.at(at).text.front();
        const qsizetype digit = c == u'两' ? 2 : Digits.indexOf(c);
        if (digit >= 0)
            pending = static_cast<int>(digit);
        else if (c == u'十' || c == u'百') {
            value += (pending < 0 ? 1 : pending) * (c == u'十' ? 10 : 100);
            pending = -1;
        } else
            break;
    }
    if (at == position)
        return std::nullopt;
    return std::make_pair(value + std::max(pending, 0), at - position);
}

AdjustWordAt numberWord(double number, bool percent, bool isSigned, int length)
{
    AdjustWordAt found{strength(Strength::Kind::By), length};
    found.word.number = number;
    found.word.percent = percent;
    found.word.isSigned = isSigned;
    return found;
}

/// 30%, "30 percent", +20, 百分之三十, 三成
std::optional<AdjustWordAt> readNumberWord(const Sentence& sentence, Range range, int position)
{
    static const PhraseTable<bool> percentSigns = {{u"percent|per cent|pct|个百分点|百分点|个点", true}};
    static const PhraseTable<bool> percentOf = {{u"百分之", true}};
    const Token& token = sentence.at(position);
    if (token.kind == Token::Kind::Number) {
        int length = 1;
        bool percent = token.percent;
        if (const auto sign = percentSigns.at(sentence, range, position + 1)) {
            length += sign->length;
            percent = true;
        }
        return numberWord(token.number, percent, token.isSigned, length);
    }
    if (token.kind != Token::Kind::Han)
        return std::nullopt;
    if (const auto prefix = percentOf.at(sentence, range, position)) {
        const int at = position + prefix->length;
        if (at < range.end && sentence.at(at).kind == Token::Kind::Number)
            return numberWord(sentence.at(at).number, true, false, prefix->length + 1);
        if (const auto number = readHanNumber(sentence, range, at))
            return numberWord(number->first, true, false, prefix->length + number->second);
        return std::nullopt;
    }
    const auto tenths = readHanNumber(sentence, range, position);
    if (tenths && position + tenths->second < range.end &&
        sentence.at(position + tenths->second).text == u"成")
        return numberWord(tenths->first * 10.0, true, false, tenths->second + 1);
    return std::nullopt;
}

} // namespace

std::optional<AdjustWordAt> readAdjustWord(const Sentence& sentence, Range range, int position)
{
    if (position >= range.end)
        return std::nullopt;
    if (const auto number = readNumberWord(sentence, range, position))
        return number;
    const auto known = vocabulary().at(sentence, range, position);
    if (!known)
        return std::nullopt;
    return AdjustWordAt{*known->meaning, known->length};
}

} // namespace focal
