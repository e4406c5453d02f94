#pragma once
/// Light and colour of what is under the mask: pixel by pixel, nothing is read from its neighbours.
/// pixels and mask: see operands.h. Amount 0 returns the same pixels. @throws LogicError, Cancelled

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

/// Exposure by 2.5 stops times @p amount (-1..1) in linear light; 0.3 makes mid-grey's stored value some 30 %
/// larger. Highlights roll off towards white instead of clipping; hue and saturation stay.
cv::Mat withBrightness(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token);

/// An S-curve (amount 0..1) or a flatter line (-1..0) over Oklab lightness around the thing's own mean.
cv::Mat withContrast(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token);

/// White-balance gains in linear light along the daylight locus: -1 is as much bluer as 1 is warmer, 120
/// mired. Luminance of grey stays; channels that would clip roll off.
cv::Mat withTemperature(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token);

/// Oklab chroma: -1 is grey, 1 doubles faint colours; strong ones approach the gamut's edge without reaching
/// it.
cv::Mat withSaturation(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token);

} // namespace focal
