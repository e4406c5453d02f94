#pragma once
/// The separate things in the evidence, and which of them are meant. Part of region.h; nothing else includes
/// it.

#include "core/compact/region.h"
#include "core/compact/regionevidence.h"

#include <vector>

namespace focal::region {

/// A connected run of cells inside.
struct Part
{
    int label = 0;
    int area = 0;      ///< Cells.
    cv::Rect box;      ///< Cells.
    cv::Point peak;    ///< The cell with the most core evidence.
    double height = 0; ///< Mean core evidence of its best tenth.
    double mass = 0;   ///< Sum of core evidence.

    double score() const;
};

struct Parts
{
    cv::Mat labels; ///< CV_32SC1 of the fine grid, 0 outside.
    std::vector<Part> all;

    const Part* best() const;
};

Parts partsOf(const Evidence& evidence);

/// Labels of the parts that are meant. @param clicks in cells; where there are any, the parts under them
std::vector<int> meantParts(const Parts& parts, PhraseView::Number number,
                            const std::vector<cv::Point>& clicks);

/// @p inside with all parts that are not in @p labels pushed well below 0.
cv::Mat onlyParts(const cv::Mat& inside, const Parts& parts, const std::vector<int>& labels);

} // namespace focal::region
