#include "core/ocr/detection.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int sizeStep = 32;      ///< The network halves five times.
constexpr float leastMapSide = 3; ///< Map pixels: what is smaller is no text, before and (+ 2) after growing.
constexpr double mostEnlarged = 2; ///< More shows the network nothing new.

/// The corners in reading order, for a box that is not turned by more than 45 degrees.
TextQuad ordered(const cv::RotatedRect& box)
{
    std::array<cv::Point2f, 4> points;
    box.points(points.data());
    std::sort(points.begin(), points.end(), [](auto a, auto b) { return a.x < b.x; });
    if (points[0].y > points[1].y)
        std::swap(points[0], points[1]);
    if (points[2].y > points[3].y)
        std::swap(points[2], points[3]);
    return {points[0], points[2], points[3], points[1]};
}

double meanInside(const cv::Mat& probability, const cv::RotatedRect& box)
{
    const cv::Rect area = box.boundingRect() & cv::Rect({}, probability.size());
    if (area.empty())
        return 0;
    std::array<cv::Point2f, 4> corners;
    box.points(corners.data());
    std::vector<cv::Point> polygon;
    polygon.reserve(corners.size());
    for (const cv::Point2f& corner : corners)
        polygon.emplace_back(cvRound(corner.x) - area.x, cvRound(corner.y) - area.y);
    cv::Mat mask = cv::Mat::zeros(area.size(), CV_8UC1);
    cv::fillConvexPoly(mask, polygon, 1);
    return cv::mean(probability(area), mask)[0];
}

cv::Point2f middleOf(cv::Point2f a, cv::Point2f b)
{
    return (a + b) * 0.5F;
}

/// Whether @p right goes on where @p left ends.
bool follows(const TextQuad& left, const TextQuad& right)
{
    const cv::Size2f a = sizeOf(left);
    const cv::Size2f b = sizeOf(right);
    const float height = std::min(a.height, b.height);
    if (std::max(a.height, b.height) > 1.35F * height || a.height > 1.5F * a.width)
        return false;
    const cv::Point2f along = (left[1] - left[0]) / std::max(1.F, float(cv::norm(left[1] - left[0])));
    const cv::Point2f gap = middleOf(right[0], right[3]) - middleOf(left[1], left[2]);
    const cv::Point2f far = middleOf(right[1], right[2]) - middleOf(left[1], left[2]);
    const float off = std::max(std::abs(along.cross(gap)), std::abs(along.cross(far)) / 2);
    const float between = along.dot(gap);
    return off < 0.25F * height && between < 0.5F * height && between > -height &&
           along.dot(far) > 0.3F * height;
}
} // namespace

cv::Rect boundsOf(const TextQuad& quad)
{
    const auto [left, right] = std::minmax({quad[0].x, quad[1].x, quad[2].x, quad[3].x});
    const auto [top, bottom] = std::minmax({quad[0].y, quad[1].y, quad[2].y, quad[3].y});
    return {cv::Point(cvFloor(left), cvFloor(top)), cv::Point(cvCeil(right), cvCeil(bottom))};
}

cv::Size2f sizeOf(const TextQuad& quad)
{
    const auto length = [](cv::Point2f way) { return std::hypot(way.x, way.y); };
    return {(length(quad[1] - quad[0]) + length(quad[2] - quad[3])) / 2,
            (length(quad[3] - quad[0]) + length(quad[2] - quad[1])) / 2};
}

std::vector<TextQuad> textBoxes(const cv::Mat& probability, cv::Size2d scale,
                                const DetectionSettings& settings)
{
    cv::Mat text = probability > settings.pixelThreshold;
    cv::dilate(text, text, cv::Mat::ones(2, 2, CV_8UC1));
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(text, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
    std::vector<TextQuad> boxes;
    for (const auto& contour : contours) {
        if (int(boxes.size()) == settings.most)
            break;
        cv::RotatedRect box = cv::minAreaRect(contour);
        if (std::min(box.size.width, box.size.height) < leastMapSide ||
            meanInside(probability, box) < settings.boxThreshold)
            continue;
        // A rectangle's offset polygon has, whatever its corners, the grown rectangle around it.
        const double grow = box.size.area() * settings.unclipRatio / (2 * (box.size.width + box.size.height));
        box.size += cv::Size2f(float(2 * grow), float(2 * grow));
        if (std::min(box.size.width, box.size.height) < leastMapSide + 2)
            continue;
        TextQuad quad = ordered(box);
        for (cv::Point2f& corner : quad)
            corner = {std::clamp(corner.x, 0.F, float(probability.cols)) * float(scale.width),
                      std::clamp(corner.y, 0.F, float(probability.rows)) * float(scale.height)};
        boxes.push_back(quad);
    }
    std::sort(boxes.begin(), boxes.end(), [](const TextQuad& a, const TextQuad& b) {
        return a[0].y != b[0].y ? a[0].y < b[0].y : a[0].x < b[0].x;
    });
    return boxes;
}

std::vector<TextQuad> joinedBoxes(std::vector<TextQuad> boxes)
{
    for (size_t i = 0; i < boxes.size();) {
        const auto next = std::find_if(boxes.begin(), boxes.end(), [&](const TextQuad& other) {
            return &other != &boxes[i] && follows(boxes[i], other);
        });
        if (next == boxes.end()) {
            ++i;
            continue;
        }
        boxes[i] = {boxes[i][0], (*next)[1], (*next)[2], boxes[i][3]};
        const auto gone = size_t(next - boxes.begin());
        boxes.erase(next);
        i -= gone < i ? 1 : 0;
    }
    return boxes;
}

cv::Size detectionSize(cv::Size picture, int longSide)
{
    const double factor = std::min(mostEnlarged, double(longSide) / std::max(picture.width, picture.height));
    const auto side = [&](int length) {
        return std::max(1, int(std::lround(length * factor / sizeStep))) * sizeStep;
    };
    return {side(picture.width), side(picture.height)};
}

at::Tensor networkInput(const cv::Mat& bgr)
{
    cv::Mat values;
    bgr.convertTo(values, CV_32F, 2.0 / 255, -1);
    return at::from_blob(values.data, {1, values.rows, values.cols, 3}, at::kFloat)
        .permute({0, 3, 1, 2})
        .contiguous();
}

std::vector<TextQuad> detectText(const GraphNetwork& network, const cv::Mat& bgr, int longSide,
                                 const CancelToken& cancel)
{
    const cv::Size size = detectionSize(bgr.size(), longSide);
    cv::Mat seen;
    cv::resize(bgr, seen, size, 0, 0, size.width < bgr.cols ? cv::INTER_AREA : cv::INTER_LINEAR);
    const at::Tensor map = network(networkInput(seen), cancel).contiguous();
    const cv::Mat probability(int(map.size(2)), int(map.size(3)), CV_32FC1, map.data_ptr<float>());
    const cv::Size2d scale(double(bgr.cols) / probability.cols, double(bgr.rows) / probability.rows);
    return joinedBoxes(textBoxes(probability, scale));
}

} // namespace focal
