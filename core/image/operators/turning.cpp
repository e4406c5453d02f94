#include "core/image/operators/turning.h"

#include "core/base/error.h"
#include "core/image/operators/operands.h"

#include <numbers>

namespace focal {
namespace {

void checkPixels(const cv::Mat& pixels)
{
    if (pixels.empty() || (pixels.type() != CV_8UC4 && pixels.type() != CV_16UC4))
        throw LogicError(QStringLiteral("turning: pixels must be CV_8UC4 or CV_16UC4 and not empty"));
}

/// 0, 1, 2 or 3 quarter turns clockwise, where @p degrees is a multiple of 90.
std::optional<int> quarterTurns(double degrees)
{
    const double quarters = degrees / 90;
    if (std::abs(quarters - std::round(quarters)) > 1e-9)
        return std::nullopt;
    return ((static_cast<int>(std::lround(quarters)) % 4) + 4) % 4;
}

cv::Mat turnedByQuarters(const cv::Mat& pixels, int quarters)
{
    if (quarters == 0)
        return pixels.clone();
    cv::Mat out;
    cv::rotate(pixels, out,
               quarters == 1   ? cv::ROTATE_90_CLOCKWISE
               : quarters == 2 ? cv::ROTATE_180
                               : cv::ROTATE_90_COUNTERCLOCKWISE);
    return out;
}

/// Catmull-Rom weights of the pixels at -1, 0, 1 and 2 for a place @p t (0..1) between 0 and 1.
std::array<float, 4> weights(float t)
{
    const float t2 = t * t;
    const float t3 = t2 * t;
    return {-0.5F * t3 + t2 - 0.5F * t, 1.5F * t3 - 2.5F * t2 + 1, -1.5F * t3 + 2 * t2 + 0.5F * t,
            0.5F * t3 - 0.5F * t2};
}

/// What a picture shows at places between its pixels.
template <typename Channel>
class Sampler
{
public:
    /// @param outside  what lies around the picture; empty: its border goes on
    Sampler(const cv::Mat& pixels, std::optional<cv::Vec<Channel, 4>> outside)
        : m_pixels(pixels), m_outside(outside)
    {
    }

    cv::Vec<Channel, 4> at(double x, double y) const
    {
        const int left = static_cast<int>(std::floor(x));
        const int top = static_cast<int>(std::floor(y));
        const auto across = weights(static_cast<float>(x - left));
        const auto down = weights(static_cast<float>(y - top));
        std::array<float, 3> color{};
        float alpha = 0;
        for (int j = 0; j < 4; ++j) {
            for (int i = 0; i < 4; ++i) {
                const cv::Vec<Channel, 4>& p = pixel(left - 1 + i, top - 1 + j);
                const float weight = across[static_cast<std::size_t>(i)] * down[static_cast<std::size_t>(j)] *
                                     static_cast<float>(p[3]);
                alpha += weight;
                for (int c = 0; c < 3; ++c)
                    color[static_cast<std::size_t>(c)] += weight * static_cast<float>(p[c]);
            }
        }
        const auto opacity = cv::saturate_cast<Channel>(alpha);
        if (opacity == 0)
            return {};
        return {cv::saturate_cast<Channel>(color[0] / alpha), cv::saturate_cast<Channel>(color[1] / alpha),
                cv::saturate_cast<Channel>(color[2] / alpha), opacity};
    }

private:
    const cv::Mat& m_pixels;
    std::optional<cv::Vec<Channel, 4>> m_outside;

    const cv::Vec<Channel, 4>& pixel(int x, int y) const
    {
        if (m_outside && (x < 0 || y < 0 || x >= m_pixels.cols || y >= m_pixels.rows))
            return *m_outside;
        return m_pixels.at<cv::Vec<Channel, 4>>(std::clamp(y, 0, m_pixels.rows - 1),
                                                std::clamp(x, 0, m_pixels.cols - 1));
    }
};

template <typename Channel>
cv::Mat turnedBetween(const cv::Mat& pixels, double radians, cv::Size size,
                      std::optional<cv::Vec<Channel, 4>> outside, const CancelToken& token)
{
    const Sampler<Channel> sampler(pixels, outside);
    const double cosine = std::cos(radians);
    const double sine = std::sin(radians);
    // Places are those of the pixels' middles, from the middle of the picture.
    const double fromX = (pixels.cols - 1) / 2.0;
    const double fromY = (pixels.rows - 1) / 2.0;
    const double toX = (size.width - 1) / 2.0;
    const double toY = (size.height - 1) / 2.0;
    cv::Mat out(size, pixels.type());
    forEachRow(size.height, token, [&](int y) {
        auto* row = out.ptr<cv::Vec<Channel, 4>>(y);
        const double v = y - toY;
        for (int x = 0; x < size.width; ++x) {
            const double u = x - toX;
            row[x] = sampler.at(fromX + u * cosine + v * sine, fromY - u * sine + v * cosine);
        }
    });
    return out;
}

template <typename Channel>
cv::Mat turnedFreely(const cv::Mat& pixels, double degrees, TurnedEdge edge, std::optional<Rgb> sheet,
                     const CancelToken& token)
{
    const double radians = degrees * std::numbers::pi / 180;
    if (edge == TurnedEdge::Cut)
        return turnedBetween<Channel>(pixels, radians, uprightPart(pixels.size(), degrees), std::nullopt,
                                      token);
    const double cosine = std::abs(std::cos(radians));
    const double sine = std::abs(std::sin(radians));
    const cv::Size size(static_cast<int>(std::ceil(pixels.cols * cosine + pixels.rows * sine - 1e-6)),
                        static_cast<int>(std::ceil(pixels.cols * sine + pixels.rows * cosine - 1e-6)));
    constexpr int most = std::numeric_limits<Channel>::max();
    constexpr int scale = most / 255;
    cv::Vec<Channel, 4> outside{};
    if (sheet)
        outside = {static_cast<Channel>(sheet->r * scale), static_cast<Channel>(sheet->g * scale),
                   static_cast<Channel>(sheet->b * scale), static_cast<Channel>(most)};
    return turnedBetween<Channel>(pixels, radians, size, outside, token);
}

} // namespace

cv::Mat mirrored(const cv::Mat& pixels, bool horizontally)
{
    checkPixels(pixels);
    cv::Mat out;
    cv::flip(pixels, out, horizontally ? 1 : 0);
    return out;
}

cv::Size uprightPart(cv::Size size, double degrees)
{
    if (const auto quarters = quarterTurns(degrees))
        return *quarters % 2 == 0 ? size : cv::Size(size.height, size.width);
    const double radians = degrees * std::numbers::pi / 180;
    const double cosine = std::abs(std::cos(radians));
    const double sine = std::abs(std::sin(radians));
    const double width = size.width;
    const double height = size.height;
    const double longer = std::max(width, height);
    const double shorter = std::min(width, height);
    double keptWidth = 0;
    double keptHeight = 0;
    if (shorter <= 2 * sine * cosine * longer || std::abs(sine - cosine) < 1e-9) {
        // Two corners of the part lie in the middle between the long sides.
        const double half = shorter / 2;
        keptWidth = half / (width >= height ? sine : cosine);
        keptHeight = half / (width >= height ? cosine : sine);
    } else {
        // One corner lies on each side.
        const double both = cosine * cosine - sine * sine;
        keptWidth = (width * cosine - height * sine) / both;
        keptHeight = (height * cosine - width * sine) / both;
    }
    return {std::max(1, static_cast<int>(std::floor(keptWidth + 1e-6))),
            std::max(1, static_cast<int>(std::floor(keptHeight + 1e-6)))};
}

cv::Mat turned(const cv::Mat& pixels, double degrees, TurnedEdge edge, std::optional<Rgb> sheet,
               const CancelToken& token)
{
    checkPixels(pixels);
    token.throwIfCancelled();
    if (const auto quarters = quarterTurns(degrees))
        return turnedByQuarters(pixels, *quarters);
    return pixels.depth() == CV_16U ? turnedFreely<std::uint16_t>(pixels, degrees, edge, sheet, token)
                                    : turnedFreely<std::uint8_t>(pixels, degrees, edge, sheet, token);
}

} // namespace focal
