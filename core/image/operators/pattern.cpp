#include "core/image/operators/pattern.h"

#include "core/image/operators/gridnoise.h"
#include "core/image/operators/operands.h"
#include "core/image/operators/typicalcolor.h"

#include <numbers>

namespace focal {
namespace {

constexpr double periodsAcross = 7;  ///< Of the thing's extent.
constexpr double smallestPeriod = 6; ///< Native pixels: below, a print is noise.
constexpr int samples = 200'000;
constexpr float pi = std::numbers::pi_v<float>;

float fraction(float x)
{
    return x - std::floor(x);
}

/// Distance from the middle of a period, 0 in it and 0.5 at its ends.
float fromMiddle(float x)
{
    return std::abs(fraction(x) - 0.5F);
}

/// How far a place lies outside of the figure, in periods; negative inside. All take places in periods.
float star(float x, float y)
{
    constexpr float outer = 0.38F;
    constexpr float inner = 0.16F;
    constexpr float half = pi / 5;
    const float turn = std::atan2(x, -y);
    const float angle = std::abs(turn - 2 * half * std::round(turn / (2 * half))); // from the nearest point
    const float edge =
        outer * inner * std::sin(half) / (inner * std::sin(half - angle) + outer * std::sin(angle));
    return 0.6F * (std::hypot(x, y) - edge);
}

float heart(float x, float y)
{
    constexpr float radius = 0.19F;
    constexpr float diagonal = radius * std::numbers::sqrt2_v<float>;
    const float side = std::abs(x);
    const float square = (side + std::abs(y) - diagonal) / std::numbers::sqrt2_v<float>;
    const float round = std::hypot(side - diagonal / 2, y + diagonal / 2) - radius;
    return std::min(square, round);
}

float flower(float x, float y)
{
    const float distance = std::hypot(x, y);
    const float petals = 0.27F + 0.09F * std::cos(5 * std::atan2(y, x));
    return std::max(0.7F * (distance - petals), 0.07F - distance);
}

float dot(float x, float y)
{
    return std::hypot(x, y) - 0.25F;
}

/// One figure a cell, every other row moved by half a cell.
template <typename Figure>
float scattered(float u, float v, const Figure& figure)
{
    const float row = std::floor(v);
    const float moved = u + (fraction(row / 2) > 0.25F ? 0.5F : 0.F);
    return figure(fraction(moved) - 0.5F, fraction(v) - 0.5F);
}

/// Share of the figure's colour, 0..1, at places in periods from the thing's middle.
class PrintShare
{
public:
    /// @param pixel  size of a native pixel, in periods
    PrintShare(Print print, float pixel) : m_print(print), m_pixel(pixel) {}

    float operator()(float u, float v) const
    {
        switch (m_print) {
        case Print::Stripes:
            return cover(band(v));
        case Print::VerticalStripes:
            return cover(band(u));
        case Print::DiagonalStripes:
            return cover(band((u + v) / std::numbers::sqrt2_v<float>));
        case Print::Dots:
            return cover(scattered(u, v, dot));
        case Print::Checks: {
            const float a = cover(band(u));
            const float b = cover(band(v));
            return a * (1 - b) + b * (1 - a);
        }
        case Print::Plaid:
            return plaid(u, v);
        case Print::Zigzag:
            return cover(0.7F * band(v + fromMiddle(u)));
        case Print::Waves:
            return cover(0.8F * band(v + 0.16F * std::sin(2 * pi * u)));
        case Print::Stars:
            return cover(scattered(u, v, star));
        case Print::Hearts:
            return cover(scattered(u, v, heart));
        case Print::Flowers:
            return cover(scattered(u, v, flower));
        case Print::Camouflage:
            return camouflage(u, v);
        }
        return 0;
    }

private:
    Print m_print;
    float m_pixel;

    /// Softened over a pixel, so that edges have no steps.
    float cover(float outside) const { return std::clamp(0.5F - outside / m_pixel, 0.F, 1.F); }

    /// A band over half of each period.
    static float band(float x) { return fromMiddle(x) - 0.25F; }

    float plaid(float u, float v) const
    {
        // Wide bands both ways, and a thin line between two of them.
        const float wide = 0.5F * (cover(band(u)) + cover(band(v)));
        const float lines =
            std::max(cover(fromMiddle(u + 0.5F) - 0.03F), cover(fromMiddle(v + 0.5F) - 0.03F));
        return std::min(1.F, std::max(wide, 0.9F * lines));
    }

    static float camouflage(float u, float v)
    {
        const auto spots = [&](std::uint32_t seed) {
            return smoothNoise(0.9F * u, 0.9F * v, seed) + 0.5F * smoothNoise(1.8F * u, 1.8F * v, seed + 1);
        };
        const float large = smoothStep(-0.03F, 0.03F, spots(11));
        const float small = smoothStep(0.32F, 0.38F, spots(23));
        return large + small * (0.5F - large);
    }
};

/// Light of the thing at which its paint shows its own colour: the median of luminance.
float typicalLight(const cv::Mat& pixels, const cv::Mat& mask, cv::Rect area)
{
    std::vector<float> light;
    sampleLight(pixels, mask, area, samples, [&](LinearRgb c, float weight) {
        if (weight > 0.5F)
            light.push_back(luminance(c));
    });
    if (light.empty())
        return 0.5F;
    const auto middle = light.begin() + static_cast<std::ptrdiff_t>(light.size() / 2);
    std::nth_element(light.begin(), middle, light.end());
    return *middle;
}

/// Approaches 1 without reaching it, so that bright folds keep their form.
float rolledOff(float light)
{
    constexpr float knee = 0.8F;
    return light <= knee ? light : knee + (1 - knee) * (1 - std::exp(-(light - knee) / (1 - knee)));
}

Rgb stored(Oklab lab)
{
    const auto& curve = TransferCurve<std::uint8_t>::instance();
    const LinearRgb c = toLinear(lab);
    return {curve.toStored(c.r), curve.toStored(c.g), curve.toStored(c.b)};
}

} // namespace

std::array<Rgb, 2> printColors(const cv::Mat& pixels, const cv::Mat& mask, const std::vector<Rgb>& said)
{
    if (said.size() >= 2)
        return {said[0], said[1]};
    const Rgb first = said.empty() ? typicalColor(pixels, mask).value_or(Rgb{128, 128, 128}) : said.front();
    Oklab other = toOklab(toLinear(first));
    // A hint of the first on white, or on near-black where the first is itself light.
    other.lightness = other.lightness > 0.72F ? 0.32F : 0.96F;
    const float keep = other.lightness > 0.5F ? 0.12F : 0.5F;
    other.a *= keep;
    other.b *= keep;
    // A colour that was said is the figure's; the thing's own is the ground.
    return said.empty() ? std::array{first, stored(other)} : std::array{stored(other), first};
}

cv::Mat printed(const cv::Mat& pixels, const cv::Mat& mask, Print print, std::array<Rgb, 2> colors,
                double scale, double strength, const CancelToken& token)
{
    checkOperands(pixels, mask);
    token.throwIfCancelled();
    cv::Mat out = pixels.clone();
    const cv::Rect area = maskBounds(mask);
    if (area.empty() || strength <= 0)
        return out;
    const auto period =
        static_cast<float>(std::max(smallestPeriod, scale * maskExtent(mask) / periodsAcross));
    const PrintShare share(print, 1 / period);
    const LinearRgb ground = toLinear(colors[0]);
    const LinearRgb figure = toLinear(colors[1]);
    // Dark things are mostly noise: a floor keeps it from being multiplied.
    constexpr float floor = 0.02F;
    const float typical = typicalLight(pixels, mask, area) + floor;
    const float middleX = static_cast<float>(area.x) + static_cast<float>(area.width) / 2;
    const float middleY = static_cast<float>(area.y) + static_cast<float>(area.height) / 2;
    const auto mix = static_cast<float>(std::min(strength, 1.0));
    token.throwIfCancelled();
    mapLight(out, mask, area, token, [&](LinearRgb c, int x, int y) {
        const float k = share((static_cast<float>(x) + 0.5F - middleX) / period,
                              (static_cast<float>(y) + 0.5F - middleY) / period);
        const float shading = (luminance(c) + floor) / typical;
        const auto one = [&](float from, float a, float b) {
            return from + mix * (rolledOff((a + k * (b - a)) * shading) - from);
        };
        return LinearRgb{one(c.r, ground.r, figure.r), one(c.g, ground.g, figure.g),
                         one(c.b, ground.b, figure.b)};
    });
    return out;
}

} // namespace focal
