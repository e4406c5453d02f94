#pragma once

#include <opencv2/core.hpp>

#include <array>

namespace focal {

/// A line of text laid straight: an upright picture of it with a margin, and how it lies in the picture.
/// strip: its pixels; native: the picture's. Points are pixel corners: 0, 0 is the corner of the first pixel.
struct LineStrip
{
    static constexpr int lineHeight = 64; ///< Strip pixels.
    static constexpr int margin = 24;

    cv::Mat image;        ///< CV_32FC3 r, g, b: stored values, 0..1.
    cv::Matx33d toNative; ///< Strip to native.
    cv::Rect line;        ///< Where the quad stands in the strip.
    double scale = 1;     ///< Strip pixels per native pixel.
};

/// @param pixels  CV_8UC4 or CV_16UC4, r, g, b, a
/// @param quad    native: corners in reading order, see core/ocr/textline.h
LineStrip stripOf(const cv::Mat& pixels, const std::array<cv::Point2f, 4>& quad);

/// A strip's mask (CV_8UC1, 0 or 255) over the native pixels; everything that it touches even a little is
/// 255.
cv::Mat nativeMask(const LineStrip& strip, const cv::Mat& mask, cv::Size native);

} // namespace focal
