#include "core/image/operators/maskops.h"

#include "core/base/error.h"
#include "core/image/operators/operands.h"

#include <opencv2/imgproc.hpp>

namespace focal {
namespace {

void checkMask(const cv::Mat& mask)
{
    if (mask.empty() || mask.type() != CV_8UC1)
        throw LogicError(QStringLiteral("mask: must be CV_8UC1 and not empty"));
}

/// Three box filters of odd sizes whose variances add up to about that of a Gaussian.
void blurLikeGaussian(cv::Mat& mask, double sigma, const CancelToken& token)
{
    if (sigma < 3) {
        cv::GaussianBlur(mask, mask, {}, sigma, sigma, cv::BORDER_REPLICATE);
        return;
    }
    // Odd sizes n: variance of one box is (n*n - 1) / 12. m boxes of the smaller size, 3 - m two wider.
    const int lower = (static_cast<int>(std::sqrt(4 * sigma * sigma + 1)) - 1) / 2 * 2 + 1;
    const double spare = 12 * sigma * sigma - 3.0 * (lower * lower - 1);
    const int wider = std::clamp(static_cast<int>(std::lround(spare / (4.0 * lower + 4))), 0, 3);
    for (int i = 0; i < 3; ++i) {
        const int size = i < wider ? lower + 2 : lower;
        cv::blur(mask, mask, {size, size}, {-1, -1}, cv::BORDER_REPLICATE);
        token.throwIfCancelled();
    }
}

/// About how many pixels lie across the soft edge, 1 for a hard one.
double edgeWidth(const cv::Mat& mask)
{
    cv::Mat core = mask > 127;
    cv::Mat inner;
    cv::erode(core, inner, cv::getStructuringElement(cv::MORPH_CROSS, {3, 3}), {-1, -1}, 1,
              cv::BORDER_REPLICATE);
    const int perimeter = cv::countNonZero(core) - cv::countNonZero(inner);
    cv::Mat soft;
    cv::inRange(mask, 8, 247, soft);
    return perimeter == 0 ? 1 : 1 + double(cv::countNonZero(soft)) / perimeter;
}

} // namespace

cv::Mat grownMask(const cv::Mat& mask, double by, const CancelToken& token)
{
    checkMask(mask);
    const cv::Rect bounds = maskBounds(mask);
    if (by == 0 || bounds.empty())
        return mask.clone();

    const int margin = static_cast<int>(std::ceil(std::max(by, 0.0))) + 3;
    const cv::Rect area = grownRect(bounds, margin, mask.size());
    const cv::Mat near = mask(area);
    cv::Mat out = mask.clone();
    cv::Mat moved = out(area);

    // Signed distance to the edge, positive inside; the edge lies half a pixel from the nearest centre across
    // it.
    const cv::Mat core = near > 127;
    if (cv::countNonZero(core) == 0)
        return out;
    const bool grows = by > 0;
    const cv::Mat side = grows ? cv::Mat(~core) : core;
    if (cv::countNonZero(side) == side.size().area() && !grows)
        return out; // inside everywhere: no edge to move
    cv::Mat distance;
    cv::distanceTransform(side, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE, CV_32F);
    token.throwIfCancelled();

    const float shift = static_cast<float>(by);
    forEachRow(area.height, token, [&](int y) {
        const float* d = distance.ptr<float>(y);
        const std::uint8_t* inside = core.ptr(y);
        const std::uint8_t* from = near.ptr(y);
        std::uint8_t* to = moved.ptr(y);
        for (int x = 0; x < area.width; ++x) {
            if (grows) {
                if (inside[x]) {
                    to[x] = std::max(
                        from[x], static_cast<std::uint8_t>(std::clamp(from[x] + 255 * shift, 0.F, 255.F)));
                    continue;
                }
                const float level = std::clamp(0.5F + shift - (d[x] - 0.5F), 0.F, 1.F) * 255;
                to[x] = std::max(from[x], cv::saturate_cast<std::uint8_t>(level));
            } else {
                if (!inside[x]) {
                    to[x] = static_cast<std::uint8_t>(std::max(from[x] + 255 * shift, 0.F));
                    continue;
                }
                const float level = std::clamp(0.5F + shift + (d[x] - 0.5F), 0.F, 1.F) * 255;
                to[x] = std::min(from[x], cv::saturate_cast<std::uint8_t>(level));
            }
        }
    });
    return out;
}

cv::Mat featheredMask(const cv::Mat& mask, double over, const CancelToken& token)
{
    checkMask(mask);
    cv::Mat out = mask.clone();
    const cv::Rect bounds = maskBounds(mask);
    if (over < 0.5 || bounds.empty())
        return out;
    const double sigma = over / 2.563; // 10 to 90 % of a Gaussian step
    const cv::Rect area = grownRect(bounds, static_cast<int>(std::ceil(3 * sigma)) + 2, mask.size());
    cv::Mat part = out(area).clone(); // a copy: filters would read beyond a view's borders
    blurLikeGaussian(part, sigma, token);
    part.copyTo(out(area));
    return out;
}

double autoFeather(const cv::Mat& mask)
{
    checkMask(mask);
    const cv::Rect bounds = maskBounds(mask);
    if (bounds.empty())
        return 0;
    const double wanted = std::clamp(0.006 * maskExtent(mask(bounds)), 0.7, 4.0);
    const double have = edgeWidth(mask(grownRect(bounds, 2, mask.size()))) - 1;
    return have >= wanted ? 0 : wanted;
}

} // namespace focal
