#include "core/qwen/encoderops.h"

#include "core/base/error.h"
#include "core/nn/exponential.h"
#include "core/nn/parallel.h"
#include "core/nn/rowloops.h"

#include <ATen/ATen.h>

#include <QString>

#include <cmath>

namespace focal {

using namespace rowloops;

namespace {

template <typename T>
FOCAL_INLINE void rmsNormLoop(const float* x, const float* weight, float epsilon, T* out, int64_t count,
                              int64_t width)
{
    for (int64_t row = 0; row < count; ++row, x += width, out += width) {
        const float inverse = 1 / std::sqrt(sumOfSquares(x, width, 0) / float(width) + epsilon);
        for (int64_t i = 0; i < width; ++i)
            store(out[i], x[i] * inverse * weight[i]);
    }
}

/// One head of one token.
template <typename T>
FOCAL_INLINE void rotateLoop(const T* x, const float* cosines, const float* sines, T* out, int64_t channels)
{
    const int64_t half = channels / 2;
    for (int64_t i = 0; i < half; ++i) {
        const float first = widened(x[i]);
        const float second = widened(x[half + i]);
        store(out[i], first * cosines[i] - second * sines[i]);
        store(out[half + i], second * cosines[i] + first * sines[i]);
    }
}

template <typename T>
FOCAL_INLINE void addLoop(float* x, const T* y, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        x[i] += widened(y[i]);
}

template <typename T>
FOCAL_INLINE void gateLoop(T* gate, const T* up, int64_t count)
{
    for (int64_t i = 0; i < count; ++i) {
        const float value = widened(gate[i]);
        const float small = exponential(value > 0 ? -value : value);
        store(gate[i], value * (value > 0 ? 1.0F : small) / (1 + small) * widened(up[i]));
    }
}

FOCAL_CLONES void rmsNormRows(const float* x, const float* weight, float epsilon, float* out, int64_t count,
                              int64_t width)
{
    rmsNormLoop(x, weight, epsilon, out, count, width);
}

FOCAL_CLONES void rmsNormRows(const float* x, const float* weight, float epsilon, uint16_t* out,
                              int64_t count, int64_t width)
{
    rmsNormLoop(x, weight, epsilon, out, count, width);
}

FOCAL_CLONES void rotateHead(const float* x, const float* cosines, const float* sines, float* out,
                             int64_t channels)
{
    rotateLoop(x, cosines, sines, out, channels);
}

FOCAL_CLONES void rotateHead(const uint16_t* x, const float* cosines, const float* sines, uint16_t* out,
                             int64_t channels)
{
    rotateLoop(x, cosines, sines, out, channels);
}

FOCAL_CLONES void addValues(float* x, const float* y, int64_t count)
{
    addLoop(x, y, count);
}

FOCAL_CLONES void addValues(float* x, const uint16_t* y, int64_t count)
{
    addLoop(x, y, count);
}

FOCAL_CLONES void gateValues(float* gate, const float* up, int64_t count)
{
    gateLoop(gate, up, count);
}

FOCAL_CLONES void gateValues(uint16_t* gate, const uint16_t* up, int64_t count)
{
    gateLoop(gate, up, count);
}

/// Calls @p work with a null pointer of the type that the elements of @p x have.
template <typename Work>
void inTypeOf(const at::Tensor& x, const Work& work)
{
    if (x.scalar_type() == at::kFloat)
        work(static_cast<float*>(nullptr));
    else
        work(static_cast<uint16_t*>(nullptr));
}

constexpr int64_t valueShare = 65536;

} // namespace

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double epsilon, at::ScalarType type)
{
    at::Tensor result = at::empty(x.sizes(), x.options().dtype(type));
    if (!isPlain(result) || !x.is_contiguous())
        return result.copy_(x * x.square().mean(-1, true).add_(epsilon).rsqrt_() * weight);
    const int64_t width = x.size(-1);
    inTypeOf(result, [&]<typename T>(T*) {
        parallelFor(0, x.numel() / width, grain(width), [&](int64_t begin, int64_t end) {
            rmsNormRows(elements<float>(x) + begin * width, elements<float>(weight), float(epsilon),
                        elements<T>(result) + begin * width, end - begin, width);
        });
    });
    return result;
}

at::Tensor rotatedHalves(const at::Tensor& x, const at::Tensor& cosines, const at::Tensor& sines)
{
    const int64_t tokens = x.size(0);
    const int64_t heads = x.size(1);
    const int64_t channels = x.size(2);
    if (cosines.size(0) != tokens || cosines.size(1) != channels || channels % 2 != 0)
        throw LogicError(QStringLiteral("Angles for %1 tokens of %2 channels, not for %3 of %4")
                             .arg(cosines.size(0))
                             .arg(cosines.size(1))
                             .arg(tokens)
                             .arg(channels));
    if (!isPlain(x) || x.stride(2) != 1 || !cosines.is_contiguous() || !sines.is_contiguous()) {
        const at::Tensor exact = x.to(at::kFloat).transpose(0, 1);
        const std::vector<at::Tensor> halves = exact.chunk(2, -1);
        const at::Tensor turned = at::cat({-halves[1], halves[0]}, -1);
        return (exact * cosines + turned * sines).to(x.scalar_type());
    }
    at::Tensor result = at::empty({heads, tokens, channels}, x.options());
    inTypeOf(x, [&]<typename T>(T*) {
        parallelFor(0, tokens, grain(heads * channels), [&](int64_t begin, int64_t end) {
            for (int64_t token = begin; token < end; ++token)
                for (int64_t head = 0; head < heads; ++head)
                    rotateHead(elements<T>(x) + token * x.stride(0) + head * x.stride(1),
                               elements<float>(cosines) + token * channels,
                               elements<float>(sines) + token * channels,
                               elements<T>(result) + (head * tokens + token) * channels, channels);
        });
    });
    return result;
}

void addInto(at::Tensor& x, const at::Tensor& y)
{
    if (!isPlain(y) || !x.is_contiguous() || !y.is_contiguous()) {
        x.add_(y);
        return;
    }
    inTypeOf(y, [&]<typename T>(T*) {
        parallelFor(0, x.numel(), valueShare, [&](int64_t begin, int64_t end) {
            addValues(elements<float>(x) + begin, elements<T>(y) + begin, end - begin);
        });
    });
}

void gateInPlace(at::Tensor& gate, const at::Tensor& up)
{
    if (!isPlain(gate) || !gate.is_contiguous() || !up.is_contiguous()) {
        at::silu_(gate).mul_(up);
        return;
    }
    inTypeOf(gate, [&]<typename T>(T*) {
        parallelFor(0, gate.numel(), valueShare, [&](int64_t begin, int64_t end) {
            gateValues(elements<T>(gate) + begin, elements<T>(up) + begin, end - begin);
        });
    });
}

} // namespace focal
