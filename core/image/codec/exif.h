#pragma once
/// The few things that Focal must read and change in Exif blocks (TIFF-structured, without the "Exif\0\0"
/// prefix) and in XMP packets. Everything else in them, maker notes included, stays where it is, byte for
/// byte. Broken blocks are left alone: no function here fails.

#include <QByteArray>

#include <opencv2/core.hpp>

namespace focal {

/// 1..8 as Exif 2.3 defines them; 1 where the block has none, or a senseless one.
int exifOrientation(const QByteArray& exif);

/// What is kept with a picture whose orientation has been applied: orientation 1, and no thumbnail (its bytes
/// are zeroed), because it would go on showing what an edit removed.
QByteArray uprightExif(QByteArray exif);

/// The same with the Exif tags PixelXDimension and PixelYDimension, where present, set to @p size (native
/// pixels).
QByteArray exifForSize(QByteArray exif, cv::Size size);

/// tiff:Orientation set to 1, written as attribute or as element.
QByteArray uprightXmp(QByteArray xmp);

/// The pixels as they are to be seen. @param orientation 1..8
cv::Mat oriented(const cv::Mat& pixels, int orientation);

} // namespace focal
