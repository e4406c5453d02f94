#include "core/nn/quantisedlinear.h"

#include "core/base/error.h"
#include "core/nn/parallel.h"

#include <algorithm>

namespace focal {

namespace {

/// Rows @p first to @p first + @p count of the weights into @p tile, [count, input].
void decodeTile(const StoredTensor& weight, int64_t first, int64_t count, const at::Tensor& tile)
{
    constexpr int64_t rowsAtOnce = 8;
    const int64_t width = weight.rowElements();
    const bool isBf16 = tile.scalar_type() == at::kBFloat16;
    void* const target = tile.data_ptr();
    parallelFor(0, count, rowsAtOnce, [&](int64_t begin, int64_t end) {
        if (isBf16)
            decodeRowsToBf16(weight, first + begin, end - begin,
                             static_cast<std::uint16_t*>(target) + begin * width);
        else
            decodeRows(weight, first + begin, end - begin, static_cast<float*>(target) + begin * width);
    });
}

} // namespace

QuantisedLinear::QuantisedLinear(const TensorReader& reader, int64_t input, int64_t output, bool hasBias)
    : file(reader.claims().tensors().keepAlive())
{
    if (const StoredTensor* stored = reader.stored("weight", {output, input}))
        weight = *stored;
    if (hasBias)
        bias = reader.read("bias", {output});
}

at::Tensor QuantisedLinear::operator()(const at::Tensor& x) const
{
    // A tile stays in the second cache while it is written and read once; smaller ones leave the product's
    // kernel too little to do.
    constexpr int64_t tileElements = int64_t{1} << 21;
    if (x.scalar_type() != at::kBFloat16 && x.scalar_type() != at::kFloat)
        throw LogicError(QStringLiteral("a quantised product of neither bfloat16 nor fp32"));
    const int64_t output = weight.rows();
    const int64_t input = weight.rowElements();
    const at::Tensor rows = x.reshape({-1, input});
    std::vector<int64_t> shape(x.sizes().begin(), x.sizes().end());
    shape.back() = output;
    at::Tensor y = at::empty({rows.size(0), output}, x.options());
    const at::Tensor offsets = bias.defined() ? bias.to(x.scalar_type()) : bias;
    const int64_t tileRows = std::clamp<int64_t>(tileElements / input, 1, output);
    const at::Tensor tile = at::empty({tileRows, input}, x.options());
    for (int64_t first = 0; first < output; first += tileRows) {
        const int64_t count = std::min(tileRows, output - first);
        const at::Tensor part = tile.narrow(0, 0, count);
        decodeTile(weight, first, count, part);
        y.narrow(1, first, count)
            .copy_(at::linear(rows, part, offsets.defined() ? offsets.narrow(0, first, count) : offsets));
    }
    return y.reshape(shape);
}

} // namespace focal
