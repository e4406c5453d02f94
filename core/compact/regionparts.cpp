#include "core/compact/regionparts.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal::region {

namespace {

double meanOfBestTenth(std::vector<float>& values)
{
    const size_t count = std::min(values.size(), std::max<size_t>(4, values.size() / 10));
    std::partial_sort(values.begin(), values.begin() + std::ptrdiff_t(count), values.end(), std::greater<>());
    double sum = 0;
    for (size_t i = 0; i < count; ++i)
        sum += values[i];
    return count == 0 ? 0 : sum / double(count);
}

} // namespace

double Part::score() const
{
    // What the words fit best. Evidence is spread over patches alike, which levels specks, so that mass
    // counts for little.
    return height * std::pow(std::max(mass, 0.0), 0.25);
}

const Part* Parts::best() const
{
    const auto found = std::max_element(all.begin(), all.end(),
                                        [](const Part& a, const Part& b) { return a.score() < b.score(); });
    return found == all.end() ? nullptr : &*found;
}

Parts partsOf(const Evidence& evidence)
{
    Parts parts;
    cv::Mat stats;
    cv::Mat centres;
    const int count =
        cv::connectedComponentsWithStats(evidence.inside > 0, parts.labels, stats, centres, 4, CV_32S);
    std::vector<std::vector<float>> core(static_cast<size_t>(count));
    parts.all.resize(static_cast<size_t>(count));
    for (int y = 0; y < parts.labels.rows; ++y) {
        for (int x = 0; x < parts.labels.cols; ++x) {
            const auto label = static_cast<size_t>(parts.labels.at<int>(y, x));
            const float value = evidence.core.at<float>(y, x);
            Part& part = parts.all[label];
            if (core[label].empty() || value > evidence.core.at<float>(part.peak))
                part.peak = {x, y};
            part.mass += value;
            core[label].push_back(value);
        }
    }
    for (int label = 0; label < count; ++label) {
        Part& part = parts.all[static_cast<size_t>(label)];
        part.label = label;
        part.area = stats.at<int>(label, cv::CC_STAT_AREA);
        part.box = {stats.at<int>(label, cv::CC_STAT_LEFT), stats.at<int>(label, cv::CC_STAT_TOP),
                    stats.at<int>(label, cv::CC_STAT_WIDTH), stats.at<int>(label, cv::CC_STAT_HEIGHT)};
        part.height = meanOfBestTenth(core[static_cast<size_t>(label)]);
    }
    parts.all.erase(parts.all.begin()); // Label 0 is what lies outside.
    std::sort(parts.all.begin(), parts.all.end(),
              [](const Part& a, const Part& b) { return a.score() > b.score(); });
    return parts;
}

std::vector<int> meantParts(const Parts& parts, PhraseView::Number number,
                            const std::vector<cv::Point>& clicks)
{
    std::vector<int> labels;
    const auto add = [&labels](int label) {
        if (label != 0 && std::find(labels.begin(), labels.end(), label) == labels.end())
            labels.push_back(label);
    };
    for (const cv::Point& click : clicks)
        add(parts.labels.at<int>(click));
    if (!clicks.empty())
        return labels;
    const Part* best = parts.best();
    if (!best)
        return labels;
    add(best->label);
    if (number == PhraseView::Number::One)
        return labels;
    // "All" trusts the kind; unsaid, only what fits about as well as the best comes along.
    const double leastHeight = (number == PhraseView::Number::All ? 0.3 : 0.6) * best->height;
    const double leastArea = (number == PhraseView::Number::All ? 0.05 : 0.1) * best->area;
    for (const Part& part : parts.all)
        if (part.height >= leastHeight && part.area >= leastArea)
            add(part.label);
    return labels;
}

cv::Mat onlyParts(const cv::Mat& inside, const Parts& parts, const std::vector<int>& labels)
{
    cv::Mat kept = inside.clone();
    for (int y = 0; y < kept.rows; ++y) {
        for (int x = 0; x < kept.cols; ++x) {
            const int label = parts.labels.at<int>(y, x);
            if (label != 0 && std::find(labels.begin(), labels.end(), label) == labels.end())
                kept.at<float>(y, x) = -std::abs(kept.at<float>(y, x)) - 0.5F;
        }
    }
    return kept;
}

} // namespace focal::region
