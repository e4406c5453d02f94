#pragma once

#include "core/qwen/rotary.h"

#include <QtGlobal>

namespace focal {

/// Standard normal noise of the target picture, the same as the published pipeline draws with a CPU generator
/// of this seed. @return [channels, 2 grid.rows, 2 grid.columns] float
at::Tensor noiseLatents(quint64 seed, int64_t channels, TokenGrid grid);

/// Tokens of 2 x 2 latent pixels, row by row; a token's values are channel, row, column.
/// @param latents [channels, h, w], h and w even @return [h / 2 * w / 2, 4 channels]
at::Tensor packLatents(const at::Tensor& latents);
/// @return [channels, 2 grid.rows, 2 grid.columns]
at::Tensor unpackLatents(const at::Tensor& tokens, TokenGrid grid);

} // namespace focal
