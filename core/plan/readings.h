#pragma once

#include "core/plan/adjustlexicon.h"
#include "core/plan/colorlexicon.h"
#include "core/plan/nounphrase.h"
#include "core/plan/planner.h"

namespace focal {

/// One way to understand a clause. The surest of all wins.
struct Reading
{
    PlannedEdit edit;
    double confidence = 0; ///< 0..1
};

/// A clause, and what is known beside its words.
struct Clause
{
    const Sentence& sentence;
    Range range;
    const PlanContext& context;
    const Target* topic =
        nullptr; ///< What a clause before was about: "the dog, make |it| grey". May be null.

    const Token& at(int index) const { return sentence.at(index); }
};

// Each makes the edit from its parts, or asks where a part is missing or names nothing (a pronoun without a
// region that the user pointed at). @p confidence is that of the pattern, all parts being there.
Reading recolorReading(const Clause& clause, const Target& target, const ColorMatch& color,
                       double confidence);
Reading adjustReading(const Clause& clause, const Target& target, const AdjustMeaning& meaning,
                      double confidence);
Reading removeReading(const Clause& clause, const Target& target, double confidence);
/// @param target may be Nothing: something is added to the picture
Reading generateReading(const Clause& clause, const Target& target, Range description, double confidence);
Reading questionReading(const Clause& clause, const Target& target, const QString& question,
                        double confidence);

/// Whether a pronoun names a person (him, 她), whom a model that draws finds by it.
bool isPerson(const Sentence& sentence, const Target& target);

} // namespace focal
