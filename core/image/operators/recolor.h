#pragma once

#include "core/base/canceltoken.h"
#include "core/base/rgb.h"

#include <opencv2/core.hpp>

namespace focal {

/// Gives the thing under the mask another colour and keeps its shading, texture and highlights.
///
/// Works in Oklab. The thing's median lightness becomes the target's (black and white are approached only so
/// far that shading stays visible), the rest follows a monotone curve whose contrast lies between that of
/// paint (lightness is multiplied) and that of the picture. Hue becomes the target's everywhere; chroma the
/// target's, following the thing's own variation a little, falling with shadow and held within sRGB at
/// constant hue. Small bright neutral spots are taken for reflections of the light and stay neutral.
/// @param pixels, mask  see operands.h
/// @param strength      0 returns the same pixels, 1 the full change; between, mixed in Oklab
/// @throws LogicError, Cancelled
cv::Mat recolored(const cv::Mat& pixels, const cv::Mat& mask, Rgb target, double strength,
                  const CancelToken& token);

} // namespace focal
