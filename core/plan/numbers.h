#pragma once

#include "core/plan/sentence.h"

#include <optional>

namespace focal {

/// A number as said, in figures or in words of either language.
struct SpokenNumber
{
    double value = 0;
    bool isShare = false; ///< A part of a whole, 0..1: 20%, 三分之一, "a quarter", 一半.
    int length = 0;       ///< Tokens.
};

/// The number that stands at @p position: 30, 20%, 三十, 一点五, 三分之一, 百分之十, "three", "a third",
/// "half".
std::optional<SpokenNumber> numberAt(const Sentence& sentence, Range range, int position);

} // namespace focal
