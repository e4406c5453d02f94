#include "core/plan/nounphrase.h"

#include "core/plan/colorlexicon.h"
#include "core/plan/phrasetable.h"

namespace focal {

namespace {

using Words = PhraseTable<bool>;

constexpr QStringView MeasureWords =
    u"个只条件顶张把辆台部朵棵颗块片位名座栋匹头双副本支根杯瓶盏扇幅群束架艘所间串盆道";

const PhraseTable<Target::Kind>& specialTargets()
{
    static const PhraseTable<Target::Kind> table = {
        {u"picture|image|photo|photograph|pic|shot|whole|entire|everything|all|all of it|whole picture|whole "
         u"image|"
         u"whole photo|entire picture|entire image|entire photo|whole thing|overall|overall picture|overall "
         u"image|"
         u"all the picture|it all|whole "
         u"scene|scene|全图|全部|所有|整体|整个|整张|图片|照片|图|图像|画面|相片|影像|画|原图|"
         u"全局|一切|整张图|整张图片|整张照片|整个图片|整个图|整个画面|整个照片|整幅图|整幅画|整幅画面|"
         u"全画面|图片整体|"
         u"照片整体|画面整体|整体画面|全部画面|所有东西|全体|整张相片|整个图像|整个场景|图片全部",
         Target::Kind::Whole},
        {u"nothing|it|this|that|them|these|those|this one|that one|the one|one|thing|object|this thing|that "
         u"thing|here|there|he|"
         u"she|him|her|this part|that part|this area|that "
         u"area|part|area|它|它们|他|她|他们|她们|这|那|这个|那个|这里|那里|"
         u"这儿|那儿|这些|那些|这个东西|那个东西|东西|这块|那块|这部分|那部分|这个地方|那个地方|该物体|物体|"
         u"那玩意|这玩意|"
         u"那玩意儿|这玩意儿|这一块|那一块|selection|selected "
         u"area|选区|选中的|选中的部分|选中的区域|圈起来的|圈出来的",
         Target::Kind::Pronoun},
        {u"background|backdrop|bg|back ground|backgrounds|background color|background "
         u"colour|背景|底色|底|背景色|背景颜色|"
         u"背景板|后景|图片背景|照片背景|画面背景|背景部分|整个背景|底图|背景图|背景画面|图的背景|人物背景|"
         u"后面的背景",
         Target::Kind::Background},
    };
    return table;
}

const Words& articles()
{
    static const Words table = {{u"a|an|the|this|that|these|those|my|our|your|his|her|its|their|some", true}};
    return table;
}

/// What leads to a target without naming it.
const Words& prefixes()
{
    static const Words table = {
        {u"color of|colour of|colors of|colours of|the color of|the colour of|the colors of|the colours "
         u"of|picture s|"
         u"photo s|image "
         u"s|for|图片的|照片的|画面的|图像的|图的|相片的|图中的|图里的|图上的|图中|图里|图上|图片中的|"
         u"图片里的|图片上的|图片中|图片里|图片上|照片中的|照片里的|照片上的|照片中|照片里|照片上|画面中的|"
         u"画面里的|画面上的|"
         u"画面中|画面里|画面上|图像中的|图像里的|图像中|图像里|这张图里的|这张图里|这张照片里的|这张照片里|"
         u"图片里面的|"
         u"照片里面的|图里面的|照片里面|图片里面|图里面|把|将|所谓的|这张图中的|这张照片中的|场景中的|"
         u"场景里的|关于|对于|对|一下|是|这是|那是|有|她的|他的|我的|你的|详情页里的|详情页的|主图的|"
         u"主图里的",
         true}};
    return table;
}

const Words& suffixes()
{
    static const Words table = {
        {u"s color|s colour|s colors|s "
         u"colours|color|colour|colors|colours|s|completely|entirely|fully|please|altogether|"
         u"from the picture|from the photo|from the image|from this picture|from this photo|from this image|"
         u"in the picture|in the photo|in the image|in this picture|in this photo|in this image|of the "
         u"picture|"
         u"of the photo|of the image|from picture|from photo|from image|on the picture|on the photo|on the "
         u"image|"
         u"out of the picture|out of the photo|out of the image|from the scene|from my photo|from my picture|"
         u"in my photo|in my "
         u"picture|帮我|帮忙|给我|麻烦|请|色号|这几个字|两个字|几个字|字样|能|可以|碍眼|的颜色|的色彩|的色|"
         u"颜色|色彩|的|都|全部|也|给|全|"
         u"全都|再|稍微|先|统统|一起|直接|统一|"
         u"通通|一律|整体|太亮|太暗|太亮了|太暗了|太淡了|太冷了|太暖了|太艳了|太淡|太艳|有点暗|有点亮|自动|"
         u"快速|from it|here|there",
         true}};
    return table;
}

/// Words that no name ends with: what they lead to is missing.
const Words& danglers()
{
    static const Words table = {{u"a|an|the|and|or|of|to|in|on|with|look|be|less|not|little|bit|is|are|get|"
                                 u"become|from|for|at|by|very|more|和|与|或|跟|及",
                                 true}};
    return table;
}

/// Adjectives that often stand before a thing; alone they name none.
const Words& adjectives()
{
    static const Words table = {{u"big|small|large|whole|entire|other|left|right|first|second|third|last|top|"
                                 u"bottom|middle|front|back|clear|"
                                 u"cloudy|old|new|tall|short|long|young|huge|tiny|same|main|only|upper|lower",
                                 true}};
    return table;
}

/// 那只, 这, 一顶, 一: as many tokens as stand at the beginning of @p range, never all of them.
int determinerLength(const Sentence& sentence, Range range)
{
    const auto at = [&](int offset) {
        return range.begin + offset < range.end ? sentence.at(range.begin + offset).text : QStringView();
    };
    const auto isMeasure = [&](int offset) {
        return at(offset).size() == 1 && MeasureWords.contains(at(offset).front()) &&
               range.size() > offset + 1;
    };
    if (at(0) == u"这" || at(0) == u"那" || at(0) == u"该" || at(0) == u"此") {
        if (at(1) == u"一" && isMeasure(2))
            return 3;
        if ((at(1) == u"些" && range.size() > 2) || isMeasure(1))
            return 2;
        return range.size() > 1 ? 1 : 0;
    }
    return at(0) == u"一" && isMeasure(1) ? 2 : 0;
}

/// Signs that mean nothing at the end of a name. Those of money and measure do: $39.9.
bool isSign(const Token& token)
{
    static constexpr QStringView Meaningful = u"$¥€£₩%#@&+−";
    return token.kind == Token::Kind::Break ||
           (token.kind == Token::Kind::Symbol && !Meaningful.contains(token.text.front()));
}

/// Takes one piece off either end; false where nothing is left to take off.
bool shrink(const Sentence& sentence, Range& range)
{
    if (range.size() < 2)
        return false;
    if (isSign(sentence.at(range.begin))) {
        ++range.begin;
        return true;
    }
    if (isSign(sentence.at(range.end - 1))) {
        --range.end;
        return true;
    }
    const auto prefix = prefixes().at(sentence, range, range.begin);
    if (prefix && prefix->length < range.size()) {
        range.begin += prefix->length;
        return true;
    }
    const auto article = articles().at(sentence, range, range.begin);
    const int determiner = article ? article->length : determinerLength(sentence, range);
    if (determiner > 0 && determiner < range.size()) {
        range.begin += determiner;
        return true;
    }
    // 裙子的红色 in "change its red": the colour it has now is no part of the thing's name.
    const bool endsInColor = sentence.at(range.end - 1).text == u"色";
    for (int at = range.begin + 1; endsInColor && at + 1 < range.end; ++at) {
        if (sentence.at(at).text == u"的" && parseColor(sentence, {at + 1, range.end})) {
            range.end = at;
            return true;
        }
    }
    const auto suffix = suffixes().atEnd(sentence, range);
    if (suffix && suffix->length < range.size()) {
        range.end -= suffix->length;
        return true;
    }
    return false;
}

bool namesBackground(const Sentence& sentence, Range range)
{
    static const Words behind = {
        {u"background behind|background of|background around|area behind|everything behind|"
         u"scene behind|space behind",
         true}};
    static const Words tail = {{u"背景|背后|身后|background|backdrop", true}};
    static const Words places = {{u"in|on|at|of|from|behind|against|里|中", true}};
    if (behind.at(sentence, range, range.begin))
        return true;
    if (tail.atEnd(sentence, range) && !places.find(sentence, range)) // "product background", 狗后面的背景
        return true;
    const auto color = leadingColor(sentence, range); // "the white background"
    if (!color)
        return false;
    int begin = color->end;
    while (begin < range.end && sentence.at(begin).text == u"的")
        ++begin;
    const Target::Kind* kind = specialTargets().exactly(sentence, {begin, range.end});
    return kind && *kind == Target::Kind::Background;
}

} // namespace

Target resolveTarget(const Sentence& sentence, Range range)
{
    constexpr int LongestName = 80; // tokens; beyond it nothing is a name, and long texts stay cheap
    if (range.size() > LongestName)
        return {Target::Kind::Thing, range};
    for (;;) {
        if (range.isEmpty() || (range.size() == 1 &&
                                (isSign(sentence.at(range.begin)) || articles().exactly(sentence, range)))) {
            const Target::Kind* kind = range.isEmpty() ? nullptr : specialTargets().exactly(sentence, range);
            return kind ? Target{*kind, range} : Target{};
        }
        if (const Target::Kind* kind = specialTargets().exactly(sentence, range))
            return {*kind, range};
        if (!shrink(sentence, range))
            break;
    }
    if (namesBackground(sentence, range))
        return {Target::Kind::Background, range};
    if (suffixes().exactly(sentence, range) || prefixes().exactly(sentence, range))
        return {};
    return {Target::Kind::Thing, range};
}

bool canBeTarget(const Sentence& sentence, Range range)
{
    const Target target = resolveTarget(sentence, range);
    if (target.kind != Target::Kind::Thing)
        return target.kind != Target::Kind::Nothing;
    if (danglers().atEnd(sentence, target.range, 1))
        return false;
    for (int at = target.range.begin; at < target.range.end; ++at) {
        if (!adjectives().at(sentence, target.range, at) && !danglers().at(sentence, target.range, at))
            return true;
    }
    return false;
}

Range withoutArticle(const Sentence& sentence, Range range)
{
    static const Words leading = {{u"a|an|the|some|a new|一些|某个", true}};
    while (!range.isEmpty() && isSign(sentence.at(range.begin)))
        ++range.begin;
    while (!range.isEmpty() && isSign(sentence.at(range.end - 1)))
        --range.end;
    const auto article = leading.at(sentence, range, range.begin);
    const int length = article ? article->length : determinerLength(sentence, range);
    if (length < range.size())
        range.begin += length;
    if (range.size() > 1 && sentence.at(range.end - 1).text == u"的")
        --range.end;
    return range;
}

Range withoutOne(const Sentence& sentence, Range range)
{
    static const Words quantities = {{u"some|一些|一束|一群|一堆|一排|一片|一对|一串", true}};
    return quantities.at(sentence, range, range.begin) ? range : withoutArticle(sentence, range);
}

Range withoutMeasureWord(const Sentence& sentence, Range range)
{
    // Only those that rarely begin a noun: 头 would cut 头盔, 杯 杯子.
    static constexpr QStringView Safe = u"个顶只件副双张朵辆棵束些点把道";
    range = withoutArticle(sentence, range);
    if (range.size() > 1 && sentence.at(range.begin).text.size() == 1 &&
        Safe.contains(sentence.at(range.begin).text.front()))
        ++range.begin;
    return range;
}

} // namespace focal
