#include "core/plan/grammar.h"

#include "core/plan/phrasetable.h"

#include <cmath>

namespace focal::grammar {

namespace {

const PhraseTable<bool>& joints()
{
    static const PhraseTable<bool> table = {{u"and|又|而且|、|&", true}};
    return table;
}

/// "brighter and warmer": two adjustments of one thing.
std::vector<Reading> twoAdjustments(const Clause& clause, Range first, Range second)
{
    auto reading = adjustment({clause.sentence, first, clause.context, clause.topic});
    const auto other = parseAdjustment(clause.sentence, second);
    if (!reading || reading->edit.operation != Operation::Adjust || !other || other->amount == 0)
        return {};
    if (adjustment(clause)) // "black and white" and the like are one
        return {};
    Reading next = *reading;
    const auto* before = std::get_if<AdjustValue>(&reading->edit.value);
    AdjustValue value{other->property, other->amount};
    constexpr double Usual = 0.3; // "a bit brighter and warmer": the strength is said once
    if (before && std::abs(value.amount) == Usual && before->property != value.property)
        value.amount = std::copysign(std::abs(before->amount), value.amount);
    next.edit.value = value;
    return {std::move(*reading), std::move(next)};
}

/// "turn the sofa green and the pillows white": the verb is said once.
std::vector<Reading> twoColors(const Clause& clause, Range first, Range second)
{
    auto reading = changeByColor({clause.sentence, first, clause.context, clause.topic});
    auto other = changeByColor({clause.sentence, second, clause.context, nullptr});
    constexpr double Verb = 0.9;
    constexpr double Bare = 0.5;
    if (!reading || reading->confidence < Verb || !other || other->confidence < Bare)
        return {};
    if (reading->edit.operation == Operation::Unclear || other->edit.operation == Operation::Unclear)
        return {};
    other->confidence = reading->confidence * 0.95;
    return {std::move(*reading), std::move(*other)};
}

} // namespace

std::vector<Reading> joinedReadings(const Clause& clause)
{
    const auto joint = joints().find(clause.sentence, clause.range);
    if (!joint)
        return {};
    const Range first{clause.range.begin, joint->first};
    const Range second{joint->first + joint->second.length, clause.range.end};
    if (first.isEmpty() || second.isEmpty())
        return {};
    auto readings = twoAdjustments(clause, first, second);
    return readings.empty() ? twoColors(clause, first, second) : readings;
}

} // namespace focal::grammar
