#pragma once
/// Pictures whose every pixel can be told from its neighbours.

#include "core/image/picture.h"

#include <QColor>

namespace focal::test {

/// The colour of native pixel x, y: no two within 256 x 256 are alike.
inline QRgb colorAt(int x, int y)
{
    return qRgb(x & 255, y & 255, (x * 7 + y * 13 + (x >> 8) * 31 + (y >> 8) * 57) & 255);
}

inline cv::Mat pixelsOf(int width, int height)
{
    cv::Mat pixels(height, width, CV_8UC4);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const QRgb color = colorAt(x, y);
            pixels.at<cv::Vec4b>(y, x) =
                cv::Vec4b(static_cast<uchar>(qRed(color)), static_cast<uchar>(qGreen(color)),
                          static_cast<uchar>(qBlue(color)), 255);
        }
    }
    return pixels;
}

inline Picture pictureOf(int width, int height)
{
    return Picture::fromMat(pixelsOf(width, height));
}

inline Picture filled(int width, int height, QRgb color)
{
    return Picture::fromMat(
        cv::Mat(height, width, CV_8UC4, cv::Scalar(qRed(color), qGreen(color), qBlue(color), qAlpha(color))));
}

inline Picture withAlpha(int width, int height, const cv::Scalar& rgba)
{
    PictureMetadata metadata;
    metadata.hasAlpha = true;
    return Picture::fromMat(cv::Mat(height, width, CV_8UC4, rgba), metadata);
}

} // namespace focal::test
