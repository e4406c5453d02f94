#pragma once
/// How one picture lies over another that shows nearly the same. Knows no model.

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

/// A zoom about the middle of the picture and a shift: what shows at point p of the reference shows at
/// middle + (p - middle) * scale + shift in the other. Pixels of the compared size.
struct Drift
{
    double scale = 1;
    cv::Point2d shift;
    /// Share of the tiles with detail that agree on it, 0..1. 0: too little to go by, and no drift is stated.
    double agreement = 0;

    /// 2 x 3, CV_64F: from points of the reference to points of the other; for cv::warpAffine with
    /// WARP_INVERSE_MAP, which then lays the other over the reference.
    cv::Mat matrix(cv::Size size) const;
};

/// Finds how @p moved drifted against @p reference from whatever did not change between them: tiles are
/// compared by phase correlation (Kuglin and Hines 1975), the drift on which most tiles agree is searched
/// over pairs of them, and it is made exact by least squares over those that agree, in three rounds. Up to
/// half of the picture may show something else. Good to some 0.1 pixels and 0.02 % on photographs.
///
/// @param reference @param moved  CV_8UC1, same size, at least 64 pixels a side (smaller: no drift is stated)
/// @throws LogicError where sizes or types differ, Cancelled
Drift estimateDrift(const cv::Mat& reference, const cv::Mat& moved, const CancelToken& cancel = {});

} // namespace focal
