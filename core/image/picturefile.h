#pragma once

#include "core/base/canceltoken.h"
#include "core/base/error.h"
#include "core/image/picture.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

class QIODevice;

namespace focal {

enum class PictureFormat {
    Png,
    Jpeg,
    WebP,
    Tiff,
};

/// What Focal accepts to open. The size is read from the file's header and compared before anything is
/// decoded.
struct PictureLimits
{
    qint64 pixels = 300'000'000;
    int side = 65'500; ///< native pixels
};

struct LoadOptions
{
    PictureLimits limits;
};

struct SaveOptions
{
    std::optional<PictureFormat> format; ///< by the name's ending where not given
    int jpegQuality = 95;                ///< 1..100; from 90 on without chroma subsampling
    std::optional<int> webpQuality;      ///< 1..100 for lossy; lossless where not given
};

/// The format that a file of this name should have; nothing for an unknown ending.
std::optional<PictureFormat> formatFromName(const QString& path);
QString formatName(PictureFormat format);         ///< "PNG", ...
QStringList formatSuffixes(PictureFormat format); ///< lower case without dot, the usual one first

/// Opens a picture: PNG, JPEG (also CMYK), WebP, TIFF, recognised by content, whatever the name ends with.
///
/// 1, 2, 4 and 8 bits become 8 bits a channel, 16 stay 16. Palettes are resolved. The orientation that Exif
/// or the TIFF tag states is applied and the kept Exif and XMP then say 1; an embedded thumbnail is dropped,
/// since it would show what an edit removed. CMYK pixels, and grey ones with a grey profile, become sRGB. Of
/// a TIFF with several pages the first is read. Polls @p cancel between rows and while reading the file.
/// @throws UserError (BadInput: not there, no permission, a folder, empty, no picture, truncated, damaged,
/// too large, a kind that Focal does not read; DoesNotFit: not enough memory), Cancelled.
Picture loadPicture(const QString& path, const LoadOptions& options = {}, const CancelToken& cancel = {});

/// The same from memory, for what was pasted or dropped.
/// @param name  how errors call it; "The picture" where empty
Picture decodePicture(const QByteArray& content, const LoadOptions& options = {},
                      const CancelToken& cancel = {}, const QString& name = {});

/// Writes the file atomically: it is there complete, or the old one is untouched. Profile, Exif and XMP go
/// with it, except that a TIFF carries no Exif (and none is read from one).
///
/// PNG and TIFF keep 8 or 16 bits and alpha to the byte. WebP keeps alpha, and rounds 16 bits to 8. JPEG
/// rounds to 8 bits and is flattened over white (mixed in the picture's own colour space). A picture marked
/// as grey whose channels are still equal is written with one channel (not in WebP, which has none).
/// @throws UserError (BadUsage: the name's ending says no format; BadInput: folder missing or not writable,
/// not a regular file, larger than the format holds; DoesNotFit: disk or memory full), Cancelled.
void savePicture(const Picture& picture, const QString& path, const SaveOptions& options = {},
                 const CancelToken& cancel = {});

/// The same into memory.
QByteArray encodePicture(const Picture& picture, PictureFormat format, const SaveOptions& options = {},
                         const CancelToken& cancel = {});

} // namespace focal
