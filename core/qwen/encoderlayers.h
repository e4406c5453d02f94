#pragma once
/// What the vision tower and the language model of Qwen2.5-VL have in common.

#include "core/base/canceltoken.h"
#include "core/nn/layers.h"

namespace focal {

/// x / sqrt(mean(x^2) + epsilon) * weight over the last dimension, computed in float.
struct RmsNorm
{
    at::Tensor weight; ///< [width] float
    double epsilon;

    RmsNorm(const TensorReader& reader, int64_t width, double eps = 1e-6);

    /// @param x  [rows, width] float @return likewise, of @p type
    at::Tensor operator()(const at::Tensor& x, at::ScalarType type) const;
};

/// y = x W^T, without a bias.
Linear linearWithoutBias(const TensorReader& reader, int64_t input, int64_t output);

/// down(silu(gate(x)) * up(x))
struct SwiGlu
{
    Linear gate;
    Linear up;
    Linear down;

    /// Weights gate_proj, up_proj and down_proj below @p reader.
    SwiGlu(const TensorReader& reader, int64_t width, int64_t hidden, bool withBias);

    /// [tokens, width] -> [tokens, width]; @throws Cancelled between the products of some hundred rows
    at::Tensor operator()(const at::Tensor& x, const CancelToken& cancel) const;
};

/// Rotary positions in the halves convention: channel k turns with channel k + width / 2.
struct HalvesRotary
{
    at::Tensor cosines; ///< [tokens, width] float
    at::Tensor sines;   ///< [tokens, width] float

    /// @param angles  [tokens, width / 2] float
    static HalvesRotary of(const at::Tensor& angles);
    /// @param x  [tokens, heads, width] of any type, computed in float
    /// @return [heads, tokens, width] of its type
    at::Tensor rotated(const at::Tensor& x) const;
};

/// theta^(-2k / width) for k < width / 2, float.
at::Tensor inverseFrequencies(double theta, int64_t width);

} // namespace focal
