#pragma once
/// From a coarse idea of a region to a mask whose edge is the picture's own. No model knowledge.

#include "core/base/canceltoken.h"
#include "core/image/picture.h"

#include <opencv2/core.hpp>

namespace focal {

/// Edge-preserving smoothing of @p map along the edges of @p guide.
/// He, Sun, Tang: Guided Image Filtering (TPAMI 2013), with a colour guide.
/// @param guide   CV_32FC3, 0..1
/// @param map     CV_32FC1 of the same size
/// @param radius  of the box windows, in pixels, >= 1
/// @param epsilon regularisation, > 0: variance of the guide below which it counts as flat
/// @return CV_32FC1, not clamped
cv::Mat guidedFilter(const cv::Mat& guide, const cv::Mat& map, int radius, double epsilon);

/// Chosen on photographs by overlap, edge and time: docs/region.md.
struct RefineSettings
{
    int workSide = 448;   ///< Longer side, in pixels, at which the edge is cut; larger pictures are reduced.
    int guideRadius = 14; ///< Work pixels: the reach of the first, edge-following smoothing.
    double guideEpsilon = 1e-4;
    int bandRadius = 8; ///< Work pixels: within so far of the smoothed edge, the cut is decided by colour.
    int cutRounds = 1;  ///< Of GrabCut; 0 leaves it out.
};

/// The mask at native size.
///
/// Three steps: the coarse map is smoothed along the picture's edges; the edge is cut by colour inside a
/// narrow band (GrabCut; Rother, Kolmogorov, Blake 2004); the cut is carried to native pixels with a guided
/// filter whose coefficients are found at a reduced size, which gives hair and soft edges their softness.
///
/// @param coarse      CV_32FC1, 0..1: how likely the thing is there; any size
/// @param nativeRect  what @p coarse covers, in native pixels; beyond it its border values go on
/// @return CV_8UC1 of the picture's size. Deterministic.
/// @throws LogicError for an empty picture or map, Cancelled
cv::Mat refinedMask(const Picture& picture, const cv::Mat& coarse, cv::Rect2d nativeRect,
                    const CancelToken& cancel, const RefineSettings& settings = {});

/// @p map, which covers @p rect of an area of @p area units, sampled bilinearly for an image of @p size over
/// the whole area. Border values go on. CV_32FC1.
cv::Mat sampledOver(const cv::Mat& map, cv::Rect2d rect, cv::Size2d area, cv::Size size);

} // namespace focal
