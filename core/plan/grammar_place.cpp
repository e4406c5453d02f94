#include "core/plan/grammar.h"

#include "core/plan/phrasetable.h"
#include "core/plan/positions.h"
#include "core/plan/textnouns.h"

namespace focal::grammar {

namespace {

using Words = PhraseTable<bool>;

Reading placing(const Clause& clause, int reference, Range words, const Target& target,
                const std::optional<FoundPosition>& position, double confidence)
{
    PlaceValue value;
    value.reference = reference;
    value.words = clause.sentence.words(words);
    if (position)
        value.position = position->position;
    Reading reading;
    reading.edit.operation = Operation::Place;
    reading.edit.value = value;
    reading.confidence = confidence;
    if (target.kind == Target::Kind::Thing) {
        reading.edit.target = clause.sentence.words(target.range);
        reading.edit.targetSpan = clause.sentence.span(target.range);
    }
    return reading;
}

/// "replace X with picture 2", 把X换成图2, 用图2替换X: X makes way.
std::optional<Reading> replacePlace(const Clause& clause)
{
    static const Words leads = {{u"replace|swap|change|把|将|用|use", true}};
    static const Words markers = {
        {u"with|by|for|to|换成|替换成|替换为|改成|替换掉|替换|换掉|代替|取代", true}};
    const auto lead = leads.at(clause.sentence, clause.range, clause.range.begin);
    if (!lead)
        return std::nullopt;
    const int begin = clause.range.begin + lead->length;
    const auto marker = markers.find(clause.sentence, {begin, clause.range.end});
    if (!marker)
        return std::nullopt;
    Range first{begin, marker->first};
    Range second{marker->first + marker->second.length, clause.range.end};
    const bool uses =
        clause.at(clause.range.begin).text == u"用" || clause.at(clause.range.begin).text == u"use";
    if (uses)
        std::swap(first, second);
    const auto reference = namesReference(clause.sentence, second);
    const Target target = resolveTarget(clause.sentence, first);
    if (!reference || target.kind != Target::Kind::Thing)
        return std::nullopt;
    return placing(clause, *reference, withoutArticle(clause.sentence, second), target, std::nullopt, 0.95);
}

const Words& verbs()
{
    static const Words table = {
        {u"put|place|add|insert|overlay|paste|stick|attach|lay|放到|放在|放上|放置|放|贴到|贴在|贴上|贴|"
         u"叠加到|"
         u"叠加在|叠加|加上|加到|加在|加入|加个|加|添加|插入|盖上|印上|印到|印在|移到",
         true}};
    return table;
}

/// "The logo |top right|": a spot of the picture at the end, without the preposition that findPosition()
/// needs.
std::optional<FoundPosition> bareSpot(const Sentence& sentence, Range range)
{
    static const PhraseTable<Spot> spots = {
        {u"top left|upper left|top left corner|upper left corner", Spot::TopLeft},
        {u"top right|upper right|top right corner|upper right corner", Spot::TopRight},
        {u"bottom left|lower left|bottom left corner|lower left corner", Spot::BottomLeft},
        {u"bottom right|lower right|bottom right corner|lower right corner", Spot::BottomRight},
        {u"top center|top centre|top middle", Spot::Top},
        {u"bottom center|bottom centre|bottom middle", Spot::Bottom},
    };
    const auto spot = spots.atEnd(sentence, range);
    if (!spot || spot->length == range.size())
        return std::nullopt;
    FoundPosition found;
    found.range = {range.end - spot->length, range.end};
    found.position.spot = *spot->meaning;
    found.position.words = sentence.words(found.range);
    found.position.span = sentence.span(found.range);
    return found;
}

} // namespace

std::optional<Reading> placement(const Clause& clause)
{
    if (auto reading = replacePlace(clause))
        return reading;
    const Sentence& sentence = clause.sentence;
    const auto verb = verbs().find(sentence, clause.range);
    if (!verb)
        return std::nullopt;
    const bool latin = sentence.at(verb->first).kind == Token::Kind::Word;
    static const Words ba = {{u"把|将", true}};
    const auto front = ba.at(sentence, clause.range, clause.range.begin);
    Range rest{verb->first + verb->second.length, clause.range.end};
    if (front && verb->first > clause.range.begin + front->length) { // 把X放到Y
        const Range object{clause.range.begin + front->length, verb->first};
        const auto reference = namesReference(sentence, object);
        if (!reference)
            return std::nullopt;
        auto position = findPosition(sentence, {verb->first, clause.range.end});
        return placing(clause, *reference, object, {}, position, position ? 0.95 : 0.8);
    }
    if (latin && verb->first != clause.range.begin)
        return std::nullopt;
    auto position = findPosition(sentence, rest);
    if (!position)
        position = bareSpot(sentence, rest);
    if (position && position->range.begin > rest.begin)
        rest.end = position->range.begin;
    else
        position = findPosition(sentence, {clause.range.begin, verb->first});
    const Range object = withoutMeasureWord(sentence, rest);
    const auto reference = namesReference(sentence, object);
    if (!reference)
        return std::nullopt;
    return placing(clause, *reference, object, {}, position, 0.93);
}

} // namespace focal::grammar
