#include "core/image/operators/tone.h"

#include "core/image/operators/operands.h"

#include <memory>
#include <numbers>

namespace focal {
namespace {

constexpr double stops = 2.5;           ///< At amount 1.
constexpr double mireds = 120;          ///< At amount 1.
constexpr double daylight = 1e6 / 6504; ///< D65 in mired.

/// Multiplies light by @p gain > 1 where it is dark and approaches 1 at 1.
float rolledOff(float light, float gain)
{
    return gain * light / std::sqrt(1 + (gain * gain - 1) * light * light);
}

/// Linear sRGB of the daylight with a correlated colour temperature of 1e6 / @p mired, luminance 1.
/// (CIE 15: the daylight locus, extended a little below its 4000 K.)
LinearRgb daylightColour(double mired)
{
    const double t = std::clamp(1e6 / mired, 3000.0, 25000.0);
    const double x = t <= 7000 ? -4.6070e9 / (t * t * t) + 2.9678e6 / (t * t) + 99.11 / t + 0.244063
                               : -2.0064e9 / (t * t * t) + 1.9018e6 / (t * t) + 247.48 / t + 0.237040;
    const double y = -3 * x * x + 2.870 * x - 0.275;
    const double bigX = x / y;
    const double bigZ = (1 - x - y) / y;
    return {static_cast<float>(3.2404542 * bigX - 1.5371385 - 0.4985314 * bigZ),
            static_cast<float>(-0.9692660 * bigX + 1.8760108 + 0.0415560 * bigZ),
            static_cast<float>(0.0556434 * bigX - 0.2040259 + 1.0572252 * bigZ)};
}

/// greatestChroma() over lightness and hue.
class Gamut
{
public:
    Gamut()
    {
        for (int i = 0; i <= lightnesses; ++i)
            for (int j = 0; j <= hues; ++j)
                m_chroma[index(i, j)] =
                    greatestChroma(float(i) / lightnesses, float(j) / hues * 2 * std::numbers::pi_v<float>);
    }
    /// @param degrees  0..360
    float operator()(float lightness, float degrees) const
    {
        const float u = std::clamp(lightness, 0.F, 1.F) * lightnesses;
        const float v = degrees / 360 * hues;
        const int i = std::min(static_cast<int>(u), lightnesses - 1);
        const int j = std::min(static_cast<int>(v), hues - 1);
        const float s = u - float(i);
        const float t = v - float(j);
        return (1 - s) * ((1 - t) * m_chroma[index(i, j)] + t * m_chroma[index(i, j + 1)]) +
               s * ((1 - t) * m_chroma[index(i + 1, j)] + t * m_chroma[index(i + 1, j + 1)]);
    }

private:
    static constexpr int lightnesses = 48;
    static constexpr int hues = 120;
    std::array<float, (lightnesses + 1) * (hues + 1)> m_chroma{};

    static std::size_t index(int i, int j)
    {
        return static_cast<std::size_t>(i) * (hues + 1) + static_cast<std::size_t>(j);
    }
};

/// @p chroma times @p gain > 1, bent so that it stays below @p limit and never falls.
float boosted(float chroma, float gain, float limit)
{
    const float room = limit - chroma;
    if (room <= 1e-5F)
        return chroma;
    const float added = (gain - 1) * chroma;
    return chroma + room * added / (room + added);
}

/// The operators' common frame: copy, and change within the mask's bounds.
template <typename MakeChange>
cv::Mat changed(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token,
                const MakeChange& makeChange)
{
    checkOperands(pixels, mask);
    token.throwIfCancelled();
    cv::Mat out = pixels.clone();
    const cv::Rect area = maskBounds(mask);
    if (area.empty() || amount == 0)
        return out;
    token.throwIfCancelled();
    mapLight(out, mask, area, token, makeChange(area));
    return out;
}

} // namespace

cv::Mat withBrightness(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token)
{
    const float gain = static_cast<float>(std::exp2(stops * std::clamp(amount, -1.0, 1.0)));
    return changed(pixels, mask, amount, token, [gain](cv::Rect) {
        return [gain](LinearRgb c) {
            if (gain <= 1)
                return LinearRgb{gain * c.r, gain * c.g, gain * c.b};
            const float most = std::max({c.r, c.g, c.b});
            const float k = most > 0 ? rolledOff(most, gain) / most : 1;
            return LinearRgb{k * c.r, k * c.g, k * c.b};
        };
    });
}

cv::Mat withContrast(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token)
{
    const auto a = static_cast<float>(std::clamp(amount, -1.0, 1.0));
    return changed(pixels, mask, amount, token, [&](cv::Rect area) {
        double sum = 0;
        double weights = 0;
        sampleLight(pixels, mask, area, 200'000, [&](LinearRgb c, float w) {
            sum += double(w) * cubeRoot(luminance(c));
            weights += w;
        });
        const float pivot = std::clamp(weights > 0 ? static_cast<float>(sum / weights) : 0.5F, 0.25F, 0.75F);
        constexpr std::size_t steps = 1024;
        std::array<float, steps + 1> curve{};
        const float power = std::exp2(1.2F * a);
        for (std::size_t i = 0; i <= steps; ++i) {
            const float l = float(i) / steps;
            if (a < 0)
                curve[i] = pivot + (1 + 0.8F * a) * (l - pivot);
            else if (l <= pivot)
                curve[i] = pivot * std::pow(l / pivot, power);
            else
                curve[i] = 1 - (1 - pivot) * std::pow((1 - l) / (1 - pivot), power);
        }
        return [curve](LinearRgb c) {
            Oklab lab = toOklab(c);
            const float t = std::clamp(lab.lightness, 0.F, 1.F) * steps;
            const auto i = std::min(static_cast<std::size_t>(t), steps - 1);
            const float to = curve[i] + (t - float(i)) * (curve[i + 1] - curve[i]);
            // As a camera's contrast does, colours grow fuller with it, but not as much as light.
            const float k = std::sqrt(std::min(to / std::max(lab.lightness, 0.02F), 4.F));
            lab = {to, k * lab.a, k * lab.b};
            LinearRgb out = toLinear(lab);
            // Out of gamut: towards grey of the same lightness, so that hue holds.
            const float grey = to * to * to;
            const float most = std::max({out.r, out.g, out.b});
            const float least = std::min({out.r, out.g, out.b});
            float keep = 1;
            if (most > 1 && most > grey)
                keep = std::min(keep, (1 - grey) / (most - grey));
            if (least < 0 && least < grey)
                keep = std::min(keep, grey / (grey - least));
            return LinearRgb{grey + keep * (out.r - grey), grey + keep * (out.g - grey),
                             grey + keep * (out.b - grey)};
        };
    });
}

cv::Mat withTemperature(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token)
{
    const LinearRgb gain = daylightColour(daylight + mireds * std::clamp(amount, -1.0, 1.0));
    return changed(pixels, mask, amount, token, [gain](cv::Rect) {
        const auto applied = [](float light, float k) { return k > 1 ? rolledOff(light, k) : k * light; };
        return [gain, applied](LinearRgb c) {
            return LinearRgb{applied(c.r, gain.r), applied(c.g, gain.g), applied(c.b, gain.b)};
        };
    });
}

cv::Mat withSaturation(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token)
{
    const auto gain = static_cast<float>(1 + std::clamp(amount, -1.0, 1.0));
    return changed(pixels, mask, amount, token, [gain](cv::Rect) {
        const auto gamut = std::make_shared<const Gamut>();
        return [gain, gamut](LinearRgb c) {
            Oklab lab = toOklab(c);
            float k = gain;
            if (gain > 1) {
                const float chroma = lab.chroma();
                if (chroma < 1e-5F)
                    return c;
                k = boosted(chroma, gain, (*gamut)(lab.lightness, cv::fastAtan2(lab.b, lab.a))) / chroma;
            }
            lab.a *= k;
            lab.b *= k;
            return toLinear(lab);
        };
    });
}

} // namespace focal
