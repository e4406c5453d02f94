#include "core/image/operators/style.h"

#include "core/image/operators/gridnoise.h"
#include "core/image/operators/operands.h"

#include <opencv2/imgproc.hpp>

namespace focal {
namespace {

constexpr float grainDepth = 0.028F;      ///< Of Oklab lightness, at mid-grey.
constexpr double pixelsPerGrain = 1800;   ///< Of the longer side: grain grows with the picture.
constexpr double pencilWidth = 1.0 / 220; ///< Of the longer side.

float mixed(float from, float to, float share)
{
    return from + share * (to - from);
}

LinearRgb mixed(LinearRgb from, LinearRgb to, float share)
{
    return {mixed(from.r, to.r, share), mixed(from.g, to.g, share), mixed(from.b, to.b, share)};
}

/// Lightness 0..1 through a gentle S around the middle.
float curved(float lightness, float strength)
{
    const float l = std::clamp(lightness, 0.F, 1.F);
    return mixed(l, smoothStep(0, 1, l), strength);
}

LinearRgb blackAndWhite(LinearRgb c)
{
    const float l = curved(cubeRoot(luminance(c)), 0.25F);
    const float y = l * l * l;
    return {y, y, y};
}

LinearRgb sepia(LinearRgb c)
{
    const float l = cubeRoot(luminance(c));
    // Paper and silver have no colour of their own: the brown is fullest between.
    const float chroma = 0.07F * 4 * l * (1 - l) + 0.012F;
    return toLinear(Oklab{0.04F + 0.94F * l, chroma * 0.35F, chroma * 0.94F});
}

LinearRgb vintage(LinearRgb c)
{
    const Oklab lab = toOklab(c);
    const float l = 0.16F + 0.78F * curved(lab.lightness, 0.2F);
    return toLinear(Oklab{l, 0.62F * lab.a + 0.006F, 0.62F * lab.b + 0.022F + 0.014F * l});
}

LinearRgb cinematic(LinearRgb c)
{
    const Oklab lab = toOklab(c);
    const float l = curved(lab.lightness, 0.45F);
    const float light = smoothStep(0.25F, 0.8F, l);
    // Teal and orange face each other; black and white take no tint.
    const float tint = smoothStep(0.F, 0.2F, l) * (1 - smoothStep(0.85F, 1.F, l));
    const float a = mixed(-0.034F, 0.022F, light) * tint;
    const float b = mixed(-0.026F, 0.040F, light) * tint;
    return toLinear(Oklab{l, 0.92F * lab.a + a, 0.92F * lab.b + b});
}

LinearRgb fresh(LinearRgb c)
{
    const Oklab lab = toOklab(c);
    const float l = std::clamp(lab.lightness, 0.F, 1.F);
    const float lifted = 0.06F + 0.94F * std::pow(l, 0.78F);
    return toLinear(Oklab{lifted, 0.9F * lab.a - 0.006F, 0.9F * lab.b - 0.012F});
}

/// Grain of film: strongest in middle tones.
class Film
{
public:
    explicit Film(cv::Size size)
        : m_scale(static_cast<float>(1 / std::max(1.0, std::max(size.width, size.height) / pixelsPerGrain)))
    {
    }
    LinearRgb operator()(LinearRgb c, int x, int y) const
    {
        Oklab lab = toOklab(c);
        const float l = 0.07F + 0.9F * curved(lab.lightness, 0.3F);
        const float u = float(x) * m_scale;
        const float v = float(y) * m_scale;
        // Two scales together look like silver, one like a television.
        const float grain = 0.6F * smoothNoise(u, v, 1) + 0.4F * smoothNoise(u / 2, v / 2, 2);
        lab.lightness = l + grainDepth * grain * 4 * l * (1 - l);
        lab.a *= 0.88F;
        lab.b = 0.88F * lab.b + 0.006F;
        return toLinear(lab);
    }

private:
    float m_scale;
};

/// CV_32FC1 of @p area: Oklab-like lightness of what is there.
cv::Mat lightnessOf(const cv::Mat& pixels, cv::Rect area, const CancelToken& token)
{
    cv::Mat out(area.size(), CV_32FC1);
    const auto run = [&]<typename Channel>(std::type_identity<Channel>) {
        const auto& curve = TransferCurve<Channel>::instance();
        forEachRow(area.height, token, [&](int y) {
            const auto* p = pixels.ptr<Channel>(area.y + y) + std::ptrdiff_t(4) * area.x;
            float* to = out.ptr<float>(y);
            for (int x = 0; x < area.width; ++x, p += 4)
                to[x] = cubeRoot(luminance({curve.toLight(p[0]), curve.toLight(p[1]), curve.toLight(p[2])}));
        });
    };
    if (pixels.depth() == CV_16U)
        run(std::type_identity<std::uint16_t>{});
    else
        run(std::type_identity<std::uint8_t>{});
    return out;
}

/// A pencil leaves a mark where a place is darker than its surroundings.
class Sketch
{
public:
    Sketch(const cv::Mat& pixels, cv::Rect area, const CancelToken& token)
        : m_area(grownRect(area, 3 * static_cast<int>(std::ceil(sigma(pixels))), pixels.size())),
          m_lightness(lightnessOf(pixels, m_area, token))
    {
        cv::GaussianBlur(m_lightness, m_around, {}, sigma(pixels), sigma(pixels), cv::BORDER_REPLICATE);
        token.throwIfCancelled();
    }
    LinearRgb operator()(LinearRgb /*c*/, int x, int y) const
    {
        const float l = m_lightness.at<float>(y - m_area.y, x - m_area.x);
        const float around = m_around.at<float>(y - m_area.y, x - m_area.x);
        const float paper = std::min(1.F, l / std::max(around, 0.02F));
        const float mark = std::pow(paper, 3.F) * (0.82F + 0.18F * smoothStep(0.F, 0.5F, around));
        const float light = mark * mark * mark;
        return {light, light, light};
    }

private:
    cv::Rect m_area;
    cv::Mat m_lightness;
    cv::Mat m_around;

    static double sigma(const cv::Mat& pixels)
    {
        return std::max(1.5, pencilWidth * std::max(pixels.cols, pixels.rows));
    }
};

template <typename Channel>
void turnRound(cv::Mat& pixels, const cv::Mat& mask, cv::Rect area, float amount, const CancelToken& token)
{
    constexpr float most = std::numeric_limits<Channel>::max();
    forEachRow(area.height, token, [&](int row) {
        const std::uint8_t* inside = mask.ptr(area.y + row);
        auto* p = pixels.ptr<Channel>(area.y + row) + std::ptrdiff_t(4) * area.x;
        for (int x = area.x; x < area.x + area.width; ++x, p += 4) {
            for (int c = 0; inside[x] > 0 && c < 3; ++c)
                p[c] = cv::saturate_cast<Channel>(mixed(float(p[c]), most - float(p[c]), amount));
        }
    });
}

} // namespace

cv::Mat styled(const cv::Mat& pixels, const cv::Mat& mask, Look look, double amount, const CancelToken& token)
{
    checkOperands(pixels, mask);
    token.throwIfCancelled();
    cv::Mat out = pixels.clone();
    const cv::Rect area = maskBounds(mask);
    const auto share = static_cast<float>(std::clamp(amount, 0.0, 1.0));
    if (area.empty() || share <= 0)
        return out;
    const auto map = [&](const auto& change) {
        mapLight(out, mask, area, token, [&](LinearRgb c) { return mixed(c, change(c), share); });
    };
    const auto mapPlaces = [&](const auto& change) {
        mapLight(out, mask, area, token,
                 [&](LinearRgb c, int x, int y) { return mixed(c, change(c, x, y), share); });
    };
    switch (look) {
    case Look::BlackAndWhite:
        map(blackAndWhite);
        break;
    case Look::Sepia:
        map(sepia);
        break;
    case Look::Sketch:
        mapPlaces(Sketch(pixels, area, token));
        break;
    case Look::Film:
        mapPlaces(Film(pixels.size()));
        break;
    case Look::Vintage:
        map(vintage);
        break;
    case Look::Cinematic:
        map(cinematic);
        break;
    case Look::Fresh:
        map(fresh);
        break;
    case Look::Negative:
        if (out.depth() == CV_16U)
            turnRound<std::uint16_t>(out, mask, area, share, token);
        else
            turnRound<std::uint8_t>(out, mask, area, share, token);
        break;
    }
    return out;
}

} // namespace focal
