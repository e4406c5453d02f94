#pragma once

#include "core/base/canceltoken.h"

#include <opencv2/core/mat.hpp>

#include <optional>
#include <vector>

namespace focal {

/// A mark that stands in a picture several times, laid over it half transparent in white or black.
struct RepeatedMark
{
    std::vector<cv::Point> places; ///< Upper left corners of its patch, native pixels; may lie outside.
    cv::Mat alpha;     ///< CV_32FC1 of the patch: how much of the mark's colour each pixel has, 0..1.
    bool white = true; ///< Otherwise black.
};

/// Finds the other places of a mark of which some are known, and what it is made of.
///
/// The detail that the known places have in common is the mark; where the picture shows the same detail, and
/// where the grid in which the marks stand says that there must be one, are the others. Each is the picture
/// under it mixed with one colour; with several pictures under it, the share can be told (as in Dekel et al.,
/// "On the Effectiveness of Visible Watermarks", CVPR 2017, who solve for the pictures too).
///
/// @param pixels  CV_8UC4 or CV_16UC4, r, g, b, a
/// @param known   native pixels: bounds of marks that were found otherwise, at least two, of about one size
/// @return nothing where fewer than three places are alike, or where the mark is opaque: it hides what is
/// under it, which must be filled in instead
std::optional<RepeatedMark> findRepeatedMark(const cv::Mat& pixels, const std::vector<cv::Rect>& known,
                                             const CancelToken& cancel);

/// Takes the mark's colour out of @p pixels. @return CV_8UC1 of their size: 255 where they may have changed
cv::Mat removeRepeatedMark(cv::Mat& pixels, const RepeatedMark& mark);

} // namespace focal
