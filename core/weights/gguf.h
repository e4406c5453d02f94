#pragma once

#include "core/weights/ggufheader.h"
#include "core/weights/tensor.h"

#include <memory>

namespace focal {

class MappedFile;

/// A GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) of version 2 or 3, memory-mapped.
/// A value: copies share the mapping.
///
/// Opening reads the header alone. A header that cannot be understood is an error at once; tensors of a type
/// that Focal does not read, of which the last dimension is no whole number of blocks, that lie outside the
/// file, overlap, or whose name comes twice are kept apart as faults(), as in SafetensorsFile. Shapes are
/// row-major: GGUF's own list of dimensions reversed.
class GgufFile
{
public:
    /// @throws UserError (BadInput): cannot be opened; not GGUF, of another version or byte order, cut off;
    /// an impossible count, length or alignment.
    explicit GgufFile(const QString& path);

    const QString& path() const noexcept;
    const QMap<QString, GgufValue>& metadata() const noexcept;
    /// Metadata of one kind; nothing where the key is not there or holds another kind.
    std::optional<QString> text(const QString& key) const;
    std::optional<qint64> integer(const QString& key) const; ///< of any width
    std::optional<double> real(const QString& key) const;    ///< of any width, or an integer
    std::optional<QStringList> texts(const QString& key) const;
    std::optional<std::vector<qint64>> integers(const QString& key) const;

    const std::vector<TensorView>& tensors() const noexcept; ///< the sound ones, in the order of the header
    const TensorView* find(const QString& name) const noexcept;
    const std::vector<TensorFault>& faults() const noexcept;

    /// @throws UserError (BadInput) naming every fault.
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

} // namespace focal
