#pragma once
/// Growing, shrinking and softening a mask (CV_8UC1, native size, soft at edges).

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

/// @p mask with its edge (where it passes 127) moved outwards by @p by native pixels; negative moves it
/// inwards. Any fraction; exact to about half a pixel. Growing keeps what was softly inside, shrinking what
/// was softly outside. 0 returns the same values.
cv::Mat grownMask(const cv::Mat& mask, double by, const CancelToken& token);

/// @p mask with edges that fade over about @p over native pixels (from 10 to 90 %), centred on the edge.
/// Below 0.5 returns the same values.
cv::Mat featheredMask(const cv::Mat& mask, double over, const CancelToken& token);

/// A feather in native pixels that hides the edge of an edit without a halo: none for a mask whose edge is
/// already soft, otherwise growing with the size of the thing (0.7 to 4).
double autoFeather(const cv::Mat& mask);

} // namespace focal
