#pragma once
/// Mirroring and turning whole pictures. pixels: see operands.h; alpha goes along with the colours.

#include "core/base/canceltoken.h"
#include "core/base/rgb.h"

#include <opencv2/core.hpp>

#include <optional>

namespace focal {

/// Left and right change places, or top and bottom. Every pixel keeps its value. @throws LogicError
cv::Mat mirrored(const cv::Mat& pixels, bool horizontally);

/// The size that turned() keeps with TurnedEdge::Cut: the largest upright part without corners.
cv::Size uprightPart(cv::Size size, double degrees);

enum class TurnedEdge {
    Cut,  ///< Only uprightPart() is kept.
    Grow, ///< All of the picture is kept, on a larger sheet.
};

/// The picture turned clockwise about its middle, of the same type. Multiples of 90 degrees keep every value;
/// other angles are interpolated (bicubic, colours weighted by alpha).
/// @param sheet  for Grow: the colour around the turned picture; transparent where empty
/// @throws LogicError, Cancelled
cv::Mat turned(const cv::Mat& pixels, double degrees, TurnedEdge edge, std::optional<Rgb> sheet,
               const CancelToken& token);

} // namespace focal
