#pragma once

#include "core/compact/modelpaths.h"
#include "core/edit/editmodel.h"
#include "core/edit/modelregistry.h"

#include <memory>

namespace focal {

/// Focal Compact, the model that runs on any machine: DINOv2 for eyes, the project's own grounding network to
/// find what words name, classical operators to change it. It recolours, removes, adjusts and changes
/// backgrounds; it draws nothing new. One edit of a warm 0.25-megapixel picture takes less than a second on
/// two cores.
///
/// EditRequest::modelSettings: "patches" (integer, 8 to 64): patches along the longer side of the picture as
/// the networks see it; more sees smaller things and takes longer.
///
/// Loading reads some 110 MB, and checks the files' SHA-256 against the manifest beside the grounding
/// network.
/// @throws UserError (BadInput) for files that are missing, damaged or of another model; Cancelled
std::unique_ptr<EditModel> loadCompactModel(const CompactModelPaths& paths, Job& job);

/// For the registry; its load finds the files by findCompactModel().
ModelEntry compactModelEntry();

} // namespace focal
