#pragma once

#include "core/base/canceltoken.h"

#include <ATen/ATen.h>

namespace focal {

/// Normed and turned queries and keys, and values, of both streams: text first. Each [heads, tokens,
/// channels].
struct JointQkv
{
    at::Tensor q;
    at::Tensor k;
    at::Tensor v;
    int64_t words = 0; ///< Tokens of the text.
};

/// Looks on where the attention of a block is computed.
class AttentionTap
{
public:
    virtual ~AttentionTap() = default;
    /// @param logSums  log of the sum over all keys of exp(score), for each query: [heads, tokens] float
    /// @param mixed    the attention's output before its outer projections, [tokens, heads * channels]
    virtual void attention(const JointQkv& qkv, const at::Tensor& logSums, const at::Tensor& mixed,
                           const CancelToken& cancel) = 0;
};

} // namespace focal
