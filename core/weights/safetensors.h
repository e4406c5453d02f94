#pragma once

#include "core/base/canceltoken.h"
#include "core/weights/tensor.h"

#include <QHash>
#include <QMap>
#include <QString>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace focal {

class MappedFile;

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

    const MappedFile& mapping() const noexcept;
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
