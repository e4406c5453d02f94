#pragma once

#include "core/base/rgb.h"

#include <opencv2/core.hpp>

#include <optional>

namespace focal {

/// The colour of a thing, its shine and shadow aside: the median of each channel where @p mask is above 127
/// and the pixel is not transparent, at 8 bits. Empty where there is no such pixel.
/// pixels and mask: see operands.h. @throws LogicError
std::optional<Rgb> typicalColor(const cv::Mat& pixels, const cv::Mat& mask);

} // namespace focal
