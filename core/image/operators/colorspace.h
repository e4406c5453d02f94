#pragma once
/// Light and perceived colour of sRGB values: linear light, and Oklab (Bjorn Ottosson 2020, "A perceptual
/// color space for image processing"). Stored values are read as sRGB whatever the picture's profile says: an
/// edit of a wide-gamut picture moves its colours in that picture's own gamut, and none is lost.

#include "core/base/rgb.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace focal {

/// Light, 1 is the display's white. Values outside 0..1 occur between two steps, never in stored pixels.
struct LinearRgb
{
    float r = 0;
    float g = 0;
    float b = 0;
};

/// Lightness 0..1 and two opponent axes, about -0.4..0.4.
struct Oklab
{
    float lightness = 0;
    float a = 0;
    float b = 0;

    float chroma() const { return std::sqrt(a * a + b * b); }
    float hue() const { return std::atan2(b, a); } ///< Radians.
};

/// Cube root to about 1e-6 of its value: three of them stand in every conversion to Oklab.
inline float cubeRoot(float x)
{
    if (x <= 0)
        return x == 0 ? 0 : -cubeRoot(-x);
    float y = std::bit_cast<float>(std::bit_cast<std::uint32_t>(x) / 3 + 709921077U);
    for (int i = 0; i < 2; ++i) { // Halley
        const float cube = y * y * y;
        y *= (cube + 2 * x) / (2 * cube + x);
    }
    return y;
}

inline Oklab toOklab(LinearRgb c)
{
    const float l = cubeRoot(0.4122214708F * c.r + 0.5363325363F * c.g + 0.0514459929F * c.b);
    const float m = cubeRoot(0.2119034982F * c.r + 0.6806995451F * c.g + 0.1073969566F * c.b);
    const float s = cubeRoot(0.0883024619F * c.r + 0.2817188376F * c.g + 0.6299787005F * c.b);
    return {0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
            1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
            0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

inline LinearRgb toLinear(Oklab c)
{
    const float l = c.lightness + 0.3963377774F * c.a + 0.2158037573F * c.b;
    const float m = c.lightness - 0.1055613458F * c.a - 0.0638541728F * c.b;
    const float s = c.lightness - 0.0894841775F * c.a - 1.2914855480F * c.b;
    const float l3 = l * l * l;
    const float m3 = m * m * m;
    const float s3 = s * s * s;
    return {4.0767416621F * l3 - 3.3077115913F * m3 + 0.2309699292F * s3,
            -1.2684380046F * l3 + 2.6097574011F * m3 - 0.3413193965F * s3,
            -0.0041960863F * l3 - 0.7034186147F * m3 + 1.7076147010F * s3};
}

inline float smoothStep(float from, float to, float x)
{
    const float t = std::clamp((x - from) / (to - from), 0.F, 1.F);
    return t * t * (3 - 2 * t);
}

/// Luminance (Y) of light in sRGB's primaries.
inline float luminance(LinearRgb c)
{
    return 0.2126F * c.r + 0.7152F * c.g + 0.0722F * c.b;
}

/// Stored values of one channel (std::uint8_t or std::uint16_t, whole range) to linear light and back.
template <typename Channel>
class TransferCurve
{
public:
    static const TransferCurve& instance()
    {
        static const TransferCurve curve;
        return curve;
    }

    float toLight(Channel value) const { return m_light[value]; }

    /// Clamps to 0..1 and rounds to nearest.
    Channel toStored(float light) const
    {
        // The curve is almost straight over the square root, so that linear interpolation serves 16 bits.
        const float t = std::sqrt(std::clamp(light, 0.F, 1.F)) * steps;
        const int i = std::min(static_cast<int>(t), steps - 1);
        const auto at = static_cast<std::size_t>(i);
        const float f = t - static_cast<float>(i);
        return cv::saturate_cast<Channel>(m_stored[at] + f * (m_stored[at + 1] - m_stored[at]));
    }

private:
    static constexpr int steps = 4096;
    static constexpr int maximum = (1 << (8 * sizeof(Channel))) - 1;
    std::vector<float> m_light;
    std::array<float, steps + 1> m_stored{};

    TransferCurve() : m_light(maximum + 1)
    {
        for (int i = 0; i <= maximum; ++i) {
            const double v = double(i) / maximum;
            m_light[static_cast<std::size_t>(i)] =
                static_cast<float>(v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
        }
        for (int i = 0; i <= steps; ++i) {
            const double x = std::pow(double(i) / steps, 2);
            const double v = x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055;
            m_stored[static_cast<std::size_t>(i)] = static_cast<float>(v * maximum);
        }
    }
};

inline LinearRgb toLinear(Rgb c)
{
    const auto& curve = TransferCurve<std::uint8_t>::instance();
    return {curve.toLight(c.r), curve.toLight(c.g), curve.toLight(c.b)};
}

/// The greatest chroma that sRGB can show at a lightness and hue (radians).
inline float greatestChroma(float lightness, float hue)
{
    const float ca = std::cos(hue);
    const float sa = std::sin(hue);
    float low = 0;
    float high = 0.4F;
    for (int i = 0; i < 18; ++i) {
        const float middle = (low + high) / 2;
        const LinearRgb c = toLinear(Oklab{lightness, middle * ca, middle * sa});
        const bool inside = std::min({c.r, c.g, c.b}) >= -1e-4F && std::max({c.r, c.g, c.b}) <= 1 + 1e-4F;
        (inside ? low : high) = middle;
    }
    return low;
}

} // namespace focal
