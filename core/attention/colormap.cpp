#include "core/attention/colormap.h"

#include "core/base/error.h"
#include "core/image/operators/colorspace.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace focal {

namespace {

Rgb shown(float lightness, float chroma, float hue)
{
    // What sRGB cannot show loses chroma and keeps lightness, on which the evenness rests.
    const float held = std::min(chroma, 0.97F * greatestChroma(lightness, hue));
    const LinearRgb light = toLinear(Oklab{lightness, held * std::cos(hue), held * std::sin(hue)});
    const auto& curve = TransferCurve<std::uint8_t>::instance();
    return {curve.toStored(light.r), curve.toStored(light.g), curve.toStored(light.b)};
}

float between(float from, float to, float t)
{
    return from + (to - from) * t;
}

} // namespace

const ColorTable& sequentialColors()
{
    static const ColorTable table = [] {
        constexpr float violet = -1.25F; // radians
        constexpr float yellow = 1.85F;
        ColorTable colors;
        for (size_t i = 0; i < colors.size(); ++i) {
            const float t = float(i) / 255;
            // Strongest in the middle, where sRGB's reds are; both ends must reach black and white.
            const float chroma =
                0.23F * std::sqrt(std::sin(std::numbers::pi_v<float> * between(0.04F, 0.9F, t)));
            colors[i] = shown(between(0.13F, 0.96F, t), chroma, between(violet, yellow, t));
        }
        return colors;
    }();
    return table;
}

ColorTable tintColors(int index)
{
    // Eighths of the circle in the order in which neighbours lie farthest apart; the next eight lie between.
    constexpr std::array<int, 8> order{0, 4, 2, 6, 1, 5, 3, 7};
    constexpr float red = 0.5F; // radians
    constexpr float eighth = std::numbers::pi_v<float> / 4;
    const auto place = size_t(std::max(0, index));
    const float between8 = place / order.size() % 2 == 1 ? 0.5F : 0.F;
    const float hue = red + eighth * (float(order[place % order.size()]) + between8);
    ColorTable colors;
    for (size_t i = 0; i < colors.size(); ++i) {
        const float t = float(i) / 255;
        colors[i] = shown(between(0.25F, 0.8F, t), between(0.05F, 0.3F, t), hue);
    }
    return colors;
}

cv::Mat overlay(const cv::Mat& values, const ColorTable& colors, double opacity)
{
    if (values.type() != CV_32FC1)
        throw LogicError(QStringLiteral("Only float maps are coloured"));
    const float strength = float(std::clamp(opacity, 0.0, 1.0)) * 255;
    cv::Mat result(values.size(), CV_8UC4);
    for (int y = 0; y < values.rows; ++y) {
        const auto* in = values.ptr<float>(y);
        auto* out = result.ptr<cv::Vec4b>(y);
        for (int x = 0; x < values.cols; ++x) {
            const float value = in[x] > 0 ? std::min(in[x], 1.F) : 0.F;
            const Rgb color = colors[size_t(std::lround(value * 255))];
            // The square root shows faint attention; it is 0 where there was none.
            out[x] = {color.r, color.g, color.b, std::uint8_t(std::lround(strength * std::sqrt(value)))};
        }
    }
    return result;
}

} // namespace focal
