#include "core/image/operators/detail.h"

#include "core/image/operators/lightblur.h"

#include <opencv2/imgproc.hpp>

namespace focal {
namespace {

template <typename Channel>
void storeBlurred(cv::Mat& out, const cv::Mat& mask, cv::Rect area, const LightBlur& blur,
                  const CancelToken& token)
{
    const auto& curve = TransferCurve<Channel>::instance();
    forEachRow(area.height, token, [&](int row) {
        const int y = area.y + row;
        const std::uint8_t* inside = mask.ptr(y);
        auto* p = out.ptr<Channel>(y) + std::ptrdiff_t(4) * area.x;
        for (int x = area.x; x < area.x + area.width; ++x, p += 4) {
            if (inside[x] == 0)
                continue;
            const LightBlur::Value value = blur.at(x, y);
            if (value.weight <= 0)
                continue; // nothing but transparent pixels near
            p[0] = curve.toStored(value.light.r);
            p[1] = curve.toStored(value.light.g);
            p[2] = curve.toStored(value.light.b);
        }
    });
}

constexpr int stripRows = 192;

/// Stored luma (0..1) and how far it counts, both CV_32FC1, of a strip.
template <typename Channel>
void lumaAndWeight(const cv::Mat& pixels, const cv::Mat& mask, cv::Rect strip, cv::Mat& luma, cv::Mat& weight)
{
    constexpr float full = float(std::numeric_limits<Channel>::max());
    luma.create(strip.size(), CV_32FC1);
    weight.create(strip.size(), CV_32FC1);
    for (int row = 0; row < strip.height; ++row) {
        const std::uint8_t* inside = mask.ptr(strip.y + row) + strip.x;
        const auto* p = pixels.ptr<Channel>(strip.y + row) + std::ptrdiff_t(4) * strip.x;
        auto* l = luma.ptr<float>(row);
        auto* w = weight.ptr<float>(row);
        for (int x = 0; x < strip.width; ++x, p += 4) {
            l[x] = (0.2126F * float(p[0]) + 0.7152F * float(p[1]) + 0.0722F * float(p[2])) / full;
            w[x] = inside[x] == 0 || p[3] == 0 ? 0.F : 1.F;
        }
    }
}

/// Sharpens rows [from, to) of @p area; @p pixels is the source, @p out receives.
template <typename Channel>
void sharpenStrip(const cv::Mat& pixels, const cv::Mat& mask, cv::Rect area, int from, int to, double sigma,
                  float gain, cv::Mat& out)
{
    constexpr float full = float(std::numeric_limits<Channel>::max());
    const int margin = static_cast<int>(std::ceil(3 * sigma)) + 1;
    const cv::Rect strip = grownRect({area.x, from, area.width, to - from}, margin, pixels.size());
    cv::Mat luma, weight, blur, spread, lowest, highest;
    lumaAndWeight<Channel>(pixels, mask, strip, luma, weight);
    cv::GaussianBlur(luma.mul(weight), blur, {}, sigma, sigma, cv::BORDER_REPLICATE);
    cv::GaussianBlur(weight, spread, {}, sigma, sigma, cv::BORDER_REPLICATE);
    const cv::Mat around = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
    cv::erode(luma, lowest, around, {-1, -1}, 1, cv::BORDER_REPLICATE);
    cv::dilate(luma, highest, around, {-1, -1}, 1, cv::BORDER_REPLICATE);
    for (int y = from; y < to; ++y) {
        const int row = y - strip.y;
        const std::uint8_t* inside = mask.ptr(y);
        auto* p = out.ptr<Channel>(y);
        for (int x = area.x; x < area.x + area.width; ++x) {
            const int column = x - strip.x;
            if (inside[x] == 0 || weight.at<float>(row, column) == 0)
                continue;
            const float own = luma.at<float>(row, column);
            const float low = lowest.at<float>(row, column);
            const float high = highest.at<float>(row, column);
            const float slack = 0.35F * (high - low);
            const float soft = blur.at<float>(row, column) / spread.at<float>(row, column);
            const float to01 = std::clamp(own + gain * (own - soft), low - slack, high + slack);
            const float added = (to01 - own) * full;
            auto* q = p + std::ptrdiff_t(4) * x;
            for (int c = 0; c < 3; ++c)
                q[c] = static_cast<Channel>(std::clamp(float(q[c]) + added + 0.5F, 0.F, full));
        }
    }
}

} // namespace

cv::Mat blurred(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token)
{
    checkOperands(pixels, mask);
    token.throwIfCancelled();
    cv::Mat out = pixels.clone();
    const cv::Rect area = maskBounds(mask);
    const double sigma = 0.04 * std::min(amount, 1.0) * (area.empty() ? 0 : maskExtent(mask(area)));
    if (sigma < 0.2)
        return out;
    const LightBlur blur(pixels, mask, area, LightBlur::Kernel::Gaussian, sigma, token);
    if (pixels.depth() == CV_16U)
        storeBlurred<std::uint16_t>(out, mask, area, blur, token);
    else
        storeBlurred<std::uint8_t>(out, mask, area, blur, token);
    return out;
}

cv::Mat sharpened(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token)
{
    checkOperands(pixels, mask);
    token.throwIfCancelled();
    cv::Mat out = pixels.clone();
    const cv::Rect area = maskBounds(mask);
    if (area.empty() || amount <= 0)
        return out;
    // Larger pictures are looked at smaller, and their finest detail lies wider.
    const double sigma = std::clamp(std::sqrt(double(pixels.total())) / 1500, 0.8, 2.5);
    const auto gain = static_cast<float>(3 * std::min(amount, 1.0));
    const int strips = (area.height + stripRows - 1) / stripRows;
    forEachRow(strips, token, [&](int i) {
        const int from = area.y + i * stripRows;
        const int to = std::min(from + stripRows, area.y + area.height);
        if (pixels.depth() == CV_16U)
            sharpenStrip<std::uint16_t>(pixels, mask, area, from, to, sigma, gain, out);
        else
            sharpenStrip<std::uint8_t>(pixels, mask, area, from, to, sigma, gain, out);
    });
    return out;
}

} // namespace focal
