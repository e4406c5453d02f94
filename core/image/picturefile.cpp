#include "core/image/picturefile.h"

#include "core/image/codec/codec.h"
#include "core/image/codec/exif.h"
#include "core/image/codec/tosrgb.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace focal {

namespace {

struct FileTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::PictureFile)
};

struct FormatRow
{
    PictureFormat format;
    QStringView name;
    std::array<QStringView, 2> suffixes;
    Decoded (*decode)(const DecodeInput&);
    QByteArray (*encode)(const EncodeInput&);
};

constexpr std::array formatRows{
    FormatRow{PictureFormat::Png, u"PNG", {u"png", {}}, decodePng, encodePng},
    FormatRow{PictureFormat::Jpeg, u"JPEG", {u"jpg", u"jpeg"}, decodeJpeg, encodeJpeg},
    FormatRow{PictureFormat::WebP, u"WebP", {u"webp", {}}, decodeWebp, encodeWebp},
    FormatRow{PictureFormat::Tiff, u"TIFF", {u"tif", u"tiff"}, decodeTiff, encodeTiff},
};

const FormatRow& rowOf(PictureFormat format)
{
    return *std::find_if(formatRows.begin(), formatRows.end(),
                         [format](const FormatRow& row) { return row.format == format; });
}

constexpr qsizetype signatureBytes = 16; ///< enough to tell what a file is

std::optional<PictureFormat> formatOfContent(QByteArrayView content)
{
    if (content.startsWith(QByteArrayView("\x89PNG\r\n\x1a\n", 8)))
        return PictureFormat::Png;
    if (content.startsWith(QByteArrayView("\xff\xd8\xff", 3)))
        return PictureFormat::Jpeg;
    if (content.startsWith(QByteArrayView("RIFF", 4)) && content.size() >= 12 &&
        content.sliced(8, 4) == QByteArrayView("WEBP", 4))
        return PictureFormat::WebP;
    for (const QByteArrayView start : {QByteArrayView("II*\0", 4), QByteArrayView("MM\0*", 4),
                                       QByteArrayView("II+\0", 4), QByteArrayView("MM\0+", 4)}) {
        if (content.startsWith(start))
            return PictureFormat::Tiff;
    }
    return std::nullopt;
}

/// A file that begins like a picture and ends within the first few bytes: cut off rather than no picture.
bool isStartOfSignature(QByteArrayView content)
{
    for (const QByteArrayView start : {QByteArrayView("\x89PNG\r\n\x1a\n", 8),
                                       QByteArrayView("\xff\xd8\xff", 3), QByteArrayView("RIFF", 4)}) {
        if (content.size() >= 2 && content.size() < start.size() && start.startsWith(content))
            return true;
    }
    return content.startsWith(QByteArrayView("RIFF", 4)) && content.size() < 12;
}

/// What a file that Focal does not read is, where its first bytes tell.
QString knownOtherKind(QByteArrayView content)
{
    if (content.startsWith(QByteArrayView("GIF8", 4)))
        return QStringLiteral("GIF");
    if (content.startsWith(QByteArrayView("BM", 2)))
        return QStringLiteral("BMP");
    if (content.startsWith(QByteArrayView("8BPS", 4)))
        return QStringLiteral("Photoshop");
    if (content.startsWith(QByteArrayView("%PDF", 4)))
        return QStringLiteral("PDF");
    if (content.size() >= 12 && content.sliced(4, 4) == QByteArrayView("ftyp", 4)) {
        const QByteArrayView brand = content.sliced(8, 4);
        if (brand == QByteArrayView("avif", 4))
            return QStringLiteral("AVIF");
        if (brand.startsWith(QByteArrayView("hei", 3)) || brand == QByteArrayView("mif1", 4))
            return QStringLiteral("HEIF");
    }
    return {};
}

[[noreturn]] void cannotOpen(const QString& name, const QString& why, const QString& remedy = {})
{
    throw UserError(ErrorKind::BadInput, FileTexts::tr("%1 cannot be opened.").arg(name), why, remedy);
}

PictureFormat checkedFormat(QByteArrayView content, const QString& name)
{
    if (content.isEmpty())
        throw UserError(ErrorKind::BadInput, FileTexts::tr("%1 is empty.").arg(name), {},
                        FileTexts::tr("Copy or download it again."));
    if (const std::optional<PictureFormat> format = formatOfContent(content))
        return *format;
    if (isStartOfSignature(content))
        throw UserError(ErrorKind::BadInput, FileTexts::tr("%1 is cut off.").arg(name),
                        FileTexts::tr("It has %1 bytes only.").arg(content.size()),
                        FileTexts::tr("Copy or download it again."));
    const QString other = knownOtherKind(content);
    if (!other.isEmpty())
        cannotOpen(name, FileTexts::tr("It is a %1 file; Focal reads PNG, JPEG, WebP and TIFF.").arg(other),
                   FileTexts::tr("Convert it to one of these first."));
    cannotOpen(name, FileTexts::tr("It is not a picture that Focal knows (PNG, JPEG, WebP, TIFF)."),
               FileTexts::tr("Choose a picture."));
}

[[noreturn]] void outOfMemory(const QString& name)
{
    throw UserError(ErrorKind::DoesNotFit,
                    FileTexts::tr("%1 does not fit into this machine's memory.").arg(name), {},
                    FileTexts::tr("Close other programs, or make the picture smaller."));
}

/// Codecs run out of memory in their own ways; the user hears it in one.
template <class Work>
auto withMemoryErrors(const QString& name, const Work& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        outOfMemory(name);
    } catch (const cv::Exception& error) {
        if (error.code == cv::Error::StsNoMem)
            outOfMemory(name);
        throw LogicError(QString::fromStdString(error.msg));
    }
}

QByteArray readFile(const QString& path, const CancelToken& cancel)
{
    // QFile and QFileInfo do not tell a missing file from one behind a folder that may not be searched.
    const auto noPermission = [&path] {
        cannotOpen(path, FileTexts::tr("You have no permission to read it."),
                   FileTexts::tr("Change its permissions or copy it elsewhere."));
    };
    struct stat status = {};
    if (stat(QFile::encodeName(path).constData(), &status) != 0) {
        if (errno == EACCES)
            noPermission();
        cannotOpen(path, FileTexts::tr("There is no such file."), FileTexts::tr("Check its name."));
    }
    if (S_ISDIR(status.st_mode))
        cannotOpen(path, FileTexts::tr("It is a folder."), FileTexts::tr("Choose a file in it."));
    if (!S_ISREG(status.st_mode))
        cannotOpen(path, FileTexts::tr("It is not a regular file."), FileTexts::tr("Choose a file."));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        if (faccessat(AT_FDCWD, QFile::encodeName(path).constData(), R_OK, AT_EACCESS) != 0 &&
            errno == EACCES)
            noPermission();
        cannotOpen(path, file.errorString());
    }
    QByteArray content = file.read(signatureBytes);
    checkedFormat(content, path);                 // before much is read
    constexpr qint64 mostBytes = qint64{4} << 30; // no picture within the limits needs more
    if (file.size() > mostBytes)
        throw UserError(ErrorKind::BadInput, FileTexts::tr("%1 is too large.").arg(path),
                        FileTexts::tr("It has %1 bytes; the limit is %2.").arg(file.size()).arg(mostBytes),
                        FileTexts::tr("Make it smaller first."));
    constexpr qint64 blockBytes = 1 << 20;
    content.reserve(file.size());
    while (content.size() < file.size()) {
        cancel.throwIfCancelled();
        const qsizetype had = content.size();
        content.resize(had + std::min(blockBytes, file.size() - had));
        const qint64 got = file.read(content.data() + had, content.size() - had);
        if (got < 0)
            cannotOpen(path, file.errorString());
        content.resize(had + got);
        if (got == 0)
            break; // it became shorter: the codec will find that it is cut off
    }
    return content;
}

/// Exif and XMP as they are written with a picture that is upright and of this size.
Picture readyToWrite(const Picture& picture)
{
    PictureMetadata metadata = picture.metadata();
    metadata.exif = exifForSize(uprightExif(metadata.exif), picture.size());
    metadata.xmp = uprightXmp(metadata.xmp);
    return Picture::fromMat(picture.pixels(), metadata);
}

[[noreturn]] void cannotWrite(const QString& path, const QSaveFile& file)
{
    const QFileInfo folder(QFileInfo(path).absolutePath());
    const QString what = FileTexts::tr("%1 cannot be written.").arg(path);
    if (!folder.isDir())
        throw UserError(ErrorKind::BadInput, what,
                        FileTexts::tr("There is no folder %1.").arg(folder.filePath()),
                        FileTexts::tr("Make the folder or choose another."));
    if (file.error() == QFileDevice::ResourceError)
        throw UserError(ErrorKind::DoesNotFit, what, FileTexts::tr("The disk is full."),
                        FileTexts::tr("Make room on it or choose another."));
    if (file.error() == QFileDevice::PermissionsError || !folder.isWritable() ||
        file.error() == QFileDevice::OpenError)
        throw UserError(ErrorKind::BadInput, what, file.errorString(),
                        FileTexts::tr("Choose a folder and a name to which you may write."));
    throw UserError(ErrorKind::BadInput, what, file.errorString(),
                    FileTexts::tr("Make room on the disk or choose another."));
}

} // namespace

std::optional<PictureFormat> formatFromName(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const FormatRow& row : formatRows) {
        if (!suffix.isEmpty() &&
            std::find(row.suffixes.begin(), row.suffixes.end(), suffix) != row.suffixes.end())
            return row.format;
    }
    return std::nullopt;
}

QString formatName(PictureFormat format)
{
    return rowOf(format).name.toString();
}

QStringList formatSuffixes(PictureFormat format)
{
    QStringList suffixes;
    for (const QStringView suffix : rowOf(format).suffixes) {
        if (!suffix.isEmpty())
            suffixes << suffix.toString();
    }
    return suffixes;
}

Picture decodePicture(const QByteArray& content, const LoadOptions& options, const CancelToken& cancel,
                      const QString& name)
{
    const QString shownName = name.isEmpty() ? FileTexts::tr("The picture") : name;
    const PictureFormat format = checkedFormat(content, shownName);
    return withMemoryErrors(shownName, [&] {
        cancel.throwIfCancelled();
        const std::span bytes(reinterpret_cast<const unsigned char*>(content.constData()),
                              static_cast<std::size_t>(content.size()));
        Decoded decoded = rowOf(format).decode({bytes, shownName, options.limits, cancel});
        PictureMetadata& metadata = decoded.metadata;
        if (metadata.grey && greyToSrgb(decoded.pixels, metadata.iccProfile))
            metadata.iccProfile.clear();
        const int orientation =
            format == PictureFormat::Tiff ? decoded.orientation : exifOrientation(metadata.exif);
        metadata.exif = uprightExif(metadata.exif);
        metadata.xmp = uprightXmp(metadata.xmp);
        cancel.throwIfCancelled();
        return Picture::fromMat(oriented(decoded.pixels, orientation), std::move(metadata));
    });
}

Picture loadPicture(const QString& path, const LoadOptions& options, const CancelToken& cancel)
{
    return withMemoryErrors(path,
                            [&] { return decodePicture(readFile(path, cancel), options, cancel, path); });
}

QByteArray encodePicture(const Picture& picture, PictureFormat format, const SaveOptions& options,
                         const CancelToken& cancel)
{
    if (picture.isNull())
        throw LogicError(QStringLiteral("a null picture cannot be written"));
    SaveOptions checked = options;
    checked.jpegQuality = std::clamp(options.jpegQuality, 1, 100);
    return withMemoryErrors(FileTexts::tr("The picture"), [&] {
        cancel.throwIfCancelled();
        const Picture ready = readyToWrite(picture);
        return rowOf(format).encode({ready, checked, cancel});
    });
}

void savePicture(const Picture& picture, const QString& path, const SaveOptions& options,
                 const CancelToken& cancel)
{
    const std::optional<PictureFormat> format = options.format ? options.format : formatFromName(path);
    if (!format)
        throw UserError(ErrorKind::BadUsage, FileTexts::tr("%1 cannot be written.").arg(path),
                        FileTexts::tr("Its ending does not say in which format."),
                        FileTexts::tr("End the name in .png, .jpg, .webp or .tif."));
    // Renaming a finished file over a device or a pipe would destroy it.
    if (const QFileInfo there(path); there.exists() && !there.isFile())
        throw UserError(ErrorKind::BadInput, FileTexts::tr("%1 cannot be written.").arg(path),
                        there.isDir() ? FileTexts::tr("It is a folder.")
                                      : FileTexts::tr("It is not a regular file."),
                        FileTexts::tr("Choose another name."));
    // Opened first, so that a folder without permission is reported before the picture is compressed.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        cannotWrite(path, file);
    const QByteArray content = encodePicture(picture, *format, options, cancel);
    constexpr qsizetype blockBytes = 4 << 20;
    for (qsizetype done = 0; done < content.size(); done += blockBytes) {
        cancel.throwIfCancelled(); // leaves the old file as it was
        const qsizetype count = std::min(blockBytes, content.size() - done);
        if (file.write(content.constData() + done, count) != count)
            cannotWrite(path, file);
    }
    if (!file.commit())
        cannotWrite(path, file);
}

} // namespace focal
