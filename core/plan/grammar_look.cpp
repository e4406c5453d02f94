#include "core/plan/grammar.h"

#include "core/plan/numbers.h"
#include "core/plan/phrasetable.h"

#include <algorithm>

namespace focal::grammar {

namespace {

using Words = PhraseTable<bool>;

const PhraseTable<Style>& styles()
{
    static const PhraseTable<Style> table = {
        {u"black and white|black & white|b&w|b and w|monochrome|grayscale|greyscale|黑白|黑白色",
         Style::BlackAndWhite},
        {u"sepia|sepia tone|棕褐色|棕褐色老照片|褐色调", Style::Sepia},
        {u"pencil sketch|sketch|pencil drawing|line drawing|素描|铅笔画|线稿", Style::Sketch},
        {u"film|film look|analog film|analogue film|胶片|复古胶片|胶片感|胶卷", Style::Film},
        {u"vintage|retro|old photo|aged|怀旧|复古|老照片|做旧", Style::Vintage},
        {u"cinematic|cinematic teal and orange|teal and orange|movie look|电影感|电影|电影风",
         Style::Cinematic},
        {u"fresh|airy|日系|小清新|日系小清新|清新", Style::Fresh},
        {u"invert the colors|invert the colours|invert colors|invert "
         u"colours|inverted|negative|反色|负片|反相",
         Style::Negative}};
    return table;
}

/// Words around a look or a pattern that name neither it nor a thing.
const Words& fillers()
{
    static const Words table = {{u"make|turn|give|apply|convert|change|into|to|a|an|the|in|with|add|some|"
                                 u"look|filter|tone|style|effect|"
                                 u"grade|photo|picture|image|feel|at|by|of|please|it|this|that|整个|整体|把|"
                                 u"将|给|让|改成|改为|变成|变为|"
                                 u"变|换成|转成|转为|做成|做|来点|来个|加个|加|加上|调成|弄成|点|的|感觉|感|"
                                 u"效果|风格|风|滤镜|照片|图片|"
                                 u"图|画面|色调|调|成|一下|轻一点|浅一点|一种|了|用|要|这张|张|老|look",
                                 true}};
    return table;
}

int skipFillers(const Sentence& sentence, Range range, int at)
{
    while (const auto filler = fillers().at(sentence, range, at))
        at += filler->length;
    return at;
}

/// @p range without the fillers at both ends.
Range stripped(const Sentence& sentence, Range range)
{
    range.begin = skipFillers(sentence, range, range.begin);
    while (const auto filler = fillers().atEnd(sentence, range))
        range.end -= filler->length;
    return range;
}

Reading lookReading(const Clause& clause, Operation operation, const Target& target, PlanValue value,
                    double confidence)
{
    Reading reading;
    reading.edit.operation = operation;
    reading.edit.value = std::move(value);
    reading.confidence = confidence;
    if (target.kind == Target::Kind::Thing || target.kind == Target::Kind::Background) {
        reading.edit.target = clause.sentence.words(target.range);
        reading.edit.targetSpan = clause.sentence.span(target.range);
    }
    return reading;
}

} // namespace

std::optional<Reading> restyling(const Clause& clause)
{
    const Sentence& sentence = clause.sentence;
    const auto style = styles().find(sentence, clause.range);
    if (!style)
        return std::nullopt;
    StyleValue value{*style->second.meaning, 1};
    int at = style->first + style->second.length;
    for (at = skipFillers(sentence, clause.range, at); at < clause.range.end;
         at = skipFillers(sentence, clause.range, at)) {
        const auto number = numberAt(sentence, clause.range, at);
        if (!number || !number->isShare)
            return std::nullopt;
        value.amount = std::clamp(number->value, 0.0, 1.0);
        at += number->length;
    }
    const Range before = stripped(sentence, {clause.range.begin, style->first});
    const Target target = before.isEmpty() ? Target() : resolveTarget(sentence, before);
    if (!before.isEmpty() &&
        (!canBeTarget(sentence, before) || beginsCommand(sentence, before, before.begin)))
        return std::nullopt;
    return lookReading(clause, Operation::Style, target, value, 0.965);
}

namespace {

const PhraseTable<Motif>& motifs()
{
    static const PhraseTable<Motif> table = {
        {u"striped|stripes|stripy|stripe|horizontal stripes|条纹|横条纹|横纹|条纹图案", Motif::Stripes},
        {u"vertical stripes|pinstripes|pinstripe|竖条纹|竖纹|细条纹", Motif::VerticalStripes},
        {u"diagonal stripes|斜条纹|斜纹", Motif::DiagonalStripes},
        {u"polka dots|polka dot|dots|dotted|polka dotted|spotted|波点|圆点|点点", Motif::Dots},
        {u"checkered|checked|checks|chequered|checkerboard|gingham|格子|格纹|方格|棋盘格", Motif::Checks},
        {u"plaid|tartan|苏格兰格子|苏格兰格|苏格兰格纹", Motif::Plaid},
        {u"zigzag|zig zag|chevron|herringbone|人字纹|锯齿纹|锯齿|之字纹", Motif::Zigzag},
        {u"waves|wavy|wave pattern|波浪|波浪纹|波纹", Motif::Waves},
        {u"stars|starry pattern|星星|五角星|星形", Motif::Stars},
        {u"hearts|heart|爱心|心形|桃心", Motif::Hearts},
        {u"floral|flowers|flowery|flower pattern|floral print|碎花|花朵图案|小碎花|花卉", Motif::Flowers},
        {u"camouflage|camo|迷彩", Motif::Camouflage}};
    return table;
}

/// A motif that is also a thing to add needs a word that says pattern, or "full of".
bool isAlsoThing(Motif motif)
{
    return motif == Motif::Stars || motif == Motif::Hearts || motif == Motif::Flowers ||
           motif == Motif::Waves;
}

/// The colours that @p range ends with: "red and white", 蓝白. @return where they begin
int colorsAtEnd(const Sentence& sentence, Range range, std::vector<Rgb>& colors)
{
    static const Words joints = {{u"and|和|与|、|&|色|相间|相间的", true}};
    int end = range.end;
    for (bool found = true; found;) {
        found = false;
        while (const auto joint = joints.atEnd(sentence, {range.begin, end}, 2)) {
            if (joint->length == 1 && sentence.at(end - 1).text == u"色")
                break;
            end -= joint->length;
        }
        constexpr int Longest = 3;
        for (int at = std::max(range.begin, end - Longest); at < end && !found; ++at) {
            const bool pair = sentence.at(at).kind == Token::Kind::Han && end - at == 2 &&
                              sentence.at(at + 1).kind == Token::Kind::Han &&
                              sentence.at(end - 1).text != u"色";
            const auto color = pair ? std::nullopt : parseColor(sentence, {at, end});
            if (!color || sentence.at(at).text == u"and")
                continue;
            colors.insert(colors.begin(), color->color);
            end = at;
            found = true;
        }
    }
    return end;
}

} // namespace

std::optional<Reading> patterning(const Clause& clause)
{
    static const Words nouns = {
        {u"pattern|print|design|motif|图案|花纹|纹理|纹|花色|的|样式|all over", true}};
    static const Words full = {{u"铺满|印满|满|full of|covered in|covered with", true}};
    static const Words on = {{u"on|to|onto|over|across", true}};
    static const Words verbs = {
        {u"make|turn|give|put|add|change|cover|replace|with|have|把|将|给|让|为|在|on|to|"
         u"into|in|a|an|the|换成|变成|改成|改为|换|变|要|加上|加|铺满|印满|印上|印|上|做成|"
         u"铺上|画上|想要|用|变为|paint|of|full|covered|are|is|should be",
         true}};
    const Sentence& sentence = clause.sentence;
    const auto motif = motifs().find(sentence, clause.range);
    if (!motif)
        return std::nullopt;
    int end = motif->first + motif->second.length;
    bool says = full.find(sentence, clause.range).has_value();
    while (const auto noun = nouns.at(sentence, clause.range, end)) {
        says = says || sentence.at(end).text != u"的";
        end += noun->length;
    }
    if (isAlsoThing(*motif->second.meaning) && !says && sentence.at(motif->first).text != u"floral" &&
        sentence.at(motif->first).text != u"碎")
        return std::nullopt;
    PatternValue value;
    value.motif = *motif->second.meaning;
    value.words = sentence.words({motif->first, end});
    int begin = colorsAtEnd(sentence, {clause.range.begin, motif->first}, value.colors);
    Range before{clause.range.begin, begin};
    const Range after{end, clause.range.end};
    bool changes = false;
    while (const auto verb = verbs.at(sentence, before, before.begin)) {
        before.begin += verb->length;
        changes = true;
    }
    while (const auto verb = verbs.atEnd(sentence, before)) {
        before.end -= verb->length;
        changes = true;
    }
    Target target;
    if (after.isEmpty()) {
        target = resolveTarget(sentence, before);
        if (before.isEmpty() || !changes || beginsCommand(sentence, before, before.begin))
            return std::nullopt;
    } else {
        const auto preposition = on.at(sentence, after, after.begin);
        if (!preposition || !before.isEmpty())
            return std::nullopt;
        target = resolveTarget(sentence, {after.begin + preposition->length, after.end});
    }
    if (target.kind == Target::Kind::Nothing || target.kind == Target::Kind::Whole)
        return std::nullopt;
    if (target.kind == Target::Kind::Pronoun && !clause.context.pointed && !clause.topic)
        return std::nullopt;
    if (target.kind == Target::Kind::Pronoun && clause.topic)
        target = *clause.topic;
    return lookReading(clause, Operation::Pattern, target, value, 0.96);
}

namespace {

/// The words between a thing and what it is compared with.
Range comparedThing(const Sentence& sentence, Range range)
{
    static const Words leads = {
        {u"make|turn|the|have|paint|color|colour|give|let|把|将|让|使|给|use|a", true}};
    static const Words tails = {
        {u"should be|is|be|to be|match|to match|to|in|with|a|the|换成|改成|变成|改为|变为|要|变得|换为|用|得|"
         u"的颜色|颜色|into|should match|should have",
         true}};
    while (const auto lead = leads.at(sentence, range, range.begin))
        range.begin += lead->length;
    while (const auto tail = tails.atEnd(sentence, range))
        range.end -= tail->length;
    return range;
}

std::optional<Reading> comparedReading(const Clause& clause, Range thing, Range like,
                                       const std::optional<ColorMatch>& color)
{
    const Target target = resolveTarget(clause.sentence, comparedThing(clause.sentence, thing));
    const Target other = resolveTarget(clause.sentence, like);
    if (other.kind != Target::Kind::Thing && other.kind != Target::Kind::Background)
        return std::nullopt;
    if (target.kind != Target::Kind::Thing && target.kind != Target::Kind::Background)
        return std::nullopt;
    ColorValue value{{128, 128, 128}, {}, clause.sentence.words(other.range)};
    if (color) {
        value.color = color->color;
        value.words = clause.sentence.words(color->words);
    }
    const bool background = target.kind == Target::Kind::Background;
    return lookReading(clause, background ? Operation::Background : Operation::Recolor, target, value, 0.97);
}

/// "the same red as the hat", "match the colour of the curtains", "use the colour of X for Y"
std::optional<Reading> latinComparison(const Clause& clause)
{
    static const Words same = {{u"the same|same", true}};
    static const Words match = {
        {u"match the color of|match the colour of|have the color of|have the colour of|"
         u"to match|match",
         true}};
    static const Words use = {{u"use the color of|use the colour of", true}};
    static const Words as = {{u"as|like", true}};
    static const Words noun = {{u"color|colour", true}};
    const Sentence& sentence = clause.sentence;
    if (const auto used = use.at(sentence, clause.range, clause.range.begin)) {
        for (int at = clause.range.begin + used->length + 1; at + 1 < clause.range.end; ++at)
            if (clause.at(at).text == u"for")
                return comparedReading(clause, {at + 1, clause.range.end},
                                       {clause.range.begin + used->length, at}, {});
    }
    if (const auto matched = match.find(sentence, clause.range))
        return comparedReading(clause, {clause.range.begin, matched->first},
                               {matched->first + matched->second.length, clause.range.end}, {});
    const auto found = same.find(sentence, clause.range);
    if (!found)
        return std::nullopt;
    const int begin = found->first + found->second.length;
    const auto joint = as.find(sentence, {begin, clause.range.end});
    if (!joint || joint->first == begin)
        return std::nullopt;
    const Range said{begin, joint->first};
    const auto color = parseColor(sentence, said);
    if (!color && !noun.exactly(sentence, said))
        return std::nullopt;
    return comparedReading(clause, {clause.range.begin, found->first},
                           {joint->first + joint->second.length, clause.range.end}, color);
}

/// 和帽子一样红, 跟上衣一样的颜色, 跟袜子同色
std::optional<Reading> hanSame(const Clause& clause)
{
    static const Words joints = {{u"和|跟|与|同", true}};
    static const Words same = {
        {u"一样的颜色|相同的颜色|同样的颜色|颜色一样|颜色相同|一样颜色|一样|同色|同一个颜色|"
         u"一个颜色|一致",
         true}};
    const Sentence& sentence = clause.sentence;
    const auto equal = same.find(sentence, clause.range);
    if (!equal)
        return std::nullopt;
    const Range rest{equal->first + equal->second.length, clause.range.end};
    const auto color = parseColor(sentence, rest);
    if (!rest.isEmpty() && !color)
        return std::nullopt;
    for (int at = equal->first - 1; at > clause.range.begin; --at)
        if (joints.at(sentence, clause.range, at))
            return comparedReading(clause, {clause.range.begin, at}, {at + 1, equal->first}, color);
    return std::nullopt;
}

/// 改成沙发的颜色, 用标签上的那个绿色
std::optional<Reading> hanColorOf(const Clause& clause)
{
    static const Words markers = {{u"改成|换成|变成|改为|变为|用|换为|调成", true}};
    static const Words tails = {{u"的颜色|的色|那种颜色", true}};
    static const Words linked = {{u"上的那个|的那个|上的那种|的那种|上那个|上那种", true}};
    const Sentence& sentence = clause.sentence;
    const auto marker = markers.find(sentence, {clause.range.begin + 1, clause.range.end});
    if (!marker)
        return std::nullopt;
    const Range thing{clause.range.begin, marker->first};
    Range value{marker->first + marker->second.length, clause.range.end};
    if (const auto link = linked.find(sentence, value)) {
        const auto color = parseColor(sentence, {link->first + link->second.length, value.end});
        return color ? comparedReading(clause, thing, {value.begin, link->first}, color) : std::nullopt;
    }
    const auto tail = tails.atEnd(sentence, value);
    if (!tail || tail->length == value.size())
        return std::nullopt;
    value.end -= tail->length;
    return comparedReading(clause, thing, value, {});
}

} // namespace

std::optional<Reading> comparison(const Clause& clause)
{
    if (auto reading = latinComparison(clause))
        return reading;
    if (auto reading = hanSame(clause))
        return reading;
    return hanColorOf(clause);
}

} // namespace focal::grammar
