#pragma once

#include "core/plan/sentence.h"

#include <optional>

namespace focal {

/// Whether the words name text in a picture: "price", "the title on the sign", 电话号码, T恤上的字.
bool namesText(const Sentence& sentence, Range range);

/// The number of the reference picture that the words name, from 1: "picture 2" is the first, since the one
/// that is edited is picture 1, and so is "reference 1" or one without a number ("my logo", 二维码). Empty
/// where they name something else.
std::optional<int> namesReference(const Sentence& sentence, Range range);

} // namespace focal
