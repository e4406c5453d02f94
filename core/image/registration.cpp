#include "core/image/registration.h"

#include "core/base/error.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace focal {
namespace {

/// Where a tile of the reference was found again.
struct TileShift
{
    cv::Point2d middle; ///< Of the tile, from the picture's middle.
    cv::Point2d shift;
};

constexpr double agreeing = 0.6; ///< Pixels by which a tile may miss a drift and still agree with it.
constexpr double leastDetail =
    2.5; ///< Standard deviation of a tile's grey values below which it says nothing.
constexpr double leastLikeness = 0.7; ///< Correlation of a tile with where it was found again.
constexpr double mostZoom = 0.08;     ///< |scale - 1|; models were seen to drift by up to some 4 %.
constexpr std::size_t leastTiles = 6;

/// Where between its neighbours the top of a parabola through three values lies, -0.5..0.5.
double topOf(double before, double at, double behind)
{
    const double bend = before - 2 * at + behind;
    return bend < 0 ? std::clamp((before - behind) / (2 * bend), -0.5, 0.5) : 0;
}

/// The tiles of @p reference that were found again within @p reach pixels of their place in @p moved, both
/// CV_32FC1.
std::vector<TileShift> tileShifts(const cv::Mat& reference, const cv::Mat& moved, int reach,
                                  const CancelToken& cancel)
{
    const int side = std::clamp(std::min(reference.rows, reference.cols) / 7, 20, 64);
    const cv::Point2d middle((reference.cols - 1) / 2.0, (reference.rows - 1) / 2.0);
    std::vector<TileShift> shifts;
    cv::Mat likeness;
    for (int y = reach; y + side + reach <= reference.rows; y += side * 3 / 4) {
        cancel.throwIfCancelled();
        for (int x = reach; x + side + reach <= reference.cols; x += side * 3 / 4) {
            const cv::Mat tile = reference(cv::Rect(x, y, side, side));
            cv::Scalar mean;
            cv::Scalar deviation;
            cv::meanStdDev(tile, mean, deviation);
            if (deviation[0] < leastDetail)
                continue;
            const cv::Rect search(x - reach, y - reach, side + 2 * reach, side + 2 * reach);
            cv::matchTemplate(moved(search), tile, likeness, cv::TM_CCOEFF_NORMED);
            double best = 0;
            cv::Point at;
            cv::minMaxLoc(likeness, nullptr, &best, nullptr, &at);
            if (best < leastLikeness || at.x == 0 || at.y == 0 || at.x == 2 * reach || at.y == 2 * reach)
                continue;
            const auto value = [&](int dx, int dy) {
                return double(likeness.at<float>(at.y + dy, at.x + dx));
            };
            const cv::Point2d shift(at.x - reach + topOf(value(-1, 0), best, value(1, 0)),
                                    at.y - reach + topOf(value(0, -1), best, value(0, 1)));
            shifts.push_back(
                {cv::Point2d(x, y) + cv::Point2d((side - 1) / 2.0, (side - 1) / 2.0) - middle, shift});
        }
    }
    return shifts;
}

double missOf(const TileShift& tile, const Drift& drift)
{
    return cv::norm(tile.middle * (drift.scale - 1) + drift.shift - tile.shift);
}

std::vector<TileShift> agreeingWith(const std::vector<TileShift>& tiles, const Drift& drift)
{
    std::vector<TileShift> kept;
    std::copy_if(tiles.begin(), tiles.end(), std::back_inserter(kept),
                 [&](const TileShift& tile) { return missOf(tile, drift) < agreeing; });
    return kept;
}

/// Scale and shift that miss the tiles least in the sense of squares.
Drift leastSquares(const std::vector<TileShift>& tiles)
{
    cv::Point2d place;
    cv::Point2d shift;
    for (const TileShift& tile : tiles) {
        place += tile.middle;
        shift += tile.shift;
    }
    const double count = static_cast<double>(tiles.size());
    place = place / count;
    shift = shift / count;
    double together = 0;
    double alone = 0;
    for (const TileShift& tile : tiles) {
        together += (tile.middle - place).dot(tile.shift - shift);
        alone += (tile.middle - place).dot(tile.middle - place);
    }
    Drift drift;
    drift.scale = 1 + (alone > 0 ? together / alone : 0);
    drift.shift = shift - place * (drift.scale - 1);
    return drift;
}

/// The drift of the pair of tiles on which most others agree.
std::vector<TileShift> largestAgreement(const std::vector<TileShift>& tiles, const CancelToken& cancel)
{
    // Some ten thousand pairs at most, evenly drawn.
    const std::size_t step = std::max<std::size_t>(1, tiles.size() / 140);
    std::vector<TileShift> best;
    for (std::size_t i = 0; i < tiles.size(); i += step) {
        cancel.throwIfCancelled();
        for (std::size_t k = i + 1; k < tiles.size(); k += step) {
            const cv::Point2d between = tiles[k].middle - tiles[i].middle;
            Drift drift = leastSquares({tiles[i], tiles[k]});
            if (std::abs(drift.scale - 1) > mostZoom || missOf(tiles[i], drift) > agreeing ||
                between.dot(between) < 1)
                continue;
            const auto count = std::count_if(tiles.begin(), tiles.end(), [&](const TileShift& tile) {
                return missOf(tile, drift) < agreeing;
            });
            if (static_cast<std::size_t>(count) > best.size())
                best = agreeingWith(tiles, drift);
        }
    }
    return best;
}

/// @p found between the reference and what was left after @p drift was undone: both together.
Drift after(const Drift& found, const Drift& drift)
{
    return {drift.scale * found.scale, found.shift * drift.scale + drift.shift, found.agreement};
}

/// CV_32FC1 without its broad light and shade: under the window of phase correlation these would look alike
/// in any two pictures, and pull every shift towards zero.
cv::Mat detail(const cv::Mat& grey)
{
    cv::Mat values;
    grey.convertTo(values, CV_32F);
    cv::Mat broad;
    constexpr double reach = 6;
    cv::GaussianBlur(values, broad, {}, reach);
    return values - broad;
}

} // namespace

cv::Mat Drift::matrix(cv::Size size) const
{
    const double x = (size.width - 1) / 2.0;
    const double y = (size.height - 1) / 2.0;
    return (cv::Mat_<double>(2, 3) << scale, 0, x - x * scale + shift.x, 0, scale, y - y * scale + shift.y);
}

Drift estimateDrift(const cv::Mat& reference, const cv::Mat& moved, const CancelToken& cancel)
{
    if (reference.type() != CV_8UC1 || moved.type() != CV_8UC1 || reference.size() != moved.size())
        throw LogicError(QStringLiteral("estimateDrift: two grey pictures of one size are needed"));
    constexpr int leastSide = 64;
    const int side = std::min(reference.rows, reference.cols);
    if (side < leastSide)
        return {};
    const cv::Mat fixed = detail(reference);
    const cv::Mat drawn = detail(moved);
    // Far at first, then what is left of it.
    const int far = std::clamp(side / 20, 4, 40);
    Drift drift;
    for (const int reach : {far, std::max(3, far / 4), 3}) {
        cv::Mat lying; // the same matrix as drawn would be written to
        if (drift.agreement > 0)
            cv::warpAffine(drawn, lying, drift.matrix(moved.size()), moved.size(),
                           cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
        else
            lying = drawn;
        const std::vector<TileShift> tiles = tileShifts(fixed, lying, reach, cancel);
        const std::vector<TileShift> agreed = largestAgreement(tiles, cancel);
        if (agreed.size() < leastTiles || agreed.size() * 5 < tiles.size())
            return drift;
        Drift found = leastSquares(agreed);
        found.agreement = static_cast<double>(agreed.size()) / static_cast<double>(tiles.size());
        drift = after(found, drift);
    }
    return drift;
}

} // namespace focal
