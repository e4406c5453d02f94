#include "core/attention/attentionmap.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
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

/// Four neighbours of a grid and how much of each makes a sample.
struct Taps
{
    std::array<int, 4> index;
    std::array<float, 4> weight;
};

/// How @p count grid values over [start, start + length) make @p size samples of the window
/// [windowStart, windowStart + windowLength). Values beyond the grid are its edge's.
std::vector<Taps> sampleTaps(double start, double length, int count, double windowStart, double windowLength,
                             int size)
{
    std::vector<Taps> taps(static_cast<size_t>(size));
    for (int i = 0; i < size; ++i) {
        const double native = windowStart + (i + 0.5) * windowLength / size;
        const double at = std::clamp((native - start) / length * count - 0.5, -0.5, count - 0.5);
        const int first = int(std::floor(at)) - 1;
        Taps& sample = taps[static_cast<size_t>(i)];
        for (int tap = 0; tap < 4; ++tap) {
            sample.index[static_cast<size_t>(tap)] = std::clamp(first + tap, 0, count - 1);
            sample.weight[static_cast<size_t>(tap)] = float(cubic(at - first - tap));
        }
    }
    return taps;
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
    const std::vector<Taps> rows = sampleTaps(map.nativeRect.y, map.nativeRect.height, map.grid.rows,
                                              window.y, window.height, size.height);
    const std::vector<Taps> columns =
        sampleTaps(map.nativeRect.x, map.nativeRect.width, map.grid.cols, window.x, window.width, size.width);
    cv::Mat result(size, CV_32FC1);
    std::vector<float> mixed(static_cast<size_t>(map.grid.cols));
    for (int y = 0; y < size.height; ++y) {
        std::fill(mixed.begin(), mixed.end(), 0.0F);
        const Taps& row = rows[static_cast<size_t>(y)];
        for (size_t tap = 0; tap < 4; ++tap) {
            const auto* from = map.grid.ptr<float>(row.index[tap]);
            const float weight = row.weight[tap] / static_cast<float>(full);
            for (size_t x = 0; x < mixed.size(); ++x)
                mixed[x] += weight * from[x];
        }
        auto* to = result.ptr<float>(y);
        for (const Taps& column : columns) {
            float value = 0;
            for (size_t tap = 0; tap < 4; ++tap)
                value += column.weight[tap] * mixed[static_cast<size_t>(column.index[tap])];
            // The cubic overshoots beside sharp peaks, and the hottest cells lie above the scale.
            *to++ = std::clamp(value, 0.0F, 1.0F);
        }
    }
    return result;
}

} // namespace focal
