#include "core/compact/features.h"

#include "core/base/error.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

ModelGeometry ModelGeometry::fit(cv::Size native, int longSide, int patch)
{
    if (native.width <= 0 || native.height <= 0 || longSide <= 0)
        throw LogicError(QStringLiteral("No geometry for a picture of %1 x %2 at %3 patches")
                             .arg(native.width)
                             .arg(native.height)
                             .arg(longSide));
    const double scale = double(longSide * patch) / std::max(native.width, native.height);
    const auto pixels = [&](int side) { return std::max(1, int(std::lround(side * scale))); };
    const auto patches = [patch](int side) { return (side + patch - 1) / patch; };
    const cv::Size content(pixels(native.width), pixels(native.height));
    return {native, content, cv::Size(patches(content.width), patches(content.height)), patch};
}

cv::Rect2d ModelGeometry::nativeRect() const
{
    return {0, 0, double(native.width) * input().width / content.width,
            double(native.height) * input().height / content.height};
}

cv::Mat modelInput(const Picture& picture, const ModelGeometry& geometry)
{
    if (picture.size() != geometry.native)
        throw LogicError(QStringLiteral("A geometry of %1 x %2 for a picture of %3 x %4")
                             .arg(geometry.native.width)
                             .arg(geometry.native.height)
                             .arg(picture.width())
                             .arg(picture.height()));
    // Shrinking first: everything after it is then cheap whatever the picture's size.
    const bool shrinks = geometry.content.width < geometry.native.width;
    cv::Mat small;
    cv::resize(picture.pixels(), small, geometry.content, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_CUBIC);
    cv::Mat rgba;
    small.convertTo(rgba, CV_32F, picture.bitDepth() == 16 ? 1.0 / 65535 : 1.0 / 255);
    cv::Mat rgb(rgba.size(), CV_32FC3);
    for (int y = 0; y < rgba.rows; ++y) {
        const auto* in = rgba.ptr<cv::Vec4f>(y);
        auto* out = rgb.ptr<cv::Vec3f>(y);
        for (int x = 0; x < rgba.cols; ++x)
            for (int c = 0; c < 3; ++c)
                out[x][c] = in[x][c] * in[x][3] + (1 - in[x][3]);
    }
    cv::Mat padded;
    cv::copyMakeBorder(rgb, padded, 0, geometry.input().height - rgb.rows, 0,
                       geometry.input().width - rgb.cols, cv::BORDER_REFLECT);
    return padded;
}

} // namespace focal
