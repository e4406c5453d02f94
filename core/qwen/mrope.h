#pragma once

#include "core/qwen/encoderlayers.h"
#include "core/qwen/prompttemplate.h"
#include "core/qwen/textencoderconfig.h"

namespace focal {

/// Where each token stands in time, row and column: text advances all three together; a picture's tokens
/// share a time and count rows and columns from there, and what follows it begins past the longer side.
/// (transformers 5 under the published pipeline falls back to one dimension; the model was trained with
/// three.)
/// @return [3, tokens] int64
/// @throws LogicError where ids and grids disagree
at::Tensor multimodalPositions(const QwenPrompt& prompt);

/// Angles of the positions: channel pairs are dealt out to time, rows and columns by
/// LanguageConfig::ropeSections.
HalvesRotary multimodalRotary(const at::Tensor& positions, const LanguageConfig& config);

} // namespace focal
