#include "core/image/operators/recolor.h"

#include "core/image/operators/operands.h"

#include <array>
#include <vector>

namespace focal {
namespace {

// The lightness that a black or white thing has in a photograph, so that shadows and highlights still show on
// it.
constexpr float blackest = 0.21F;
constexpr float whitest = 0.93F;
constexpr float ceiling = 0.985F;
constexpr float lightestWithRoom =
    0.8F; ///< Below this a target's lightness is never lowered for its highlights.
constexpr int samples = 400'000;

struct Sample
{
    float lightness;
    float chroma;
    float weight;
};

/// What the thing under the mask looks like: weighted percentiles of Oklab lightness and chroma.
struct Appearance
{
    float typical = 0;  ///< Median.
    float diffuse = 0;  ///< 95 %: about the lightest that its paint reaches by itself.
    float top = 0;      ///< 99.7 %.
    float chroma = 0;   ///< Median.
    float coloured = 0; ///< 0 for a grey thing to 1 for one whose chroma tells light from paint.
    float glossy = 0;   ///< 0..1: how far bright neutral spots are to be taken for reflections.
};

class Histogram
{
public:
    explicit Histogram(float range) : m_range(range) {}
    void add(float value, float weight)
    {
        const auto bin =
            static_cast<std::size_t>(cvRound(std::clamp(value / m_range, 0.F, 1.F) * (bins - 1)));
        m_bins[bin] += weight;
        m_sum += weight;
    }
    float percentile(double share) const
    {
        double rest = share * m_sum;
        for (std::size_t i = 0; i < bins; ++i) {
            rest -= m_bins[i];
            if (rest <= 0)
                return m_range * float(i) / (bins - 1);
        }
        return m_range;
    }

private:
    static constexpr std::size_t bins = 1024;
    float m_range;
    double m_sum = 0;
    std::array<double, bins> m_bins{};
};

/// How much of a pixel is the light's reflection rather than the thing's paint, 0..1.
float reflection(const Appearance& thing, float lightness, float chroma)
{
    const float from = thing.diffuse;
    const float to = std::max(from + 0.03F, from + 0.6F * (thing.top - from));
    const float bright = smoothStep(from, to, lightness) * smoothStep(0.5F, 0.75F, lightness);
    const float pale = 1 - smoothStep(0.3F, 0.8F, chroma / std::max(thing.chroma, 0.01F));
    return bright * (thing.coloured * pale + (1 - thing.coloured));
}

Appearance appearance(const cv::Mat& pixels, const cv::Mat& mask, cv::Rect area)
{
    std::vector<Sample> all;
    sampleLight(pixels, mask, area, samples, [&](LinearRgb c, float weight) {
        const Oklab lab = toOklab(c);
        // Squared: soft edges are mixed with what is behind.
        all.push_back({lab.lightness, lab.chroma(), weight * weight});
    });
    Histogram lightness(1);
    Histogram chroma(0.4F);
    for (const Sample& s : all) {
        lightness.add(s.lightness, s.weight);
        chroma.add(s.chroma, s.weight);
    }
    Appearance thing;
    thing.typical = std::clamp(lightness.percentile(0.5), 0.02F, 0.995F);
    thing.diffuse = std::max(lightness.percentile(0.95), thing.typical);
    thing.top = std::max(lightness.percentile(0.997), thing.diffuse);
    thing.chroma = chroma.percentile(0.5);
    thing.coloured = smoothStep(0.025F, 0.07F, thing.chroma);

    // Reflections are few and stand out; a large pale part is paint.
    double spots = 0;
    double sum = 0;
    for (const Sample& s : all) {
        sum += s.weight;
        spots += s.weight * reflection(thing, s.lightness, s.chroma);
    }
    const float standsOut = (thing.top - thing.diffuse) / std::max(thing.diffuse - thing.typical, 0.02F);
    const float tail = smoothStep(0.6F, 2.F, standsOut);
    const float few = 1 - smoothStep(0.04F, 0.12F, sum > 0 ? float(spots / sum) : 0.F);
    thing.glossy = few * (thing.coloured + (1 - thing.coloured) * tail);
    return thing;
}

/// Lightness in, lightness out: monotone, typical -> wanted, 0 -> 0, at most ceiling for what the thing
/// holds.
class LightnessCurve
{
public:
    LightnessCurve(const Appearance& thing, float wanted) : m_from(thing.typical)
    {
        // Paint would multiply contrast by the ratio; but a dark thing's contrast is mostly that of its
        // paint's pattern and of noise, a light thing's is shading, which must not vanish on a dark one.
        m_gain = contrast(wanted / thing.typical);
        m_to = std::min(
            wanted, std::max(lightestWithRoom, ceiling - 0.5F * m_gain * (thing.diffuse - thing.typical)));
        m_toe = m_to / thing.typical / m_gain - 1; // so that both halves meet with the slope m_gain
        const float reach = std::max(thing.top - thing.typical, 0.02F);
        const float room = ceiling - m_to;
        m_shoulder = std::max((m_gain * reach / room - 1) / reach, 0.F);
    }
    float operator()(float lightness) const
    {
        if (lightness <= m_from) {
            const float t = std::max(lightness, 0.F) / m_from;
            return m_to * t * (1 + m_toe) / (1 + m_toe * t);
        }
        const float x = lightness - m_from;
        return std::min(m_to + m_gain * x / (1 + m_shoulder * x), 1.F);
    }

private:
    static float contrast(float ratio) { return std::pow(ratio, ratio > 1 ? 0.25F : 0.5F); }

    float m_from;
    float m_to;
    float m_gain;
    float m_toe;
    float m_shoulder;
};

/// Everything about one recolouring that does not depend on the pixel, tabulated over lightness.
class Recolouring
{
public:
    Recolouring(const Appearance& thing, Rgb target, float strength) : m_thing(thing), m_strength(strength)
    {
        const Oklab colour = toOklab(toLinear(target));
        const float wanted = std::clamp(colour.lightness, blackest, whitest);
        const float chroma = colour.chroma() < 1e-3F ? 0.F : colour.chroma();
        m_cosine = chroma > 0 ? colour.a / chroma : 1;
        m_sine = chroma > 0 ? colour.b / chroma : 0;
        const LightnessCurve curve(thing, wanted);
        const float hue = colour.hue();
        for (std::size_t i = 0; i <= steps; ++i) {
            m_lightness[i] = curve(float(i) / steps);
            const float at = float(i) / steps;
            // Less light scales all of a colour's coordinates alike; more light leaves its chroma.
            m_chroma[i] = chroma * std::min(at / wanted, 1.F);
            m_limit[i] = greatestChroma(at, hue);
        }
    }

    LinearRgb operator()(LinearRgb light) const
    {
        const Oklab from = toOklab(light);
        const float chroma = from.chroma();
        const float shine = m_thing.glossy * reflection(m_thing, from.lightness, chroma);
        float lightness = table(m_lightness, from.lightness);
        if (shine > 0) { // a reflection adds to the paint's light, whatever the paint
            const float cube = [](float v) { return v * v * v; }(from.lightness);
            const float excess = cube - m_thing.diffuse * m_thing.diffuse * m_thing.diffuse;
            const float added = cubeRoot(lightness * lightness * lightness + shine * std::max(excess, 0.F));
            lightness = std::min(std::max(lightness, added), 1.F);
        }
        const float own = std::clamp(chroma / std::max(m_thing.chroma, 0.01F), 0.35F, 1.25F);
        const float varied = 1 + 0.5F * m_thing.coloured * (own - 1);
        const float c =
            std::min(table(m_chroma, lightness) * varied * (1 - shine), table(m_limit, lightness));
        Oklab to{lightness, c * m_cosine, c * m_sine};
        if (m_strength < 1) {
            to.lightness = from.lightness + m_strength * (to.lightness - from.lightness);
            to.a = from.a + m_strength * (to.a - from.a);
            to.b = from.b + m_strength * (to.b - from.b);
        }
        return toLinear(to);
    }

private:
    static constexpr std::size_t steps = 512;
    using Table = std::array<float, steps + 1>;
    Appearance m_thing;
    float m_strength;
    float m_cosine = 1;
    float m_sine = 0;
    Table m_lightness{};
    Table m_chroma{};
    Table m_limit{};

    static float table(const Table& values, float at)
    {
        const float t = std::clamp(at, 0.F, 1.F) * steps;
        const auto i = std::min(static_cast<std::size_t>(t), steps - 1);
        return values[i] + (t - float(i)) * (values[i + 1] - values[i]);
    }
};

} // namespace

cv::Mat recolored(const cv::Mat& pixels, const cv::Mat& mask, Rgb target, double strength,
                  const CancelToken& token)
{
    checkOperands(pixels, mask);
    token.throwIfCancelled();
    cv::Mat out = pixels.clone();
    const cv::Rect area = maskBounds(mask);
    if (area.empty() || strength <= 0)
        return out;
    token.throwIfCancelled();
    const Appearance thing = appearance(pixels, mask, area);
    token.throwIfCancelled();
    mapLight(out, mask, area, token, Recolouring(thing, target, static_cast<float>(std::min(strength, 1.0))));
    return out;
}

} // namespace focal
