#pragma once

#include "core/image/picture.h"

namespace focal {

struct Composite
{
    Picture picture;
    cv::Mat changed;        ///< CV_8UC1, 255 wherever a byte differs from the source's, else 0.
    cv::Rect changedBounds; ///< Of changed; empty where nothing differs.
};

/// Lays @p edited over @p source through @p mask: the last step of every edit.
///
/// Where the mask is 0 every byte is the source's; where it is 255 the edited one's; between, both are mixed
/// in the stored values, rounded to nearest. Alpha is mixed like a colour.
/// @param edited  same size and type as source.pixels()
/// @param mask    CV_8UC1 of the same size
/// @throws LogicError where sizes or types differ
Composite composite(const Picture& source, const cv::Mat& edited, const cv::Mat& mask);

} // namespace focal
