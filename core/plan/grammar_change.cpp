#include "core/plan/grammar.h"

#include "core/plan/phrasetable.h"
#include "core/plan/questions.h"

#include <algorithm>

namespace focal::grammar {

namespace {

/// Kinds of words that lead a change; they decide which markers count.
enum Lead : unsigned {
    NoLead = 1,
    Make = 2,     ///< make X blue
    Change = 4,   ///< change X to V
    Paint = 8,    ///< paint X (in) blue
    Replace = 16, ///< replace X with V
    Ba = 32,      ///< 把X…
    HanVerb = 64, ///< 修改X为V
    AnyLead = 127,
};

struct LeadAt
{
    Lead kind = NoLead;
    int end = 0;
};

LeadAt leadOf(const Clause& clause)
{
    static const PhraseTable<Lead> table = {
        {u"make|get|have|let|render|want|try|see", Make},
        {u"change|turn|switch|convert|transform|set|alter|modify|shift|edit|swap out|update|morph", Change},
        {u"paint|repaint|color|colour|recolor|recolour|re color|re colour|dye|tint|shade|fill|cover|fill "
         u"in|coat|spray",
         Paint},
        {u"replace|swap|exchange|substitute|trade", Replace},
        {u"把|将|让|使|使得|令|给", Ba},
        {u"修改|更改|改变|设置|设定|设|调整|更换|替换|转换|变更|改|换|变|染|涂|刷|换掉|编辑|换个|换一个|换张|"
         u"换一张|改个|改一个|变个|换一种|换种",
         HanVerb},
    };
    const auto lead = table.at(clause.sentence, clause.range, clause.range.begin);
    return lead ? LeadAt{*lead->meaning, clause.range.begin + lead->length}
                : LeadAt{NoLead, clause.range.begin};
}

struct Marker
{
    unsigned leads = AnyLead;       ///< After which leads it counts.
    unsigned strongAfter = AnyLead; ///< Whatever follows is the new state; after others only a complete
                                    ///< colour or adjustment is.
};

const PhraseTable<Marker>& markers()
{
    static const PhraseTable<Marker> table = {
        {u"to|into|become|over to", {AnyLead, AnyLead & ~NoLead}},
        {u"with|by", {Replace | Paint | Change, AnyLead}},
        {u"for", {Replace, AnyLead}},
        {u"in|as", {Make | Change | Paint, 0}},
        {u"look like|look more like|to look like", {AnyLead, AnyLead}},
        {u"to be|to become|to look", {AnyLead, 0}},
        {u"look|be|appear", {Make | NoLead, 0}},
        {u"should be|should become|needs to be|need to be|must be|becomes|should turn|ought to be|shall be|"
         u"should look",
         {NoLead, 0}},
        {u"->|→|=>|⇒|:|=|»", {NoLead, 0}},
        {u"换成|变成|改成|改为|变为|换为|替换成|替换为|更换为|更换成|染成|涂成|刷成|漆成|喷成|弄成|搞成|做成|"
         u"调成|调为|"
         u"调整为|调整成|设为|设成|设置为|设置成|转成|转为|转换成|转换为|转变为|转变成|p成|修改为|修改成|"
         u"更改为|更改成|"
         u"变作|画成|填充为|填充成|填成|换做|换作|化为|变得|改变为|改变成|替成|当成|变回|改回|ps成|修成|"
         u"处理成|编辑成|改做",
         {AnyLead, AnyLead}},
        {u"换上|涂上|刷上|染上|上成|填充|填上|喷上|漆上", {AnyLead, 0}},
        {u"为|成", {Ba | HanVerb, AnyLead}},
        {u"变|换|改|染|涂|刷|漆|喷|弄|调|要|用|应该是|应该|改用|换个|换一个|来个|要变|得是|设|到|上",
         {AnyLead, 0}},
    };
    return table;
}

/// "from red" in "change the shirt from red to blue", 从红色: how it is now, which neither names nor changes
/// it.
Range withoutFrom(const Clause& clause, Range target)
{
    for (int at = target.begin + 1; at < target.end; ++at) {
        if (clause.at(at).text == u"from" || clause.at(at).text == u"从" || clause.at(at).text == u"由")
            return {target.begin, at};
    }
    return target;
}

/// "a blue car" for "the red car", 绿苹果 for 苹果, "a blue one": only the colour is new.
std::optional<ColorMatch> colorOfSameThing(const Clause& clause, const Target& target, Range value)
{
    const auto color = leadingColor(clause.sentence, value);
    if (!color)
        return std::nullopt;
    Range thing{color->end, value.end};
    while (!thing.isEmpty() && clause.at(thing.begin).text == u"的")
        ++thing.begin;
    if (thing.isEmpty() || thing.size() > target.range.size())
        return std::nullopt;
    if (thing.size() == 1 && clause.at(thing.begin).text == u"one")
        return color;
    for (int i = 1; i <= thing.size(); ++i) {
        if (clause.at(thing.end - i).text != clause.at(target.range.end - i).text)
            return std::nullopt;
    }
    return color;
}

double leadConfidence(Lead lead)
{
    return lead == NoLead ? 0.9 : 0.95;
}

/// 宫崎骏动漫风格, "an oil painting": what a whole picture becomes.
bool namesArt(const Sentence& sentence, Range range)
{
    static const PhraseTable<bool> forms = {
        {u"风格|画风|动漫|漫画|油画|水彩|水彩画|水墨画|国画|插画|卡通|版画|painting|drawing|cartoon|anime|"
         u"illustration|comic|watercolor|watercolour|artwork|style",
         true}};
    return forms.atEnd(sentence, range).has_value();
}

/// The reading of one marker, and how good it is against other markers of the same clause.
struct Candidate
{
    Reading reading;
    int rank = 0;
};

std::optional<Candidate> readMarker(const Clause& clause, LeadAt lead, int position, const Marker& marker,
                                    int length)
{
    const Range value{position + length, clause.range.end};
    const Range before = withoutFrom(clause, {lead.end, position});
    Target target = resolveTarget(clause.sentence, before);
    if (target.kind == Target::Kind::Nothing && !before.isEmpty() && before.size() > 1)
        return std::nullopt;
    const bool strong = (marker.strongAfter & lead.kind) != 0;
    const double sure = leadConfidence(lead.kind) * (strong ? 1.0 : 0.95);
    const bool isText = value.size() == 1 && clause.at(value.begin).kind == Token::Kind::Quoted;
    if (!isText) {
        if (const auto color = parseColor(clause.sentence, value))
            return Candidate{recolorReading(clause, target, *color, sure), 3};
        const auto adjustment = parseAdjustment(clause.sentence, value);
        if (adjustment && adjustment->amount != 0)
            return Candidate{adjustReading(clause, target, *adjustment, sure), 3};
        if (target.kind == Target::Kind::Thing) {
            if (const auto color = colorOfSameThing(clause, target, value))
                return Candidate{recolorReading(clause, target, *color, sure * 0.95), 2};
        }
    }
    if (!strong)
        return std::nullopt;
    if (mentionsColor(clause.sentence, value))
        return Candidate{
            questionReading(clause, target, questions::whichColor(clause.sentence.words(target.range)), 0.4),
            1};
    const bool unnamed = target.kind == Target::Kind::Nothing || target.kind == Target::Kind::Pronoun;
    if (unnamed && !clause.topic && !clause.context.pointed && namesArt(clause.sentence, value))
        target.kind = Target::Kind::Whole;
    if (target.kind == Target::Kind::Nothing && !clause.topic)
        return Candidate{questionReading(clause, target, questions::whichThingBecomesWhat(), 0.35), 1};
    return Candidate{generateReading(clause, target, value, lead.kind == NoLead ? 0.8 : 0.87), 1};
}

} // namespace

std::optional<Reading> changeByMarker(const Clause& clause)
{
    const LeadAt lead = leadOf(clause);
    std::optional<Candidate> best;
    constexpr int MostMarkers = 12; // long texts full of "to" stay cheap
    int seen = 0;
    for (int at = lead.end; at + 1 < clause.range.end && seen < MostMarkers; ++at) {
        const auto marker = markers().at(clause.sentence, clause.range, at);
        if (!marker || at + marker->length >= clause.range.end || !(marker->meaning->leads & lead.kind))
            continue;
        ++seen;
        auto candidate = readMarker(clause, lead, at, *marker->meaning, marker->length);
        if (candidate && (!best || candidate->rank > best->rank))
            best = std::move(candidate);
        at += marker->length - 1;
    }
    return best ? std::optional(best->reading) : std::nullopt;
}

namespace {

/// "white background", 白底: the colour comes first.
std::optional<Reading> colorThenBackground(const Clause& clause, LeadAt lead)
{
    static const PhraseTable<bool> before = {
        {u"use|on|on a|with|with a|a|add|add a|put it on|put it on a|put on a|place it on|place it on a|make "
         u"it a|give it "
         u"a|加个|加上|加一个|添加|添加一个|换一个|弄一个|来一个|换成|变成|改成|改为|设为|换|要|用|加|做|改|"
         u"变|换个|弄个|来个|做成|放在",
         true}};
    int begin = lead.end;
    if (const auto whole =
            before.at(clause.sentence, clause.range, clause.range.begin)) // 换成 rather than 换
        begin = clause.range.begin + whole->length;
    else if (const auto word = before.at(clause.sentence, clause.range, begin))
        begin += word->length;
    const Range rest{begin, clause.range.end};
    const auto color = leadingColor(clause.sentence, rest);
    if (!color)
        return std::nullopt;
    int at = color->end;
    while (at < rest.end && clause.at(at).text == u"的")
        ++at;
    static const PhraseTable<bool> photo = {{u"图|照|照片|图片|的图|证件照|的照片", true}};
    Range behind{at, rest.end};
    if (const auto tail = photo.atEnd(clause.sentence, behind); tail && tail->length < behind.size())
        behind.end -= tail->length;
    const Target target = resolveTarget(clause.sentence, behind);
    if (target.kind != Target::Kind::Background)
        return std::nullopt;
    return recolorReading(clause, target, *color, lead.kind == NoLead && begin == lead.end ? 0.82 : 0.9);
}

double bareColorConfidence(const Clause& clause, LeadAt lead, const Target& target, bool compared)
{
    if (lead.kind == Make || lead.kind == Paint || lead.kind == Change)
        return 0.95;
    if (lead.kind == Ba)
        return 0.75;
    if (target.kind == Target::Kind::Background)
        return 0.85;
    if (compared) // 草地绿一点
        return target.kind == Target::Kind::Thing ? 0.88 : 0.0;
    // 狗灰色, "dog grey": an order without its verb, or only a thing.
    return target.kind == Target::Kind::Thing && lead.kind == NoLead &&
                   !leadingColor(clause.sentence, {target.range.begin, clause.range.end})
               ? 0.55
               : 0.0;
}

} // namespace

std::optional<Reading> changeByColor(const Clause& clause)
{
    const LeadAt lead = leadOf(clause);
    if (auto reading = colorThenBackground(clause, lead))
        return reading;
    constexpr int Longest = 10;
    for (int at = std::max(lead.end, clause.range.end - Longest); at < clause.range.end; ++at) {
        const auto color = parseColor(clause.sentence, {at, clause.range.end});
        if (!color)
            continue;
        const Range before{lead.end, at};
        if (before.isEmpty()) {
            if (clause.topic)
                return recolorReading(clause, {}, *color, 0.6);
            if (lead.kind == NoLead && clause.range.size() <= 3) // only a colour
                return questionReading(
                    clause, {}, questions::whichThingForColor(clause.sentence.words(color->words)), 0.3);
            if (lead.kind == Paint || (clause.context.pointed && at + 1 >= clause.range.end))
                return recolorReading(clause, {}, *color, 0.85);
            continue;
        }
        if (!canBeTarget(clause.sentence, before) || markers().atEnd(clause.sentence, before))
            continue;
        const bool han = clause.at(at - 1).kind == Token::Kind::Han && clause.at(at).kind == Token::Kind::Han;
        if (han && !color->compared && clause.at(color->words.end - 1).text != u"色")
            continue; // 口红, 韭黄: one character at a word's end is no colour without 色
        const Target target = resolveTarget(clause.sentence, before);
        const double confidence = bareColorConfidence(clause, lead, target, color->compared);
        if (confidence > 0)
            return recolorReading(clause, target, *color, confidence);
    }
    return std::nullopt;
}

std::optional<Reading> changeUsing(const Clause& clause)
{
    static const PhraseTable<bool> begin = {{u"用|拿|以|use", true}};
    static const PhraseTable<bool> verbs = {
        {u"替换|替换掉|代替|取代|换掉|填充|涂|刷|覆盖|替代|染|for|as|to replace|"
         u"to fill|instead of",
         true}};
    const auto first = begin.at(clause.sentence, clause.range, clause.range.begin);
    if (!first)
        return std::nullopt;
    const Range rest{clause.range.begin + first->length, clause.range.end};
    const auto verb = verbs.find(clause.sentence, rest);
    if (!verb || verb->first == rest.begin)
        return std::nullopt;
    const Range value{rest.begin, verb->first};
    const Target target = resolveTarget(clause.sentence, {verb->first + verb->second.length, rest.end});
    if (const auto color = parseColor(clause.sentence, value))
        return recolorReading(clause, target, *color, 0.93);
    if (target.kind == Target::Kind::Nothing)
        return std::nullopt;
    return generateReading(clause, target, value, 0.85);
}

std::optional<Reading> give(const Clause& clause)
{
    static const PhraseTable<bool> verbs = {{u"give|给", true}};
    static const PhraseTable<bool> articles = {
        {u"a|an|some|more|two|three|new|一个|一顶|一件|一只|一条|一副|一双|换个|"
         u"换一个|换上|换一件|换件|换条|换顶|换一条|换一种|换种|来个|来一个|换|上|涂上|刷上|染上|喷上|漆上|"
         u"刷成|上个|加个",
         true}};
    const auto first = verbs.at(clause.sentence, clause.range, clause.range.begin);
    if (!first)
        return std::nullopt;
    const int begin = clause.range.begin + first->length;
    // The last article in Chinese would cut 一个 from 换一个; the first with something before it is right in
    // both.
    for (int at = begin + 1; at < clause.range.end; ++at) {
        const auto article = articles.at(clause.sentence, clause.range, at);
        if (!article || at + article->length >= clause.range.end)
            continue;
        static const PhraseTable<bool> complemented = {{u"戴|穿|加|贴|印|写|放|画|配|系|围|盖|披|装", true}};
        if (clause.at(at).text == u"上" && complemented.atEnd(clause.sentence, {begin, at}, 1))
            continue; // 给模特戴上墨镜 adds
        const Target target = resolveTarget(clause.sentence, {begin, at});
        if (target.kind == Target::Kind::Nothing)
            return std::nullopt;
        if (const auto color = parseColor(clause.sentence, {at, clause.range.end}))
            return recolorReading(clause, target, *color, 0.95);
        const Range value{at + article->length, clause.range.end};
        if (const auto color = parseColor(clause.sentence, value))
            return recolorReading(clause, target, *color, 0.93);
        if (mentionsColor(clause.sentence, value) && !leadingColor(clause.sentence, value))
            return questionReading(clause, target, questions::whichColor(clause.sentence.words(target.range)),
                                   0.4);
        return generateReading(clause, target, withoutMeasureWord(clause.sentence, value), 0.86);
    }
    return std::nullopt;
}

namespace {

/// "make the shirt red and white": a pattern of colours must be drawn.
std::optional<Reading> severalColors(const Clause& clause, Range rest)
{
    static const PhraseTable<bool> joints = {{u"and|和|与|、|&|/|or|跟", true}};
    const auto joint = joints.find(clause.sentence, rest);
    if (!joint)
        return std::nullopt;
    const int second = joint->first + joint->second.length;
    if (!parseColor(clause.sentence, {second, rest.end}))
        return std::nullopt;
    for (int at = rest.begin + 1; at < joint->first; ++at) {
        if (parseColor(clause.sentence, {at, joint->first}) &&
            canBeTarget(clause.sentence, {rest.begin, at})) {
            const Target target = resolveTarget(clause.sentence, {rest.begin, at});
            return generateReading(clause, target, {at, rest.end}, 0.7);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<Reading> makeSomehow(const Clause& clause)
{
    static const PhraseTable<bool> states = {
        {u"striped|stripy|checkered|plaid|dotted|spotted|floral|patterned|tartan|polka dotted|with "
         u"stripes|with dots|"
         u"bigger|smaller|larger|taller|shorter|longer|wider|thinner|fatter|thicker|slimmer|younger|older|"
         u"happier|happy|"
         u"sad|angry|smile|smiling|laugh|laughing|cry|wear|wearing|hold|holding|sit|sitting|stand|standing|"
         u"run|running|"
         u"jump|jumping|fly|flying|sleep|sleeping|dance|dancing|open|closed|transparent|glow|glowing|wet|dry|"
         u"snowy|"
         u"rainy|sunny|cloudy|foggy|wooden|wood|furry|fluffy|curly|bald|blond|blonde|beautiful|prettier|"
         u"cuter|"
         u"look happy|look sad|look older|look younger|look at|face|wink|wave|melt|burn|bloom",
         true},
        {u"变大|变小|变长|变短|变高|变矮|变胖|变瘦|变老|变年轻|放大|缩小|笑|笑起来|微笑|哭|跳起来|站起来|"
         u"坐下|睁开|闭上|张开|睁眼|"
         u"闭眼|戴上|穿上|举起|飞起来|跑起来|下雪|下雨|开花|发光|瘦一点|胖一点|大一点|小一点|高一点|年轻一点|"
         u"瘦|胖|加长",
         true}};
    static const PhraseTable<bool> gestures = {
        {u"open her eyes|open his eyes|open their eyes|open the eyes|close her eyes|close his eyes|"
         u"close their eyes|close the eyes|open her mouth|open his mouth|close her mouth|close his mouth|"
         u"睁开眼睛|睁眼|闭上眼睛|闭眼|张开嘴|闭上嘴",
         true}};
    if (gestures.at(clause.sentence, clause.range, clause.range.begin))
        return generateReading(clause, {}, clause.range, 0.7);
    const LeadAt lead = leadOf(clause);
    if (lead.kind != Make && lead.kind != Ba)
        return std::nullopt;
    const Range rest{lead.end, clause.range.end};
    if (auto reading = severalColors(clause, rest))
        return reading;
    // "make it snow", "make it a sunny day"
    if (lead.kind == Make && rest.size() > 1 && clause.at(rest.begin).text == u"it" &&
        !states.at(clause.sentence, rest, rest.begin + 1) && !mentionsColor(clause.sentence, rest) &&
        !parseColor(clause.sentence, {rest.begin + 1, rest.end})) {
        Target whole;
        whole.kind = Target::Kind::Whole;
        return generateReading(clause, whole, {rest.begin + 1, rest.end}, leastPlanConfidence);
    }
    const auto state = states.find(clause.sentence, {rest.begin + 1, rest.end});
    if (!state)
        return std::nullopt;
    static const PhraseTable<bool> links = {{u"look|be|appear|seem|feel|more|a bit|a little", true}};
    Range thing{rest.begin, state->first};
    while (const auto link = links.atEnd(clause.sentence, thing))
        thing.end -= link->length;
    if (canBeTarget(clause.sentence, thing))
        return generateReading(clause, resolveTarget(clause.sentence, thing), {state->first, rest.end}, 0.75);
    return std::nullopt;
}

namespace {

/// 把X换掉, "X换一下": verbs of change that stand last, with nothing after them.
const PhraseTable<bool>& closingVerbs()
{
    static const PhraseTable<bool> table = {
        {u"换掉|换了|换一下|换一换|改一下|改掉|变一下|换|改|变|调整一下|调一下|调整|"
         u"处理一下|处理|修改一下|修改|替换掉|替换|p一下|弄一下|换个|换一个|变色|换色|"
         u"改色|换颜色|换个颜色|变个颜色|改颜色|染色|上色|改个颜色|换一个颜色|换种颜色",
         true}};
    return table;
}

} // namespace

std::optional<Reading> changeWithoutValue(const Clause& clause)
{
    const LeadAt lead = leadOf(clause);
    Range rest{lead.end, clause.range.end};
    const auto closing = closingVerbs().atEnd(clause.sentence, rest);
    if (closing)
        rest.end -= closing->length;
    if (lead.kind == NoLead && !closing)
        return std::nullopt;
    const Target target = resolveTarget(clause.sentence, rest);
    static const PhraseTable<bool> tones = {{u"色调|色温|光线|灯光|影调|冷暖|白平衡|tone|tones|color "
                                             u"balance|colour balance|white balance|lighting",
                                             true}};
    if (tones.atEnd(clause.sentence, rest) && target.kind != Target::Kind::Nothing)
        return questionReading(clause, target, questions::warmerOrCooler(), 0.38);
    const bool named = target.kind == Target::Kind::Thing && !mentionsColor(clause.sentence, target.range);
    const QString name = named ? clause.sentence.words(target.range) : QString();
    if (lead.kind == Paint || mentionsColor(clause.sentence, clause.range))
        return questionReading(clause, target, questions::whichColor(name), 0.35);
    if (target.kind == Target::Kind::Background)
        return questionReading(clause, target, questions::whatBehind(), 0.35);
    if (target.kind == Target::Kind::Thing)
        return questionReading(clause, target, questions::becomeWhat(name), 0.3);
    return questionReading(clause, target, questions::whichThingBecomesWhat(), 0.3);
}

bool beginsCommand(const Sentence& sentence, Range range, int position)
{
    static const PhraseTable<bool> verbs = {
        {u"make|change|turn|switch|convert|transform|set|paint|color|colour|recolor|recolour|dye|tint|"
         u"replace|swap|give|"
         u"remove|delete|erase|get rid "
         u"of|add|put|insert|place|draw|brighten|darken|lighten|sharpen|blur|saturate|"
         u"desaturate|increase|decrease|reduce|lower|raise|boost|crop|rotate|warm|cool|soften|enhance|fill|"
         u"cut|take|"
         u"把|将|给|让|删除|删掉|去掉|去除|移除|添加|加上|fix|improve|tone|reduce|make|减少|改善|优化|美化|"
         u"修复|压|调|加|增加|提高|降低|调亮|调暗|提亮|压暗|锐化|虚化|"
         u"模糊|换成|变成|改成|改为",
         true}};
    return verbs.at(sentence, range, position).has_value();
}

} // namespace focal::grammar
