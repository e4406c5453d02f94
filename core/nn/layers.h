#pragma once
/// Layers for inference: weights and a forward function, nothing else. Each is built from the place in a
/// model's tensors where its weights stand, under the names that PyTorch gives them.

#include "core/nn/tensorreader.h"

#include <ATen/ATen.h>

namespace focal {

/// y = x W^T + b, over the last dimension.
struct Linear
{
    at::Tensor weight; ///< [output, input]
    at::Tensor bias;   ///< [output]

    Linear(const TensorReader& reader, int64_t input, int64_t output);
    Linear(at::Tensor w, at::Tensor b);
    /// Several of one input in one product: their outputs stand side by side.
    static Linear joined(std::initializer_list<Linear> parts);

    at::Tensor operator()(const at::Tensor& x) const; ///< [..., input] -> [..., output]
};

/// Over the last dimension.
struct LayerNorm
{
    at::Tensor weight; ///< [width]
    at::Tensor bias;   ///< [width]
    double epsilon;

    LayerNorm(const TensorReader& reader, int64_t width, double eps = 1e-5);

    at::Tensor operator()(const at::Tensor& x) const;
};

/// Two linear layers with an exact (erf) GELU between.
struct Mlp
{
    Linear first;
    Linear second;

    /// @param names  of the two layers below @p reader
    Mlp(const TensorReader& reader, std::pair<const char*, const char*> names, int64_t width, int64_t hidden,
        int64_t output);

    at::Tensor operator()(const at::Tensor& x) const;
};

/// Square kernels of odd size, padded to keep the size before the stride.
struct Conv2d
{
    at::Tensor weight; ///< [output, input, kernel, kernel]
    at::Tensor bias;   ///< [output]
    int64_t stride;

    Conv2d(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel,
           int64_t strideLength = 1);

    at::Tensor operator()(const at::Tensor& x) const; ///< [batch, input, h, w]
};

/// Attention of PyTorch's MultiheadAttention within one sequence (in_proj_weight, out_proj.weight, ...).
struct SelfAttention
{
    Linear joined; ///< queries, keys and values side by side
    Linear out;
    int64_t heads;

    SelfAttention(const TensorReader& reader, int64_t width, int64_t headCount);

    /// @param x     [batch, tokens, width]
    /// @param mask  [batch, tokens], 0 where a token is hidden; undefined for none
    at::Tensor operator()(const at::Tensor& x, const at::Tensor& mask) const;
};

/// softmax(q k^T / sqrt(channels)) v without the fused kernel, which is several times slower than the
/// processor's own bfloat16 products, in tiles of queries that bound the memory.
/// @param q @param k @param v  [batch, heads, tokens, channels]
at::Tensor tiledAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v);

} // namespace focal
