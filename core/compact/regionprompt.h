#pragma once
/// What the user pointed at, on the grid of patches. Part of region.h.

#include "core/compact/region.h"

#include <vector>

namespace focal::region {

/// The prompt in units of the grid.
struct GridPrompt
{
    std::vector<cv::Point2d> clicks;  ///< Patches.
    std::vector<cv::Point2d> notHere; ///< Patches.
    cv::Mat allowedCells;   ///< CV_8UC1 of the fine grid, 255 where the thing may be; empty: everywhere.
    cv::Mat allowedPatches; ///< The same on patches; empty: everywhere.
    cv::Mat considered;     ///< Allowed patches and their surroundings; empty: all.
};

/// Where the prompt allows the thing to be, native size. Empty: everywhere.
cv::Mat allowedPixels(const Picture& picture, const Region& prompt);

/// @param allowed  allowedPixels()
GridPrompt gridPrompt(const Picture& picture, const PictureView& view, const Region& prompt,
                      const cv::Mat& allowed);

/// The cells of the fine grid, of size @p cells, that hold these points of the grid of patches.
std::vector<cv::Point> cellsOf(const std::vector<cv::Point2d>& patches, cv::Size cells);

} // namespace focal::region
