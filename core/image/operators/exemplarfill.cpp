#include "core/image/operators/exemplarfill.h"

#include "core/image/operators/operands.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace focal {
namespace {

constexpr int radius = PatchField::radius;
constexpr double coarsestReach =
    5; ///< Levels are added until no hole pixel is further than this from the known.
constexpr int smallestSide = 32;
constexpr std::size_t fewSources = 900; ///< As many as are tried for each pixel of the first guess.

constexpr float surprise =
    0.04F; ///< Weight, against known pixels, of how far new ones depart from their mean.

struct Level
{
    cv::Mat image;
    cv::Mat hole;
};

/// The fourth channel: how much the picture varies around a pixel, so that a smooth guess is not taken for
/// texture.
void writeTexture(cv::Mat& image, const cv::Mat& hole)
{
    cv::Mat variation = cv::Mat::zeros(image.size(), CV_32FC1);
    cv::Mat counts = cv::Mat::zeros(image.size(), CV_32FC1);
    for (int y = 0; y + 1 < image.rows; ++y) {
        const auto* row = image.ptr<cv::Vec4f>(y);
        const auto* below = image.ptr<cv::Vec4f>(y + 1);
        for (int x = 0; x + 1 < image.cols; ++x) {
            if (hole.at<std::uint8_t>(y, x) || hole.at<std::uint8_t>(y, x + 1) ||
                hole.at<std::uint8_t>(y + 1, x))
                continue;
            float sum = 0;
            for (int c = 0; c < 3; ++c)
                sum += std::abs(row[x + 1][c] - row[x][c]) + std::abs(below[x][c] - row[x][c]);
            variation.at<float>(y, x) = sum / 3;
            counts.at<float>(y, x) = 1;
        }
    }
    cv::blur(variation, variation, {5, 5}, {-1, -1}, cv::BORDER_CONSTANT);
    cv::blur(counts, counts, {5, 5}, {-1, -1}, cv::BORDER_CONSTANT);
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            image.at<cv::Vec4f>(y, x)[3] =
                std::min(variation.at<float>(y, x) / std::max(counts.at<float>(y, x), 1e-3F), 255.F);
}

/// Half the size; known where at least half of a cell is, and then the mean of that.
Level halved(const Level& full)
{
    Level half{cv::Mat::zeros((full.image.rows + 1) / 2, (full.image.cols + 1) / 2, CV_32FC4), {}};
    half.hole.create(half.image.size(), CV_8UC1);
    for (int y = 0; y < half.image.rows; ++y) {
        for (int x = 0; x < half.image.cols; ++x) {
            cv::Vec4f sum;
            int known = 0;
            int all = 0;
            for (int v = 2 * y; v < std::min(2 * y + 2, full.image.rows); ++v) {
                for (int u = 2 * x; u < std::min(2 * x + 2, full.image.cols); ++u) {
                    ++all;
                    if (full.hole.at<std::uint8_t>(v, u))
                        continue;
                    ++known;
                    sum += full.image.at<cv::Vec4f>(v, u);
                }
            }
            const bool isHole = 2 * known < all || known == 0;
            half.hole.at<std::uint8_t>(y, x) = isHole ? 255 : 0;
            if (!isHole)
                half.image.at<cv::Vec4f>(y, x) = sum * (1.F / float(known));
        }
    }
    return half;
}

double reachOf(const cv::Mat& hole)
{
    cv::Mat distance;
    cv::distanceTransform(hole, distance, cv::DIST_L2, cv::DIST_MASK_3);
    double most = 0;
    cv::minMaxLoc(distance, nullptr, &most);
    return most;
}

std::vector<Level> pyramid(const cv::Mat& image, const cv::Mat& hole)
{
    std::vector<Level> levels{{image.clone(), hole > 0}};
    writeTexture(levels[0].image, levels[0].hole);
    while (reachOf(levels.back().hole) > coarsestReach &&
           std::min(levels.back().image.cols, levels.back().image.rows) >= 2 * smallestSide) {
        Level half = halved(levels.back());
        if (cv::countNonZero(half.hole) == 0 || PatchField(half.hole).sources().size() < 64)
            break;
        levels.push_back(std::move(half));
    }
    return levels;
}

/// The middle of the source patch that fits best what is known around @p p and brings little that is unlike
/// it: a fit of a few known pixels alone would set down whole things that happen to have such an edge.
cv::Vec4f likeliest(const cv::Mat& image, const cv::Mat& unknown, cv::Point p,
                    const std::vector<cv::Point>& sources)
{
    struct Offset
    {
        cv::Point by;
        cv::Vec4f wanted;
        float weight;
    };
    std::vector<Offset> offsets;
    cv::Vec4f mean;
    float known = 0;
    const cv::Rect inside({}, image.size());
    for (int dy = -radius; dy <= radius; ++dy) {
        for (int dx = -radius; dx <= radius; ++dx) {
            const cv::Point q(p.x + dx, p.y + dy);
            if (!inside.contains(q))
                continue;
            const bool isKnown = unknown.at<std::uint8_t>(q) == 0;
            offsets.push_back(
                {{dx, dy}, isKnown ? image.at<cv::Vec4f>(q) : cv::Vec4f(), isKnown ? 1 : surprise});
            if (isKnown) {
                mean += image.at<cv::Vec4f>(q);
                known += 1;
            }
        }
    }
    for (Offset& o : offsets) {
        if (o.weight < 1)
            o.wanted = mean * (1 / known);
    }
    float least = std::numeric_limits<float>::max();
    cv::Vec4f best = mean * (1 / known);
    for (const cv::Point& s : sources) {
        float sum = 0;
        for (std::size_t i = 0; i < offsets.size() && sum < least; ++i) {
            const cv::Vec4f d = offsets[i].wanted - image.at<cv::Vec4f>(s + offsets[i].by);
            sum += offsets[i].weight * d.dot(d);
        }
        if (sum < least) {
            least = sum;
            best = image.at<cv::Vec4f>(s);
        }
    }
    return best;
}

/// A first guess at the coarsest level, from the rim inwards: each pixel takes the middle of the known patch
/// that fits best what is known around it by then.
void guessFromRim(Level& level, const PatchField& field, const CancelToken& token)
{
    std::vector<cv::Point> sources;
    const std::size_t every = std::max<std::size_t>(1, field.sources().size() / fewSources);
    for (std::size_t i = every / 2; i < field.sources().size(); i += every)
        sources.push_back(field.sources()[i]);

    cv::Mat unknown = level.hole.clone();
    while (cv::countNonZero(unknown) > 0) {
        cv::Mat inner;
        cv::erode(unknown, inner, cv::Mat::ones(3, 3, CV_8UC1), {-1, -1}, 1, cv::BORDER_REPLICATE);
        if (cv::countNonZero(unknown) == cv::countNonZero(inner))
            break; // nothing known at all
        std::vector<cv::Point> rim;
        cv::findNonZero(unknown & ~inner, rim);
        std::vector<cv::Vec4f> found(rim.size());
        forEachRow(static_cast<int>(rim.size()), token, [&](int n) {
            found[static_cast<std::size_t>(n)] =
                likeliest(level.image, unknown, rim[static_cast<std::size_t>(n)], sources);
        });
        for (std::size_t n = 0; n < rim.size(); ++n)
            level.image.at<cv::Vec4f>(rim[n]) = found[n];
        unknown = inner;
    }
}

/// Every hole pixel becomes the mean of what the patches over it propose, good matches counting more.
void vote(Level& level, const PatchField& field, const CancelToken& token)
{
    std::vector<std::uint32_t> costs;
    costs.reserve(field.targets().size());
    for (const cv::Point& p : field.targets())
        costs.push_back(field.cost(p));
    const auto at = costs.begin() + static_cast<std::ptrdiff_t>(costs.size() * 3 / 4);
    std::nth_element(costs.begin(), at, costs.end());
    const float spread = std::max(float(*at), 1.F);

    cv::Mat weights = cv::Mat::zeros(level.hole.size(), CV_32FC1);
    for (const cv::Point& p : field.targets())
        weights.at<float>(p) = std::exp(-2 * std::min(float(field.cost(p)) / spread, 20.F)) + 1e-6F;

    const cv::Mat from = level.image.clone();
    forEachRow(level.hole.rows, token, [&](int y) {
        for (int x = 0; x < level.hole.cols; ++x) {
            if (!level.hole.at<std::uint8_t>(y, x))
                continue;
            cv::Vec4f sum;
            float total = 0;
            for (int v = std::max(y - radius, 0); v <= std::min(y + radius, level.hole.rows - 1); ++v) {
                for (int u = std::max(x - radius, 0); u <= std::min(x + radius, level.hole.cols - 1); ++u) {
                    const float w = weights.at<float>(v, u);
                    if (w == 0)
                        continue;
                    const cv::Point s = field.match({u, v}) + cv::Point(x - u, y - v);
                    sum += w * from.at<cv::Vec4f>(s);
                    total += w;
                }
            }
            if (total > 0)
                level.image.at<cv::Vec4f>(y, x) = sum * (1 / total);
        }
    });
}

cv::Mat features(const cv::Mat& image)
{
    cv::Mat bytes;
    image.convertTo(bytes, CV_8UC4);
    return bytes;
}

} // namespace

ExemplarFill exemplarFilled(const cv::Mat& image, const cv::Mat& hole, std::uint64_t seed,
                            const CancelToken& token)
{
    std::vector<Level> levels = pyramid(image, hole);
    PatchField field(levels.back().hole);
    if (!field.hasSources())
        return {{}, std::move(field)};
    guessFromRim(levels.back(), field, token);
    field.randomise(seed);
    for (std::size_t n = levels.size(); n-- > 0;) {
        Level& level = levels[n];
        const bool coarsest = n + 1 == levels.size();
        if (!coarsest) {
            PatchField finer(level.hole);
            finer.refine(field, seed + n);
            field = std::move(finer);
            field.measure(features(level.image), token);
            vote(level, field, token);
        }
        const int rounds = coarsest ? 10 : n == 0 ? 3 : 5;
        const int passes = coarsest ? 4 : 2;
        for (int round = 0; round < rounds; ++round) {
            field.search(features(level.image), passes,
                         (seed * 101 + n) * 101 + static_cast<std::uint64_t>(round), token);
            vote(level, field, token);
        }
    }
    return {levels[0].image, std::move(field)};
}

} // namespace focal
