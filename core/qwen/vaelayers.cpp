#include "core/qwen/vaelayers.h"

#include "core/nn/streamingattention.h"
#include "core/qwen/fusedops.h"

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

at::Tensor gammaOf(const TensorReader& reader, const char* name, int64_t channels, bool overTime)
{
    const TensorReader exact = reader.as(at::kFloat);
    const at::Tensor gamma =
        overTime ? exact.read(name, {channels, 1, 1, 1}) : exact.read(name, {channels, 1, 1});
    return gamma.defined() ? gamma.view({channels}) : gamma;
}

PlaneConv overTime(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel)
{
    return {reader, input, output, kernel, PlaneConv::Stored::OverTime};
}

} // namespace

PlaneConv::PlaneConv(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel, Stored stored)
    : bias(reader.read("bias", {output}))
{
    weight = stored == Stored::Plane ? reader.read("weight", {output, input, kernel, kernel})
                                     : reader.read("weight", {output, input, kernel, kernel, kernel});
    if (weight.defined() && stored == Stored::OverTime)
        weight = weight.select(2, kernel - 1);
    if (weight.defined())
        weight = weight.contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor PlaneConv::operator()(const at::Tensor& x, const CancelToken& cancel, double atOnce) const
{
    const int64_t padding = weight.size(2) / 2;
    const int64_t height = x.size(2);
    const double work = 2.0 * double(weight.numel()) * double(height * x.size(3));
    const int64_t bands = std::clamp<int64_t>(int64_t(std::ceil(work / atOnce)), 1, height);
    cancel.throwIfCancelled();
    if (bands == 1)
        return at::conv2d(x, weight, bias, 1, padding);
    at::Tensor result =
        at::empty({1, weight.size(0), height, x.size(3)}, x.options(), at::MemoryFormat::ChannelsLast);
    for (int64_t band = 0; band < bands; ++band) {
        cancel.throwIfCancelled();
        const int64_t first = height * band / bands;
        const int64_t rows = height * (band + 1) / bands - first;
        const int64_t above = std::min(first, padding);
        const int64_t below = std::min(height - first - rows, padding);
        const at::Tensor made =
            at::conv2d(x.narrow(2, first - above, above + rows + below), weight, bias, 1, padding);
        result.narrow(2, first, rows).copy_(made.narrow(2, above, rows));
    }
    return result;
}

at::Tensor PlaneConv::halved(const at::Tensor& x) const
{
    const at::Tensor padded = at::constant_pad_nd(x, {0, 1, 0, 1}).contiguous(at::MemoryFormat::ChannelsLast);
    return at::conv2d(padded, weight, bias, 2);
}

at::Tensor PlaneConv::doubled(const at::Tensor& x, const CancelToken& cancel) const
{
    return (*this)(at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)}), cancel);
}

VaeResidualBlock::VaeResidualBlock(const TensorReader& reader, int64_t input, int64_t output)
    : gamma1(gammaOf(reader, "norm1.gamma", input, true)),
      conv1(overTime(reader.inside("conv1"), input, output, 3)),
      gamma2(gammaOf(reader, "norm2.gamma", output, true)),
      conv2(overTime(reader.inside("conv2"), output, output, 3))
{
    if (input != output)
        shortcut = overTime(reader.inside("conv_shortcut"), input, output, 1);
}

at::Tensor VaeResidualBlock::operator()(const at::Tensor& x, const CancelToken& cancel) const
{
    at::Tensor y = conv1(channelNorm(x, gamma1, true), cancel);
    y = conv2(channelNorm(y, gamma2, true), cancel);
    return y.add_(shortcut ? (*shortcut)(x, cancel) : x);
}

VaeAttention::VaeAttention(const TensorReader& reader, int64_t channels)
    : gamma(gammaOf(reader, "norm.gamma", channels, false)),
      toQkv(reader.inside("to_qkv"), channels, 3 * channels, 1, PlaneConv::Stored::Plane),
      proj(reader.inside("proj"), channels, channels, 1, PlaneConv::Stored::Plane)
{
}

at::Tensor VaeAttention::operator()(const at::Tensor& x, const CancelToken& cancel) const
{
    const int64_t channels = x.size(1);
    // [1, 3 channels, h, w] -> [pixels, 3 channels]
    const at::Tensor qkv =
        toQkv(channelNorm(x, gamma, false), cancel).permute({0, 2, 3, 1}).reshape({-1, 3 * channels});
    const auto part = [&](int64_t i) {
        return qkv.narrow(1, i * channels, channels).unsqueeze(0).contiguous();
    };
    const at::Tensor mixed = streamingAttention(part(0), part(1), part(2), nullptr, cancel);
    const at::Tensor plane = mixed.view({1, x.size(2), x.size(3), channels}).permute({0, 3, 1, 2});
    return proj(plane, cancel).add_(x);
}

VaeMidBlock::VaeMidBlock(const TensorReader& reader, int64_t channels)
    : first(reader.inside("resnets.0"), channels, channels),
      attention(reader.inside("attentions.0"), channels),
      second(reader.inside("resnets.1"), channels, channels)
{
}

at::Tensor VaeMidBlock::operator()(const at::Tensor& x, const CancelToken& cancel) const
{
    return second(attention(first(x, cancel), cancel), cancel);
}

} // namespace focal
