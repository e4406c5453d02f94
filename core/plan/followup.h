#pragma once
/// What leans on the turn before: "a bit darker", "and the plate too", "no, the other one", "undo that".

#include "core/plan/planner.h"
#include "core/plan/sentence.h"

#include <optional>

namespace focal {

/// "undo that", 退回两步, 恢复原图: needs no turn before to be understood.
std::optional<PlannedEdit> readUndo(const Sentence& sentence);

/// The plan of a sentence that leans on the turn before, with its standalone form; empty where it does not
/// lean. @param asRead  what the sentence was understood as by itself
std::optional<Plan> readFollowUp(const Sentence& sentence, const Plan& before, const Plan& asRead);

/// What Operation::Correct means after @p before: the same edits of another target. Empty where nothing
/// before had a target, or only "the other one" was said and nothing tells which.
std::optional<Plan> correctedPlan(const PlannedEdit& correction, const Plan& before);

/// The name meant by words that only say where (右边的, "the right one") after a thing called @p before:
/// 右边的杯子. Empty where they name a thing themselves.
QString nameAtPlace(const QString& words, const QString& before);

} // namespace focal
