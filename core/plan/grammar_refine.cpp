#include "core/plan/grammar.h"

#include "core/plan/numbers.h"
#include "core/plan/phrasetable.h"
#include "core/plan/positions.h"

#include <cmath>

namespace focal::grammar {

namespace {

using Words = PhraseTable<bool>;

/// The clause as a colour, whatever leads to it: "or rather #2b5fd9", 字体用白色.
std::optional<ColorMatch> colorOf(const Clause& clause)
{
    static const Words leads = {
        {u"颜色|色值|色号|字体|文字|字|就是|即|用|要|是|actually|i mean|or rather|rather|"
         u"in|letters|the text|color|colour|:",
         true}};
    Range range = clause.range;
    while (const auto lead = leads.at(clause.sentence, range, range.begin))
        range.begin += lead->length;
    auto color = parseColor(clause.sentence, range);
    return color && !color->compared ? color : std::nullopt;
}

/// "navy and gold": nothing but colours.
std::vector<Rgb> colorsOf(const Clause& clause)
{
    static const Words joints = {{u"and|和|与|、|&", true}};
    std::vector<Rgb> colors;
    int begin = clause.range.begin;
    for (int at = begin; at <= clause.range.end; ++at) {
        if (at < clause.range.end && !joints.at(clause.sentence, clause.range, at))
            continue;
        const auto color = parseColor(clause.sentence, {begin, at});
        if (!color)
            return {};
        colors.push_back(color->color);
        begin = at + 1;
    }
    return colors;
}

/// The clause as a place and nothing else: 放在顶部, "put it at the bottom".
std::optional<Position> positionOf(const Clause& clause)
{
    static const Words leads = {
        {u"放|写|加|贴|印|摆|位置|位置放|文字放|字放|put|put it|place it|it goes|place|position it", true}};
    const auto found = findPosition(clause.sentence, clause.range);
    if (!found || found->range.end != clause.range.end)
        return std::nullopt;
    const Range before{clause.range.begin, found->range.begin};
    if (!before.isEmpty() && !leads.exactly(clause.sentence, before))
        return std::nullopt;
    const bool says = found->position.spot != Spot::Anywhere || !found->position.thing.isEmpty();
    return says ? std::optional(found->position) : std::nullopt;
}

/// The clause as a share and nothing else: 50%, 强度三成.
std::optional<double> shareOf(const Clause& clause)
{
    static const Words leads = {{u"强度|程度|大约|大概|约|about|around|at|by|intensity|strength", true}};
    Range range = clause.range;
    while (const auto lead = leads.at(clause.sentence, range, range.begin))
        range.begin += lead->length;
    const auto number = numberAt(clause.sentence, range, range.begin);
    if (!number || !number->isShare || number->length != range.size())
        return std::nullopt;
    return number->value > 0 && number->value <= 1 ? std::optional(number->value) : std::nullopt;
}

/// One for each value that a clause of its own can complete.
struct Completes
{
    const Clause& clause;

    template <class Value>
    bool operator()(Value& /*value*/) const
    {
        return false;
    }
    bool operator()(ColorValue& value) const
    {
        const auto color = colorOf(clause);
        if (color)
            value = {color->color, clause.sentence.words(color->words)};
        return color.has_value();
    }
    bool operator()(PatternValue& value) const
    {
        if (value.colors.empty())
            value.colors = colorsOf(clause);
        else
            return false;
        return !value.colors.empty();
    }
    bool operator()(AddTextValue& value) const
    {
        if (const auto color = colorOf(clause)) {
            value.color = ColorValue{color->color, clause.sentence.words(color->words)};
            return true;
        }
        return place(value.position);
    }
    bool operator()(PlaceValue& value) const { return place(value.position); }
    bool operator()(AdjustValue& value) const
    {
        const auto share = shareOf(clause);
        if (share)
            value.amount = std::copysign(*share, value.amount);
        return share.has_value();
    }
    bool operator()(BlurValue& value) const { return set(value.amount); }
    bool operator()(StyleValue& value) const { return set(value.amount); }
    bool operator()(RotateValue& value) const
    {
        return value.corners == RotateValue::Corners::Cut && readCorners(clause, value);
    }

private:
    bool place(Position& position) const
    {
        auto found = positionOf(clause);
        if (found)
            position = *found;
        return found.has_value();
    }
    bool set(double& amount) const
    {
        const auto share = shareOf(clause);
        amount = share.value_or(amount);
        return share.has_value();
    }
};

} // namespace

bool completes(const Clause& clause, PlannedEdit& edit)
{
    return std::visit(Completes{clause}, edit.value);
}

std::optional<Target> describedThing(const Clause& clause)
{
    static const Words links = {
        {u"看起来|看上去|显得|太|有点|偏|不够|looks|look|is|are|seems|seem|feels|feel", true}};
    if (clause.range.size() < 2 || beginsCommand(clause.sentence, clause.range, clause.range.begin))
        return std::nullopt;
    const auto link = links.find(clause.sentence, {clause.range.begin + 1, clause.range.end});
    if (!link)
        return std::nullopt;
    constexpr int Longest = 6; // tokens
    const Range words{clause.range.begin, link->first};
    if (words.size() > Longest || !canBeTarget(clause.sentence, words))
        return std::nullopt;
    const Target target = resolveTarget(clause.sentence, words);
    return target.kind == Target::Kind::Thing ? std::optional(target) : std::nullopt;
}

} // namespace focal::grammar
