#include "core/attention/metrics.h"

#include "core/base/error.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int inside = 127;

void checkMask(const cv::Mat& mask)
{
    if (mask.type() != CV_8UC1 || mask.empty())
        throw LogicError(QStringLiteral("A mask must be 8-bit and hold something"));
}

/// Native pixels [from, to) of cell @p index of @p count over [start, start + length), within [0, limit).
cv::Range cellPixels(double start, double length, int count, int index, int limit)
{
    const auto edge = [&](int i) {
        return std::clamp(int(std::lround(start + length * i / count)), 0, limit);
    };
    return {edge(index), edge(index + 1)};
}

} // namespace

double intersectionOverUnion(const cv::Mat& a, const cv::Mat& b)
{
    checkMask(a);
    checkMask(b);
    if (a.size() != b.size())
        throw LogicError(QStringLiteral("Masks of different sizes have no overlap"));
    const int both = cv::countNonZero((a > inside) & (b > inside));
    const int either = cv::countNonZero((a > inside) | (b > inside));
    return either == 0 ? 1.0 : double(both) / either;
}

double attentionInside(const AttentionMap& map, const cv::Mat& truth)
{
    checkMask(truth);
    double mass = 0;
    double within = 0;
    for (int row = 0; row < map.grid.rows; ++row) {
        const cv::Range ys =
            cellPixels(map.nativeRect.y, map.nativeRect.height, map.grid.rows, row, truth.rows);
        for (int column = 0; column < map.grid.cols; ++column) {
            const cv::Range xs =
                cellPixels(map.nativeRect.x, map.nativeRect.width, map.grid.cols, column, truth.cols);
            const double value = double(map.grid.at<float>(row, column));
            mass += value;
            const int pixels = ys.size() * xs.size();
            if (value > 0 && pixels > 0)
                within += value * cv::countNonZero(truth(ys, xs) > inside) / pixels;
        }
    }
    return mass > 0 ? within / mass : 0;
}

cv::Point attentionPeak(const AttentionMap& map, cv::Size native)
{
    if (map.grid.empty() || native.empty())
        throw LogicError(QStringLiteral("A map or picture of nothing has no peak"));
    cv::Point cell;
    cv::minMaxLoc(map.grid, nullptr, nullptr, nullptr, &cell);
    const double x = map.nativeRect.x + map.nativeRect.width * (cell.x + 0.5) / map.grid.cols;
    const double y = map.nativeRect.y + map.nativeRect.height * (cell.y + 0.5) / map.grid.rows;
    return {std::clamp(int(x), 0, native.width - 1), std::clamp(int(y), 0, native.height - 1)};
}

bool pointsInto(const AttentionMap& map, const cv::Mat& truth)
{
    checkMask(truth);
    return truth.at<uchar>(attentionPeak(map, truth.size())) > inside;
}

} // namespace focal
