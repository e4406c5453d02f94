#pragma once

#include <opencv2/core/mat.hpp>

namespace focal {

/// The drawing that belongs to a logo's lettering: what stands out of the ground around it, as one cluster
/// with it. Empty (all 0) on grounds so busy that everything stands out.
/// @param pixels     CV_8UC4 or CV_16UC4, r, g, b, a
/// @param lettering  CV_8UC1 of the same size, 255 on the lines of text
/// @return CV_8UC1 of the same size, 0 or 255; without the lettering
cv::Mat drawingBeside(const cv::Mat& pixels, const cv::Mat& lettering);

} // namespace focal
