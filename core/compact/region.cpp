#include "core/compact/region.h"

#include "core/compact/cutout.h"
#include "core/compact/logistic.h"
#include "core/compact/place.h"
#include "core/compact/regioncandidates.h"
#include "core/compact/regionevidence.h"
#include "core/compact/regionparts.h"
#include "core/compact/regionprompt.h"
#include "core/image/refine.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

using region::cellsOf;
using region::cellsPerPatch;
using region::Evidence;
using region::GridPrompt;
using region::PatchSpace;

// Of the words' thing being there, from the height of the alignment and the network's own judgement.
constexpr double heightWeight = 0.46;
constexpr double presenceWeight = 0.41;
constexpr double confidenceOffset = 0.4;
constexpr double undetectedDiscount = 0.6; // Of the network's word against a detector's.
constexpr double pointedConfidence = 0.7;  // Where no words were said.

// Chosen on held-out scenes (models/training/heldout.py); docs/region.md has the table.
constexpr float maskLimit = 3; // Of the mask head's logits, where words say what is meant.
constexpr float maskWeight = 0.4F;
constexpr float pointedLimit = 6;   // The same where a click does.
constexpr float looksWeight = 0.7F; // Of what looks like the click, beside the mask head.

constexpr double boxWeight = 1.5;    // Of what a detector saw, in the alignment's logits.
constexpr double outsideShare = 0.3; // Of the other maps, where it saw nothing.

constexpr float never = -5;  // Evidence of a place that the user excluded.
constexpr float certain = 3; // Of a place that the user pointed at.

/// Of evidence for each place.
cv::Mat probabilityOf(const cv::Mat& inside)
{
    return logistic(inside * 2);
}

/// Around each point, @p value at least (or, where negative, at most).
void mark(cv::Mat& inside, const std::vector<cv::Point>& points, float value)
{
    constexpr int radius = cellsPerPatch * 3 / 4;
    for (const cv::Point& point : points) {
        cv::Mat disc(inside.size(), CV_32FC1, cv::Scalar(value > 0 ? never * 2 : -never * 2));
        cv::circle(disc, point, radius, cv::Scalar(value), cv::FILLED);
        inside = value > 0 ? cv::Mat(cv::max(inside, disc)) : cv::Mat(cv::min(inside, disc));
    }
}

/// Distance of each patch to the nearest point, as a share of the grid's diagonal.
cv::Mat distanceTo(cv::Size grid, const cv::Mat& weights)
{
    cv::Mat distance;
    cv::distanceTransform(weights == 0, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    return distance / std::hypot(grid.width, grid.height);
}

/// Takes away what belongs rather to the points of notHere: it looks more like them, or, where both look
/// alike, lies nearer to them.
void exclude(const PatchSpace& space, const GridPrompt& prompt, Evidence& evidence)
{
    if (prompt.notHere.empty())
        return;
    const cv::Mat away = region::pointWeights(space.grid, prompt.notHere);
    cv::Mat here = evidence.corePatches.mul(evidence.corePatches);
    cv::Mat hereAt(space.grid, CV_32FC1, cv::Scalar(0));
    if (!prompt.clicks.empty()) {
        here = region::pointWeights(space.grid, prompt.clicks);
        hereAt = here;
    } else {
        // The words' best place that was not excluded.
        cv::Mat free = evidence.corePatches.clone();
        free.setTo(-1, distanceTo(space.grid, away) < 0.08);
        cv::Point best;
        cv::minMaxLoc(free, nullptr, nullptr, nullptr, &best);
        hereAt.at<float>(best) = 1;
    }
    const cv::Mat rather = (space.likeness(away) - space.likeness(here)) * 10 +
                           (distanceTo(space.grid, hereAt) - distanceTo(space.grid, away)) * 5;
    evidence.inside -= region::toCells(cv::max(cv::min(rather * 6, 8), 0));
    evidence.core -= region::toCells(cv::max(cv::min(rather * 6, 8), 0));
    evidence.core = cv::max(evidence.core, 0);
    mark(evidence.inside, cellsOf(prompt.notHere, space.cells()), never);
}

/// Mask logits brought to patches, as probabilities. Empty where there are none.
cv::Mat maskOnPatches(const cv::Mat& logits, cv::Size grid)
{
    if (logits.empty())
        return {};
    cv::Mat reduced;
    cv::resize(logits, reduced, grid, 0, 0, cv::INTER_AREA);
    return logistic(reduced);
}

/// Of the boxes that a detector gave those that the words can mean: where they say a place, the nearest to
/// it.
std::vector<cv::Rect2d> meantBoxes(const PhraseView& phrase, cv::Size picture)
{
    const std::vector<cv::Rect2d>& boxes = phrase.detected->boxes;
    if (!phrase.place || phrase.number == PhraseView::Number::All)
        return boxes;
    const auto away = [&](const cv::Rect2d& box) {
        const cv::Point2d middle = (box.tl() + box.br()) / 2;
        const auto along = [](double said, double is) { return said < 0 ? 0 : std::abs(said - is); };
        return along(phrase.place->x, middle.x / picture.width) +
               along(phrase.place->y, middle.y / picture.height);
    };
    return {*std::min_element(boxes.begin(), boxes.end(),
                              [&](const cv::Rect2d& a, const cv::Rect2d& b) { return away(a) < away(b); })};
}

/// The share of each patch that one of @p boxes covers.
cv::Mat coverOf(const std::vector<cv::Rect2d>& boxes, const PictureView& view)
{
    const cv::Size size = view.grid * cellsPerPatch;
    cv::Mat cover(size, CV_32FC1, cv::Scalar(0));
    const double sx = size.width / view.nativeRect.width;
    const double sy = size.height / view.nativeRect.height;
    for (const cv::Rect2d& box : boxes) {
        const cv::Rect2d scaled((box.x - view.nativeRect.x) * sx, (box.y - view.nativeRect.y) * sy,
                                box.width * sx, box.height * sy);
        cover(cv::Rect(scaled) & cv::Rect({0, 0}, size)).setTo(1);
    }
    cv::Mat shares;
    cv::resize(cover, shares, view.grid, 0, 0, cv::INTER_AREA);
    return shares;
}

/// What a detector saw, in the maps of the words.
void favour(const cv::Mat& cover, region::Maps& maps)
{
    maps.alignment = maps.alignment + (cover * 2 - 1) * boxWeight;
    const cv::Mat share = cover * (1 - outsideShare) + outsideShare;
    for (cv::Mat* map : {&maps.attention, &maps.maskProbability})
        if (!map->empty())
            *map = map->mul(share);
}

void checkMaps(const PictureView& view, const PhraseView& phrase, const Picture& picture,
               const Region& prompt)
{
    const auto fits = [&view](const cv::Mat& map, bool needed) {
        return (map.empty() && !needed) || (map.type() == CV_32FC1 && map.size() == view.grid);
    };
    const bool needed = phrase.kind == PhraseView::Kind::Thing;
    if (picture.isNull() || !fits(phrase.alignment, needed) || !fits(phrase.attention, needed) ||
        (!phrase.maskLogits.empty() && phrase.maskLogits.type() != CV_32FC1))
        throw LogicError(QStringLiteral("region: the phrase's maps do not fit a grid of %1 x %2")
                             .arg(view.grid.width)
                             .arg(view.grid.height));
    if (!prompt.mask.empty() && (prompt.mask.type() != CV_8UC1 || prompt.mask.size() != picture.size()))
        throw LogicError(QStringLiteral("region: the prompt's mask has not the picture's size"));
    const cv::Rect whole({0, 0}, picture.size());
    for (const auto* points : {&prompt.clicks, &prompt.notHere})
        for (const cv::Point& point : *points)
            if (!whole.contains(point))
                throw LogicError(QStringLiteral("region: a click lies outside of the picture"));
}

/// Everything about one search that its steps share.
struct Search
{
    const Picture& picture;
    const PictureView& view;
    const PhraseView& phrase;
    const Region& prompt;
    const CancelToken& cancel;
    cv::Mat allowed; ///< Native; empty: everywhere.
    GridPrompt grid;
    PatchSpace space;

    GroundResult thing() const;
    GroundResult background() const;

private:
    Evidence thingEvidence() const;
    double thingConfidence(const Evidence& evidence) const;
    cv::Mat nativeMask(const cv::Mat& inside) const;
    cv::Mat pointedMask(const cv::Mat& inside) const;
    void addCandidates(const region::Parts& parts, const std::vector<int>& meant, GroundResult& result) const;
    void addSalient(GroundResult& result) const;
    void offerEquals(const Evidence& evidence, const region::Parts& parts, const std::vector<int>& which,
                     GroundResult& result) const;
    cv::Rect nativeRect(cv::Rect cells) const;
    void finish(GroundResult& result) const;
};

Evidence Search::thingEvidence() const
{
    Evidence evidence;
    const bool words = phrase.kind == PhraseView::Kind::Thing;
    if (words) {
        const region::Maps maps{phrase.alignment, phrase.attention,
                                maskOnPatches(phrase.maskLogits, space.grid)};
        region::Maps bounded = maps;
        if (!grid.allowedPatches.empty()) {
            // What lies outside the bounds must not set the scale inside.
            double least = 0;
            cv::minMaxLoc(maps.alignment, &least);
            bounded.alignment = maps.alignment.clone();
            bounded.alignment.setTo(least, grid.allowedPatches == 0);
            for (cv::Mat* map : {&bounded.attention, &bounded.maskProbability}) {
                *map = map->clone();
                if (!map->empty())
                    map->setTo(0, grid.allowedPatches == 0);
            }
        }
        if (phrase.detected && !phrase.detected->boxes.empty())
            favour(coverOf(meantBoxes(phrase, picture.size()), view), bounded);
        evidence = region::searchedEvidence(space, bounded, grid.considered,
                                            phrase.number != PhraseView::Number::All);
        if (!phrase.maskLogits.empty() && grid.clicks.empty())
            evidence.inside += region::maskEvidence(space, phrase.maskLogits, maskLimit) * maskWeight;
    } else if (!grid.allowedPatches.empty()) {
        const region::Maps maps{
            region::boundedAlignment(space, grid.allowedPatches, grid.considered), {}, {}};
        evidence = region::searchedEvidence(space, maps, grid.considered, false);
        if (!phrase.maskLogits.empty())
            evidence.inside += region::maskEvidence(space, phrase.maskLogits, maskLimit) * maskWeight;
    }
    if (!grid.clicks.empty()) {
        Evidence pointed = region::pointedEvidence(space, grid.clicks);
        if (!phrase.maskLogits.empty()) {
            // What the network marks for the click; its looks alone tell less.
            pointed.inside *= looksWeight;
            pointed.inside += region::maskEvidence(space, phrase.maskLogits, pointedLimit);
        }
        if (!evidence.inside.empty()) // Words or bounds have a say, but the finger has more.
            pointed.inside += evidence.inside * 0.25;
        pointed.peak = evidence.peak;
        pointed.gap = evidence.gap;
        evidence = std::move(pointed);
    }
    if (words && phrase.place && grid.clicks.empty()) {
        evidence.core = evidence.core.mul(nearness(*phrase.place, space.cells()));
        evidence.corePatches = evidence.corePatches.mul(nearness(*phrase.place, space.grid));
    }
    exclude(space, grid, evidence);
    mark(evidence.inside, cellsOf(grid.clicks, space.cells()), certain);
    if (!grid.allowedCells.empty()) {
        evidence.inside.setTo(never, grid.allowedCells == 0);
        evidence.core.setTo(0, grid.allowedCells == 0);
    }
    return evidence;
}

double Search::thingConfidence(const Evidence& evidence) const
{
    // Fitted on held-out scenes with phrases that are there and phrases that are not; see docs/region.md.
    double confidence = pointedConfidence;
    if (phrase.kind == PhraseView::Kind::Thing)
        confidence = logistic(confidenceOffset + heightWeight * evidence.peak +
                              presenceWeight * phrase.presence.value_or(evidence.peak));
    if (phrase.detected) {
        // They know photographs; what is drawn they often miss, and are not alone to say no.
        const double seen = std::max(phrase.detected->confidence, confidence - undetectedDiscount);
        confidence = phrase.detected->isBroader ? std::min(confidence, seen) : seen;
    }
    constexpr double unknownWord = 0.6;
    if (phrase.kind == PhraseView::Kind::Thing && !phrase.known)
        confidence *= unknownWord;
    if (!grid.allowedCells.empty())
        confidence = 1 - (1 - confidence) * 0.6;
    if (!grid.clicks.empty())
        confidence = std::max(confidence, 0.9);
    return confidence;
}

cv::Mat Search::nativeMask(const cv::Mat& inside) const
{
    return refinedMask(picture, probabilityOf(inside), view.nativeRect, cancel);
}

/// What was pointed at, as the cutter sees it. Empty where nothing was, there is no cutter, or it does not
/// fit.
cv::Mat Search::pointedMask(const cv::Mat& inside) const
{
    const bool boxAlone = phrase.kind == PhraseView::Kind::Nothing && prompt.box && prompt.mask.empty();
    if (!view.cutOut || (prompt.clicks.empty() && !boxAlone))
        return {};
    return cutOutPointed(picture, prompt, view.cutOut, probabilityOf(inside), view.nativeRect, cancel);
}

cv::Rect Search::nativeRect(cv::Rect cells) const
{
    const double sx = view.nativeRect.width / space.cells().width;
    const double sy = view.nativeRect.height / space.cells().height;
    const cv::Rect rect(int(std::floor(view.nativeRect.x + cells.x * sx)),
                        int(std::floor(view.nativeRect.y + cells.y * sy)), int(std::ceil(cells.width * sx)),
                        int(std::ceil(cells.height * sy)));
    return rect & cv::Rect({0, 0}, picture.size());
}

void Search::addCandidates(const region::Parts& parts, const std::vector<int>& meant,
                           GroundResult& result) const
{
    constexpr size_t most = 6;
    constexpr double leastHeight = 0.15; // Of the best part's.
    const region::Part* best = parts.best();
    if (!best)
        return;
    for (const region::Part& part : parts.all) {
        const bool chosen = std::find(meant.begin(), meant.end(), part.label) != meant.end();
        const double relative = best->height > 0 ? std::min(0.9, part.height / best->height) : 0;
        const cv::Rect box = nativeRect(part.box);
        // A part may lie in the padding beside the picture.
        if (result.candidates.size() == most || box.empty() || (!chosen && relative < leastHeight))
            continue;
        const cv::Rect peak = nativeRect({part.peak, cv::Size(1, 1)});
        const cv::Point middle(peak.x + peak.width / 2, peak.y + peak.height / 2);
        result.candidates.push_back({box,
                                     {std::clamp(middle.x, box.x, box.x + box.width - 1),
                                      std::clamp(middle.y, box.y, box.y + box.height - 1)},
                                     result.confidence * (chosen ? 1 : relative)});
    }
    std::stable_sort(result.candidates.begin(), result.candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
}

/// What stands out, where the words found nothing: perhaps it is what they meant.
void Search::addSalient(GroundResult& result) const
{
    constexpr size_t most = 6;
    constexpr double confidence = 0.05;
    for (const region::SalientThing& thing : region::salientThings(space)) {
        const cv::Rect box = nativeRect(thing.box);
        const cv::Rect inmost = nativeRect({thing.inmost, cv::Size(1, 1)});
        const auto& known = result.candidates;
        const bool isKnown = std::any_of(known.begin(), known.end(), [&](const Candidate& candidate) {
            return (candidate.box & box).area() > 0.5 * (candidate.box | box).area();
        });
        if (known.size() < most && !isKnown && !box.empty() && !inmost.empty())
            result.candidates.push_back({box, (inmost.tl() + inmost.br()) / 2, confidence});
    }
}

/// Makes the equal parts the candidates, each with its own mask and what tells it from the others.
void Search::offerEquals(const Evidence& evidence, const region::Parts& parts, const std::vector<int>& which,
                         GroundResult& result) const
{
    if (which.empty())
        return;
    result.candidates.clear();
    for (const int label : which) {
        const cv::Mat mask = nativeMask(region::onlyParts(evidence.inside, parts, {label}));
        const cv::Rect box = cv::boundingRect(mask > 127);
        if (box.empty())
            continue;
        result.candidates.push_back({box,
                                     region::inmostOf(mask(box) > 127) + box.tl(),
                                     result.confidence / double(which.size()),
                                     mask(box).clone(),
                                     {}});
        cancel.throwIfCancelled();
    }
    result.ambiguous = result.candidates.size() >= 2;
    region::nameByPlace(result.candidates);
}

void Search::finish(GroundResult& result) const
{
    if (!allowed.empty() && !result.mask.empty())
        cv::min(result.mask, allowed, result.mask);
    if (result.mask.empty() || result.confidence < leastConfidence)
        result.mask = cv::Mat(picture.size(), CV_8UC1, cv::Scalar(0));
    result.box = cv::boundingRect(result.mask > 127);
    if (result.box.empty())
        result.confidence = std::min(result.confidence, 0.1);
}

GroundResult Search::thing() const
{
    const Evidence evidence = thingEvidence();
    cancel.throwIfCancelled();
    const region::Parts parts = region::partsOf(evidence);
    const std::vector<int> meant =
        region::meantParts(parts, phrase.number, cellsOf(grid.clicks, space.cells()));
    GroundResult result;
    result.confidence = thingConfidence(evidence);
    addCandidates(parts, meant, result);
    if (result.confidence >= leastConfidence) {
        const cv::Mat inside = region::onlyParts(evidence.inside, parts, meant);
        result.mask = pointedMask(inside);
        if (result.mask.empty() && !meant.empty())
            result.mask = nativeMask(inside);
    }
    finish(result);
    const bool one = phrase.singular || phrase.number == PhraseView::Number::One;
    if (result.confidence < leastConfidence)
        addSalient(result);
    else if (one && phrase.number != PhraseView::Number::All && !phrase.place && grid.clicks.empty())
        offerEquals(evidence, parts, region::equalParts(parts, space.cells().area()), result);
    return result;
}

GroundResult Search::background() const
{
    // What stands out is in front; then the complement. The words have no say: no picture is cut out of
    // "background", so the network never learned one.
    region::Maps maps;
    if (!space.saliency.empty()) {
        cv::Mat salient;
        cv::resize(space.saliency, salient, space.grid, 0, 0, cv::INTER_AREA);
        maps.alignment = (salient - 0.5) * 12;
        maps.maskProbability = salient;
    } else if (!phrase.alignment.empty()) {
        maps.alignment = -phrase.alignment;
    }
    GroundResult result;
    if (maps.alignment.empty()) {
        finish(result);
        return result;
    }
    Evidence evidence = region::searchedEvidence(space, maps, {}, false);
    if (!grid.notHere.empty())
        evidence.inside = cv::max(evidence.inside, region::pointedEvidence(space, grid.notHere).inside);
    if (!grid.clicks.empty())
        evidence.inside = cv::min(evidence.inside, -region::pointedEvidence(space, grid.clicks).inside);
    mark(evidence.inside, cellsOf(grid.notHere, space.cells()), certain);
    mark(evidence.inside, cellsOf(grid.clicks, space.cells()), never);
    cancel.throwIfCancelled();
    const region::Parts parts = region::partsOf(evidence);
    std::vector<int> things;
    for (const region::Part& part : parts.all)
        if (part.area >= cellsPerPatch * cellsPerPatch)
            things.push_back(part.label);
    result.mask = ~nativeMask(region::onlyParts(evidence.inside, parts, things));
    // The further apart thing and ground, the surer. Without anything in front there is nothing to be behind
    // of.
    result.confidence = things.empty() ? 0.2 : logistic(0.6 * evidence.gap - 1.2);
    finish(result);
    return result;
}

} // namespace

GroundResult findRegion(const Picture& picture, const PictureView& view, const PhraseView& phrase,
                        const Region& prompt, const CancelToken& cancel)
{
    checkMaps(view, phrase, picture, prompt);
    if (!prompt.mask.empty() && prompt.use == Region::Use::Replace) {
        const cv::Rect box = cv::boundingRect(prompt.mask > 127);
        return {prompt.mask.clone(), box, box.empty() ? 0.0 : 1.0, {}, {}};
    }
    if (phrase.kind == PhraseView::Kind::Nothing && prompt.clicks.empty() && prompt.mask.empty() &&
        !prompt.box)
        throw LogicError(QStringLiteral("region: neither words nor anything pointed at"));
    const cv::Mat allowed = region::allowedPixels(picture, prompt);
    if (!allowed.empty() && cv::countNonZero(allowed) == 0)
        return {cv::Mat(picture.size(), CV_8UC1, cv::Scalar(0)), {}, 0, {}, {}};
    const Search search{picture,
                        view,
                        phrase,
                        prompt,
                        cancel,
                        allowed,
                        region::gridPrompt(picture, view, prompt, allowed),
                        region::patchSpace(view)};
    cancel.throwIfCancelled();
    return phrase.kind == PhraseView::Kind::Background ? search.background() : search.thing();
}

} // namespace focal
