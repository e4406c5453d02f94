#pragma once

#include "core/plan/plan.h"

namespace focal {

/// What is known beside the words when an instruction is read.
struct PlanContext
{
    /// The user pointed at something (EditRequest::region is not empty): "remove this" and "make it blue"
    /// then mean it, as an edit without a target. Without it they ask which thing is meant.
    bool pointed = false;
};

/// The longest instruction that is read, in UTF-16 units.
inline constexpr int LongestInstruction = 2000;

/// Reads an instruction in Chinese, English or both into a plan of one edit.
///
/// Never throws for any text: what is not understood becomes Operation::Unclear with a question that says
/// what is missing, and so does a sentence that asks for several edits. Deterministic, well under a
/// millisecond, safe on any thread. Text past LongestInstruction is not read and makes the plan Unclear.
Plan planInstruction(const QString& instruction, const PlanContext& context = {});

/// Whether @p phrase means what is behind the things ("the background", 背景): a search for it finds nothing,
/// the region is what is left when the main subject is taken away. Such a target may come with
/// Operation::Adjust.
bool namesBackground(const QString& phrase);

} // namespace focal
