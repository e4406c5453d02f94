#pragma once
/// Edits of a plan that turn, mirror or cut the whole picture.

#include "core/edit/editrequest.h"
#include "core/edit/editresult.h"
#include "core/edit/job.h"

#include <optional>

namespace focal {

/// Runs @p edit, which reshapes(), on @p result's picture. Everything of the picture after may differ from
/// the picture before, whatever its size.
/// @param thing  what a crop keeps, native pixels; may be empty
/// @return whether anything differs; nothing where it cannot be done, and @p result says why
std::optional<bool> runFrameEdit(const PlannedEdit& edit, cv::Rect thing, EditResult& result, Job& job);

} // namespace focal
