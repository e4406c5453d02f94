#include "core/image/operators/seamless.h"

#include "core/image/operators/operands.h"

#include <opencv2/imgproc.hpp>

#include <array>
#include <numbers>

namespace focal {
namespace {

const std::array<cv::Point, 4> around{cv::Point(1, 0), cv::Point(-1, 0), cv::Point(0, 1), cv::Point(0, -1)};
constexpr float holdSmooth = 1e-6F;   ///< Weight of the copied value against the gradients, on smooth ground
constexpr float holdTextured = 0.02F; ///< and on texture.

constexpr int grainSize = 7; ///< Of the window over which grain averages out.

/// One row of (4 + hold) x - sum of unknown neighbours = right side, over the hole's pixels.
struct Equation
{
    std::array<int, 4> neighbours{-1, -1, -1, -1}; ///< Indices of unknown neighbours, -1 for none.
    float diagonal = 0;
    cv::Vec4f right;
};

class Membrane
{
public:
    Membrane(const cv::Mat& image, const cv::Mat& hole)
        : m_image(image.clone()), m_index(hole.size(), CV_32SC1)
    {
        m_index = -1;
        // Even pixels first: within one colour of the checkerboard no equation reads another.
        for (int colour = 0; colour < 2; ++colour) {
            for (int y = 0; y < hole.rows; ++y) {
                for (int x = (y + colour) % 2; x < hole.cols; x += 2) {
                    if (!hole.at<std::uint8_t>(y, x))
                        continue;
                    m_index.at<int>(y, x) = static_cast<int>(m_pixels.size());
                    m_pixels.emplace_back(x, y);
                }
            }
            if (colour == 0)
                m_even = m_pixels.size();
        }
        m_equations.resize(m_pixels.size());
        cv::Mat distance;
        cv::distanceTransform(hole > 0, distance, cv::DIST_L2, cv::DIST_MASK_3);
        cv::minMaxLoc(distance, nullptr, &m_reach);
    }

    const std::vector<cv::Point>& pixels() const { return m_pixels; }

    /// gradient(p, q) is what value(q) - value(p) should be, for neighbours p in the hole and q in the
    /// picture; start(p) a first value, held on to with weight hold(p).
    template <typename Gradient, typename Start, typename Hold>
    void pose(const Gradient& gradient, const Start& start, const Hold& hold)
    {
        const cv::Rect inside({}, m_index.size());
        for (std::size_t i = 0; i < m_pixels.size(); ++i) {
            const cv::Point p = m_pixels[i];
            Equation& e = m_equations[i];
            const cv::Vec4f first = start(p);
            e.diagonal = hold(p);
            e.right = e.diagonal * first;
            for (std::size_t n = 0; n < around.size(); ++n) {
                const cv::Point q = p + around[n];
                if (!inside.contains(q))
                    continue;
                e.diagonal += 1;
                e.right -= gradient(p, q);
                e.neighbours[n] = m_index.at<int>(q);
                if (e.neighbours[n] < 0)
                    e.right += m_image.at<cv::Vec4f>(q);
            }
            m_values.push_back(first);
        }
    }

    /// Successive over-relaxation, both halves of the checkerboard in parallel.
    cv::Mat solve(const CancelToken& token)
    {
        const double length = 2 * m_reach + 2;
        const auto relaxation = static_cast<float>(2 / (1 + std::sin(std::numbers::pi / length)));
        const int rounds = std::clamp(static_cast<int>(3 * length), 20, 600);
        for (int round = 0; round < rounds; ++round) {
            relax(0, m_even, relaxation, token);
            relax(m_even, m_pixels.size(), relaxation, token);
        }
        for (std::size_t i = 0; i < m_pixels.size(); ++i)
            m_image.at<cv::Vec4f>(m_pixels[i]) = m_values[i];
        return m_image;
    }

private:
    static constexpr std::size_t chunk = 4096;
    cv::Mat m_image;
    cv::Mat m_index; ///< CV_32SC1: of the pixel's equation, -1 where known.
    std::vector<cv::Point> m_pixels;
    std::vector<Equation> m_equations;
    std::vector<cv::Vec4f> m_values;
    std::size_t m_even = 0;
    double m_reach = 0;

    void relax(std::size_t from, std::size_t to, float relaxation, const CancelToken& token)
    {
        const auto chunks = static_cast<int>((to - from + chunk - 1) / chunk);
        forEachRow(chunks, token, [&](int c) {
            const std::size_t first = from + static_cast<std::size_t>(c) * chunk;
            for (std::size_t i = first; i < std::min(first + chunk, to); ++i) {
                const Equation& e = m_equations[i];
                cv::Vec4f sum = e.right;
                for (const int n : e.neighbours) {
                    if (n >= 0)
                        sum += m_values[static_cast<std::size_t>(n)];
                }
                m_values[i] += relaxation * (sum * (1 / e.diagonal) - m_values[i]);
            }
        });
    }
};

} // namespace

namespace {

/// Where each pixel of the hole is copied from. Pixels at the picture's rim are no patch's middle: they
/// follow the nearest that is.
class Sources
{
public:
    Sources(const PatchField& field, cv::Size size) : m_field(field), m_size(size) {}
    cv::Point operator()(cv::Point p) const
    {
        const int r = PatchField::radius;
        const cv::Point centre(std::clamp(p.x, r, m_size.width - 1 - r),
                               std::clamp(p.y, r, m_size.height - 1 - r));
        return (m_field.isTarget(centre) ? m_field.match(centre) : centre) + (p - centre);
    }

private:
    const PatchField& m_field;
    cv::Size m_size;
};

/// The copied values with the copied gradients; @p texture says how far values are held on to.
cv::Mat evened(const cv::Mat& image, const cv::Mat& texture, const cv::Mat& hole, const Sources& source,
               const CancelToken& token)
{
    const cv::Rect inside({}, image.size());
    const auto proposed = [&](cv::Point p, cv::Point q) {
        const cv::Point s = source(p);
        const cv::Point t = s + (q - p);
        return inside.contains(t) ? cv::Vec4f(image.at<cv::Vec4f>(t) - image.at<cv::Vec4f>(s)) : cv::Vec4f();
    };
    Membrane membrane(image, hole);
    membrane.pose(
        [&](cv::Point p, cv::Point q) {
            return hole.at<std::uint8_t>(q) ? cv::Vec4f(0.5F * (proposed(p, q) - proposed(q, p)))
                                            : proposed(p, q);
        },
        [&](cv::Point p) { return image.at<cv::Vec4f>(source(p)); },
        [&](cv::Point p) {
            return holdSmooth + holdTextured * smoothStep(4, 24, texture.at<cv::Vec4f>(source(p))[3]);
        });
    return membrane.solve(token);
}

} // namespace

cv::Mat seamlesslyCopied(const cv::Mat& image, const cv::Mat& hole, const PatchField& field,
                         const CancelToken& token)
{
    const Sources source(field, image.size());
    cv::Mat first = evened(image, image, hole, source, token);

    // On smooth ground the gradients of single pixels are mostly grain and rounding; copied over and over
    // from the same few places they would add up to bumps. There, grain is copied as it is, and only what
    // lies under it is evened.
    cv::Mat under;
    cv::blur(first, under, {grainSize, grainSize}, {-1, -1}, cv::BORDER_REFLECT_101);
    cv::Mat grain(first.size(), CV_32FC4);
    bool any = false;
    for (int y = 0; y < first.rows; ++y) {
        for (int x = 0; x < first.cols; ++x) {
            const cv::Vec4f& v = first.at<cv::Vec4f>(y, x);
            const float smooth = 1 - smoothStep(3, 8, image.at<cv::Vec4f>(y, x)[3]);
            cv::Vec4f g = smooth * (v - under.at<cv::Vec4f>(y, x));
            g[3] = 0;
            any = any || (smooth > 0 && hole.at<std::uint8_t>(y, x));
            grain.at<cv::Vec4f>(y, x) = g;
        }
    }
    if (!any)
        return first;
    cv::Mat second = evened(first - grain, image, hole, source, token);
    forEachRow(second.rows, token, [&](int y) {
        for (int x = 0; x < second.cols; ++x) {
            const cv::Point p(x, y);
            second.at<cv::Vec4f>(p) += grain.at<cv::Vec4f>(hole.at<std::uint8_t>(p) ? source(p) : p);
        }
    });
    return second;
}

cv::Mat smoothlyFilled(const cv::Mat& image, const cv::Mat& hole, const CancelToken& token)
{
    const cv::Scalar mean = cv::mean(image, hole == 0);
    Membrane membrane(image, hole);
    membrane.pose(
        [](cv::Point, cv::Point) { return cv::Vec4f(); },
        [&](cv::Point) { return cv::Vec4f(float(mean[0]), float(mean[1]), float(mean[2]), float(mean[3])); },
        [](cv::Point) { return 0.F; });
    return membrane.solve(token);
}

} // namespace focal
