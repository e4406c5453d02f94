#include "core/image/operators/background.h"

#include "core/image/operators/foreground.h"
#include "core/image/operators/lightblur.h"

namespace focal {
namespace {

/// Lays the pixels already in @p edit over behind(x, y), by @p foreground, in linear light.
template <typename Channel, typename Behind>
void layOver(BackgroundEdit& edit, const cv::Mat& foreground, bool opaque, const CancelToken& token,
             const Behind& behind)
{
    const auto& curve = TransferCurve<Channel>::instance();
    constexpr float full = float(std::numeric_limits<Channel>::max());
    forEachRow(edit.pixels.rows, token, [&](int y) {
        const std::uint8_t* alpha = foreground.ptr(y);
        auto* p = edit.pixels.ptr<Channel>(y);
        for (int x = 0; x < edit.pixels.cols; ++x, p += 4) {
            if (alpha[x] == 255)
                continue;
            const float a = float(alpha[x]) / 255;
            const LinearRgb back =
                behind(x, y, LinearRgb{curve.toLight(p[0]), curve.toLight(p[1]), curve.toLight(p[2])});
            p[0] = curve.toStored(a * curve.toLight(p[0]) + (1 - a) * back.r);
            p[1] = curve.toStored(a * curve.toLight(p[1]) + (1 - a) * back.g);
            p[2] = curve.toStored(a * curve.toLight(p[2]) + (1 - a) * back.b);
            if (opaque)
                p[3] = cv::saturate_cast<Channel>(a * float(p[3]) + (1 - a) * full);
        }
    });
}

template <typename Behind>
BackgroundEdit laidOver(const cv::Mat& pixels, const cv::Mat& foreground, bool opaque,
                        const CancelToken& token, const Behind& behind)
{
    BackgroundEdit edit{foregroundColors(pixels, foreground, token), foreground < 255};
    if (pixels.depth() == CV_16U)
        layOver<std::uint16_t>(edit, foreground, opaque, token, behind);
    else
        layOver<std::uint8_t>(edit, foreground, opaque, token, behind);
    return edit;
}

} // namespace

BackgroundEdit withBackgroundColor(const cv::Mat& pixels, const cv::Mat& foreground, Rgb color,
                                   const CancelToken& token)
{
    checkOperands(pixels, foreground);
    token.throwIfCancelled();
    const LinearRgb light = toLinear(color);
    return laidOver(pixels, foreground, true, token, [light](int, int, LinearRgb) { return light; });
}

BackgroundEdit withBackgroundBlur(const cv::Mat& pixels, const cv::Mat& foreground, double amount,
                                  const CancelToken& token)
{
    checkOperands(pixels, foreground);
    token.throwIfCancelled();
    const double radius = 0.06 * std::min(amount, 1.0) * std::sqrt(double(pixels.total()));
    if (radius < 0.5)
        return {pixels.clone(), cv::Mat::zeros(pixels.size(), CV_8UC1)};
    cv::Mat sure;
    cv::subtract(cv::Scalar(255), foreground, sure);
    sure.setTo(0, foreground > 24); // soft pixels hold some of the foreground's colour
    const LightBlur blur(pixels, sure, cv::Rect({}, pixels.size()), LightBlur::Kernel::Disc, radius / 2,
                         token);
    return laidOver(pixels, foreground, false, token, [&blur](int x, int y, LinearRgb own) {
        const LightBlur::Value value = blur.at(x, y);
        return value.weight > 0 ? value.light : own;
    });
}

} // namespace focal
