#pragma once

#include "core/base/canceltoken.h"

#include <QHash>
#include <QMap>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace focal {

/// The element types of a safetensors file, with the format's names.
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
};

QString tensorTypeName(TensorType type); ///< "F32", "BF16", "F8_E4M3", ...
std::optional<TensorType> tensorTypeFromName(QStringView name);
qint64 elementBytes(TensorType type) noexcept; ///< 1, 2, 4 or 8

using TensorShape = std::vector<qint64>;

/// The length of such a tensor in bytes; nothing where a dimension is negative or the product exceeds 63
/// bits.
std::optional<qint64> tensorBytes(TensorType type, const TensorShape& shape);

/// "[384, 3, 14, 14]"; a scalar is "[]".
QString shapeText(const TensorShape& shape);

/// A tensor inside a mapped file. Row-major, little-endian; valid as long as a SafetensorsFile of that file,
/// or its keepAlive(), lives.
struct TensorView
{
    QString name;
    TensorType type = TensorType::F32;
    TensorShape shape;               ///< Empty for a scalar; a dimension may be 0.
    const std::byte* data = nullptr; ///< Never null; may point at no bytes where the shape holds a 0.
    qint64 bytes = 0;

    qint64 elementCount() const noexcept { return bytes / elementBytes(type); }
    /// The format promises no alignment. Where this is false, copy the bytes before reading elements.
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

/// A safetensors file (https://huggingface.co/docs/safetensors), memory-mapped: an 8-byte little-endian
/// header length, a JSON header, the data. A value: copies share the mapping.
///
/// Opening reads the header alone. A header that cannot be understood is an error at once; tensors of which
/// the type is unknown, whose length disagrees with their shape, which lie outside the file, overlap, or
/// whose name comes twice are kept apart as faults(), so that TensorClaims can report everything together.
/// tensors() and find() hand out none of these: every view lies wholly inside the file.
class SafetensorsFile
{
public:
    static constexpr qint64 maxHeaderBytes = 100'000'000; ///< the reference implementation's limit

    /// @throws UserError (BadInput): cannot be opened; header too long, cut off, not JSON, of another
    /// structure, a negative or fractional number in a shape or range.
    explicit SafetensorsFile(const QString& path);

    const QString& path() const noexcept;
    const QMap<QString, QString>& metadata() const noexcept;
    const std::vector<TensorView>& tensors() const noexcept; ///< the sound ones, in the order of the header
    const TensorView* find(const QString& name) const noexcept;
    const std::vector<TensorFault>& faults() const noexcept;

    /// @throws UserError (BadInput) naming every fault. For readers that claim no tensors by name.
    void throwIfFaulty() const;
    /// To be called after the tensors were read (see MappedFile). @throws UserError (BadInput)
    void throwIfChanged() const;

    /// Holds the mapping, for tensors that borrow its memory.
    std::shared_ptr<const void> keepAlive() const noexcept { return m_data; }

private:
    struct Data;
    std::shared_ptr<const Data> m_data;
};

/// A tensor to be written; the bytes are borrowed.
struct TensorSource
{
    QString name;
    TensorType type = TensorType::F32;
    TensorShape shape;
    std::span<const std::byte> bytes; ///< row-major, little-endian
};

/// Writes a safetensors file atomically. Every tensor begins at a multiple of its element size (widest types
/// first, then by name), so the same input gives the same bytes.
/// @throws LogicError for a name that comes twice or bytes that do not fit a shape, UserError (BadInput, or
/// DoesNotFit for a full disk) when the file cannot be written, Cancelled.
void writeSafetensors(const QString& path, std::vector<TensorSource> tensors,
                      const QMap<QString, QString>& metadata = {}, const CancelToken& cancel = {});

} // namespace focal
