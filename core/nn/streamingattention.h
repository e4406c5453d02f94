#pragma once

#include "core/base/canceltoken.h"

#include <ATen/ATen.h>

namespace focal {

/// softmax(q kᵀ / sqrt(channels)) v over long sequences, without ever holding all scores.
///
/// bfloat16 on processors that multiply it themselves: tiles of queries and keys small enough for the second
/// cache, products in its own instructions, scores and sums in float, a running softmax; several times
/// as fast as LibTorch's fused kernel there. Otherwise LibTorch's fused kernel, tile of queries by tile.
///
/// @param q @param k @param v  [heads, tokens, channels], contiguous, of one type
/// @param logSums  receives log(sum(exp(scores))) of each query, [heads, tokens] float; null where not wanted
/// @return [tokens, heads * channels]
/// @throws Cancelled between tiles
at::Tensor streamingAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                              at::Tensor* logSums, const CancelToken& cancel);

/// Whether the first of the two ways is taken for tensors like @p q.
bool hasStreamingKernel(const at::Tensor& q);

} // namespace focal
