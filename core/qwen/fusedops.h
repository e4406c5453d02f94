#pragma once
/// The passes over activations between the transformer's products, each in one go: separate operations would
/// read and write them three to six times. On the CPU as loops of their own, elsewhere of LibTorch's
/// operations.
///
/// Computed in float, rounded once.

#include "core/qwen/rotary.h"

namespace focal {

/// The rows of a picture stream that are modulated alike: the first @p first by row 0 of a modulation, the
/// others by row 1. Where a modulation has one row, it is for all.
struct RowSplit
{
    int64_t first = 0;

    /// The same split, seen from row @p row on.
    RowSplit from(int64_t row) const { return {first > row ? first - row : 0}; }
};

/// LayerNorm (epsilon 1e-6, no weights) over the last dimension, times 1 + scale, plus shift.
/// @param x  [tokens, width] float @param shift @param scale  [1 or 2, width] of any type, rows contiguous
/// @return [tokens, width] of @p type
at::Tensor modulatedNorm(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale,
                         RowSplit split, at::ScalarType type);

/// x += gate * y. @param x [tokens, width] float @param y [tokens, width] of any type @param gate [1 or 2,
/// width]
void addGated(at::Tensor& x, const at::Tensor& y, const at::Tensor& gate, RowSplit split);

/// RMS norm over each head's channels (epsilon 1e-6), then turned.
/// @param x       [tokens, heads * channels]
/// @param weight  [channels]
/// @param into    [heads, tokens, channels], of x's type; any strides, channels contiguous
void normAndRotate(const at::Tensor& x, const at::Tensor& weight, const RotaryTable& table, at::Tensor into);

/// GELU (tanh form) in place: x sigmoid(1.596 (x + 0.0447 x^3)). LibTorch's takes a tenth of the product
/// before it in bfloat16.
void geluInPlace(at::Tensor& x);

/// silu of the RMS norm over channels that QwenImage's VAE uses: x / max(|x|, 1e-12) * sqrt(channels) *
/// gamma.
/// @param x [1, channels, h, w], channels_last on the CPU @param gamma [channels] float
at::Tensor channelNorm(const at::Tensor& x, const at::Tensor& gamma, bool withSilu);

} // namespace focal
