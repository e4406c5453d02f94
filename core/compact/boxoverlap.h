#pragma once

#include <opencv2/core.hpp>

namespace focal {

/// What two boxes share of what either covers, 0..1.
inline double boxOverlap(const cv::Rect2d& a, const cv::Rect2d& b)
{
    const double both = (a & b).area();
    return both > 0 ? both / (a.area() + b.area() - both) : 0;
}

} // namespace focal
