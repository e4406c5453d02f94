#include "core/nn/layers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace focal {

namespace {

std::vector<at::Tensor> chunksOfThree(const at::Tensor& joined, int64_t heads)
{
    const int64_t batch = joined.size(0);
    const int64_t tokens = joined.size(1);
    // [batch, tokens, 3, heads, channels] -> 3 x [batch, heads, tokens, channels]
    return joined.view({batch, tokens, 3, heads, -1}).permute({2, 0, 3, 1, 4}).unbind(0);
}

} // namespace

Linear::Linear(const TensorReader& reader, int64_t input, int64_t output)
    : weight(reader.read("weight", {output, input})), bias(reader.read("bias", {output}))
{
}

Linear::Linear(at::Tensor w, at::Tensor b) : weight(std::move(w)), bias(std::move(b)) {}

Linear Linear::joined(std::initializer_list<Linear> parts)
{
    std::vector<at::Tensor> weights;
    std::vector<at::Tensor> biases;
    for (const Linear& part : parts) {
        // Unusable weights: TensorClaims::finish() is about to say so.
        if (!part.weight.defined() || !part.bias.defined())
            return part;
        weights.push_back(part.weight);
        biases.push_back(part.bias);
    }
    return {at::cat(weights, 0), at::cat(biases, 0)};
}

at::Tensor Linear::operator()(const at::Tensor& x) const
{
    return at::linear(x, weight, bias);
}

LayerNorm::LayerNorm(const TensorReader& reader, int64_t width, double eps)
    : weight(reader.read("weight", {width})), bias(reader.read("bias", {width})), epsilon(eps)
{
}

at::Tensor LayerNorm::operator()(const at::Tensor& x) const
{
    return at::layer_norm(x, {x.size(-1)}, weight, bias, epsilon);
}

Mlp::Mlp(const TensorReader& reader, std::pair<const char*, const char*> names, int64_t width, int64_t hidden,
         int64_t output)
    : first(reader.inside(names.first), width, hidden), second(reader.inside(names.second), hidden, output)
{
}

at::Tensor Mlp::operator()(const at::Tensor& x) const
{
    at::Tensor hidden = first(x);
    at::gelu_(hidden);
    return second(hidden);
}

Conv2d::Conv2d(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel,
               int64_t strideLength)
    : weight(reader.read("weight", {output, input, kernel, kernel})), bias(reader.read("bias", {output})),
      stride(strideLength)
{
}

at::Tensor Conv2d::operator()(const at::Tensor& x) const
{
    const int64_t padding = weight.size(2) / 2;
    return at::conv2d(x, weight, bias, {stride, stride}, {padding, padding});
}

SelfAttention::SelfAttention(const TensorReader& reader, int64_t width, int64_t headCount)
    : joined(reader.read("in_proj_weight", {3 * width, width}), reader.read("in_proj_bias", {3 * width})),
      out(reader.inside("out_proj"), width, width), heads(headCount)
{
}

at::Tensor SelfAttention::operator()(const at::Tensor& x, const at::Tensor& mask) const
{
    const std::vector<at::Tensor> qkv = chunksOfThree(joined(x), heads);
    at::Tensor scores = at::matmul(qkv[0], qkv[1].transpose(-1, -2)) / std::sqrt(double(qkv[0].size(-1)));
    if (mask.defined())
        scores.masked_fill_(mask.eq(0).unsqueeze(1).unsqueeze(1), -std::numeric_limits<double>::infinity());
    const at::Tensor mixed = at::matmul(scores.softmax(-1), qkv[2]);
    return out(mixed.transpose(1, 2).reshape(x.sizes()));
}

at::Tensor tiledAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v)
{
    // Few enough for the scores of a tile to stay near the caches, many enough for products to be efficient.
    constexpr int64_t tile = 512;
    const int64_t tokens = q.size(2);
    const at::Tensor scaled = q * (1 / std::sqrt(double(q.size(3))));
    const at::Tensor keys = k.transpose(-1, -2);
    at::Tensor result = at::empty_like(scaled, at::MemoryFormat::Contiguous);
    for (int64_t first = 0; first < tokens; first += tile) {
        const int64_t count = std::min(tile, tokens - first);
        at::Tensor weights = at::matmul(scaled.narrow(2, first, count), keys);
        at::softmax_out(weights, weights, -1);
        result.narrow(2, first, count).copy_(at::matmul(weights, v));
    }
    return result;
}

} // namespace focal
