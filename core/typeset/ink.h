#pragma once

#include "core/typeset/linestrip.h"

namespace focal {

/// What of a line is ink: the strip seen as one colour laid over a smooth ground.
struct Ink
{
    cv::Mat alpha;       ///< CV_32FC1 of the strip, 0..1: how much ink covers a pixel.
    cv::Mat ground;      ///< CV_32FC3 of the strip: what would be there without ink, smooth.
    cv::Mat touched;     ///< CV_8UC1, 255 wherever ink of any colour, or its edge or shadow, is seen.
    cv::Vec3f color;     ///< Stored values, 0..1.
    cv::Rect box;        ///< Of the ink, in strip pixels; empty where none was found.
    double contrast = 0; ///< Distance of the two colours, 0..1.7.
    double grain = 0;    ///< Deviation of the ground about its smooth self, stored values 0..1.
    double softness = 0; ///< Edges' blur as a Gaussian's sigma, in native pixels.
};

/// Finds the ink of a strip: two groups of colours within the line, of which the one that the line's upper
/// and lower rims show is the ground. Gradients and slow shading of the ground are followed.
Ink inkOf(const LineStrip& strip);

} // namespace focal
