#pragma once
/// What the four codecs share. A codec sees memory, never a file: loading and saving around it is
/// picturefile.cpp's.

#include "core/image/picturefile.h"

#include <QCoreApplication>

#include <span>

namespace focal {

/// A file's content to be decoded.
struct DecodeInput
{
    std::span<const unsigned char> bytes;
    QString name; ///< for messages
    PictureLimits limits;
    CancelToken cancel;
};

/// What a codec makes of it, before the orientation is applied.
struct Decoded
{
    cv::Mat pixels; ///< r, g, b, a as in Picture
    PictureMetadata metadata;
    int orientation = 1; ///< 1..8, where the container states it elsewhere than in Exif
};

/// A picture to be encoded; Exif and XMP in it are ready to be written.
struct EncodeInput
{
    const Picture& picture;
    SaveOptions options;
    CancelToken cancel;
};

Decoded decodePng(const DecodeInput& input);
Decoded decodeJpeg(const DecodeInput& input);
Decoded decodeWebp(const DecodeInput& input);
Decoded decodeTiff(const DecodeInput& input);

QByteArray encodePng(const EncodeInput& input);
QByteArray encodeJpeg(const EncodeInput& input);
QByteArray encodeWebp(const EncodeInput& input);
QByteArray encodeTiff(const EncodeInput& input);

/// The messages about pictures that cannot be read or written, so that all codecs say the same of the same
/// fault.
class CodecError
{
    Q_DECLARE_TR_FUNCTIONS(focal::CodecError)

public:
    [[noreturn]] static void truncated(const DecodeInput& input, PictureFormat format);
    /// @param detail  the library's own words, in English, or empty
    [[noreturn]] static void damaged(const DecodeInput& input, PictureFormat format, const QString& detail);
    /// @param kind  what is not supported, translated: "animated pictures"
    [[noreturn]] static void unsupported(const DecodeInput& input, PictureFormat format, const QString& kind);
    /// @throws UserError unless 1 <= sides and the limits hold.
    static void checkSize(const DecodeInput& input, PictureFormat format, qint64 width, qint64 height);

    /// @throws UserError where a format cannot hold so large a picture.
    static void checkEncodable(const Picture& picture, PictureFormat format, int mostSide);
    [[noreturn]] static void encodingFailed(PictureFormat format, const QString& detail);
};

/// Whether all pixels have r = g = b, so that a picture marked as grey can be written as such.
bool isStillGrey(const Picture& picture);

/// Puts r into g and b of every pixel, for grey rows whose value stands in r.
void spreadGrey(cv::Mat& pixels);

} // namespace focal
