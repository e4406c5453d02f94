#pragma once
/// Edits of a plan that are about words in the picture.

#include "core/compact/readtexts.h"
#include "core/edit/editrequest.h"
#include "core/edit/editresult.h"
#include "core/edit/job.h"

namespace focal {

/// Whether @p edit is about words in the picture.
bool isTextEdit(const EditRequest& request, const PlannedEdit& edit);

/// Runs @p edit on @p result's picture and notes in @p result what came of it.
/// @param texts  what was read of the picture, or reads it
/// @return whether the next edit of the plan may follow
bool runTextEdit(const EditRequest& request, const PlannedEdit& edit, ReadTexts& texts, EditResult& result,
                 Job& job);

} // namespace focal
