#include "core/qwen/encoderlayers.h"

#include "core/nn/rowshares.h"
#include "core/qwen/encoderops.h"

namespace focal {

RmsNorm::RmsNorm(const TensorReader& reader, int64_t width, double eps)
    : weight(reader.as(at::kFloat).read("weight", {width})), epsilon(eps)
{
}

at::Tensor RmsNorm::operator()(const at::Tensor& x, at::ScalarType type) const
{
    return rmsNorm(x, weight, epsilon, type);
}

Linear linearWithoutBias(const TensorReader& reader, int64_t input, int64_t output)
{
    return {reader.read("weight", {output, input}), {}};
}

SwiGlu::SwiGlu(const TensorReader& reader, int64_t width, int64_t hidden, bool withBias)
    : gate(withBias ? Linear(reader.inside("gate_proj"), width, hidden)
                    : linearWithoutBias(reader.inside("gate_proj"), width, hidden)),
      up(withBias ? Linear(reader.inside("up_proj"), width, hidden)
                  : linearWithoutBias(reader.inside("up_proj"), width, hidden)),
      down(withBias ? Linear(reader.inside("down_proj"), hidden, width)
                    : linearWithoutBias(reader.inside("down_proj"), hidden, width))
{
}

at::Tensor SwiGlu::operator()(const at::Tensor& x, const CancelToken& cancel) const
{
    at::Tensor result = at::empty({x.size(0), down.weight.size(0)}, x.options());
    inRowShares(x, cancel, [&](int64_t first, int64_t rows) {
        const at::Tensor some = x.narrow(0, first, rows);
        at::Tensor hidden = gate(some);
        cancel.throwIfCancelled();
        gateInPlace(hidden, up(some));
        cancel.throwIfCancelled();
        result.narrow(0, first, rows).copy_(down(hidden));
    });
    return result;
}

HalvesRotary HalvesRotary::of(const at::Tensor& angles)
{
    const at::Tensor twice = at::cat({angles, angles}, -1);
    return {twice.cos(), twice.sin()};
}

at::Tensor HalvesRotary::rotated(const at::Tensor& x) const
{
    return rotatedHalves(x, cosines, sines);
}

at::Tensor inverseFrequencies(double theta, int64_t width)
{
    // In float throughout, as the published code does: large positions show the difference.
    const at::Tensor exponents = at::arange(0, width, 2, at::kFloat) / double(width);
    return at::pow(theta, exponents).reciprocal();
}

} // namespace focal
