#include "core/weights/storedtensor.h"

#include "core/base/error.h"
#include "core/weights/dequantise.h"

#include <algorithm>

namespace focal {

namespace {

float scaleAt(const TensorView& scale, qint64 index)
{
    float value = 0;
    dequantise(scale.type, scale.data + index * elementBytes(scale.type), 1, &value);
    return value;
}

void decode(const TensorView& view, qint64 firstElement, qint64 count, float* out)
{
    dequantise(view.type, view.data + firstElement / blockElements(view.type) * blockBytes(view.type), count,
               out);
}

/// Rows of several tensors that stand one below the other: calls @p part with the tensor, the first of its
/// rows, their count, and how many rows of the whole came before.
template <typename Part>
void eachRowRange(const StoredTensor& tensor, qint64 first, qint64 count, const Part& part)
{
    qint64 begin = 0;
    for (const TensorView& view : tensor.parts) {
        const qint64 rows = view.shape.empty() ? 1 : view.shape.front();
        const qint64 from = std::max(first, begin);
        const qint64 to = std::min(first + count, begin + rows);
        if (from < to)
            part(view, from - begin, to - from, from - first);
        begin += rows;
    }
}

void decodeSlices(const StoredTensor& tensor, qint64 first, qint64 count, float* out)
{
    const auto slices = static_cast<qint64>(tensor.parts.size());
    const qint64 partRow = tensor.rowElements() / slices;
    const qint64 inner = partRow / tensor.shape[1];
    std::vector<float> row(static_cast<std::size_t>(partRow));
    for (qint64 r = 0; r < count; ++r) {
        for (qint64 slice = 0; slice < slices; ++slice) {
            decode(tensor.parts[static_cast<std::size_t>(slice)], (first + r) * partRow, partRow, row.data());
            for (qint64 c = 0; c < tensor.shape[1]; ++c)
                std::copy_n(row.data() + c * inner, inner,
                            out + r * tensor.rowElements() + (c * slices + slice) * inner);
        }
    }
}

void applyScale(const StoredTensor& tensor, qint64 first, qint64 count, float* values)
{
    const qint64 perRow = scalesPerRow(tensor.shape, *tensor.scale).value_or(0);
    const qint64 rowElements = tensor.rowElements();
    const qint64 parts = std::max<qint64>(perRow, 1);
    for (qint64 r = 0; r < count; ++r) {
        for (qint64 part = 0; part < parts; ++part) {
            const float factor = scaleAt(*tensor.scale, perRow == 0 ? 0 : (first + r) * perRow + part);
            float* const begin = values + r * rowElements + part * (rowElements / parts);
            std::transform(begin, begin + rowElements / parts, begin,
                           [factor](float v) { return v * factor; });
        }
    }
}

void checkRows(const StoredTensor& tensor, qint64 first, qint64 count)
{
    if (first < 0 || count < 0 || first + count > tensor.rows())
        throw LogicError(QStringLiteral("rows %1 to %2 of %3 %4")
                             .arg(first)
                             .arg(first + count)
                             .arg(tensor.name, shapeText(tensor.shape)));
}

} // namespace

qint64 StoredTensor::bytes() const noexcept
{
    qint64 sum = 0;
    for (const TensorView& part : parts)
        sum += part.bytes;
    return sum;
}

qint64 StoredTensor::elements() const noexcept
{
    return shapeElements(shape).value_or(0);
}

qint64 StoredTensor::rows() const noexcept
{
    return shape.empty() ? 1 : shape.front();
}

qint64 StoredTensor::rowElements() const noexcept
{
    return rows() == 0 ? 0 : elements() / rows();
}

std::optional<qint64> scalesPerRow(const TensorShape& shape, const TensorView& scale)
{
    const qint64 rows = shape.empty() ? 1 : shape.front();
    const qint64 count = scale.elementCount();
    if (count == 1)
        return 0;
    if (rows == 0 || scale.shape.empty() || scale.shape.front() != rows || count % rows != 0)
        return std::nullopt;
    const qint64 perRow = count / rows;
    const qint64 rowElements = shapeElements(shape).value_or(0) / rows;
    return perRow > 0 && rowElements % perRow == 0 ? std::optional(perRow) : std::nullopt;
}

void decodeRows(const StoredTensor& tensor, qint64 first, qint64 count, float* out)
{
    checkRows(tensor, first, count);
    const qint64 rowElements = tensor.rowElements();
    if (tensor.joining == Joining::Slices) {
        decodeSlices(tensor, first, count, out);
    } else {
        eachRowRange(tensor, first, count,
                     [&](const TensorView& view, qint64 from, qint64 rows, qint64 done) {
                         decode(view, from * rowElements, rows * rowElements, out + done * rowElements);
                     });
    }
    if (tensor.scale)
        applyScale(tensor, first, count, out);
}

void decodeRowsToBf16(const StoredTensor& tensor, qint64 first, qint64 count, std::uint16_t* out)
{
    checkRows(tensor, first, count);
    const qint64 rowElements = tensor.rowElements();
    const bool oneScale = !tensor.scale || scalesPerRow(tensor.shape, *tensor.scale) == 0;
    if (tensor.joining != Joining::Slices && oneScale) {
        const float scale = tensor.scale ? scaleAt(*tensor.scale, 0) : 1.F;
        eachRowRange(tensor, first, count,
                     [&](const TensorView& view, qint64 from, qint64 rows, qint64 done) {
                         dequantiseToBf16(view.type,
                                          view.data + from * rowElements / blockElements(view.type) *
                                                          blockBytes(view.type),
                                          rows * rowElements, scale, out + done * rowElements);
                     });
        return;
    }
    std::vector<float> row(static_cast<std::size_t>(rowElements));
    for (qint64 r = 0; r < count; ++r) {
        decodeRows(tensor, first + r, 1, row.data());
        std::transform(row.begin(), row.end(), out + r * rowElements, bf16FromFloat);
    }
}

} // namespace focal
