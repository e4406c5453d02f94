#pragma once

#include "core/plan/plan.h"

namespace focal {

/// @p edit as a sentence that stands by itself, Chinese or English: what a follow-up meant, shown to the user
/// and read by models without memory.
QString standaloneSentence(const PlannedEdit& edit, bool chinese);

/// The thing's own name without where it is: 杯子 of 左边的杯子, "chair" of "left chair".
QString coreName(const QString& target);

} // namespace focal
