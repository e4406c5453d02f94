#pragma once

#include "core/base/canceltoken.h"
#include "core/base/rgb.h"

#include <opencv2/core.hpp>

#include <array>
#include <vector>

namespace focal {

enum class Print {
    Stripes,         ///< Horizontal.
    VerticalStripes, ///< Vertical.
    DiagonalStripes, ///< Rising to the left.
    Dots,
    Checks,
    Plaid,
    Zigzag,
    Waves,
    Stars,
    Hearts,
    Flowers,
    Camouflage,
};

/// The ground and the figure colour of a print: the first two of @p said; what is missing is chosen to suit
/// them, or the typical colour of the thing where nothing was said.
std::array<Rgb, 2> printColors(const cv::Mat& pixels, const cv::Mat& mask, const std::vector<Rgb>& said);

/// Prints a pattern on the thing under the mask. Its shading stays: light that differs from the thing's
/// typical light makes the print's colours lighter and darker by as much. The period follows the thing's
/// size. pixels and mask: see operands.h.
/// @param colors    ground and figure
/// @param scale     of the period that suits the thing, above 0
/// @param strength  0..1: 0 returns the same pixels. @throws LogicError, Cancelled
cv::Mat printed(const cv::Mat& pixels, const cv::Mat& mask, Print print, std::array<Rgb, 2> colors,
                double scale, double strength, const CancelToken& token);

} // namespace focal
