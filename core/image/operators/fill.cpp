#include "core/image/operators/fill.h"

#include "core/image/operators/exemplarfill.h"
#include "core/image/operators/maskops.h"
#include "core/image/operators/operands.h"
#include "core/image/operators/seamless.h"

#include <QCoreApplication>

#include <opencv2/imgproc.hpp>

namespace focal {
namespace {

// As much as is put together from patches within a fraction of a second.
constexpr int mostHole = 64'000;
constexpr int mostArea = 420'000;

template <typename Channel>
constexpr float toByteScale = 255.F / float(std::numeric_limits<Channel>::max());

/// Reduced by a whole factor: the means of what is known, alpha-weighted, 0..255, fourth channel alpha.
struct Reduced
{
    cv::Mat image; ///< CV_32FC4
    cv::Mat hole;  ///< CV_8UC1, 255 where any pixel of the cell is unknown.
    cv::Mat empty; ///< CV_8UC1, 255 where all are.
};

/// Where a native pixel lies between the middles of four cells.
struct Between
{
    Between(int x, int y, int factor, cv::Size size)
    {
        const float u = std::clamp((float(x) + 0.5F) / float(factor) - 0.5F, 0.F, float(size.width - 1));
        const float v = std::clamp((float(y) + 0.5F) / float(factor) - 0.5F, 0.F, float(size.height - 1));
        left = static_cast<int>(u);
        above = static_cast<int>(v);
        right = std::min(left + 1, size.width - 1);
        below = std::min(above + 1, size.height - 1);
        s = u - float(left);
        t = v - float(above);
    }

    /// Bilinear; value(cell) gives a cv::Vec4f.
    template <typename Value>
    cv::Vec4f operator()(const Value& value) const
    {
        return (1 - t) * ((1 - s) * value(cv::Point(left, above)) + s * value(cv::Point(right, above))) +
               t * ((1 - s) * value(cv::Point(left, below)) + s * value(cv::Point(right, below)));
    }

    int left = 0;
    int above = 0;
    int right = 0;
    int below = 0;
    float s = 0;
    float t = 0;
};

/// Stores alpha-weighted colours.
template <typename Channel>
void storeColours(const cv::Vec4f& weighted, float alpha, Channel* out)
{
    for (int c = 0; c < 3; ++c) {
        const float value = alpha > 0 ? weighted[c] / alpha : weighted[c];
        out[c] = cv::saturate_cast<Channel>(value / toByteScale<Channel>);
    }
}

template <typename Channel>
Reduced reduced(const cv::Mat& pixels, const cv::Mat& region, int factor, const CancelToken& token)
{
    const cv::Size size((pixels.cols + factor - 1) / factor, (pixels.rows + factor - 1) / factor);
    Reduced out{cv::Mat(size, CV_32FC4), cv::Mat(size, CV_8UC1), cv::Mat(size, CV_8UC1)};
    forEachRow(size.height, token, [&](int row) {
        auto* to = out.image.ptr<cv::Vec4f>(row);
        auto* hole = out.hole.ptr(row);
        auto* empty = out.empty.ptr(row);
        const int bottom = std::min((row + 1) * factor, pixels.rows);
        for (int cell = 0; cell < size.width; ++cell) {
            const int right = std::min((cell + 1) * factor, pixels.cols);
            cv::Vec4f sum;
            int known = 0;
            for (int y = row * factor; y < bottom; ++y) {
                const auto* p = pixels.ptr<Channel>(y) + std::ptrdiff_t(4) * cell * factor;
                const std::uint8_t* m = region.ptr(y);
                for (int x = cell * factor; x < right; ++x, p += 4) {
                    if (m[x])
                        continue;
                    ++known;
                    const float a = float(p[3]) * toByteScale<Channel> / 255;
                    sum += cv::Vec4f(a * float(p[0]), a * float(p[1]), a * float(p[2]), float(p[3]));
                }
            }
            to[cell] = sum * (toByteScale<Channel> / float(std::max(known, 1)));
            hole[cell] = known < (bottom - row * factor) * (right - cell * factor) ? 255 : 0;
            empty[cell] = known == 0 ? 255 : 0;
        }
    });
    return out;
}

/// What the low-resolution filling says, with the detail of where each part of it came from.
template <typename Channel>
class DetailTransfer
{
public:
    DetailTransfer(cv::Mat& pixels, const cv::Mat& region, const cv::Mat& source, const cv::Mat& fill,
                   const PatchField& field, int factor)
        : m_pixels(pixels), m_region(region), m_source(source), m_fill(fill), m_field(field), m_factor(factor)
    {
    }

    void row(int y)
    {
        auto* p = m_pixels.ptr<Channel>(y);
        const std::uint8_t* inside = m_region.ptr(y);
        for (int x = 0; x < m_pixels.cols; ++x) {
            if (inside[x])
                write(x, y, p + std::ptrdiff_t(4) * x);
        }
    }

private:
    cv::Mat& m_pixels;
    const cv::Mat& m_region;
    const cv::Mat& m_source; ///< Reduced source.
    const cv::Mat& m_fill;   ///< Reduced source with the hole filled.
    const PatchField& m_field;
    int m_factor;

    /// How far the filling departs, at the cell, from the source shifted by @p shift.
    cv::Vec4f departure(cv::Point cell, cv::Point shift) const
    {
        return m_fill.at<cv::Vec4f>(cell) - m_source.at<cv::Vec4f>(cell + shift);
    }

    void write(int x, int y, Channel* out)
    {
        const int r = PatchField::radius;
        const cv::Point last(m_fill.cols - 1, m_fill.rows - 1);
        const cv::Point cell(x / m_factor, y / m_factor);
        const cv::Point centre(std::clamp(cell.x, r, last.x - r), std::clamp(cell.y, r, last.y - r));
        const cv::Point shift = m_field.isTarget(centre) ? m_field.match(centre) - centre : cv::Point();

        const Between between(x, y, m_factor, m_fill.size());
        const cv::Vec4f added = between([&](cv::Point c) { return departure(c, shift); });

        // The last cells may be cut by the picture's edge.
        const auto* from = m_pixels.ptr<Channel>(std::min(y + shift.y * m_factor, m_pixels.rows - 1)) +
                           std::ptrdiff_t(4) * std::min(x + shift.x * m_factor, m_pixels.cols - 1);
        const float alpha = float(from[3]) * toByteScale<Channel> / 255;
        const float weight = alpha * toByteScale<Channel>;
        storeColours(cv::Vec4f(weight * float(from[0]), weight * float(from[1]), weight * float(from[2]), 0) +
                         added,
                     alpha, out);
        out[3] = from[3];
    }
};

/// Where no patch is known: a smooth continuation.
template <typename Channel>
void fillSmoothly(cv::Mat& pixels, const cv::Mat& region, const Reduced& small, int factor,
                  const CancelToken& token)
{
    const cv::Mat smooth = smoothlyFilled(small.image, small.empty, token);
    forEachRow(pixels.rows, token, [&](int y) {
        auto* out = pixels.ptr<Channel>(y);
        const std::uint8_t* inside = region.ptr(y);
        for (int x = 0; x < pixels.cols; ++x, out += 4) {
            if (!inside[x])
                continue;
            const cv::Vec4f v =
                Between(x, y, factor, smooth.size())([&](cv::Point c) { return smooth.at<cv::Vec4f>(c); });
            storeColours(v, v[3] / 255, out);
            out[3] = cv::saturate_cast<Channel>(v[3] / toByteScale<Channel>);
        }
    });
}

template <typename Channel>
void fillPart(cv::Mat& pixels, const cv::Mat& region, std::uint64_t seed, const CancelToken& token)
{
    const int hole = cv::countNonZero(region);
    const double ratio = std::max(double(hole) / mostHole, double(pixels.total()) / mostArea);
    const int factor = std::max(1, static_cast<int>(std::ceil(std::sqrt(ratio) - 0.05)));
    const Reduced small = reduced<Channel>(pixels, region, factor, token);
    const ExemplarFill fill = exemplarFilled(small.image, small.hole, seed, token);
    if (fill.image.empty()) {
        fillSmoothly<Channel>(pixels, region, small, factor, token);
        return;
    }
    const cv::Mat even = seamlesslyCopied(fill.image, small.hole, fill.field, token);
    // Read and written in one picture: sources are known pixels, which no thread writes.
    DetailTransfer<Channel> transfer(pixels, region, small.image, even, fill.field, factor);
    forEachRow(pixels.rows, token, [&](int y) { transfer.row(y); });
}

} // namespace

cv::Mat removalMask(const cv::Mat& mask, const CancelToken& token)
{
    const cv::Rect bounds = maskBounds(mask);
    if (bounds.empty())
        return mask.clone();
    const double by = 2 + 0.03 * maskExtent(mask(bounds));
    return featheredMask(grownMask(mask > 16, by, token), 1.5, token);
}

cv::Mat filled(const cv::Mat& pixels, const cv::Mat& region, std::uint64_t seed, const CancelToken& token)
{
    checkOperands(pixels, region);
    token.throwIfCancelled();
    cv::Mat out = pixels.clone();
    const cv::Rect bounds = maskBounds(region);
    if (bounds.empty())
        return out;
    if (cv::countNonZero(region) == static_cast<int>(region.total())) {
        const auto text = [](const char* source) {
            return QCoreApplication::translate("focal::Fill", source);
        };
        throw UserError(ErrorKind::BadInput, text("There is nothing left to fill the picture from."),
                        text("The region to remove covers all of it."), text("Choose a smaller region."));
    }
    const int margin = std::max({bounds.width, bounds.height, 64});
    const cv::Rect area = grownRect(bounds, margin, pixels.size());
    cv::Mat part = out(area);
    if (pixels.depth() == CV_16U)
        fillPart<std::uint16_t>(part, region(area), seed, token);
    else
        fillPart<std::uint8_t>(part, region(area), seed, token);
    return out;
}

} // namespace focal
