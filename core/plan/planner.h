#pragma once

#include "core/plan/plan.h"

#include <optional>

namespace focal {

/// What is known beside the words when an instruction is read.
struct PlanContext
{
    /// The user pointed at something (EditRequest::region is not empty): "remove this" and "make it blue"
    /// then mean it, as an edit without a target. Without it they ask which thing is meant.
    bool pointed = false;
    /// The plan of the turn before, which "a bit darker" and "the other one" lean on.
    std::optional<Plan> before = {};
};

/// The longest instruction that is read, in UTF-16 units.
inline constexpr int LongestInstruction = 2000;

/// Reads an instruction in Chinese, English or both into a plan: its edits in the order said.
///
/// Never throws for any text: what is not understood becomes Operation::Unclear with a question that says
/// what is missing. Deterministic, well under a
/// millisecond, safe on any thread. Text past LongestInstruction is not read and makes the plan Unclear.
Plan planInstruction(const QString& instruction, const PlanContext& context = {});

/// Whether @p phrase means what is behind the things ("the background", 背景): a search for it finds nothing,
/// the region is what is left when the main subject is taken away. Such a target may come with
/// Operation::Adjust.
bool namesBackground(const QString& phrase);

} // namespace focal
