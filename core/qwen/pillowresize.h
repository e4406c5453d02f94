#pragma once

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

/// Resizes with the Lanczos filter of three lobes, to the byte as the Python library Pillow does, which the
/// published pipeline uses: two passes in fixed point, rounded to bytes between them.
/// @param picture  8 bits a channel, any number of channels, not empty
/// @param size     not empty
/// @throws LogicError for other arguments, Cancelled between rows
cv::Mat lanczosResized(const cv::Mat& picture, cv::Size size, const CancelToken& cancel = {});

} // namespace focal
