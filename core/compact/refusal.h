#pragma once

#include "core/edit/editrequest.h"
#include "core/edit/editresult.h"

namespace focal {

/// Whether @p edit cannot even be tried: a question is to be asked back, something would have to be drawn, or
/// what it needs was not given. @p result then says so (outcome and message).
bool refused(const EditRequest& request, const PlannedEdit& edit, EditResult& result);

} // namespace focal
