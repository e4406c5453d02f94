#include "core/typeset/linestrip.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int mostWidth = 6000; ///< Strip pixels: a line of some 100 characters.

double lengthOf(cv::Point2f way)
{
    return std::hypot(way.x, way.y);
}

/// Pixel indices stand half a pixel from pixel corners.
cv::Matx33d betweenIndices(const cv::Matx33d& betweenCorners)
{
    const cv::Matx33d in(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1);
    const cv::Matx33d out(1, 0, -0.5, 0, 1, -0.5, 0, 0, 1);
    return out * betweenCorners * in;
}

} // namespace

LineStrip stripOf(const cv::Mat& pixels, const std::array<cv::Point2f, 4>& quad)
{
    const double width = (lengthOf(quad[1] - quad[0]) + lengthOf(quad[2] - quad[3])) / 2;
    const double height = std::max(1.0, (lengthOf(quad[3] - quad[0]) + lengthOf(quad[2] - quad[1])) / 2);
    LineStrip strip;
    strip.scale = LineStrip::lineHeight / height;
    const int length = std::clamp(int(std::lround(width * strip.scale)), 1, mostWidth);
    strip.line = {LineStrip::margin, LineStrip::margin, length, LineStrip::lineHeight};
    const auto left = float(strip.line.x);
    const auto top = float(strip.line.y);
    const auto right = float(strip.line.br().x);
    const auto bottom = float(strip.line.br().y);
    const std::array<cv::Point2f, 4> straight = {
        cv::Point2f(left, top), {right, top}, {right, bottom}, {left, bottom}};
    strip.toNative = cv::getPerspectiveTransform(straight.data(), quad.data());
    const cv::Size size(length + 2 * LineStrip::margin, LineStrip::lineHeight + 2 * LineStrip::margin);
    cv::Mat warped;
    // Large text is averaged first, so that the strip does not alias.
    cv::Matx33d map = betweenIndices(strip.toNative);
    cv::Mat source = pixels;
    if (strip.scale < 0.6) {
        const cv::Rect2f around = cv::boundingRect(std::vector<cv::Point2f>(quad.begin(), quad.end()));
        const auto grow = float(height);
        const cv::Rect area = (cv::Rect(around) + cv::Size(int(4 * grow), int(4 * grow)) -
                               cv::Point(int(2 * grow), int(2 * grow))) &
                              cv::Rect({}, pixels.size());
        cv::GaussianBlur(pixels(area), source, {}, 0.4 / strip.scale);
        map = cv::Matx33d(1, 0, -area.x, 0, 1, -area.y, 0, 0, 1) * map;
    }
    cv::warpPerspective(source, warped, map, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                        cv::BORDER_REPLICATE);
    warped.convertTo(warped, CV_32F, 1.0 / (pixels.depth() == CV_16U ? 65535 : 255));
    cv::cvtColor(warped, strip.image, cv::COLOR_RGBA2RGB);
    return strip;
}

cv::Mat nativeMask(const LineStrip& strip, const cv::Mat& mask, cv::Size native)
{
    cv::Mat result;
    cv::Mat wide = mask;
    if (strip.scale > 1) {
        // Several strip pixels lie on one native pixel, and none of them may be missed.
        const int reach = int(std::ceil(strip.scale));
        cv::dilate(mask, wide, cv::Mat::ones(reach, reach, CV_8UC1));
    }
    cv::warpPerspective(wide, result, betweenIndices(strip.toNative), native, cv::INTER_LINEAR,
                        cv::BORDER_CONSTANT, 0);
    return result > 16;
}

} // namespace focal
