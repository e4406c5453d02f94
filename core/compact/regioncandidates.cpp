#include "core/compact/regioncandidates.h"

#include <opencv2/imgproc.hpp>

#include <QCoreApplication>

#include <algorithm>

namespace focal::region {

std::vector<int> equalParts(const Parts& parts, int pictureArea)
{
    constexpr double leastHeight = 0.8; // Of the best part's.
    constexpr double leastArea = 0.3;
    constexpr double mostOfPicture = 0.25;
    constexpr size_t most = 6;
    const Part* best = parts.best();
    std::vector<int> labels;
    if (!best)
        return labels;
    for (const Part& part : parts.all) {
        if (part.height < leastHeight * best->height || part.area < leastArea * best->area)
            continue;
        if (part.area > mostOfPicture * pictureArea)
            return {};
        labels.push_back(part.label);
    }
    return labels.size() >= 2 && labels.size() <= most ? labels : std::vector<int>{};
}

std::vector<SalientThing> salientThings(const PatchSpace& space)
{
    constexpr float clear = 0.5F;
    const double leastArea = 0.01 * space.cells().area();
    std::vector<SalientThing> things;
    if (space.saliency.empty())
        return things;
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(
        space.saliency > std::max(clear, split(space.saliency).threshold), labels, stats, centres, 4, CV_32S);
    for (int label = 1; label < count; ++label)
        if (stats.at<int>(label, cv::CC_STAT_AREA) >= leastArea)
            things.push_back(
                {{stats.at<int>(label, cv::CC_STAT_LEFT), stats.at<int>(label, cv::CC_STAT_TOP),
                  stats.at<int>(label, cv::CC_STAT_WIDTH), stats.at<int>(label, cv::CC_STAT_HEIGHT)},
                 inmostOf(labels == label)});
    return things;
}

cv::Point inmostOf(const cv::Mat& mask)
{
    cv::Mat distance;
    cv::distanceTransform(mask, distance, cv::DIST_L2, cv::DIST_MASK_5);
    cv::Point inmost;
    cv::minMaxLoc(distance, nullptr, nullptr, nullptr, &inmost);
    return inmost;
}

void nameByPlace(std::vector<Candidate>& candidates)
{
    constexpr size_t mostNamed = 3;
    if (candidates.size() < 2 || candidates.size() > mostNamed)
        return;
    cv::Rect centres(candidates.front().peak, cv::Size(1, 1));
    for (const Candidate& candidate : candidates)
        centres |= cv::Rect(candidate.peak, cv::Size(1, 1));
    const bool across = centres.width >= centres.height;
    std::vector<Candidate*> inOrder;
    inOrder.reserve(candidates.size());
    for (Candidate& candidate : candidates)
        inOrder.push_back(&candidate);
    std::sort(inOrder.begin(), inOrder.end(), [across](const Candidate* a, const Candidate* b) {
        return across ? a->peak.x < b->peak.x : a->peak.y < b->peak.y;
    });
    const auto translated = [](const char* words) {
        return QCoreApplication::translate("focal::CompactModel", words);
    };
    if (inOrder.size() == mostNamed)
        inOrder[1]->label = translated(QT_TRANSLATE_NOOP("focal::CompactModel", "in the middle"));
    inOrder.front()->label = across ? translated(QT_TRANSLATE_NOOP("focal::CompactModel", "on the left"))
                                    : translated(QT_TRANSLATE_NOOP("focal::CompactModel", "at the top"));
    inOrder.back()->label = across ? translated(QT_TRANSLATE_NOOP("focal::CompactModel", "on the right"))
                                   : translated(QT_TRANSLATE_NOOP("focal::CompactModel", "at the bottom"));
}

} // namespace focal::region
