#include "core/compact/cutout.h"

#include "core/compact/boxoverlap.h"
#include "core/compact/logistic.h"
#include "core/image/refine.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <iterator>

namespace focal {

namespace {

// Chosen on held-out scenes; docs/region.md has the table.
constexpr double agreementWeight = 0.5;

/// How likely each place belongs to the thing, without specks far from it.
cv::Mat probabilityOf(const cv::Mat& logits)
{
    constexpr double leastShare = 0.01; // Of the largest piece's area.
    cv::Mat result = logistic(logits);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centroids;
    const int count = cv::connectedComponentsWithStats(logits > 0, labels, stats, centroids);
    int greatest = 0;
    for (int label = 1; label < count; ++label)
        greatest = std::max(greatest, stats.at<int>(label, cv::CC_STAT_AREA));
    for (int label = 1; label < count; ++label)
        if (stats.at<int>(label, cv::CC_STAT_AREA) < leastShare * greatest)
            result.setTo(0, labels == label);
    return result;
}

/// Sum of the lesser values over sum of the greater ones: overlap, of masks that are not sure of themselves.
double softOverlap(const cv::Mat& a, const cv::Mat& b)
{
    const double either = cv::sum(cv::max(a, b))[0];
    return either > 0 ? cv::sum(cv::min(a, b))[0] / either : 0;
}

struct Choice
{
    const ObjectMasks::Mask* mask = nullptr;
    double agreement = 0;
};

/// 1 inside of @p mask, 0 outside: CV_32FC1 of @p size over @p rect.
cv::Mat placed(const ObjectMasks& masks, const ObjectMasks::Mask& mask, cv::Rect2d rect, cv::Size size)
{
    cv::Mat inside;
    cv::Mat(mask.logits > 0).convertTo(inside, CV_32F, 1.0 / 255);
    const cv::Rect2d shifted(masks.nativeRect.tl() - rect.tl(), masks.nativeRect.size());
    return sampledOver(inside, shifted, rect.size(), size);
}

Choice bestOf(const ObjectMasks& masks, const cv::Mat& probability, cv::Rect2d rect)
{
    Choice best;
    double bestScore = 0;
    for (const ObjectMasks::Mask& mask : masks.masks) {
        const double agreement = softOverlap(placed(masks, mask, rect, probability.size()), probability);
        const double score = mask.score + agreementWeight * agreement;
        if (!best.mask || score > bestScore) {
            best = {&mask, agreement};
            bestScore = score;
        }
    }
    return best;
}

/// Of masks that hold nearly all that is known: the one that is best by its own account.
Choice wholeOf(const ObjectMasks& masks, const cv::Mat& known, cv::Rect2d rect)
{
    constexpr double leastScore = 0.85;
    constexpr double leastHeld = 0.9;
    constexpr double greatestShare = 0.8; // Of the picture: what is more is no thing.
    Choice best;
    for (const ObjectMasks::Mask& mask : masks.masks) {
        const cv::Mat inside = placed(masks, mask, rect, known.size());
        const double held = cv::sum(cv::min(inside, known))[0] / std::max(1.0, cv::sum(known)[0]);
        if (mask.score >= leastScore && held >= leastHeld && cv::mean(inside)[0] <= greatestShare &&
            (!best.mask || mask.score > best.mask->score))
            best = {&mask, held};
    }
    return best;
}

/// Of @p seen the one that is @p box more or less: where it is just about the same, it adds nothing.
std::optional<cv::Rect2d> otherBox(const cv::Rect2d& box, const std::vector<cv::Rect2d>& seen)
{
    constexpr double leastOverlap = 0.4;
    constexpr double same = 0.8;
    std::optional<cv::Rect2d> best;
    double bestOverlap = leastOverlap;
    for (const cv::Rect2d& other : seen) {
        const double overlap = boxOverlap(box, other);
        if (overlap > bestOverlap) {
            best = other;
            bestOverlap = overlap;
        }
    }
    return bestOverlap < same ? best : std::nullopt;
}

/// The network's edges are better than what colours say of them: they are only carried to native pixels.
cv::Mat native(const Picture& picture, const cv::Mat& probability, cv::Rect2d rect, const CancelToken& cancel)
{
    RefineSettings settings;
    settings.guideRadius = 4;
    settings.cutRounds = 0;
    return refinedMask(picture, probability, rect, cancel, settings);
}

} // namespace

cv::Mat bestCutOut(const Picture& picture, const ObjectMasks& masks, const cv::Mat& probability,
                   cv::Rect2d rect, const CancelToken& cancel)
{
    const Choice best = bestOf(masks, probability, rect);
    return best.mask ? native(picture, probabilityOf(best.mask->logits), masks.nativeRect, cancel)
                     : cv::Mat();
}

cv::Mat cutOutPointed(const Picture& picture, const Region& pointed, const ObjectCutter& cutOut,
                      const cv::Mat& probability, cv::Rect2d rect, const CancelToken& cancel)
{
    const auto middle = [](cv::Point pixel) { return cv::Point2d(pixel.x + 0.5, pixel.y + 0.5); };
    ObjectPrompt prompt;
    std::transform(pointed.notHere.begin(), pointed.notHere.end(), std::back_inserter(prompt.notHere),
                   middle);
    if (pointed.box && pointed.mask.empty())
        prompt.box = cv::Rect2d(*pointed.box);
    const auto under = [&](const std::vector<cv::Point>& clicks) {
        prompt.here.clear();
        std::transform(clicks.begin(), clicks.end(), std::back_inserter(prompt.here), middle);
        return bestCutOut(picture, cutOut(prompt), probability, rect, cancel);
    };
    cv::Mat mask = under(pointed.clicks);
    if (mask.empty())
        return {};
    const auto holds = [&mask](cv::Point click) { return mask.at<uchar>(click) > 127; };
    for (const cv::Point click : pointed.clicks) {
        if (holds(click))
            continue;
        const cv::Mat also = under({click});
        if (also.empty())
            return {};
        cv::max(mask, also, mask);
    }
    const bool fits = std::all_of(pointed.clicks.begin(), pointed.clicks.end(), holds) &&
                      std::none_of(pointed.notHere.begin(), pointed.notHere.end(), holds);
    return fits ? mask : cv::Mat();
}

cv::Mat cutOutThings(const Picture& picture, const cv::Mat& mask, const ObjectCutter& cutOut,
                     const CancelToken& cancel, Fit fit, const std::vector<cv::Rect2d>& seen)
{
    constexpr int workSide = 512;
    constexpr int mostThings = 4;
    constexpr double leastShare = 0.1; // Of the largest one's area.
    constexpr double leastAgreement = 0.5;
    const double scale = std::min(1.0, double(workSide) / std::max(mask.cols, mask.rows));
    cv::Mat small;
    cv::resize(mask, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centroids;
    const int count = cv::connectedComponentsWithStats(small > 127, labels, stats, centroids);
    int greatest = 0;
    for (int label = 1; label < count; ++label)
        greatest = std::max(greatest, stats.at<int>(label, cv::CC_STAT_AREA));
    std::vector<int> things;
    for (int label = 1; label < count; ++label)
        if (stats.at<int>(label, cv::CC_STAT_AREA) > leastShare * greatest)
            things.push_back(label);
    if (things.empty() || things.size() > size_t(mostThings))
        return mask;

    const cv::Rect2d whole(0, 0, mask.cols, mask.rows);
    const double sx = whole.width / small.cols;
    const double sy = whole.height / small.rows;
    cv::Mat all;
    cv::Rect2d rect;
    for (const int label : things) {
        const auto stat = [&](int which) { return double(stats.at<int>(label, which)); };
        ObjectPrompt prompt;
        prompt.box = cv::Rect2d(stat(cv::CC_STAT_LEFT) * sx, stat(cv::CC_STAT_TOP) * sy,
                                stat(cv::CC_STAT_WIDTH) * sx, stat(cv::CC_STAT_HEIGHT) * sy);
        ObjectMasks masks = cutOut(prompt);
        const auto askAlso = [&](const ObjectPrompt& also) {
            ObjectMasks more = cutOut(also);
            std::move(more.masks.begin(), more.masks.end(), std::back_inserter(masks.masks));
        };
        if (const auto other = otherBox(*prompt.box, seen))
            askAlso({{}, {}, other});
        cv::Mat thing;
        cv::Mat(labels == label).convertTo(thing, CV_32F, 1.0 / 255);
        Choice best;
        if (fit == Fit::Holds) {
            cv::Mat distance;
            cv::distanceTransform(labels == label, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
            cv::Point inmost;
            cv::minMaxLoc(distance, nullptr, nullptr, nullptr, &inmost);
            askAlso({{{(inmost.x + 0.5) * sx, (inmost.y + 0.5) * sy}}, {}, {}});
            best = wholeOf(masks, thing, whole);
        } else {
            best = bestOf(masks, thing, whole);
            if (best.agreement < leastAgreement)
                best = {};
        }
        if (!best.mask)
            return mask;
        const cv::Mat probability = probabilityOf(best.mask->logits);
        all = all.empty() ? probability : cv::Mat(cv::max(all, probability));
        rect = masks.nativeRect;
        cancel.throwIfCancelled();
    }
    return native(picture, all, rect, cancel);
}

} // namespace focal
