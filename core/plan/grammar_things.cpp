#include "core/plan/grammar.h"

#include "core/plan/phrasetable.h"
#include "core/plan/questions.h"

namespace focal::grammar {

namespace {

using Words = PhraseTable<bool>;

const Words& removeVerbs()
{
    static const Words table = {
        {u"remove|delete|erase|get rid of|eliminate|clear|clear away|wipe|wipe out|wipe off|take out|take "
         u"away|take off|"
         u"crop out|edit out|i don't want|i do not want|don't want|photoshop out|paint out|clean up|clean "
         u"off|clone out|drop|hide|rub "
         u"out|discard|"
         u"throw out|kick out|dispose of|exclude|strip|strip out|scrub|scrub out|without|no "
         u"more|lose|ditch|"
         u"去掉|删除|删掉|移除|去除|擦除|擦掉|抹掉|抹去|消除|清除|清掉|拿掉|弄掉|p掉|ps掉|抠掉|删去|除去|"
         u"除掉|移走|移掉|"
         u"搬走|剔除|干掉|消掉|隐藏|拿走|扣掉|清理|清理掉|去|删|擦|剪掉|去了|删了|去一下",
         true}};
    return table;
}

/// Closing a clause that names its thing first: 把X去掉, "take X out", X不要了.
const Words& removeClosings()
{
    static const Words table = {
        {u"去掉|删除|删掉|移除|去除|擦除|擦掉|抹掉|抹去|消除|清除|清掉|拿掉|弄掉|p掉|ps掉|抠掉|删去|除去|"
         u"除掉|移走|移掉|"
         u"搬走|剔除|干掉|消掉|隐藏|拿走|扣掉|清理掉|删了|去了|不要了|不要|消失|弄没|弄走|不见|消失掉|去除掉|"
         u"删除掉|清理|"
         u"帮我去|帮我删|帮我擦|帮忙去|帮忙删|给我去|给我删|请删|remove掉|delete掉|erase掉|"
         u"disappear|vanish|go away|be gone|gone|invisible|should go|should be removed|must go|has to "
         u"go|removed|"
         u"needs to go|be removed|should disappear|to be removed|to disappear|to go|to vanish",
         true}};
    return table;
}

/// Between the end of the thing and the end of the clause in "take X out of the picture".
const Words& particles()
{
    static const Words table = {{u"out|away|off", true}};
    return table;
}

Range withoutLead(const Clause& clause, Range range)
{
    static const Words leads = {{u"把|将|让|使|make|get|want|have|take|let|the|photoshop|edit|cut", true}};
    const auto lead = leads.at(clause.sentence, range, range.begin);
    if (lead && lead->length < range.size())
        range.begin += lead->length;
    return range;
}

/// "the sticker from the box": what it is taken from does not name it. ("The second apple from the left"
/// does.)
Range withoutSource(const Sentence& sentence, Range range)
{
    static const Words sides = {{u"left|right|top|bottom|front|back|behind|end", true}};
    for (int at = range.begin + 1; at + 1 < range.end; ++at) {
        if (sentence.at(at).text != u"from" && sentence.at(at).text != u"off")
            continue;
        const Range source = withoutArticle(sentence, {at + 1, range.end});
        return source.isEmpty() || sides.at(sentence, source, source.begin) ? range : Range{range.begin, at};
    }
    return range;
}

std::optional<Reading> removeVerbFirst(const Clause& clause)
{
    const auto verb = removeVerbs().at(clause.sentence, clause.range, clause.range.begin);
    if (!verb)
        return std::nullopt;
    static const Words weak = {
        {u"no|without|去|删|擦|clear|lose|strip|hide|drop|exclude|no more|清理|隐藏", true}};
    const Range verbRange{clause.range.begin, clause.range.begin + verb->length};
    const Range rest{verbRange.end, clause.range.end};
    const double sure = weak.exactly(clause.sentence, verbRange) ? 0.82 : 0.95;
    return removeReading(clause, resolveTarget(clause.sentence, withoutSource(clause.sentence, rest)), sure);
}

std::optional<Reading> removeVerbLast(const Clause& clause)
{
    static const Words pictures = {
        {u"of the picture|of the photo|of the image|of it|of here|of picture|of this photo", true}};
    Range range = clause.range;
    if (const auto tail = pictures.atEnd(clause.sentence, range))
        range.end -= tail->length;
    static const Words shortClosings = {{u"去|删|擦|p|remove|delete|erase", true}};
    static const Words ba = {{u"把|将", true}};
    const bool takes = clause.at(range.begin).text == u"take" || clause.at(range.begin).text == u"get" ||
                       clause.at(range.begin).text == u"photoshop" ||
                       clause.at(range.begin).text == u"edit" || clause.at(range.begin).text == u"cut";
    auto closing = removeClosings().atEnd(clause.sentence, range);
    if (!closing && takes)
        closing = particles().atEnd(clause.sentence, range);
    if (!closing && ba.at(clause.sentence, range, range.begin))
        closing = shortClosings.atEnd(clause.sentence, range);
    if (!closing || closing->length == range.size())
        return std::nullopt;
    range.end -= closing->length;
    return removeReading(clause, resolveTarget(clause.sentence, withoutLead(clause, range)), 0.94);
}

/// 从照片里删除X, 在图中去掉X, 商品图去掉X
std::optional<Reading> removeFromPicture(const Clause& clause)
{
    static const Words begin = {{u"从|在|把", true}};
    static const Words pictures = {
        {u"图|图片|照片|画面|图里|图中|图上|图片里|图片中|图片上|照片里|照片中|照片上|画面里|画面中|画面上",
         true}};
    const auto first = begin.at(clause.sentence, clause.range, clause.range.begin);
    const Range rest{clause.range.begin + (first ? first->length : 0), clause.range.end};
    const auto verb = removeVerbs().find(clause.sentence, rest);
    if (!verb || verb->first == rest.begin)
        return std::nullopt;
    if (!first && !pictures.atEnd(clause.sentence, {rest.begin, verb->first}))
        return std::nullopt;
    return removeReading(clause,
                         resolveTarget(clause.sentence, {verb->first + verb->second.length, rest.end}), 0.92);
}

} // namespace

std::optional<Reading> removal(const Clause& clause)
{
    static const Words doNotWant = {{u"不要|不想要|不需要", true}};
    if (const auto no = doNotWant.at(clause.sentence, clause.range, clause.range.begin)) {
        const Range rest{clause.range.begin + no->length, clause.range.end};
        if (rest.isEmpty())
            return removeReading(clause, {}, 0.6);
        return removeReading(clause, resolveTarget(clause.sentence, rest), 0.75);
    }
    if (auto reading = removeVerbFirst(clause))
        return reading;
    if (auto reading = removeVerbLast(clause))
        return reading;
    return removeFromPicture(clause);
}

namespace {

/// What joins a thing to add to its place.
const Words& places()
{
    static const Words table = {
        {u"on|onto|to|in|into|at|next to|beside|behind|above|below|under|over|near|around|in front of|on top "
         u"of|inside|"
         u"to the left of|to the right of|between|against|along|across",
         true}};
    return table;
}

std::optional<Reading> addEnglish(const Clause& clause)
{
    static const Words verbs = {
        {u"add|put|insert|place|draw|include|create|generate|attach|paste|stick|write|overlay|"
         u"add in|put in|imagine|i see|show",
         true}};
    const auto verb = verbs.at(clause.sentence, clause.range, clause.range.begin);
    if (!verb)
        return std::nullopt;
    const Range rest{clause.range.begin + verb->length, clause.range.end};
    if (rest.isEmpty())
        return questionReading(clause, {}, questions::whatToAdd(), 0.35);
    Range thing = rest;
    Target target;
    const auto place = places().find(clause.sentence, {rest.begin + 1, rest.end});
    if (place && place->first + place->second.length < rest.end) {
        thing.end = place->first;
        target = resolveTarget(clause.sentence, {place->first + place->second.length, rest.end});
        if (target.kind == Target::Kind::Pronoun &&
            !isPerson(clause.sentence, target)) // "add a hat to it": the picture will do
            target = {};
    }
    const Target added = resolveTarget(clause.sentence, thing);
    if (added.kind == Target::Kind::Nothing || added.kind == Target::Kind::Pronoun)
        return questionReading(clause, target, questions::whatToAdd(), 0.35);
    return generateReading(clause, target, thing, 0.85);
}

const Words& addVerbs()
{
    static const Words table = {{u"加|加上|添加|增加|添上|添|放|放上|放置|画|画上|画个|戴|戴上|穿|穿上|装|"
                                 u"装上|贴|贴上|写上|写|种|种上|"
                                 u"摆|摆上|插入|插|生成|配|配上|挂|挂上|系上|加入|放入|放一|印上|p上|p一|"
                                 u"安上|长出|围上|盖上|换上|带上|"
                                 u"加一|画一|戴一|系上|涂上|打上",
                                 true}};
    return table;
}

/// The place in front: 在桌子上, 给狗, 在狗的旁边.
Range placeOf(const Clause& clause, Range range)
{
    static const Words ends = {
        {u"上|里|中|上面|里面|旁边|旁|下面|下|前面|前|后面|后|身上|头上|左边|右边|中间|周围|边上|的上面|"
         u"的旁边|的下面|的前面|的后面|的左边|的右边|的头上|的身上|上方|下方|的上方|的下方|脖子上|的脖子上|"
         u"的周围|的中间|再|也",
         true}};
    const auto tail = ends.atEnd(clause.sentence, range);
    if (tail && tail->length < range.size())
        range.end -= tail->length;
    return range;
}

std::optional<Reading> addHan(const Clause& clause)
{
    static const Words openings = {{u"在|给|让|往|向|为|把|从", true}};
    const auto opening = openings.at(clause.sentence, clause.range, clause.range.begin);
    const int begin = clause.range.begin + (opening ? opening->length : 0);
    const Range rest{begin, clause.range.end};
    const auto verb = addVerbs().find(clause.sentence, rest);
    static const Words places = {{u"上|里|上面|里面|旁边|下面|前面|后面|左边|右边|中间", true}};
    if (!verb)
        return std::nullopt;
    const bool placed = !opening && places.atEnd(clause.sentence, {rest.begin, verb->first}) &&
                        verb->first > rest.begin + 1; // 桌上摆一束花
    if (!opening && !placed && verb->first != rest.begin)
        return std::nullopt;
    Target target;
    if (opening || placed)
        target = resolveTarget(clause.sentence, placeOf(clause, {rest.begin, verb->first}));
    Range thing{verb->first + verb->second.length, rest.end};
    if (!thing.isEmpty() && clause.at(thing.begin).text == u"了")
        ++thing.begin;
    if (thing.isEmpty())
        return questionReading(clause, target, questions::whatToAdd(), 0.35);
    // 添加一个太阳在左上角
    for (int at = thing.begin + 1; at + 1 < thing.end; ++at) {
        if (clause.at(at).text == u"在" || clause.at(at).text == u"到") {
            target = resolveTarget(clause.sentence, placeOf(clause, {at + 1, thing.end}));
            thing.end = at;
            break;
        }
    }
    const Range whole = withoutOne(clause.sentence, thing);
    const bool several = whole.begin == thing.begin && clause.at(thing.begin).text == u"一";
    const Range named = several ? whole : withoutMeasureWord(clause.sentence, whole);
    if (const auto color = parseColor(clause.sentence, named); color && opening)
        return recolorReading(clause, target, *color, 0.9); // 给墙涂上蓝色
    if (target.kind == Target::Kind::Pronoun && !isPerson(clause.sentence, target))
        target = {};
    return generateReading(clause, target, named, 0.85);
}

} // namespace

std::optional<Reading> addition(const Clause& clause)
{
    if (auto reading = addEnglish(clause))
        return reading;
    return addHan(clause);
}

std::optional<Reading> notPossible(const Clause& clause)
{
    static const Words geometry = {
        {u"resize|scale|upscale|redo|save|zoom|缩放|拉伸|重做|保存|导出|放大图片|缩小图片", true}};
    static const Words never = {
        {u"don't|dont|do not|never|please "
         u"don't|不要动|别动|不要改|不要变|别改|别变|别碰|不要碰|别|不要把|不要让|不改|不变|不要删|"
         u"不要调|不要加",
         true}};
    static const Words except = {
        {u"except|except for|everything but|all but|apart from|other than|anything but|除了|以外|之外",
         true}};
    if (never.at(clause.sentence, clause.range, clause.range.begin))
        return questionReading(clause, {}, questions::sayWhatShouldChange(), 0.97);
    static const Words vague = {
        {u"make it pop|make it better|make it nicer|make it good|make it great|make it perfect|make it "
         u"awesome|"
         u"make it look better|make it look good|make it look nice|make it stand out|make this better|"
         u"make this pop|make it professional|make it look professional",
         true}};
    if (vague.exactly(clause.sentence, clause.range))
        return questionReading(clause, {}, questions::sayWhatShouldChange(), 0.97);
    if (geometry.at(clause.sentence, clause.range, clause.range.begin))
        return questionReading(clause, {}, questions::notThisKind(), 0.97);
    for (int at = clause.range.begin; at < clause.range.end; ++at) {
        const auto word = except.at(clause.sentence, clause.range, at);
        if (word)
            return questionReading(clause, {}, questions::noExceptions(), 0.97);
    }
    return std::nullopt;
}

} // namespace focal::grammar
