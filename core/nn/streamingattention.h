#pragma once

#include "core/base/canceltoken.h"

#include <ATen/ATen.h>

namespace focal {

/// Memory for a large tensor that is made again and again: the system clears fresh memory page by page, which
/// takes some per cent of a block's time.
class ReusedMemory
{
public:
    /// Not initialised, contiguous; takes the memory of what was given before.
    at::Tensor empty(at::IntArrayRef sizes, const at::TensorOptions& options);

private:
    at::Tensor m_memory;
};

/// What streamingAttention() needs beside its operands, for who calls it often.
struct AttentionMemory
{
    ReusedMemory keys;
    ReusedMemory values;
    ReusedMemory mixed; ///< its result: valid until the next call
};

/// softmax(q kᵀ / sqrt(channels)) v over long sequences, without ever holding all scores.
///
/// bfloat16 on processors that multiply it themselves: tiles of queries and keys small enough for the second
/// cache, products in its own instructions, scores and sums in float, a running softmax; several times
/// as fast as LibTorch's fused kernel there. Otherwise LibTorch's fused kernel, tile of queries by tile.
///
/// @param q @param k @param v  [heads, tokens, channels], contiguous, of one type
/// @param logSums  receives log(sum(exp(scores))) of each query, [heads, tokens] float; null where not wanted
/// @param memory  may be null
/// @return [tokens, heads * channels]
/// @throws Cancelled between tiles
at::Tensor streamingAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                              at::Tensor* logSums, const CancelToken& cancel,
                              AttentionMemory* memory = nullptr);

/// Whether the first of the two ways is taken for tensors like @p q.
bool hasStreamingKernel(const at::Tensor& q);

} // namespace focal
