#include "core/typeset/ink.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace focal {

namespace {

constexpr int rim = 5; ///< Rows at the upper and lower edge of a line, which letters rarely reach.
constexpr int mostSamples = 4000;
constexpr double leastContrast = 0.02;

/// CV_8UC1 over the line: 1 where a pixel belongs to the ink's group.
cv::Mat inkGroup(const cv::Mat& line)
{
    const int step = std::max(1, int(std::sqrt(double(line.total()) / mostSamples)));
    std::vector<cv::Vec3f> samples;
    for (int y = 0; y < line.rows; y += step)
        for (int x = 0; x < line.cols; x += step)
            samples.push_back(line.at<cv::Vec3f>(y, x));
    const cv::Mat data(int(samples.size()), 3, CV_32FC1, samples.data());
    cv::Mat labels;
    cv::Mat centres;
    cv::theRNG().state = 7; // the same groups for the same line
    cv::kmeans(data, 2, labels, {cv::TermCriteria::COUNT + cv::TermCriteria::EPS, 20, 1e-4}, 3,
               cv::KMEANS_PP_CENTERS, centres);
    const auto* first = centres.ptr<cv::Vec3f>(0);
    const auto* second = centres.ptr<cv::Vec3f>(1);
    cv::Mat group(line.size(), CV_8UC1);
    std::array<double, 2> all = {0, 0};
    std::array<double, 2> onRim = {0, 0};
    for (int y = 0; y < line.rows; ++y)
        for (int x = 0; x < line.cols; ++x) {
            const auto& pixel = line.at<cv::Vec3f>(y, x);
            const bool second1 = cv::norm(pixel - *second) < cv::norm(pixel - *first);
            group.at<uchar>(y, x) = second1;
            ++all[second1];
            onRim[second1] += y < rim || y >= line.rows - rim ? 1 : 0;
        }
    const double total = onRim[0] + onRim[1];
    // The rim is mostly ground; where it is undecided, so is the larger group.
    const double secondIsGround =
        (onRim[1] - onRim[0]) / std::max(1.0, total) + 0.5 * (all[1] - all[0]) / double(line.total());
    if (secondIsGround > 0)
        group = 1 - group;
    return group;
}

/// Smooth continuation of what @p known (CV_32FC1, 0 or 1) says, by means over growing windows.
cv::Mat continued(const cv::Mat& image, const cv::Mat& known)
{
    cv::Mat result;
    cv::Mat weight;
    for (const double sigma : {40.0, 20.0, 10.0}) {
        cv::Mat masked;
        cv::Mat spread;
        cv::Mat weights;
        cv::Mat known3;
        cv::merge(std::vector<cv::Mat>{known, known, known}, known3);
        cv::multiply(image, known3, masked);
        // Box filters are as smooth as is needed here, and quick at any size.
        const int side = int(sigma) * 2 + 1;
        cv::blur(masked, spread, {side, side}, {-1, -1}, cv::BORDER_REFLECT);
        cv::blur(spread, spread, {side, side}, {-1, -1}, cv::BORDER_REFLECT);
        cv::blur(known, weights, {side, side}, {-1, -1}, cv::BORDER_REFLECT);
        cv::blur(weights, weights, {side, side}, {-1, -1}, cv::BORDER_REFLECT);
        cv::Mat mean(image.size(), CV_32FC3);
        for (int y = 0; y < image.rows; ++y)
            for (int x = 0; x < image.cols; ++x)
                mean.at<cv::Vec3f>(y, x) =
                    spread.at<cv::Vec3f>(y, x) / std::max(1e-6F, weights.at<float>(y, x));
        if (result.empty()) {
            result = mean;
            continue;
        }
        for (int y = 0; y < image.rows; ++y)
            for (int x = 0; x < image.cols; ++x) {
                const float trust = std::clamp(weights.at<float>(y, x) * 4, 0.F, 1.F);
                auto& out = result.at<cv::Vec3f>(y, x);
                out += (mean.at<cv::Vec3f>(y, x) - out) * trust;
            }
    }
    return result;
}

float medianOf(std::vector<float>& values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Of the ink's pixels those farthest from the ground: letters' cores, not their edges.
cv::Vec3f coreColor(const cv::Mat& image, const cv::Mat& ground, const cv::Mat& inside)
{
    std::vector<std::pair<double, cv::Vec3f>> pixels;
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            if (inside.at<uchar>(y, x)) {
                const auto& pixel = image.at<cv::Vec3f>(y, x);
                pixels.emplace_back(-cv::norm(pixel - ground.at<cv::Vec3f>(y, x)), pixel);
            }
    if (pixels.empty())
        return {};
    const size_t count = std::max<size_t>(1, pixels.size() * 2 / 5);
    std::nth_element(pixels.begin(), pixels.begin() + std::ptrdiff_t(count - 1), pixels.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    cv::Vec3f color;
    for (int channel = 0; channel < 3; ++channel) {
        std::vector<float> values;
        for (size_t i = 0; i < count; ++i)
            values.push_back(pixels[i].second[channel]);
        color[channel] = medianOf(values);
    }
    return color;
}

double softnessOf(const cv::Mat& alpha, const cv::Mat& near)
{
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(alpha, dx, CV_32F, 1, 0, 3, 1.0 / 8);
    cv::Sobel(alpha, dy, CV_32F, 0, 1, 3, 1.0 / 8);
    cv::Mat slope;
    cv::magnitude(dx, dy, slope);
    std::vector<float> slopes;
    for (int y = 0; y < alpha.rows; ++y)
        for (int x = 0; x < alpha.cols; ++x) {
            const float a = alpha.at<float>(y, x);
            if (near.at<uchar>(y, x) && a > 0.3F && a < 0.7F)
                slopes.push_back(slope.at<float>(y, x));
        }
    if (slopes.size() < 8)
        return 0;
    // A step blurred with sigma is 1 / (sigma sqrt(2 pi)) steep in its middle.
    return 1 / (std::max(0.02, double(medianOf(slopes))) * std::sqrt(2 * CV_PI));
}

/// Keeps of @p mask the components that the line holds in good part, and drops specks and what hangs in from
/// the lines above and below: it reaches the upper or lower end of @p reach and not the line's middle.
cv::Mat ofTheLine(const cv::Mat& mask, cv::Rect line, cv::Rect reach)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres);
    std::vector<uchar> keep(size_t(count), 0);
    std::vector<int> within(size_t(count), 0);
    std::vector<uchar> inMiddle(size_t(count), 0);
    for (int y = line.y; y < line.br().y; ++y)
        for (int x = line.x; x < line.br().x; ++x) {
            const auto label = size_t(labels.at<int>(y, x));
            ++within[label];
            if (y >= line.y + line.height * 3 / 10 && y < line.y + line.height * 7 / 10)
                inMiddle[label] = 1;
        }
    for (int i = 1; i < count; ++i) {
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        const int top = stats.at<int>(i, cv::CC_STAT_TOP);
        const bool hangsIn = !inMiddle[size_t(i)] &&
                             (top <= reach.y || top + stats.at<int>(i, cv::CC_STAT_HEIGHT) >= reach.br().y);
        keep[size_t(i)] = area >= 6 && 2 * within[size_t(i)] > area && !hangsIn ? 255 : 0;
    }
    cv::Mat result(mask.size(), CV_8UC1);
    for (int y = 0; y < mask.rows; ++y)
        for (int x = 0; x < mask.cols; ++x)
            result.at<uchar>(y, x) = keep[size_t(labels.at<int>(y, x))];
    return result;
}

} // namespace

Ink inkOf(const LineStrip& strip)
{
    Ink ink;
    const cv::Mat& image = strip.image;
    const cv::Mat group = inkGroup(image(strip.line));
    cv::Mat inside = cv::Mat::zeros(image.size(), CV_8UC1);
    group.copyTo(inside(strip.line));
    cv::Mat wide;
    cv::dilate(inside, wide, cv::Mat::ones(5, 5, CV_8UC1));
    // What stands around the line is not asked: other lines may be there.
    cv::Mat known = cv::Mat::zeros(image.size(), CV_32FC1);
    const cv::Rect around = (strip.line + cv::Size(8, 8) - cv::Point(4, 4)) & cv::Rect({}, image.size());
    known(around).setTo(1, wide(around) == 0);
    if (cv::countNonZero(known) < 16)
        known(strip.line).setTo(1, inside(strip.line) == 0);
    ink.ground = continued(image, known);
    ink.color = coreColor(image, ink.ground, inside);
    ink.alpha = cv::Mat::zeros(image.size(), CV_32FC1);
    cv::Mat far(image.size(), CV_32FC1);
    double square = 0;
    double contrast = 0;
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x) {
            const cv::Vec3f off = image.at<cv::Vec3f>(y, x) - ink.ground.at<cv::Vec3f>(y, x);
            const cv::Vec3f way = ink.color - ink.ground.at<cv::Vec3f>(y, x);
            const double length = std::max(1e-6, double(way.dot(way)));
            ink.alpha.at<float>(y, x) = float(std::clamp(off.dot(way) / length, 0.0, 1.0));
            far.at<float>(y, x) = float(cv::norm(off));
            if (known.at<float>(y, x) > 0) {
                square += off.dot(off) / 3;
                contrast += std::sqrt(length);
            }
        }
    const double count = std::max(1, cv::countNonZero(known));
    ink.grain = std::sqrt(square / count);
    ink.contrast = contrast / count;
    if (ink.contrast < leastContrast) {
        ink.touched = cv::Mat::zeros(image.size(), CV_8UC1);
        return ink;
    }

    const double threshold = std::max({3 * ink.grain, 0.12 * ink.contrast, 0.02});
    const cv::Rect reach = (strip.line + cv::Size(24, 16) - cv::Point(12, 8)) & cv::Rect({}, image.size());
    cv::Mat inReach = cv::Mat::zeros(image.size(), CV_8UC1);
    cv::Mat(ink.alpha > 0.5)(reach).copyTo(inReach(reach));
    const cv::Mat solid = ofTheLine(inReach, strip.line, reach);
    ink.box = cv::boundingRect(solid);
    cv::Mat seen = cv::Mat::zeros(image.size(), CV_8UC1);
    cv::Mat(far > threshold)(reach).copyTo(seen(reach));
    ink.touched = ofTheLine(seen, strip.line, reach) | solid;
    cv::dilate(ink.touched, ink.touched, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    cv::Mat near;
    cv::dilate(solid, near, cv::Mat::ones(5, 5, CV_8UC1));
    ink.alpha.setTo(0, near == 0);
    ink.softness = softnessOf(ink.alpha, near) / strip.scale;
    return ink;
}

} // namespace focal
