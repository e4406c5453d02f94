#pragma once

#include "core/edit/editmodel.h"
#include "core/qwen/editsettings.h"

namespace focal {

/// What a run will take on this machine, from the sizes of the tensors: memory for the largest of the
/// networks with what it computes, time from the products of matrices at a rate that two cores with bfloat16
/// units were seen to reach.
/// @param references  pictures beside the one being edited
CostEstimate estimateCost(const QwenModelParts& parts, const QwenEditSettings& settings,
                          std::size_t references);

/// Memory for what a run computes, weights apart. @param parts  small checkpoints compute little
qint64 workingBytes(const QwenModelParts& parts);

} // namespace focal
