#pragma once
/// How likely each place of the grid belongs to the thing meant. Part of region.h; nothing else includes it.

#include "core/compact/region.h"

#include <opencv2/core.hpp>

#include <vector>

namespace focal::region {

/// The fine grid has so many cells a patch in each direction. On it saliency, boxes and clicks are exact
/// enough, and parts that touch by a corner of a patch come apart.
inline constexpr int cellsPerPatch = 4;

/// Patches of a picture, and how much each looks like each other one.
struct PatchSpace
{
    cv::Size grid;
    cv::Mat kernel; ///< CV_32FC1 [patches, patches], rows sum to 1: exp((cosine - 1) / 0.1), mean of both
                    ///< layers' cosines, centred over the picture.
    cv::Mat smooth; ///< CV_32FC1 [patches, dimensions / 2], unit length: last-layer features averaged over
                    ///< patches alike.
    cv::Mat
        saliency; ///< CV_32FC1 [rows * cellsPerPatch, columns * cellsPerPatch]; empty where not available.

    cv::Size cells() const { return grid * cellsPerPatch; }
    /// Each patch's mean of @p values (CV_32FC1 [rows, columns]) over the patches that look like it.
    cv::Mat spread(const cv::Mat& values) const;
    /// Cosine of each patch with the mean of patches weighted by @p weights; both CV_32FC1 [rows, columns].
    cv::Mat likeness(const cv::Mat& weights) const;
};

/// @throws LogicError where sizes or types do not fit
PatchSpace patchSpace(const PictureView& view);

/// Values parted in two so that the variance between the parts is the greatest (Otsu 1979).
struct Split
{
    float threshold = 0;
    float low = 0;  ///< Mean of the lower part.
    float high = 0; ///< Mean of the upper part.

    float gap() const { return high - low; }
    /// 0 at the threshold, 1 and -1 at about the means of the parts; clipped at +-2.
    cv::Mat scaled(const cv::Mat& values) const;
};

/// @param values      CV_32FC1
/// @param considered  CV_8UC1 of the same size, non-zero where a value counts; empty: all count
Split split(const cv::Mat& values, const cv::Mat& considered = {});

/// What a search says of the grid.
struct Maps
{
    cv::Mat alignment;       ///< CV_32FC1 [rows, columns], logits.
    cv::Mat attention;       ///< CV_32FC1 [rows, columns], or empty.
    cv::Mat maskProbability; ///< CV_32FC1 [rows, columns], or empty.
};

struct Evidence
{
    cv::Mat inside;      ///< CV_32FC1 of cells(): above 0 inside, about -5 .. 5.
    cv::Mat core;        ///< CV_32FC1 of cells(), >= 0: how surely this is the very thing.
    cv::Mat corePatches; ///< CV_32FC1 [rows, columns], >= 0: the same on patches.
    double peak = 0;     ///< Mean alignment of the best hundredth of the patches inside.
    double gap = 0;      ///< Between the mean alignment inside and outside.
};

/// The whole thing around what @p maps point at.
/// @param considered  CV_8UC1 [rows, columns]: patches that take part in the statistics; empty: all
/// @param sameLooks   one thing is meant, and looks alike all over; false: several things, perhaps different
/// ones
Evidence searchedEvidence(const PatchSpace& space, const Maps& maps, const cv::Mat& considered,
                          bool sameLooks);

/// What the network's own mask adds to the evidence. Empty where there are no logits.
/// @param logits  CV_32FC1, any size over the grid
/// @param limit   greatest amount of the answer
/// @return CV_32FC1 of @p space's cells
cv::Mat maskEvidence(const PatchSpace& space, const cv::Mat& logits, float limit);

/// The whole thing around points, given in patches (x right, y down).
Evidence pointedEvidence(const PatchSpace& space, const std::vector<cv::Point2d>& points);

/// Alignment for a thing that is only known to lie within bounds: what looks like the surroundings is not it.
/// @param within      CV_8UC1 [rows, columns], non-zero inside
/// @param considered  the same: what is inside and what surrounds it; empty: all
cv::Mat boundedAlignment(const PatchSpace& space, const cv::Mat& within, const cv::Mat& considered);

/// Weights [rows, columns] that are 1 on the patches of @p points.
cv::Mat pointWeights(cv::Size grid, const std::vector<cv::Point2d>& points);

/// [rows, columns] brought to the fine grid, bicubic.
cv::Mat toCells(const cv::Mat& patches);

} // namespace focal::region
