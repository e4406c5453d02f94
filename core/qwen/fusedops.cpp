#include "core/qwen/fusedops.h"

#include "core/base/error.h"
#include "core/nn/exponential.h"
#include "core/nn/parallel.h"
#include "core/nn/rowloops.h"

#include <QString>

#include <cmath>
#include <cstdint>

namespace focal {

using namespace rowloops;

namespace {

constexpr float epsilon = 1e-6F;

FOCAL_INLINE float meanOf(const float* x, int64_t width)
{
    float sums[lanes] = {};
    int64_t i = 0;
    for (; i + lanes <= width; i += lanes)
        for (int64_t lane = 0; lane < lanes; ++lane)
            sums[lane] += x[i + lane];
    float result = total(sums);
    for (; i < width; ++i)
        result += x[i];
    return result / float(width);
}

template <typename T>
FOCAL_INLINE void modulatedNormLoop(const float* x, const float* shift, const float* scale, T* out,
                                    int64_t rows, int64_t width)
{
    for (int64_t row = 0; row < rows; ++row, x += width, out += width) {
        const float mean = meanOf(x, width);
        const float inverse = 1 / std::sqrt(sumOfSquares(x, width, mean) / float(width) + epsilon);
        for (int64_t i = 0; i < width; ++i)
            store(out[i], (x[i] - mean) * inverse * (1 + scale[i]) + shift[i]);
    }
}

template <typename T>
FOCAL_INLINE void addGatedLoop(float* x, const T* y, const float* gate, int64_t rows, int64_t width)
{
    for (int64_t row = 0; row < rows; ++row, x += width, y += width)
        for (int64_t i = 0; i < width; ++i)
            x[i] += gate[i] * widened(y[i]);
}

/// One token: its heads lie side by side in x, and headStride elements apart in out.
template <typename T>
FOCAL_INLINE void normAndRotateLoop(const T* x, const float* weight, const float* cos, const float* sin,
                                    T* out, int64_t heads, int64_t channels, int64_t headStride)
{
    for (int64_t head = 0; head < heads; ++head, x += channels, out += headStride) {
        const float inverse = 1 / std::sqrt(sumOfSquares(x, channels, 0) / float(channels) + epsilon);
        for (int64_t pair = 0; pair < channels / 2; ++pair) {
            const float a = widened(x[2 * pair]) * inverse * weight[2 * pair];
            const float b = widened(x[2 * pair + 1]) * inverse * weight[2 * pair + 1];
            store(out[2 * pair], a * cos[pair] - b * sin[pair]);
            store(out[2 * pair + 1], a * sin[pair] + b * cos[pair]);
        }
    }
}

template <typename T>
FOCAL_INLINE void channelNormLoop(const T* x, const float* gamma, T* out, int64_t pixels, int64_t channels)
{
    const float root = std::sqrt(float(channels));
    for (int64_t pixel = 0; pixel < pixels; ++pixel, x += channels, out += channels) {
        const float norm = std::sqrt(sumOfSquares(x, channels, 0));
        const float factor = root / (norm > 1e-12F ? norm : 1e-12F);
        for (int64_t i = 0; i < channels; ++i)
            store(out[i], widened(x[i]) * factor * gamma[i]);
    }
}

FOCAL_CLONES void modulatedNormRows(const float* x, const float* shift, const float* scale, float* out,
                                    int64_t rows, int64_t width)
{
    modulatedNormLoop(x, shift, scale, out, rows, width);
}

FOCAL_CLONES void modulatedNormRows(const float* x, const float* shift, const float* scale, uint16_t* out,
                                    int64_t rows, int64_t width)
{
    modulatedNormLoop(x, shift, scale, out, rows, width);
}

FOCAL_CLONES void addGatedRows(float* x, const float* y, const float* gate, int64_t rows, int64_t width)
{
    addGatedLoop(x, y, gate, rows, width);
}

FOCAL_CLONES void addGatedRows(float* x, const uint16_t* y, const float* gate, int64_t rows, int64_t width)
{
    addGatedLoop(x, y, gate, rows, width);
}

FOCAL_CLONES void normAndRotateToken(const float* x, const float* weight, const float* cos, const float* sin,
                                     float* out, int64_t heads, int64_t channels, int64_t headStride)
{
    normAndRotateLoop(x, weight, cos, sin, out, heads, channels, headStride);
}

FOCAL_CLONES void normAndRotateToken(const uint16_t* x, const float* weight, const float* cos,
                                     const float* sin, uint16_t* out, int64_t heads, int64_t channels,
                                     int64_t headStride)
{
    normAndRotateLoop(x, weight, cos, sin, out, heads, channels, headStride);
}

FOCAL_CLONES void channelNormPixels(const float* x, const float* gamma, float* out, int64_t pixels,
                                    int64_t channels)
{
    channelNormLoop(x, gamma, out, pixels, channels);
}

FOCAL_CLONES void channelNormPixels(const uint16_t* x, const float* gamma, uint16_t* out, int64_t pixels,
                                    int64_t channels)
{
    channelNormLoop(x, gamma, out, pixels, channels);
}

FOCAL_CLONES void geluLoop(uint16_t* x, int64_t count)
{
    for (int64_t i = 0; i < count; ++i) {
        const float value = widened(x[i]);
        const float z = 1.5957691216F * (value + 0.044715F * value * value * value);
        const float small = exponential(z > 0 ? -z : z);
        store(x[i], value * (z > 0 ? 1.0F : small) / (1 + small));
    }
}

/// Calls @p work(first row, rows, row of the modulation) for each range of rows modulated alike.
template <typename Work>
void forEachRange(int64_t rows, int64_t modulations, RowSplit split, const Work& work)
{
    const int64_t first = modulations > 1 ? std::min(split.first, rows) : rows;
    if (first > 0)
        work(0, first, 0);
    if (first < rows)
        work(first, rows - first, 1);
}

} // namespace

at::Tensor modulatedNorm(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale,
                         RowSplit split, at::ScalarType type)
{
    const int64_t width = x.size(1);
    at::Tensor result = at::empty(x.sizes(), x.options().dtype(type));
    const bool plain = x.is_cpu() && x.is_contiguous() && isPlain(result);
    const at::Tensor shifts = shift.to(at::kFloat).contiguous();
    const at::Tensor scales = scale.to(at::kFloat).contiguous();
    forEachRange(x.size(0), shift.size(0), split, [&](int64_t first, int64_t rows, int64_t which) {
        if (!plain) {
            result.narrow(0, first, rows)
                .copy_(at::addcmul(shifts[which],
                                   at::layer_norm(x.narrow(0, first, rows), {width}, {}, {}, double(epsilon)),
                                   scales[which] + 1));
            return;
        }
        const float* shiftRow = elements<float>(shifts) + which * width;
        const float* scaleRow = elements<float>(scales) + which * width;
        parallelFor(first, first + rows, grain(width), [&](int64_t begin, int64_t end) {
            const float* from = elements<float>(x) + begin * width;
            if (type == at::kFloat)
                modulatedNormRows(from, shiftRow, scaleRow, elements<float>(result) + begin * width,
                                  end - begin, width);
            else
                modulatedNormRows(from, shiftRow, scaleRow, elements<uint16_t>(result) + begin * width,
                                  end - begin, width);
        });
    });
    return result;
}

void addGated(at::Tensor& x, const at::Tensor& y, const at::Tensor& gate, RowSplit split)
{
    const int64_t width = x.size(1);
    const bool plain = x.is_cpu() && x.is_contiguous() && y.is_contiguous() && isPlain(y);
    const at::Tensor gates = gate.to(at::kFloat).contiguous();
    forEachRange(x.size(0), gate.size(0), split, [&](int64_t first, int64_t rows, int64_t which) {
        if (!plain) {
            x.narrow(0, first, rows).addcmul_(y.narrow(0, first, rows).to(at::kFloat), gates[which]);
            return;
        }
        const float* gateRow = elements<float>(gates) + which * width;
        parallelFor(first, first + rows, grain(width), [&](int64_t begin, int64_t end) {
            float* into = elements<float>(x) + begin * width;
            if (y.scalar_type() == at::kFloat)
                addGatedRows(into, elements<float>(y) + begin * width, gateRow, end - begin, width);
            else
                addGatedRows(into, elements<uint16_t>(y) + begin * width, gateRow, end - begin, width);
        });
    });
}

void normAndRotate(const at::Tensor& x, const at::Tensor& weight, const RotaryTable& table, at::Tensor into)
{
    const int64_t tokens = into.size(1);
    const int64_t heads = into.size(0);
    const int64_t channels = into.size(2);
    if (table.cos.size(0) != tokens || x.size(0) != tokens || x.size(1) != heads * channels)
        throw LogicError(QStringLiteral("%1 positions for %2 tokens").arg(table.cos.size(0)).arg(x.size(0)));
    const at::Tensor weights = weight.to(at::kFloat).contiguous();
    if (!isPlain(x) || !x.is_contiguous() || into.stride(2) != 1) {
        const at::Tensor value = x.to(at::kFloat).view({tokens, heads, channels});
        const at::Tensor normed =
            value * at::rsqrt(value.square().mean(-1, true) + double(epsilon)) * weights;
        into.copy_(rotated(normed, table).transpose(0, 1));
        return;
    }
    const float* cos = elements<float>(table.cos);
    const float* sin = elements<float>(table.sin);
    parallelFor(0, tokens, grain(heads * channels), [&](int64_t begin, int64_t end) {
        for (int64_t token = begin; token < end; ++token) {
            const int64_t from = token * heads * channels;
            const int64_t to = token * into.stride(1);
            const int64_t angle = token * channels / 2;
            if (x.scalar_type() == at::kFloat)
                normAndRotateToken(elements<float>(x) + from, elements<float>(weights), cos + angle,
                                   sin + angle, elements<float>(into) + to, heads, channels, into.stride(0));
            else
                normAndRotateToken(elements<uint16_t>(x) + from, elements<float>(weights), cos + angle,
                                   sin + angle, elements<uint16_t>(into) + to, heads, channels,
                                   into.stride(0));
        }
    });
}

void geluInPlace(at::Tensor& x)
{
    if (!x.is_cpu() || x.scalar_type() != at::kBFloat16 || !x.is_contiguous()) {
        at::gelu_(x, "tanh");
        return;
    }
    parallelFor(0, x.numel(), 65536,
                [&](int64_t begin, int64_t end) { geluLoop(elements<uint16_t>(x) + begin, end - begin); });
}

at::Tensor channelNorm(const at::Tensor& x, const at::Tensor& gamma, bool withSilu)
{
    const int64_t channels = x.size(1);
    at::Tensor result;
    if (isPlain(x) && x.is_contiguous(at::MemoryFormat::ChannelsLast) && x.size(0) == 1) {
        result = at::empty_like(x, at::MemoryFormat::ChannelsLast);
        parallelFor(0, x.size(2) * x.size(3), grain(channels), [&](int64_t begin, int64_t end) {
            const int64_t place = begin * channels;
            if (x.scalar_type() == at::kFloat)
                channelNormPixels(elements<float>(x) + place, elements<float>(gamma),
                                  elements<float>(result) + place, end - begin, channels);
            else
                channelNormPixels(elements<uint16_t>(x) + place, elements<float>(gamma),
                                  elements<uint16_t>(result) + place, end - begin, channels);
        });
    } else {
        const at::Tensor value = x.to(at::kFloat);
        const at::Tensor norm = value.norm(2, {1}, true).clamp_min(1e-12);
        result = (value / norm * std::sqrt(double(channels)) * gamma.view({1, -1, 1, 1})).to(x.scalar_type());
    }
    return withSilu ? at::silu_(result) : result;
}

} // namespace focal
