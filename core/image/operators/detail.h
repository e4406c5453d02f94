#pragma once
/// Sharpness of what is under the mask. pixels and mask: see operands.h. Amount 0 returns the same pixels.
/// @throws LogicError, Cancelled

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

/// Blurs in linear light, with only what is under the mask: colours outside do not bleed in.
/// @param amount  0..1; at 1 the Gaussian's sigma is 4 % of maskExtent()
cv::Mat blurred(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token);

/// Unsharp mask on luminance, without overshoot beyond the local extremes by more than a little; hue stays.
/// @param amount  0..1
cv::Mat sharpened(const cv::Mat& pixels, const cv::Mat& mask, double amount, const CancelToken& token);

} // namespace focal
