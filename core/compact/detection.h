#pragma once
/// Everyday things that a detector knows by name: a second opinion on whether what the words name is there at
/// all, and where. docs/region.md tells what it brings.

#include "core/base/canceltoken.h"
#include "core/compact/synonyms.h"

#include <opencv2/core.hpp>

#include <array>
#include <optional>
#include <vector>

namespace focal {

class SsdMobileNet;

/// What the detector saw of one picture.
struct Detections
{
    struct Thing
    {
        int kind = 0;     ///< COCO's number.
        double score = 0; ///< 0..1
        cv::Rect2d box;   ///< Native pixels.
    };
    std::vector<Thing> things;    ///< Each once, whole, from the surest on.
    std::array<float, 91> sure{}; ///< By kind: the highest score anywhere, 0..1.
};

/// Looks at the whole picture and at four parts of it, for small things.
/// @param rgb    CV_32FC3, 0..1: the picture at any size
/// @param native  the picture's size
/// @throws Cancelled
Detections detectThings(const SsdMobileNet& network, const cv::Mat& rgb, cv::Size native,
                        const CancelToken& cancel);

/// What of a detector's kinds a phrase names.
struct DetectedKinds
{
    std::vector<int> kinds; ///< COCO's numbers; empty where the detector has no such kind.
    bool isBroader = false; ///< The kinds hold more than the phrase names: a duck is a bird.
};

/// @param phrase  with one taught name, which is what it is about: "the red car" and not "the car's door"
DetectedKinds detectedKinds(const SearchPhrase& phrase);

/// What @p detections say of what @p phrase names; empty where the detector has no such kind.
std::optional<PhraseView::Detected> detectedThing(const Detections& detections, const SearchPhrase& phrase);

} // namespace focal
