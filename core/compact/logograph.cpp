#include "core/compact/logograph.h"

#include "core/image/colour.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int workSide = 200;          ///< Pixels of the longer side of the area that is looked at.
constexpr double reach = 1.3;          ///< Of the lettering's longer side, to all sides.
constexpr double least = 24;           ///< Of 255: what stands out less belongs to the ground.
constexpr double leastOfLetters = 0.4; ///< The same, of what the lettering stands out.
constexpr double leastArea = 0.15;     ///< Of the lettering's bounds: less is a speck of the ground.
constexpr double mostArea = 6;         ///< Of the lettering's bounds: more is no drawing.
constexpr double gapShare = 0.8;       ///< Of the lettering's height: parts so far apart are one logo.

/// Pixels of the area's rim that are taken for ground.
int rimOf(cv::Size size)
{
    return std::max(3, std::min(size.width, size.height) / 20);
}

/// How far each pixel is from what the area's rim says of it: straight lines from side to side, and from top
/// to bottom, whichever is nearer. @param small  CV_8UC3 @return CV_8UC1, the channel that differs most
cv::Mat standOut(const cv::Mat& small)
{
    const int rim = rimOf(small.size());
    cv::Mat left;
    cv::Mat right;
    cv::Mat top;
    cv::Mat bottom;
    cv::reduce(small.colRange(0, rim), left, 1, cv::REDUCE_AVG);
    cv::reduce(small.colRange(small.cols - rim, small.cols), right, 1, cv::REDUCE_AVG);
    cv::reduce(small.rowRange(0, rim), top, 0, cv::REDUCE_AVG);
    cv::reduce(small.rowRange(small.rows - rim, small.rows), bottom, 0, cv::REDUCE_AVG);
    cv::Mat result(small.size(), CV_8UC1);
    const auto between = [](const cv::Vec3b& a, const cv::Vec3b& b, double part, const cv::Vec3b& seen) {
        double most = 0;
        for (int channel = 0; channel < 3; ++channel)
            most = std::max(most, std::abs(a[channel] * (1 - part) + b[channel] * part - seen[channel]));
        return most;
    };
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x) {
            const auto& seen = small.at<cv::Vec3b>(y, x);
            const double across =
                between(left.at<cv::Vec3b>(y, 0), right.at<cv::Vec3b>(y, 0), double(x) / small.cols, seen);
            const double down =
                between(top.at<cv::Vec3b>(0, x), bottom.at<cv::Vec3b>(0, x), double(y) / small.rows, seen);
            result.at<uchar>(y, x) = cv::saturate_cast<uchar>(std::min(across, down));
        }
    return result;
}

/// The parts of @p standing that are near @p lettering, or near such parts, and do not run out of the area.
cv::Mat clusterOf(const cv::Mat& standing, const cv::Mat& lettering, int gap)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centers;
    const int count = cv::connectedComponentsWithStats(standing, labels, stats, centers, 8, CV_32S);
    cv::Mat cluster = lettering.clone();
    const cv::Mat grow = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * gap + 1, 2 * gap + 1});
    const int rim = rimOf(labels.size()) + 2; // the rim itself never stands out
    const cv::Rect within(rim, rim, labels.cols - 2 * rim, labels.rows - 2 * rim);
    std::vector<bool> taken(static_cast<size_t>(count), false);
    for (bool more = true; more;) {
        more = false;
        cv::Mat nearby;
        cv::dilate(cluster, nearby, grow);
        for (int i = 1; i < count; ++i) {
            const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                               stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
            const bool inside = (box & within) == box;
            const cv::Mat part = labels == i;
            if (taken[static_cast<size_t>(i)] || !inside || cv::countNonZero(part & nearby) == 0)
                continue;
            taken[static_cast<size_t>(i)] = true;
            cluster |= part;
            more = true;
        }
    }
    return cluster;
}

} // namespace

cv::Mat drawingBeside(const cv::Mat& pixels, const cv::Mat& lettering)
{
    cv::Mat result = cv::Mat::zeros(pixels.size(), CV_8UC1);
    const cv::Rect letters = cv::boundingRect(lettering);
    if (letters.empty())
        return result;
    const int margin = static_cast<int>(reach * std::max(letters.width, letters.height));
    const cv::Rect area = (letters + cv::Size(2 * margin, 2 * margin) - cv::Point(margin, margin)) &
                          cv::Rect({}, pixels.size());
    const double scale = std::min(1.0, double(workSide) / std::max(area.width, area.height));
    cv::Mat small;
    cv::cvtColor(to8Bits(pixels(area)), small, cv::COLOR_RGBA2RGB);
    cv::resize(small, small, {}, scale, scale, cv::INTER_AREA);
    if (small.cols < 16 || small.rows < 16)
        return result;

    const cv::Mat most = standOut(small);
    cv::Mat known;
    cv::resize(lettering(area), known, small.size(), 0, 0, cv::INTER_AREA);
    known = known > 64;
    double letterMost = 0;
    cv::minMaxLoc(most, nullptr, &letterMost, nullptr, nullptr, known);
    const cv::Mat standing = most > std::max(least, leastOfLetters * letterMost);
    const int gap = std::max(2, cvRound(gapShare * letters.height * scale));
    cv::Mat cluster = clusterOf(standing, known, gap);
    cv::resize(cluster, cluster, area.size(), 0, 0, cv::INTER_LINEAR);
    result(area).setTo(255, cluster > 64);
    // The rim of letters, blurred by the reduction, is theirs.
    const int edge = static_cast<int>(std::ceil(1.5 / scale)) + 1;
    cv::Mat letterArea;
    cv::dilate(lettering(area), letterArea,
               cv::getStructuringElement(cv::MORPH_RECT, {2 * edge + 1, 2 * edge + 1}));
    result(area).setTo(0, letterArea);
    const int found = cv::countNonZero(result);
    if (found < leastArea * letters.area() || found > mostArea * letters.area())
        result.setTo(0);
    return result;
}

} // namespace focal
