#pragma once

#include "core/base/canceltoken.h"
#include "core/compact/modelpaths.h"

namespace focal {

/// Hashes the model's files, compares them with manifest.json beside the grounding network, and folds them
/// into one SHA-256 (hex) that stands for all the weights. Without a manifest (weights under test) nothing is
/// compared.
/// @throws UserError (BadInput) for a file whose content is not the manifest's, or a manifest that cannot be
/// read; Cancelled
QString verifiedWeightsHash(const CompactModelPaths& paths, const CancelToken& cancel);

} // namespace focal
