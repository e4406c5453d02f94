#pragma once

#include "core/plan/plan.h"

namespace focal {

/// Reads an instruction in Chinese, English or both into a plan of one edit.
///
/// Never throws for any text: what is not understood becomes Operation::Unclear with a question that says what is
/// missing. Deterministic, well under a millisecond, safe on any thread. Text past 2,000 UTF-16 units is not read
/// and makes the plan Unclear.
Plan planInstruction(const QString& instruction);

} // namespace focal
