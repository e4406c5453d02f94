#include "core/plan/readings.h"

#include "core/plan/phrasetable.h"
#include "core/plan/questions.h"

#include <algorithm>

namespace focal {

namespace {

/// A thing named in many words is seldom one thing.
double lengthFactor(const Range& target)
{
    constexpr int Usual = 14; // tokens
    return target.size() <= Usual ? 1.0 : std::max(0.4, 1.0 - 0.03 * (target.size() - Usual));
}

Reading edit(const Clause& clause, Operation operation, const Target& target, PlanValue value,
             double confidence)
{
    Reading reading;
    reading.edit.operation = operation;
    reading.edit.value = std::move(value);
    reading.confidence = confidence * lengthFactor(target.range);
    if (target.kind == Target::Kind::Thing || target.kind == Target::Kind::Background) {
        reading.edit.target = clause.sentence.words(target.range);
        reading.edit.targetSpan = clause.sentence.span(target.range);
    }
    return reading;
}

/// The clause's own target, or what was spoken of before where it has none.
Target meant(const Clause& clause, const Target& target)
{
    const bool own = target.kind != Target::Kind::Nothing && target.kind != Target::Kind::Pronoun;
    return own || !clause.topic ? target : *clause.topic;
}

bool namesNothing(const Target& target)
{
    return target.kind == Target::Kind::Nothing || target.kind == Target::Kind::Pronoun;
}

/// What was pointed at stands in for words that name nothing.
constexpr double PointedFactor = 0.95;
/// The pattern was understood, a part is missing: it is fairly sure that this must be asked.
constexpr double QuestionConfidence = 0.35;

} // namespace

Reading recolorReading(const Clause& clause, const Target& said, const ColorMatch& color, double confidence)
{
    const Target target = meant(clause, said);
    const ColorValue value{color.color, clause.sentence.words(color.words)};
    if (color.compared)
        confidence *= 0.7; // "bluer" is a direction; the colour itself is the nearest that can be done
    if (target.kind == Target::Kind::Background)
        return edit(clause, Operation::Background, target, value, confidence);
    if (namesNothing(target)) {
        if (!clause.context.pointed)
            return questionReading(clause, target, questions::whichThingForColor(value.words),
                                   QuestionConfidence);
        return edit(clause, Operation::Recolor, target, value, confidence * PointedFactor);
    }
    if (target.kind == Target::Kind::Whole)
        confidence *= 0.6; // a picture in one colour is seldom meant
    return edit(clause, Operation::Recolor, target, value, confidence);
}

Reading adjustReading(const Clause& clause, const Target& said, const AdjustMeaning& meaning,
                      double confidence)
{
    const Target target = meant(clause, said);
    const bool blur = meaning.property == AdjustProperty::Blur && meaning.amount > 0;
    if (target.kind == Target::Kind::Background && blur)
        return edit(clause, Operation::Background, target, BlurValue{meaning.blurAmount}, confidence);
    return edit(clause, Operation::Adjust, target, AdjustValue{meaning.property, meaning.amount}, confidence);
}

Reading removeReading(const Clause& clause, const Target& said, double confidence)
{
    const Target target = meant(clause, said);
    if (target.kind == Target::Kind::Background)
        return questionReading(clause, target, questions::whatBehind(), QuestionConfidence);
    if (target.kind == Target::Kind::Whole)
        return questionReading(clause, target, questions::whatToRemove(), QuestionConfidence);
    if (namesNothing(target)) {
        if (!clause.context.pointed)
            return questionReading(clause, target, questions::whatToRemove(), QuestionConfidence);
        confidence *= PointedFactor;
    }
    return edit(clause, Operation::Remove, target, {}, confidence);
}

bool isPerson(const Sentence& sentence, const Target& target)
{
    static const PhraseTable<bool> persons = {{u"him|her|he|she|them|他|她|他们|她们", true}};
    return target.kind == Target::Kind::Pronoun && persons.exactly(sentence, target.range);
}

Reading generateReading(const Clause& clause, const Target& said, Range description, double confidence)
{
    Target target = meant(clause, said);
    description = withoutOne(clause.sentence, description);
    const Target thing = resolveTarget(clause.sentence, description);
    const bool saysNothing = thing.kind == Target::Kind::Nothing || thing.kind == Target::Kind::Pronoun;
    if (saysNothing) {
        const bool known = target.kind == Target::Kind::Thing || target.kind == Target::Kind::Background;
        return questionReading(clause, target,
                               known ? questions::becomeWhat(clause.sentence.words(target.range))
                                     : questions::whichThingBecomesWhat(),
                               QuestionConfidence);
    }
    if (isPerson(clause.sentence, target))
        target.kind = Target::Kind::Thing;
    if (target.kind == Target::Kind::Pronoun && !clause.context.pointed)
        return questionReading(clause, target, questions::whichThingBecomesWhat(), QuestionConfidence);
    return edit(clause, Operation::Generate, target, GenerateValue{clause.sentence.words(description)},
                confidence);
}

Reading questionReading(const Clause& clause, const Target& target, const QString& question,
                        double confidence)
{
    return edit(clause, Operation::Unclear, target, QuestionValue{question}, confidence);
}

} // namespace focal
