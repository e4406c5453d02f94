#pragma once

#include <QByteArray>
#include <QString>

#include <opencv2/core.hpp>

#include <memory>

namespace focal {

/// What a picture carries beside its pixels. Kept from file to file.
struct PictureMetadata
{
    QByteArray iccProfile; ///< The profile of the pixels as they are held, byte for byte; empty means sRGB.
    QByteArray exif; ///< TIFF-structured Exif block without the "Exif\0\0" prefix; its orientation tag is 1.
    QByteArray xmp;  ///< XMP packet.
    bool hasAlpha = false; ///< The file had an alpha channel; a picture without one is written without one.
    bool grey = false;     ///< The file had one colour channel; r, g and b are equal.
};

/// One picture in native pixels: an immutable value, cheap to copy and safe to hand to another thread.
///
/// Pixels are interleaved r, g, b, a; straight (not premultiplied) alpha; 8 or 16 bits a channel using the
/// whole range (0..255, 0..65535); in the colour space of metadata().iccProfile; orientation already applied.
/// Alpha is full where the file had none.
class Picture
{
public:
    Picture() = default;

    /// Takes over @p pixels, which must be continuous or not, of type CV_8UC4 or CV_16UC4 and not empty, and
    /// must not be written to by the caller afterwards. @throws LogicError for another type.
    static Picture fromMat(cv::Mat pixels, PictureMetadata metadata = {});

    bool isNull() const noexcept { return !m_data; }
    int width() const noexcept;
    int height() const noexcept;
    cv::Size size() const noexcept { return {width(), height()}; }
    int bitDepth() const noexcept; ///< 8 or 16; 0 for a null picture.
    qint64 byteCount() const noexcept;

    /// Read only: the matrix shares its memory with every copy of this picture. clone() it before writing.
    const cv::Mat& pixels() const;
    const PictureMetadata& metadata() const;

    /// The same metadata around other pixels.
    Picture withPixels(cv::Mat pixels) const;

    /// Whether both are the same pixels in memory (a fast test, false negatives possible).
    bool sharesPixelsWith(const Picture& other) const noexcept { return m_data == other.m_data; }

    /// Size, depth, profile and every byte are equal.
    friend bool operator==(const Picture& a, const Picture& b);

private:
    struct Data
    {
        cv::Mat pixels;
        PictureMetadata metadata;
    };
    std::shared_ptr<const Data> m_data;
};

} // namespace focal
