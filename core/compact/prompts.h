#pragma once
/// What the user points at, as the network reads it.

#include "core/compact/features.h"
#include "core/compact/grounding.h"
#include "core/edit/region.h"

#include <vector>

namespace focal {

/// Clicks, clicks elsewhere, the box and the mask of @p region, one prompt each; at most some clicks of each
/// kind. Empty where nothing is pointed at.
std::vector<Grounding::Prompt> promptsOf(const Region& region, const ModelGeometry& geometry);

} // namespace focal
