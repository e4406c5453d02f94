#include "core/compact/tinyvit.h"

#include "core/base/error.h"

#include <string>

namespace focal {

namespace {

constexpr double batchNormEpsilon = 1e-5;
constexpr double neckNormEpsilon = 1e-6;
constexpr std::array<int64_t, 4> channels = {64, 128, 160, 320};
constexpr std::array<int, 4> depths = {2, 2, 6, 2};
constexpr std::array<int64_t, 4> heads = {0, 4, 5, 10};
constexpr std::array<int64_t, 4> windowSides = {0, 7, 14, 7};
constexpr std::array<int64_t, 3> reductions = {2, 2, 1};

/// [1, c, h, w] in channels_last memory -> [1, h, w, c], the same memory.
at::Tensor asRows(const at::Tensor& x)
{
    return x.permute({0, 2, 3, 1});
}

at::Tensor asMap(const at::Tensor& x)
{
    return x.permute({0, 3, 1, 2});
}

/// What is added to the scores of two places of a window, stored once for each distance.
at::Tensor spreadBiases(const at::Tensor& byDistance, int64_t side)
{
    if (!byDistance.defined())
        return {};
    const at::Tensor place = at::arange(side, byDistance.options().dtype(at::kLong));
    const at::Tensor rows = place.repeat_interleave(side);
    const at::Tensor columns = place.repeat({side});
    const auto apart = [](const at::Tensor& at) { return (at.unsqueeze(1) - at).abs(); };
    return byDistance.index_select(1, (apart(rows) * side + apart(columns)).flatten())
        .view({-1, side * side, side * side})
        .contiguous();
}

} // namespace

TinyVit::Convolution::Convolution(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel,
                                  int64_t strideLength, int64_t groupCount)
    : stride(strideLength), groups(groupCount)
{
    const TensorReader exact = reader.as(at::kFloat);
    const at::Tensor plain = exact.read("c.weight", {output, input / groupCount, kernel, kernel});
    const TensorReader norm = exact.inside("bn");
    const at::Tensor gain = norm.read("weight", {output});
    const at::Tensor offset = norm.read("bias", {output});
    const at::Tensor mean = norm.read("running_mean", {output});
    const at::Tensor variance = norm.read("running_var", {output});
    if (!plain.defined() || !gain.defined() || !offset.defined() || !mean.defined() || !variance.defined())
        return;
    const at::Tensor scale = gain / at::sqrt(variance + batchNormEpsilon);
    weight = (plain * scale.view({-1, 1, 1, 1})).to(reader.type()).contiguous(at::MemoryFormat::ChannelsLast);
    bias = (offset - mean * scale).to(reader.type());
}

at::Tensor TinyVit::Convolution::operator()(const at::Tensor& x) const
{
    if (weight.size(2) == 1)
        return asMap(at::linear(asRows(x), weight.flatten(1), bias));
    const int64_t padding = weight.size(2) / 2;
    return at::conv2d(x, weight, bias, {stride, stride}, {padding, padding}, {1, 1}, groups);
}

TinyVit::Bottleneck::Bottleneck(const TensorReader& reader, int64_t input, int64_t hidden, int64_t output,
                                int64_t stride)
    : widen(reader.inside("conv1"), input, hidden, 1),
      each(reader.inside("conv2"), hidden, hidden, 3, stride, hidden),
      narrow(reader.inside("conv3"), hidden, output, 1)
{
}

at::Tensor TinyVit::Bottleneck::operator()(const at::Tensor& x) const
{
    at::Tensor hidden = widen(x);
    at::gelu_(hidden);
    hidden = each(hidden);
    at::gelu_(hidden);
    return narrow(hidden);
}

TinyVit::Block::Block(const TensorReader& reader, int64_t channelCount, int64_t headCount, int64_t windowSide)
    : heads(headCount), side(windowSide), norm(reader.inside("attn.norm"), channelCount),
      qkv(reader.inside("attn.qkv"), channelCount, 3 * channelCount),
      biases(spreadBiases(reader.read("attn.attention_biases", {headCount, windowSide * windowSide}),
                          windowSide)),
      projection(reader.inside("attn.proj"), channelCount, channelCount),
      local(reader.inside("local_conv"), channelCount, channelCount, 3, 1, channelCount),
      mlpNorm(reader.inside("mlp.norm"), channelCount),
      mlp(reader.inside("mlp"), {"fc1", "fc2"}, channelCount, 4 * channelCount, channelCount)
{
}

at::Tensor TinyVit::Block::attention(const at::Tensor& windows) const
{
    const int64_t count = windows.size(0);
    const int64_t tokens = windows.size(1);
    const auto parts = qkv(norm(windows))
                           .view({count, tokens, heads, 3, windows.size(2) / heads})
                           .permute({3, 0, 2, 1, 4})
                           .unbind(0);
    const at::Tensor mixed = at::scaled_dot_product_attention(
        parts[0], parts[1], parts[2], biases.unsqueeze(0).expand({count, -1, -1, -1}));
    return projection(mixed.transpose(1, 2).reshape(windows.sizes()));
}

at::Tensor TinyVit::Block::operator()(const at::Tensor& x) const
{
    const int64_t rows = x.size(2);
    const int64_t columns = x.size(3);
    const int64_t down = (rows + side - 1) / side;
    const int64_t across = (columns + side - 1) / side;
    // To whole windows, [1, h, w, c] -> [windows, side * side, c] and back.
    const at::Tensor padded =
        at::constant_pad_nd(asRows(x), {0, 0, 0, across * side - columns, 0, down * side - rows});
    const at::Tensor windows = padded.view({down, side, across, side, -1})
                                   .transpose(1, 2)
                                   .reshape({down * across, side * side, x.size(1)});
    const at::Tensor attended = attention(windows)
                                    .view({down, across, side, side, -1})
                                    .transpose(1, 2)
                                    .reshape({1, down * side, across * side, -1})
                                    .narrow(1, 0, rows)
                                    .narrow(2, 0, columns);
    at::Tensor sum = asRows(local(asMap(asRows(x) + attended)));
    return asMap(sum.add_(mlp(mlpNorm(sum))));
}

TinyVit::TinyVit(const TensorReader& reader)
    : m_type(reader.type()), m_embedFirst(reader.inside("patch_embed.seq.0"), 3, channels[0] / 2, 3, 2),
      m_embedSecond(reader.inside("patch_embed.seq.2"), channels[0] / 2, channels[0], 3, 2),
      m_reduce(reader.inside("layers.0.downsample"), channels[0], channels[1], channels[1], reductions[0]),
      m_neck{reader.read("neck.0.weight", {width, channels[3], 1, 1}),
             LayerNorm(reader.as(at::kFloat).inside("neck.1"), width, neckNormEpsilon),
             reader.read("neck.2.weight", {width, width, 3, 3}),
             LayerNorm(reader.as(at::kFloat).inside("neck.3"), width, neckNormEpsilon)}
{
    const TensorReader layers = reader.inside("layers");
    for (int i = 0; i < depths[0]; ++i)
        m_bottlenecks.emplace_back(layers.inside(0).inside("blocks").inside(i), channels[0], 4 * channels[0],
                                   channels[0], 1);
    for (size_t stage = 1; stage < depths.size(); ++stage) {
        const TensorReader place = layers.inside(int(stage));
        Stage& made = m_stages.emplace_back();
        for (int i = 0; i < depths[stage]; ++i)
            made.blocks.emplace_back(place.inside("blocks").inside(i), channels[stage], heads[stage],
                                     windowSides[stage]);
        if (stage + 1 < depths.size())
            made.reduce.emplace(place.inside("downsample"), channels[stage], channels[stage + 1],
                                channels[stage + 1], reductions[stage]);
    }
}

at::Tensor TinyVit::operator()(const at::Tensor& pixels, const CancelToken& cancel) const
{
    if (pixels.dim() != 4 || pixels.size(0) != 1 || pixels.size(1) != 3 || pixels.size(2) % patch != 0 ||
        pixels.size(3) % patch != 0 || pixels.numel() == 0)
        throw LogicError(QStringLiteral("MobileSAM reads [1, 3, h, w] with h and w multiples of 16"));
    at::Tensor x = m_embedFirst(pixels.to(m_type).contiguous(at::MemoryFormat::ChannelsLast));
    at::gelu_(x);
    x = m_embedSecond(x);
    for (const Bottleneck& bottleneck : m_bottlenecks) {
        cancel.throwIfCancelled();
        x = bottleneck(x).add_(x);
        at::gelu_(x);
    }
    cancel.throwIfCancelled();
    x = m_reduce(x);
    for (const Stage& stage : m_stages) {
        for (const Block& block : stage.blocks) {
            cancel.throwIfCancelled();
            x = block(x);
        }
        if (stage.reduce)
            x = (*stage.reduce)(x);
    }
    cancel.throwIfCancelled();
    const at::Tensor first = at::linear(asRows(x), m_neck.first.flatten(1)).to(at::kFloat);
    const at::Tensor second =
        at::conv2d(asMap(m_neck.firstNorm(first)).to(m_type), m_neck.second, {}, {1, 1}, {1, 1});
    return asMap(m_neck.secondNorm(asRows(second).to(at::kFloat))).contiguous();
}

} // namespace focal
