#include "core/image/operators/placing.h"

#include "core/base/error.h"
#include "core/image/operators/operands.h"

#include <opencv2/imgproc.hpp>

namespace focal {
namespace {

constexpr int searchedSide = 256;   ///< A calm place shows at this size already.
constexpr double borderPull = 0.15; ///< How much a place in the middle has to be calmer.

void checkPixels(const cv::Mat& pixels)
{
    if (pixels.empty() || (pixels.type() != CV_8UC4 && pixels.type() != CV_16UC4))
        throw LogicError(QStringLiteral("placing: pixels must be CV_8UC4 or CV_16UC4 and not empty"));
}

/// CV_32FC1, small: how strong the edges are, 0..1 about.
cv::Mat smallEdges(const cv::Mat& pixels, double scale)
{
    cv::Mat small;
    cv::resize(pixels, small, {}, scale, scale, cv::INTER_AREA);
    small.convertTo(small, CV_32F, pixels.depth() == CV_16U ? 1.0 / 65535 : 1.0 / 255);
    cv::Mat grey;
    cv::cvtColor(small, grey, cv::COLOR_RGBA2GRAY);
    cv::Mat x;
    cv::Mat y;
    cv::Sobel(grey, x, CV_32F, 1, 0);
    cv::Sobel(grey, y, CV_32F, 0, 1);
    cv::Mat strength;
    cv::magnitude(x, y, strength);
    return strength;
}

/// The overlay at its size in the picture, premultiplied, CV_32FC4 of 0..1.
cv::Mat scaledOverlay(const cv::Mat& overlay, cv::Size size)
{
    cv::Mat values;
    overlay.convertTo(values, CV_32F, overlay.depth() == CV_16U ? 1.0 / 65535 : 1.0 / 255);
    values.forEach<cv::Vec4f>([](cv::Vec4f& p, const int*) {
        for (int c = 0; c < 3; ++c)
            p[c] *= p[3];
    });
    const bool shrinks = size.width < overlay.cols;
    cv::resize(values, values, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return values;
}

template <typename Channel>
void layRow(const cv::Vec4f* over, cv::Vec<Channel, 4>* under, int width)
{
    constexpr float most = std::numeric_limits<Channel>::max();
    for (int x = 0; x < width; ++x) {
        const float covered = over[x][3];
        if (covered <= 0)
            continue;
        const float below = (1 - covered) * float(under[x][3]) / most;
        const float alpha = covered + below;
        for (int c = 0; c < 3; ++c)
            under[x][c] =
                cv::saturate_cast<Channel>((over[x][c] * most + below * float(under[x][c])) / alpha);
        under[x][3] = cv::saturate_cast<Channel>(alpha * most);
    }
}

} // namespace

cv::Size fittedSize(cv::Size picture, cv::Size most)
{
    const double scale = std::min(double(most.width) / picture.width, double(most.height) / picture.height);
    return {std::max(1, static_cast<int>(std::floor(picture.width * scale + 1e-6))),
            std::max(1, static_cast<int>(std::floor(picture.height * scale + 1e-6)))};
}

cv::Rect calmPlace(const cv::Mat& pixels, cv::Size size, int margin, const CancelToken& token)
{
    checkPixels(pixels);
    if (size.empty() || size.width > pixels.cols || size.height > pixels.rows)
        throw LogicError(QStringLiteral("placing: there is no room for that size"));
    token.throwIfCancelled();
    const double scale = std::min(1.0, double(searchedSide) / std::max(pixels.cols, pixels.rows));
    const cv::Mat edges = smallEdges(pixels, scale);
    cv::Mat sums;
    cv::integral(edges, sums, CV_64F);
    token.throwIfCancelled();

    const int marginX = std::min(margin, (pixels.cols - size.width) / 2);
    const int marginY = std::min(margin, (pixels.rows - size.height) / 2);
    constexpr int steps = 24;
    cv::Rect best;
    double least = std::numeric_limits<double>::max();
    for (int j = 0; j <= steps; ++j) {
        for (int i = 0; i <= steps; ++i) {
            const cv::Rect place(marginX + (pixels.cols - size.width - 2 * marginX) * i / steps,
                                 marginY + (pixels.rows - size.height - 2 * marginY) * j / steps, size.width,
                                 size.height);
            const int left = std::min(static_cast<int>(place.x * scale), edges.cols - 1);
            const int top = std::min(static_cast<int>(place.y * scale), edges.rows - 1);
            const int right = std::clamp(static_cast<int>(place.br().x * scale), left + 1, edges.cols);
            const int bottom = std::clamp(static_cast<int>(place.br().y * scale), top + 1, edges.rows);
            const double sum = sums.at<double>(bottom, right) - sums.at<double>(top, right) -
                               sums.at<double>(bottom, left) + sums.at<double>(top, left);
            const double fromBorder =
                std::min(std::min(i, steps - i), std::min(j, steps - j)) / (steps / 2.0);
            const double busy =
                sum / ((right - left) * (bottom - top)) * (1 + borderPull * fromBorder) + 1e-3 * fromBorder;
            if (busy < least) {
                least = busy;
                best = place;
            }
        }
    }
    return best;
}

cv::Mat laidOver(const cv::Mat& pixels, const cv::Mat& overlay, cv::Rect where, const CancelToken& token)
{
    checkPixels(pixels);
    checkPixels(overlay);
    if (where.empty() || (where & cv::Rect({}, pixels.size())) != where)
        throw LogicError(QStringLiteral("placing: the rectangle must lie within the picture"));
    token.throwIfCancelled();
    const cv::Mat over = scaledOverlay(overlay, where.size());
    cv::Mat out = pixels.clone();
    cv::Mat under = out(where);
    forEachRow(where.height, token, [&](int y) {
        if (out.depth() == CV_16U)
            layRow(over.ptr<cv::Vec4f>(y), under.ptr<cv::Vec<std::uint16_t, 4>>(y), where.width);
        else
            layRow(over.ptr<cv::Vec4f>(y), under.ptr<cv::Vec<std::uint8_t, 4>>(y), where.width);
    });
    return out;
}

} // namespace focal
