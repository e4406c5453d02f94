#pragma once
/// What one edit of a plan needs, and what of a request belongs to it.

#include "core/edit/editrequest.h"

namespace focal {

/// Whether a click, a box or a mask says what is meant, without any words.
bool pointsAtSomething(const Region& region);

/// Whether a mask of the user's is the region itself.
bool isTheAnswer(const Region& region);

/// What of @p request serves an edit that is not the first: the values and the region of the first are its
/// own, and a click says only what the first means, unless @p edit names nothing else. Boxes and masks limit
/// every edit.
/// @param reshaped  the picture has been turned or cut: nothing that was pointed at is in its place
EditRequest laterRequest(EditRequest request, const PlannedEdit& edit, bool reshaped);

/// Whether @p edit means nothing without a thing.
bool needsThing(const PlannedEdit& edit);

/// @p edit with what is to be looked for as its target: a picture is placed at a thing where none makes way.
PlannedEdit withSearchedTarget(PlannedEdit edit);

/// Whether a part of the picture is to be found for @p edit.
bool needsRegion(const EditRequest& request, const PlannedEdit& edit);

} // namespace focal
