#pragma once
/// Things that a classifier knows by name, and a detector does not: the other half of the second opinion on
/// whether what the words name is there at all. docs/region.md tells what it brings.

#include "core/base/canceltoken.h"
#include "core/compact/synonyms.h"

#include <opencv2/core.hpp>

#include <optional>

namespace focal {

class EfficientNetLite;

/// What the classifier saw of one picture.
struct Recognitions
{
    cv::Mat windows; ///< CV_32FC1 [windows, 1000]: for parts of the picture, how likely each is which of
                     ///< ImageNet's classes; each row sums to 1.
};

/// Looks at overlapping parts of four sizes.
/// @param rgb  CV_32FC3, 0..1: the picture at any size
/// @throws Cancelled
Recognitions recogniseThings(const EfficientNetLite& network, const cv::Mat& rgb, const CancelToken& cancel);

/// How likely what @p phrase names is there, 0..1, on the scale of leastConfidence; empty where the
/// classifier was not taught it.
std::optional<double> recognisedConfidence(const Recognitions& recognitions, const SearchPhrase& phrase);

} // namespace focal
