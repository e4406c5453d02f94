#include "core/compact/regionevidence.h"

#include "core/base/error.h"
#include "core/compact/logistic.h"
#include "core/nn/translateexception.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace focal::region {

namespace {

// Chosen on photographs and held-out scenes; docs/region.md has the tables.
constexpr double kernelWidth = 0.1;     // Cosine distance over which patches count as alike.
constexpr double smoothWidth = 0.1;     // The same for the features that prototypes are compared with.
constexpr double wholeShare = 0.22;     // Of the highest likelihood: what is as likely belongs to the thing.
constexpr float likenessMiddle = 0.77F; // Cosine with the core above which a patch is of the same thing.
constexpr float likenessSpan = 0.1F;
constexpr float likenessWeight = 1;
constexpr float pointedWeight = 1.5F; // The same where only clicks say what is meant.
constexpr float clip = 2;             // No single witness outvotes two others.

cv::Mat clipped(const cv::Mat& values, float limit)
{
    return cv::max(cv::min(values, limit), -limit);
}

/// Saliency parted into object and ground; fades out where the two hardly differ.
cv::Mat salientVote(const cv::Mat& saliency, const Split& parts)
{
    constexpr float clearGap = 0.4F;
    return parts.scaled(saliency) * std::min(1.0F, parts.gap() / clearGap);
}

double weightedShare(const cv::Mat& weights, const cv::Mat& where)
{
    const double total = cv::sum(weights)[0];
    return total > 0 ? cv::sum(weights.mul(where))[0] / total : 0;
}

/// Whether what was found is what stands out: 0 where it does not (then saliency has no say), up to 1.
float agreement(const cv::Mat& found, const cv::Mat& ground, const cv::Mat& salient)
{
    const double more = weightedShare(found, salient) - weightedShare(ground, salient);
    return static_cast<float>(std::clamp((more - 0.2) / 0.5, 0.0, 1.0));
}

double meanOfBest(const cv::Mat& values, const cv::Mat& where)
{
    std::vector<float> inside;
    for (int y = 0; y < values.rows; ++y)
        for (int x = 0; x < values.cols; ++x)
            if (where.at<float>(y, x) > 0.5F)
                inside.push_back(values.at<float>(y, x));
    constexpr double nothing = -9;
    if (inside.empty())
        return nothing;
    const auto count = std::min(inside.size(), std::max<size_t>(3, values.total() / 100));
    std::partial_sort(inside.begin(), inside.begin() + std::ptrdiff_t(count), inside.end(), std::greater<>());
    return std::accumulate(inside.begin(), inside.begin() + std::ptrdiff_t(count), 0.0) / double(count);
}

} // namespace

cv::Mat PatchSpace::spread(const cv::Mat& values) const
{
    const cv::Mat column = values.reshape(1, int(values.total()));
    return cv::Mat(kernel * column).reshape(1, grid.height);
}

cv::Mat PatchSpace::likeness(const cv::Mat& weights) const
{
    const cv::Mat row = weights.reshape(1, 1);
    cv::Mat prototype = row * smooth;
    const double length = cv::norm(prototype);
    if (length <= 0)
        return cv::Mat(grid, CV_32FC1, cv::Scalar(-1));
    prototype /= length;
    return cv::Mat(smooth * prototype.t()).reshape(1, grid.height);
}

PatchSpace patchSpace(const PictureView& view)
{
    const cv::Size grid = view.grid;
    const cv::Mat& features = view.features;
    if (grid.empty() || view.nativeRect.empty() || features.type() != CV_32FC1 ||
        features.rows != grid.area() || features.cols < 2 || features.cols % 2 != 0 ||
        !features.isContinuous())
        throw LogicError(
            QStringLiteral("region: features are not [%1, even] floats over a rectangle").arg(grid.area()));
    if (!view.saliency.empty() && view.saliency.type() != CV_32FC1)
        throw LogicError(QStringLiteral("region: saliency is not CV_32FC1"));

    PatchSpace space;
    space.grid = grid;
    const int n = grid.area();
    const int half = features.cols / 2;
    space.kernel.create(n, n, CV_32FC1);
    space.smooth.create(n, half, CV_32FC1);
    withTranslatedErrors([&] {
        const c10::InferenceMode guard;
        // from_blob() takes no const pointer; nothing is written.
        const at::Tensor all = at::from_blob(const_cast<float*>(features.ptr<float>()), // NOLINT
                                             {n, features.cols}, at::kFloat);
        const at::Tensor last = all.slice(1, half);
        const auto unit = [](const at::Tensor& x) { return x / x.norm(2, 1, true).clamp_min(1e-12); };
        const at::Tensor middle = all.slice(1, 0, half);
        const at::Tensor centred = unit(last - last.mean(0, true));
        const at::Tensor centredMiddle = unit(middle - middle.mean(0, true));
        const at::Tensor distance = at::mm(centred, centred.t()) - 1;
        const at::Tensor distanceMiddle = at::mm(centredMiddle, centredMiddle.t()) - 1;
        at::Tensor wide = at::exp((distance + distanceMiddle) / (2 * kernelWidth));
        at::Tensor narrow = at::exp(distance / smoothWidth);
        wide = wide / wide.sum(1, true);
        narrow = narrow / narrow.sum(1, true);
        at::from_blob(space.kernel.ptr<float>(), {n, n}, at::kFloat).copy_(wide);
        at::from_blob(space.smooth.ptr<float>(), {n, half}, at::kFloat)
            .copy_(unit(at::mm(narrow, unit(last))));
    });
    if (!view.saliency.empty())
        cv::resize(view.saliency, space.saliency, space.cells(), 0, 0, cv::INTER_AREA);
    return space;
}

cv::Mat Split::scaled(const cv::Mat& values) const
{
    return clipped((values - threshold) / (gap() / 2 + 1e-6F), clip);
}

Split split(const cv::Mat& values, const cv::Mat& considered)
{
    constexpr int bins = 128;
    double least = 0;
    double most = 0;
    cv::minMaxLoc(values, &least, &most, nullptr, nullptr, considered);
    const double width = (most - least) / bins;
    if (!(width > 0))
        return {static_cast<float>(most), static_cast<float>(least), static_cast<float>(most)};
    std::array<double, bins> count{};
    double total = 0;
    double mean = 0;
    for (int y = 0; y < values.rows; ++y) {
        for (int x = 0; x < values.cols; ++x) {
            if (!considered.empty() && considered.at<uchar>(y, x) == 0)
                continue;
            const double v = values.at<float>(y, x);
            const int bin = std::clamp(int((v - least) / width), 0, bins - 1);
            count[size_t(bin)] += 1;
            total += 1;
            mean += least + (bin + 0.5) * width;
        }
    }
    Split best;
    double bestVariance = -1;
    double below = 0;
    double belowSum = 0;
    for (int bin = 0; bin + 1 < bins; ++bin) {
        below += count[size_t(bin)];
        belowSum += count[size_t(bin)] * (least + (bin + 0.5) * width);
        const double share = below / total;
        constexpr double leastShare = 0.004; // A part of fewer patches is an outlier, not a part.
        if (share < leastShare || share > 1 - leastShare)
            continue;
        const double low = belowSum / below;
        const double high = (mean - belowSum) / (total - below);
        const double variance = share * (1 - share) * (high - low) * (high - low);
        if (variance > bestVariance) {
            bestVariance = variance;
            best = {static_cast<float>(least + (bin + 1) * width), static_cast<float>(low),
                    static_cast<float>(high)};
        }
    }
    if (bestVariance < 0)
        return {static_cast<float>(most), static_cast<float>(least), static_cast<float>(most)};
    return best;
}

cv::Mat toCells(const cv::Mat& patches)
{
    cv::Mat cells;
    cv::resize(patches, cells, patches.size() * cellsPerPatch, 0, 0, cv::INTER_CUBIC);
    return cells;
}

cv::Mat pointWeights(cv::Size grid, const std::vector<cv::Point2d>& points)
{
    cv::Mat weights(grid, CV_32FC1, cv::Scalar(0));
    for (const cv::Point2d& point : points)
        weights.at<float>(std::clamp(int(point.y), 0, grid.height - 1),
                          std::clamp(int(point.x), 0, grid.width - 1)) = 1;
    return weights;
}

Evidence searchedEvidence(const PatchSpace& space, const Maps& maps, const cv::Mat& considered,
                          bool sameLooks)
{
    // Spread as probabilities: a logit far below 0 is as good as any other, and must not pull its neighbours
    // down.
    const cv::Mat spread = space.spread(logistic(maps.alignment));
    Split parts = split(spread, considered);
    // The network is surest of a part, a face of a person: the rest of the thing still stands well above
    // nothing.
    double most = 0;
    cv::minMaxLoc(spread, nullptr, &most);
    parts.threshold = std::min(parts.threshold, float(wholeShare * most));
    const cv::Mat aligned = parts.scaled(spread);
    cv::Mat likely = logistic(3 * aligned);
    const cv::Mat ground = 1 - likely;
    if (!considered.empty())
        likely.setTo(0, considered == 0);

    // The core: patches on which the witnesses agree. DINOv2 has a few patches in empty ground that draw
    // attention to themselves; "likely" knows that nothing that looks like them is meant.
    cv::Mat witnesses(space.grid, CV_32FC1, cv::Scalar(0.5));
    if (sameLooks && !maps.maskProbability.empty())
        witnesses += maps.maskProbability;
    if (sameLooks && !maps.attention.empty()) {
        double strongest = 0;
        cv::minMaxLoc(maps.attention, nullptr, &strongest);
        if (strongest > 0)
            witnesses += maps.attention / strongest;
    }
    Evidence evidence;
    evidence.corePatches = spread.mul(likely).mul(witnesses);
    evidence.peak = meanOfBest(maps.alignment, likely);
    evidence.gap = weightedShare(likely, maps.alignment) - weightedShare(ground, maps.alignment);
    evidence.core = cv::max(toCells(evidence.corePatches), 0);
    evidence.inside = toCells(aligned);
    cv::Mat found = likely;
    if (sameLooks) {
        const cv::Mat weights = evidence.corePatches.mul(evidence.corePatches);
        const cv::Mat alike = clipped((space.likeness(weights) - likenessMiddle) / likenessSpan, clip);
        evidence.inside += toCells(alike) * likenessWeight;
        found = likely.mul(logistic(3 * alike));
    }
    if (!space.saliency.empty()) {
        const Split salientParts = split(space.saliency);
        cv::Mat onPatches;
        cv::resize(space.saliency, onPatches, space.grid, 0, 0, cv::INTER_AREA);
        cv::Mat salient;
        cv::Mat(onPatches > salientParts.threshold).convertTo(salient, CV_32F, 1.0 / 255);
        evidence.inside += salientVote(space.saliency, salientParts) * agreement(found, ground, salient);
    }
    return evidence;
}

cv::Mat maskEvidence(const PatchSpace& space, const cv::Mat& logits, float limit)
{
    cv::Mat cells;
    cv::resize(logits, cells, space.cells(), 0, 0, cv::INTER_LINEAR);
    return clipped(cells, limit);
}

Evidence pointedEvidence(const PatchSpace& space, const std::vector<cv::Point2d>& points)
{
    // What was pointed at is object or ground; the rest of it is the same.
    cv::Mat vote;
    float side = 0;
    if (!space.saliency.empty()) {
        vote = salientVote(space.saliency, split(space.saliency));
        for (const cv::Point2d& point : points)
            side += vote.at<float>(std::clamp(int(point.y * cellsPerPatch), 0, vote.rows - 1),
                                   std::clamp(int(point.x * cellsPerPatch), 0, vote.cols - 1)) /
                    static_cast<float>(points.size());
        side = std::clamp(side, -1.0F, 1.0F);
    }
    // Objects stand close together and are told apart by little; grounds are vague and vary.
    const cv::Mat likeness = space.likeness(pointWeights(space.grid, points));
    const float middle = std::clamp(split(likeness).threshold, side > 0 ? 0.76F : 0.64F, 0.8F);
    const cv::Mat alike = clipped((likeness - middle) / likenessSpan, clip);
    Evidence evidence;
    evidence.inside = toCells(alike) * pointedWeight;
    if (!vote.empty())
        evidence.inside += vote * side;
    evidence.corePatches = logistic(3 * alike);
    evidence.core = cv::max(toCells(evidence.corePatches), 0);
    return evidence;
}

cv::Mat boundedAlignment(const PatchSpace& space, const cv::Mat& within, const cv::Mat& considered)
{
    cv::Mat inside;
    cv::Mat(within != 0).convertTo(inside, CV_32F, 1.0 / 255);
    cv::Mat around(space.grid, CV_32FC1, cv::Scalar(1));
    if (!considered.empty())
        around.setTo(0, considered == 0);
    // The share of a patch's look-alikes that lies within, as a logit.
    cv::Mat share = space.spread(inside) / cv::max(space.spread(around), 1e-6F);
    share = cv::max(cv::min(share, 0.999F), 0.001F);
    const double base = std::clamp(cv::sum(inside)[0] / cv::sum(around)[0], 0.001, 0.999);
    cv::Mat logit;
    cv::log(share / (1 - share), logit);
    logit -= std::log(base / (1 - base));
    if (!space.saliency.empty()) {
        // Others of its kind may stand around it; whoever draws a box mostly draws it around what stands out.
        cv::Mat vote;
        cv::resize(salientVote(space.saliency, split(space.saliency)), vote, space.grid, 0, 0,
                   cv::INTER_AREA);
        logit += 2 * vote;
    }
    return logit;
}

} // namespace focal::region
