#pragma once

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

/// The foreground's own colours at its soft edges, without what was seen of the background behind.
///
/// A soft pixel shows alpha * F + (1 - alpha) * B in linear light. F and B start as smooth continuations of
/// the sure colours on either side (push-pull), and are then moved as little as possible so that they explain
/// the pixel: one step of Germer et al. 2020, "Fast Multi-Level Foreground Estimation", without its levels.
/// @param pixels, alpha  see operands.h; alpha is the foreground's soft mask
/// @return pixels with the colours of soft pixels (alpha 1..254) replaced
/// @throws LogicError, Cancelled
cv::Mat foregroundColors(const cv::Mat& pixels, const cv::Mat& alpha, const CancelToken& token);

} // namespace focal
