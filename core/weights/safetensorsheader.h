#pragma once

#include "core/weights/safetensors.h"

namespace focal {

/// One tensor as the header's JSON states it; nothing of it is checked against the file yet.
struct SafetensorsEntry
{
    QString name;
    QString type; ///< the format's name, known to Focal or not
    TensorShape shape;
    qint64 begin = 0; ///< byte offsets from the start of the data, begin included, end not
    qint64 end = 0;
};

struct SafetensorsHeader
{
    std::vector<SafetensorsEntry> entries; ///< in the file's order; a name that comes twice is here twice
    QMap<QString, QString> metadata;
    qint64 dataOffset = 0; ///< in bytes from the start of the file
};

/// Reads the header of a safetensors file whose whole content is @p file.
/// @throws UserError (BadInput): length above the limit or beyond the file; not UTF-8 JSON; nested deeper
/// than the format; a member that is missing, twice there, unknown or of another kind; a negative, fractional
/// or too large number.
SafetensorsHeader readSafetensorsHeader(const QString& path, std::span<const std::byte> file);

} // namespace focal
