#pragma once
/// What is behind the thing under a mask. Here the mask is the FOREGROUND's (CV_8UC1, soft), which stays.
/// pixels: see operands.h. @throws LogicError, Cancelled

#include "core/base/canceltoken.h"
#include "core/base/rgb.h"

#include <opencv2/core.hpp>

namespace focal {

struct BackgroundEdit
{
    cv::Mat pixels; ///< Type and size of the source: the foreground already laid over the new background.
    cv::Mat mask;   ///< CV_8UC1 for composite(): 255 wherever the foreground is not fully there, else 0.
};

/// The foreground over one opaque colour, without a rim of the old background.
BackgroundEdit withBackgroundColor(const cv::Mat& pixels, const cv::Mat& foreground, Rgb color,
                                   const CancelToken& token);

/// The background out of focus as through a lens (a disc in linear light), the foreground's colours kept out
/// of it.
/// @param amount  0..1; at 1 the disc's radius is 6 % of the square root of the picture's area
BackgroundEdit withBackgroundBlur(const cv::Mat& pixels, const cv::Mat& foreground, double amount,
                                  const CancelToken& token);

} // namespace focal
