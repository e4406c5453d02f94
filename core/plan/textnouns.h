#pragma once

#include "core/plan/sentence.h"

#include <optional>

namespace focal {

/// Whether the words name text in a picture: "price", "the title on the sign", 电话号码, T恤上的字.
bool namesText(const Sentence& sentence, Range range);

/// The number of the reference picture that the words name, 1 where they name one without saying which ("my
/// logo", 二维码); empty where they name something else.
std::optional<int> namesReference(const Sentence& sentence, Range range);

} // namespace focal
