#pragma once

#include "core/weights/tensor.h"

#include <QMap>

#include <span>
#include <variant>

namespace focal {

/// An array of a GGUF file's metadata, as it stands in the file: a vocabulary has 150,000 texts, and few
/// readers want them. Its bytes are checked to hold @p count elements, and belong to the mapped file.
struct GgufArray
{
    std::uint32_t elementType = 0; ///< the format's number of a value's type
    qint64 count = 0;
    std::span<const std::byte> bytes;
};

using GgufValue = std::variant<quint64, qint64, double, bool, QString, GgufArray>;

/// One tensor as the header states it; nothing of it is checked against the file yet.
struct GgufEntry
{
    QString name;
    std::uint32_t type = 0; ///< the format's number, known to Focal or not
    TensorShape shape;      ///< row-major: reversed
    qint64 begin = 0;       ///< byte offset from the start of the data
};

struct GgufHeader
{
    std::vector<GgufEntry> entries; ///< in the file's order; a name that comes twice is here twice
    QMap<QString, GgufValue> metadata;
    qint64 dataOffset = 0; ///< in bytes from the start of the file; may lie beyond its end
    qint64 alignment = 32;
};

/// Reads the header of a GGUF file whose whole content is @p file.
/// @throws UserError (BadInput): not GGUF; another version or byte order; cut off; a count that the file
/// cannot hold; an unknown kind of value; more than four dimensions; a key that comes twice; an alignment
/// that is no power of two.
GgufHeader readGgufHeader(const QString& path, std::span<const std::byte> file);

/// The elements of an array of texts or of whole numbers; nothing where it holds another kind.
std::optional<QStringList> textsOf(const GgufArray& array);
std::optional<std::vector<qint64>> integersOf(const GgufArray& array);

/// Of the tensor types that Focal reads.
std::optional<TensorType> tensorTypeFromGguf(std::uint32_t type) noexcept;
/// "IQ4_XS"; of types that Focal does not read too. The number itself where nobody knows it.
QString ggufTypeName(std::uint32_t type);

} // namespace focal
