#include "core/compact/detection.h"

#include "core/compact/boxoverlap.h"
#include "core/compact/logistic.h"
#include "core/compact/ssdmobilenet.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

struct Kinds
{
    QStringView english; ///< The first name of a row of namedThings().
    std::array<int, 3> kinds{};
    bool isBroader = false;
};

// Only what COCO's annotators would have marked whenever a designer says the word: its "potted plant" is not
// every plant, its "dining table" not every table.
constexpr Kinds known[] = {
    {u"people", {1}},
    {u"man", {1}, true},
    {u"woman", {1}, true},
    {u"boy", {1}, true},
    {u"child", {1}, true},
    {u"baby", {1}, true},
    {u"bicycle", {2}},
    {u"car", {3, 8}},
    {u"taxi", {3, 8}, true},
    {u"van", {3, 8, 6}, true},
    {u"motorcycle", {4}},
    {u"airplane", {5}},
    {u"bus", {6}},
    {u"train", {7, 6}},
    {u"truck", {8, 3}},
    {u"boat", {9}},
    {u"traffic light", {10}},
    {u"bench", {15}},
    {u"bird", {16}},
    {u"duck", {16}, true},
    {u"swan", {16}, true},
    {u"chicken", {16}, true},
    {u"eagle", {16}, true},
    {u"owl", {16}, true},
    {u"cat", {17}},
    {u"dog", {18}},
    {u"horse", {19}},
    {u"sheep", {20}},
    {u"cow", {21}},
    {u"elephant", {22}},
    {u"bear", {23}},
    {u"zebra", {24}},
    {u"giraffe", {25}},
    {u"backpack", {27}},
    {u"umbrella", {28}},
    {u"tie", {32}},
    {u"suitcase", {33, 31}},
    {u"ball", {37}},
    {u"football", {37}},
    {u"kite", {38}},
    {u"skateboard", {41}},
    {u"bottle", {44}},
    {u"glass", {46, 47}},
    {u"cup", {47}},
    {u"fork", {48}},
    {u"knife", {49}},
    {u"spoon", {50}},
    {u"bowl", {51}},
    {u"banana", {52}},
    {u"apple", {53}},
    {u"sandwich", {54}},
    {u"orange", {55}},
    {u"broccoli", {56}},
    {u"carrot", {57}},
    {u"hot dog", {58}},
    {u"pizza", {59}},
    {u"doughnut", {60}},
    {u"cake", {61}},
    {u"chair", {62}},
    {u"armchair", {62, 63}, true},
    {u"sofa", {63}},
    {u"bed", {65}},
    {u"toilet", {70}},
    {u"tv", {72}},
    {u"remote control", {75}},
    {u"computer mouse", {74}},
    {u"teddy bear", {88}},
    {u"fire hydrant", {11}},
    {u"tennis racket", {43}},
    {u"potted plant", {64}},
    {u"laptop", {73}},
    {u"keyboard", {76}},
    {u"phone", {77}},
    {u"oven", {79, 78}},
    {u"toaster", {80}},
    {u"sink", {81}},
    {u"refrigerator", {82}},
    {u"book", {84}},
    {u"clock", {85}},
    {u"vase", {86}},
    {u"scissors", {87}},
};

/// The whole and four parts that overlap.
std::vector<cv::Rect> parts(cv::Size size)
{
    constexpr double share = 0.6;
    const cv::Size part(std::max(1, int(std::lround(size.width * share))),
                        std::max(1, int(std::lround(size.height * share))));
    std::vector<cv::Rect> result = {{{0, 0}, size}};
    for (const int y : {0, size.height - part.height})
        for (const int x : {0, size.width - part.width})
            result.push_back({{x, y}, part});
    return result;
}

/// Where @p corners (top, left, bottom, right; 0..1 of @p part) lie in the picture; empty for a box that ends
/// where the part does and the picture does not.
std::optional<cv::Rect2d> wholeBox(const float* corners, const cv::Rect& part, cv::Size picture)
{
    constexpr double near = 0.03;
    const cv::Rect2d box =
        cv::Rect2d(cv::Point2d(corners[1], corners[0]), cv::Point2d(corners[3], corners[2])) &
        cv::Rect2d(0, 0, 1, 1);
    const bool isCut = (part.x > 0 && box.x < near) || (part.y > 0 && box.y < near) ||
                       (part.br().x < picture.width && box.br().x > 1 - near) ||
                       (part.br().y < picture.height && box.br().y > 1 - near);
    if (box.empty() || isCut)
        return std::nullopt;
    return cv::Rect2d(part.x + box.x * part.width, part.y + box.y * part.height, box.width * part.width,
                      box.height * part.height);
}

std::vector<Detections::Thing> eachOnce(std::vector<Detections::Thing> things)
{
    constexpr double same = 0.5;
    std::stable_sort(things.begin(), things.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    std::vector<Detections::Thing> result;
    for (const Detections::Thing& thing : things) {
        const bool isKnown = std::any_of(result.begin(), result.end(), [&](const auto& other) {
            return other.kind == thing.kind && boxOverlap(other.box, thing.box) > same;
        });
        if (!isKnown)
            result.push_back(thing);
    }
    return result;
}

/// Of the things of @p kinds those that are about as sure as the surest.
std::vector<cv::Rect2d> boxesOf(const Detections& detections, const std::vector<int>& kinds)
{
    constexpr double leastScore = 0.3;
    constexpr double leastShare = 0.5; // Of the surest one's score.
    std::vector<cv::Rect2d> boxes;
    double limit = leastScore;
    for (const Detections::Thing& thing : detections.things) // From the surest on.
        if (std::find(kinds.begin(), kinds.end(), thing.kind) != kinds.end() && thing.score >= limit) {
            limit = std::max(limit, leastShare * thing.score);
            boxes.push_back(thing.box);
        }
    return boxes;
}

/// How likely a thing of @p kinds is there, on the scale of leastConfidence.
double confidenceOf(const Detections& detections, const std::vector<int>& kinds)
{
    // Fitted on photographs apart from the photo set; docs/region.md has the figures.
    constexpr double weight = 1.65;
    constexpr double offset = 2.15;
    double sure = 0;
    for (const int kind : kinds)
        sure = std::max(sure, double(detections.sure.at(size_t(kind))));
    return logistic(offset + weight * boundedLogit(sure, 0.003));
}

} // namespace

Detections detectThings(const SsdMobileNet& network, const cv::Mat& rgb, cv::Size native,
                        const CancelToken& cancel)
{
    constexpr float leastScore = 0.2F; // Of what may be offered as a box.
    constexpr float negligible = 0.003F;
    constexpr int side = int(SsdMobileNet::side);
    const std::vector<cv::Rect> looked = parts(rgb.size());
    at::Tensor pixels = at::empty({int64_t(looked.size()), side, side, 3}, at::kFloat);
    for (size_t i = 0; i < looked.size(); ++i) {
        cv::Mat input(side, side, CV_32FC3, pixels.data_ptr<float>() + i * side * side * 3);
        cv::resize(rgb(looked[i]), input, input.size(), 0, 0, cv::INTER_AREA);
    }
    const double x = double(native.width) / rgb.cols;
    const double y = double(native.height) / rgb.rows;
    const SsdMobileNet::Output output = network(pixels.permute({0, 3, 1, 2}), cancel);
    Detections result;
    std::vector<Detections::Thing> things;
    const auto* box = output.boxes.const_data_ptr<float>();
    const auto* scores = output.scores.const_data_ptr<float>();
    for (const cv::Rect& part : looked)
        for (int64_t anchor = 0; anchor < SsdMobileNet::anchors;
             ++anchor, box += 4, scores += SsdMobileNet::kinds) {
            const float best = *std::max_element(scores + 1, scores + SsdMobileNet::kinds);
            if (best < negligible)
                continue;
            const std::optional<cv::Rect2d> placed =
                best < leastScore ? std::nullopt : wholeBox(box, part, rgb.size());
            for (int kind = 1; kind < int(SsdMobileNet::kinds); ++kind) {
                // Where it is rather something else it is less: a dog looks a little like a cat.
                const float score = scores[kind] * std::min(1.0F, 2 * scores[kind] / best);
                result.sure[size_t(kind)] = std::max(result.sure[size_t(kind)], score);
                if (placed && score >= leastScore)
                    things.push_back(
                        {kind, score, {placed->x * x, placed->y * y, placed->width * x, placed->height * y}});
            }
        }
    result.things = eachOnce(std::move(things));
    return result;
}

DetectedKinds detectedKinds(const SearchPhrase& phrase)
{
    const QString thing = thingNamed(phrase);
    const auto* kinds = std::find_if(std::begin(known), std::end(known),
                                     [&](const Kinds& one) { return one.english == thing; });
    if (kinds == std::end(known))
        return {};
    DetectedKinds result;
    result.isBroader = kinds->isBroader;
    std::copy_if(kinds->kinds.begin(), kinds->kinds.end(), std::back_inserter(result.kinds),
                 [](int kind) { return kind != 0; });
    return result;
}

std::optional<PhraseView::Detected> detectedThing(const Detections& detections, const SearchPhrase& phrase)
{
    const DetectedKinds named = detectedKinds(phrase);
    if (named.kinds.empty())
        return std::nullopt;
    return PhraseView::Detected{confidenceOf(detections, named.kinds), named.isBroader,
                                boxesOf(detections, named.kinds)};
}

} // namespace focal
