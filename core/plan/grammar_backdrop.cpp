#include "core/plan/grammar.h"

#include "core/plan/phrasetable.h"

#include <algorithm>

namespace focal::grammar {

namespace {

using Words = PhraseTable<bool>;

const Words& cutouts()
{
    static const Words table = {{u"抠出来|抠图|抠出|抠下来|抠好|cut out|extract|isolate|cut|mask out", true}};
    return table;
}

/// The colour that stands last in @p range.
std::optional<ColorMatch> colorAtEnd(const Sentence& sentence, Range range)
{
    constexpr int Longest = 6; // tokens
    for (int at = std::max(range.begin, range.end - Longest); at < range.end; ++at)
        if (auto color = parseColor(sentence, {at, range.end}))
            return color;
    return std::nullopt;
}

/// 商品图做成白底图, 抠出来放白底上
std::optional<Reading> hanBackdrop(const Clause& clause)
{
    static const Words tails = {
        {u"底图|底照片|底照|底上|底色图|底的图|底的照片|底的|底色|底|底色上|底图片|底主图", true}};
    static const Words verbs = {
        {u"做成|换成|改成|变成|弄成|处理成|换为|改为|转成|抠成|p成|换|改|放到|放在|放|变|用|成|"
         u"要|做|换个|改个|加个|加|换上|一张|一个|个|张|后|再|并|纯",
         true}};
    static const Words leads = {{u"把|将|这张|这个|给|我的", true}};
    static const Words photos = {{u"商品图|产品图|主图|证件照|图|图片|照片|商品|产品|商品照|产品照|头像|寸照|"
                                  u"一寸照|二寸照|宝贝图|登记照",
                                  true}};
    const Sentence& sentence = clause.sentence;
    const auto tail = tails.atEnd(sentence, clause.range);
    if (!tail)
        return std::nullopt;
    Range rest{clause.range.begin, clause.range.end - tail->length};
    const auto color = colorAtEnd(sentence, rest);
    if (!color)
        return std::nullopt;
    rest.end = color->words.begin;
    while (const auto verb = verbs.atEnd(sentence, rest))
        rest.end -= verb->length;
    while (const auto lead = leads.at(sentence, rest, rest.begin))
        rest.begin += lead->length;
    if (!photos.exactly(sentence, rest) && !cutouts().find(sentence, rest))
        return std::nullopt;
    Target behind;
    behind.kind = Target::Kind::Background;
    return recolorReading(clause, behind, *color, 0.94);
}

/// "cut out the product on pure white"
std::optional<Reading> latinBackdrop(const Clause& clause)
{
    static const Words on = {{u"on|onto|against|over", true}};
    static const Words nouns = {{u"background|backdrop", true}};
    const Sentence& sentence = clause.sentence;
    if (!cutouts().at(sentence, clause.range, clause.range.begin))
        return std::nullopt;
    for (int at = clause.range.end - 2; at > clause.range.begin; --at) {
        if (!on.at(sentence, clause.range, at))
            continue;
        Range value = withoutArticle(sentence, {at + 1, clause.range.end});
        Target behind;
        behind.kind = Target::Kind::Background;
        if (const auto noun = nouns.atEnd(sentence, value)) {
            behind.range = {value.end - noun->length, value.end};
            value.end -= noun->length;
        }
        const auto color = parseColor(sentence, value);
        return color ? std::optional(recolorReading(clause, behind, *color, 0.94)) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace

std::optional<Reading> backdrop(const Clause& clause)
{
    if (auto reading = hanBackdrop(clause))
        return reading;
    return latinBackdrop(clause);
}

} // namespace focal::grammar
