#include "core/typeset/inkremoval.h"

#include "core/image/operators/fill.h"
#include "core/image/operators/operands.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr int ringWidth = 6;            ///< Native pixels around the ink that show what the ground is like.
constexpr double flatRange = 2.5 / 255; ///< The ground is one colour where its channels vary by less.
constexpr double smoothGrain = 0.022;   ///< Of stored values 0..1: above, the ground is textured.
constexpr int relaxations = 80;

cv::Mat dilated(const cv::Mat& mask, int by)
{
    cv::Mat result;
    cv::dilate(mask, result, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * by + 1, 2 * by + 1}));
    return result;
}

/// Unknown pixels of @p image (CV_32FC4) from known ones around, coarse to fine, then relaxed to a membrane.
void stretchMembrane(cv::Mat& image, const cv::Mat& unknown, const CancelToken& cancel)
{
    cv::Mat known = unknown == 0;
    if (image.rows > 2 && image.cols > 2 && cv::countNonZero(known) < int(known.total())) {
        // Means of known pixels at half size, and so on down, give the first guess.
        cv::Mat weight;
        known.convertTo(weight, CV_32F, 1.0 / 255);
        cv::Mat weight4;
        cv::merge(std::vector<cv::Mat>(4, weight), weight4);
        cv::Mat small;
        cv::Mat smallWeight;
        const cv::Size half((image.cols + 1) / 2, (image.rows + 1) / 2);
        cv::resize(image.mul(weight4), small, half, 0, 0, cv::INTER_AREA);
        cv::resize(weight, smallWeight, half, 0, 0, cv::INTER_AREA);
        for (int y = 0; y < half.height; ++y)
            for (int x = 0; x < half.width; ++x)
                small.at<cv::Vec4f>(y, x) /= std::max(1e-6F, smallWeight.at<float>(y, x));
        const cv::Mat smallUnknown = smallWeight < 1e-3F;
        if (cv::countNonZero(smallUnknown) > 0)
            stretchMembrane(small, smallUnknown, cancel);
        cv::Mat guess;
        cv::resize(small, guess, image.size(), 0, 0, cv::INTER_LINEAR);
        guess.copyTo(image, unknown);
    }
    cancel.throwIfCancelled();
    for (int round = 0; round < relaxations; ++round)
        for (int y = 0; y < image.rows; ++y)
            for (int x = 0; x < image.cols; ++x) {
                if (!unknown.at<uchar>(y, x))
                    continue;
                const auto& left = image.at<cv::Vec4f>(y, std::max(0, x - 1));
                const auto& right = image.at<cv::Vec4f>(y, std::min(image.cols - 1, x + 1));
                const auto& up = image.at<cv::Vec4f>(std::max(0, y - 1), x);
                const auto& down = image.at<cv::Vec4f>(std::min(image.rows - 1, y + 1), x);
                image.at<cv::Vec4f>(y, x) = (left + right + up + down) * 0.25F;
            }
}

/// Whether the pixels under @p ring are of one colour; which one.
bool isFlat(const cv::Mat& pixels, const cv::Mat& ring, double full, cv::Scalar& color)
{
    std::vector<cv::Mat> channels;
    cv::split(pixels, channels);
    for (size_t i = 0; i < channels.size(); ++i) {
        double least = 0;
        double most = 0;
        cv::minMaxLoc(channels[i], &least, &most, nullptr, nullptr, ring);
        if (most - least > flatRange * full)
            return false;
        color[int(i)] = cv::mean(channels[i], ring)[0];
    }
    return true;
}

void continueSmoothly(cv::Mat& part, const cv::Mat& hole, const cv::Mat& known, double grain, double full,
                      std::uint64_t seed, const CancelToken& cancel)
{
    cv::Mat image;
    part.convertTo(image, CV_32F);
    cv::Mat soft;
    // Single grains at the rim must not draw streaks into the hole.
    cv::Mat weight;
    known.convertTo(weight, CV_32F, 1.0 / 255);
    cv::Mat weight4;
    cv::merge(std::vector<cv::Mat>(4, weight), weight4);
    cv::Mat sums;
    cv::blur(image.mul(weight4), sums, {5, 5});
    cv::blur(weight4, weight4, {5, 5});
    cv::divide(sums, weight4 + cv::Scalar::all(1e-6), soft);
    stretchMembrane(soft, known == 0, cancel);
    cv::RNG random(seed);
    cv::Mat noise(part.size(), CV_32FC4, cv::Scalar::all(0));
    if (grain > 0.5 / 255) {
        cv::Mat light(part.size(), CV_32FC1);
        random.fill(light, cv::RNG::NORMAL, 0, grain * full);
        cv::merge(std::vector<cv::Mat>{light, light, light, cv::Mat::zeros(part.size(), CV_32FC1)}, noise);
    }
    cv::Mat filledPart;
    cv::Mat(soft + noise).convertTo(filledPart, part.type());
    filledPart.copyTo(part, hole);
}

} // namespace

cv::Mat inkMask(const LineStrip& strip, const Ink& ink, cv::Size native, double from, double to)
{
    cv::Mat part = ink.touched.clone();
    const int first = strip.line.x + int(std::lround(from * strip.line.width));
    const int last = strip.line.x + int(std::lround(to * strip.line.width));
    if (from > 0)
        part.colRange(0, std::clamp(first, 0, part.cols)).setTo(0);
    if (to < 1)
        part.colRange(std::clamp(last, 0, part.cols), part.cols).setTo(0);
    cv::Mat mask = nativeMask(strip, part, native);
    cv::dilate(mask, mask, cv::Mat::ones(3, 3, CV_8UC1));
    return mask;
}

cv::Mat inkRemoved(const cv::Mat& pixels, const cv::Mat& remove, const cv::Mat& notFrom, double grain,
                   std::uint64_t seed, const CancelToken& cancel)
{
    checkOperands(pixels, remove);
    const cv::Rect bounds = maskBounds(remove);
    if (bounds.empty())
        return pixels.clone();
    const double full = pixels.depth() == CV_16U ? 65535 : 255;
    const cv::Rect area = grownRect(bounds, 4 * ringWidth, pixels.size());
    const cv::Mat hole = remove(area) > 0;
    cv::Mat known = ~hole;
    if (!notFrom.empty())
        known &= notFrom(area) == 0;
    const cv::Mat ring = dilated(hole, ringWidth) & known;
    cv::Scalar color;
    cv::Mat out = pixels.clone();
    cv::Mat part = out(area);
    if (cv::countNonZero(ring) > 0 && isFlat(part, ring, full, color)) {
        part.setTo(cv::Scalar(std::round(color[0]), std::round(color[1]), std::round(color[2]),
                              std::round(color[3])),
                   hole);
        return out;
    }
    if (grain <= smoothGrain && cv::countNonZero(ring) > 0) {
        continueSmoothly(part, hole, known, grain, full, seed, cancel);
        return out;
    }
    return filled(pixels, remove, seed, cancel);
}

} // namespace focal
