#pragma once

#include <QString>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <vector>

namespace focal {

/// The element types of safetensors and GGUF files, with the formats' names. From Q4_0 on they are GGUF's
/// quantised ones, which store blocks of elements.
enum class TensorType {
    Bool,
    U8,
    I8,
    F8E4M3,
    F8E5M2,
    F8E8M0,
    U16,
    I16,
    F16,
    BF16,
    U32,
    I32,
    F32,
    U64,
    I64,
    F64,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q2_K,
    Q3_K,
    Q4_K,
    Q5_K,
    Q6_K,
};

QString tensorTypeName(TensorType type); ///< "F32", "BF16", "F8_E4M3", "Q4_K", ...
/// Of a safetensors file, which knows no quantised types.
std::optional<TensorType> tensorTypeFromName(QStringView name);
bool isQuantised(TensorType type) noexcept;     ///< Stored in blocks: Q4_0 and the others of its kind.
qint64 blockElements(TensorType type) noexcept; ///< 32 or 256 where quantised, else 1
qint64 blockBytes(TensorType type) noexcept;
/// Of a type that is not quantised: 1, 2, 4 or 8. A block's for others, so not of use for sizes there.
inline qint64 elementBytes(TensorType type) noexcept
{
    return blockBytes(type);
}

using TensorShape = std::vector<qint64>;

/// The length of such a tensor in bytes; nothing where a dimension is negative, the product exceeds 63 bits,
/// or the last dimension is no whole number of blocks.
std::optional<qint64> tensorBytes(TensorType type, const TensorShape& shape);
/// The product of the dimensions; nothing where one is negative or it exceeds 63 bits.
std::optional<qint64> shapeElements(const TensorShape& shape);

/// "[384, 3, 14, 14]"; a scalar is "[]".
QString shapeText(const TensorShape& shape);

/// A tensor inside a mapped file. Row-major, little-endian; valid as long as a SafetensorsFile or GgufFile of
/// that file, or its keepAlive(), lives.
struct TensorView
{
    QString name;
    TensorType type = TensorType::F32;
    TensorShape shape;               ///< Empty for a scalar; a dimension may be 0.
    const std::byte* data = nullptr; ///< Never null; may point at no bytes where the shape holds a 0.
    qint64 bytes = 0;

    qint64 elementCount() const noexcept { return bytes / blockBytes(type) * blockElements(type); }
    /// The formats promise no alignment. Where this is false, copy the bytes before reading elements.
    bool isAligned() const noexcept;
};

/// Something wrong with one tensor, or with the way in which the tensors fill the file.
struct TensorFault
{
    enum class Kind {
        Missing,
        Extra,
        Duplicate,
        WrongShape,
        WrongType,
        OutOfFile,
        Inconsistent, ///< type, shape and length disagree; ranges overlap; bytes belong to nobody
    };
    Kind kind = Kind::Inconsistent;
    QString name;
    QString detail; ///< translated, with expected and got
};

/// All faults in one UserError (BadInput), grouped by kind; long lists are cut and counted.
/// @throws UserError unless @p faults is empty.
void throwTensorFaults(const QString& path, const std::vector<TensorFault>& faults);

} // namespace focal
