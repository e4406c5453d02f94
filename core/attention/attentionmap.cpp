#include "core/attention/attentionmap.h"

#include "core/base/error.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

bool sameWord(const AttentionMap& a, const AttentionMap& b)
{
    return a.span == b.span && a.word == b.word && a.image == b.image;
}

/// Catmull-Rom's cubic.
double cubic(double x)
{
    x = std::abs(x);
    if (x < 1)
        return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/// The weights with which @p count grid values over [start, start + length) make @p size samples of the
/// window [windowStart, windowStart + windowLength): CV_32FC1 [size, count]. Values beyond the grid are its
/// edge's.
cv::Mat sampleWeights(double start, double length, int count, double windowStart, double windowLength,
                      int size)
{
    cv::Mat weights = cv::Mat::zeros(size, count, CV_32FC1);
    for (int i = 0; i < size; ++i) {
        const double native = windowStart + (i + 0.5) * windowLength / size;
        const double at = std::clamp((native - start) / length * count - 0.5, -0.5, count - 0.5);
        const int first = int(std::floor(at)) - 1;
        for (int tap = first; tap < first + 4; ++tap)
            weights.at<float>(i, std::clamp(tap, 0, count - 1)) += float(cubic(at - tap));
    }
    return weights;
}

/// What is drawn as fully hot: the value that one cell in a hundred exceeds, so that a single spiking patch
/// does not darken all others; the maximum where that leaves nothing, as in grids of few cells.
double hottest(const cv::Mat& grid)
{
    std::vector<float> values(grid.begin<float>(), grid.end<float>());
    const auto rank = values.begin() + static_cast<std::ptrdiff_t>(values.size() - 1 - values.size() / 100);
    std::nth_element(values.begin(), rank, values.end());
    return *rank > 0 ? *rank : *std::max_element(rank, values.end());
}

} // namespace

std::vector<AttentionMap> meanOverLayers(const std::vector<AttentionMap>& maps,
                                         const std::vector<int>& layers)
{
    const auto chosen = [&](const AttentionMap& map) {
        return layers.empty() || std::find(layers.begin(), layers.end(), map.layer) != layers.end();
    };
    std::vector<AttentionMap> means;
    for (const AttentionMap& map : maps)
        if (chosen(map) && std::none_of(means.begin(), means.end(),
                                        [&](const AttentionMap& mean) { return sameWord(mean, map); }))
            means.push_back(map);

    for (AttentionMap& mean : means) {
        std::vector<const AttentionMap*> of;
        for (const AttentionMap& map : maps)
            if (chosen(map) && sameWord(mean, map))
                of.push_back(&map);
        const auto keepIfAny = [&](auto predicate) {
            if (std::any_of(of.begin(), of.end(), predicate))
                std::erase_if(of, [&](const AttentionMap* map) { return !predicate(map); });
        };
        // The two directions are different questions, and a mean of heads would count its heads twice.
        keepIfAny([](const AttentionMap* map) { return !map->imageToText; });
        keepIfAny([](const AttentionMap* map) { return !map->head; });
        // The last, not the first, has the finest grid where models have several.
        const AttentionMap like = *of.back();
        std::erase_if(of, [&](const AttentionMap* map) { return map->grid.size() != like.grid.size(); });
        cv::Mat sum = cv::Mat::zeros(like.grid.size(), CV_32FC1);
        for (const AttentionMap* map : of)
            sum += map->grid;
        mean = like;
        mean.head.reset();
        mean.step = of.size() == 1 ? like.step : std::nullopt;
        // Assigning an expression would write into the buffer, which is still that of a map of the caller's.
        mean.grid = cv::Mat(sum / double(of.size()));
    }
    return means;
}

cv::Mat resampled(const AttentionMap& map, cv::Rect2d window, cv::Size size)
{
    if (map.grid.empty() || map.grid.type() != CV_32FC1 || map.nativeRect.empty())
        throw LogicError(QStringLiteral("An attention map without a grid or a place"));
    if (size.empty())
        return cv::Mat(size, CV_32FC1);
    const double full = hottest(map.grid);
    if (full <= 0)
        return cv::Mat::zeros(size, CV_32FC1);
    const cv::Mat rows = sampleWeights(map.nativeRect.y, map.nativeRect.height, map.grid.rows, window.y,
                                       window.height, size.height);
    const cv::Mat columns = sampleWeights(map.nativeRect.x, map.nativeRect.width, map.grid.cols, window.x,
                                          window.width, size.width);
    cv::Mat result = rows * map.grid * columns.t() / full;
    // The cubic overshoots beside sharp peaks, and the hottest cells lie above the scale.
    cv::max(result, 0, result);
    cv::min(result, 1, result);
    return result;
}

} // namespace focal
