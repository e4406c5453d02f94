#pragma once

#include "core/weights/tensor.h"

#include <cstdint>

namespace focal {

/// How the tensors of a file make up one tensor of the published model.
enum class Joining {
    None,
    Rows,   ///< one below the other: queries, keys and values that are one matrix in the model
    Slices, ///< stacked on a new dimension 2: the two moments of a patch embedding
};

/// A tensor of a model under its published name, whatever the container holds for it.
struct StoredTensor
{
    QString name;      ///< as published
    TensorShape shape; ///< as published
    Joining joining = Joining::None;
    std::vector<TensorView> parts;   ///< at least one, each of a type that isDecodable()
    std::optional<TensorView> scale; ///< of FP8 weights: for all, for each row, or for blocks of each row

    TensorType type() const noexcept { return parts.front().type; }
    qint64 bytes() const noexcept;    ///< in the file, without the scale
    qint64 elements() const noexcept; ///< 1 for a scalar
    qint64 rows() const noexcept;     ///< the first dimension; 1 for a scalar
    qint64 rowElements() const noexcept;
};

/// The stored values of @p count rows from @p first on (see dequantise()), times their scale, in fp32.
/// @param out  count * rowElements() floats
/// @throws LogicError where there are no such rows
void decodeRows(const StoredTensor& tensor, qint64 first, qint64 count, float* out);
/// The same rounded once to bfloat16.
void decodeRowsToBf16(const StoredTensor& tensor, qint64 first, qint64 count, std::uint16_t* out);

/// How many factors of @p scale there are for each row of @p shape: 0 where one serves all; nothing where the
/// scale does not fit. Known: one value; [rows] or [rows, 1]; [rows, blocks, 1], blocks of equal length.
std::optional<qint64> scalesPerRow(const TensorShape& shape, const TensorView& scale);

} // namespace focal
