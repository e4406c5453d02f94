#pragma once
/// What every operator on native pixels does alike: checking its operands, working in parallel within the
/// mask's bounds, and stopping when asked to.
///
/// Operators take `pixels` (CV_8UC4 or CV_16UC4: r, g, b, a; straight alpha; native) and a soft `mask`
/// (CV_8UC1 of the same size, 255 is inside) and return new pixels of the same size and type. They are right
/// wherever the mask is above 0 and are not blended by the mask: core/edit/composite.h does that. Alpha stays
/// unless said otherwise.

#include "core/base/canceltoken.h"
#include "core/image/operators/colorspace.h"

#include <opencv2/core.hpp>

#include <limits>

namespace focal {

/// @throws LogicError where a type or size is not as above
void checkOperands(const cv::Mat& pixels, const cv::Mat& mask);

/// The bounds of mask > 0; empty where it is 0 everywhere.
cv::Rect maskBounds(const cv::Mat& mask);

/// @p rect grown by @p margin on all sides, within @p size.
cv::Rect grownRect(cv::Rect rect, int margin, cv::Size size);

/// The length that radii are proportional to: the square root of the mask's area (a half counts half), in
/// native pixels.
double maskExtent(const cv::Mat& mask);

/// Calls @p row(y) for every y in [0, rows) from several threads, and stops between two rows once cancelled.
/// @p row must not throw. @throws Cancelled
template <typename Row>
void forEachRow(int rows, const CancelToken& token, const Row& row)
{
    cv::parallel_for_(cv::Range(0, rows), [&](const cv::Range& range) {
        for (int y = range.start; y < range.end && !token.isCancelled(); ++y)
            row(y);
    });
    token.throwIfCancelled();
}

/// Replaces the light of every pixel where the mask is above 0 by change(LinearRgb), or by
/// change(LinearRgb, x, y) for what also depends on the place (native pixels).
template <typename Change>
void mapLight(cv::Mat& pixels, const cv::Mat& mask, cv::Rect area, const CancelToken& token,
              const Change& change)
{
    const auto run = [&]<typename Channel>(std::type_identity<Channel>) {
        const auto& curve = TransferCurve<Channel>::instance();
        forEachRow(area.height, token, [&](int row) {
            const int y = area.y + row;
            const std::uint8_t* inside = mask.ptr(y);
            auto* p = pixels.ptr<Channel>(y) + std::ptrdiff_t(4) * area.x;
            for (int x = area.x; x < area.x + area.width; ++x, p += 4) {
                if (inside[x] == 0)
                    continue;
                const LinearRgb in{curve.toLight(p[0]), curve.toLight(p[1]), curve.toLight(p[2])};
                LinearRgb out;
                if constexpr (std::is_invocable_v<Change, LinearRgb, int, int>)
                    out = change(in, x, y);
                else
                    out = change(in);
                p[0] = curve.toStored(out.r);
                p[1] = curve.toStored(out.g);
                p[2] = curve.toStored(out.b);
            }
        });
    };
    if (pixels.depth() == CV_16U)
        run(std::type_identity<std::uint16_t>{});
    else
        run(std::type_identity<std::uint8_t>{});
}

/// Calls sample(LinearRgb, weight 0..1) for pixels with mask and alpha above 0, at most about @p most of them
/// on a regular grid. On the calling thread.
template <typename Sample>
void sampleLight(const cv::Mat& pixels, const cv::Mat& mask, cv::Rect area, int most, const Sample& sample)
{
    const int step = std::max(1, static_cast<int>(std::sqrt(double(area.area()) / most)));
    const auto run = [&]<typename Channel>(std::type_identity<Channel>) {
        const auto& curve = TransferCurve<Channel>::instance();
        const float full = 255.F * float(std::numeric_limits<Channel>::max());
        for (int y = area.y; y < area.y + area.height; y += step) {
            const std::uint8_t* inside = mask.ptr(y);
            const auto* row = pixels.ptr<Channel>(y);
            for (int x = area.x; x < area.x + area.width; x += step) {
                const auto* p = row + std::ptrdiff_t(4) * x;
                if (inside[x] == 0 || p[3] == 0)
                    continue;
                sample(LinearRgb{curve.toLight(p[0]), curve.toLight(p[1]), curve.toLight(p[2])},
                       float(inside[x]) * float(p[3]) / full);
            }
        }
    };
    if (pixels.depth() == CV_16U)
        run(std::type_identity<std::uint16_t>{});
    else
        run(std::type_identity<std::uint8_t>{});
}

} // namespace focal
