#pragma once

#include "core/image/picture.h"

namespace focal {

/// The picture's pixels in sRGB, with their depth and alpha: for models, which know no other colour space. A
/// profile that is broken or not of RGB pixels counts as sRGB; the pixels are then shared.
cv::Mat toSrgb(const Picture& picture);

/// What a model drew, in a picture's colour space. @param rgba  CV_8UC4, sRGB; shared where the profile is it
/// @throws LogicError for another type
cv::Mat fromSrgb(const cv::Mat& rgba, const QByteArray& iccProfile);

} // namespace focal
