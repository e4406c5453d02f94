#pragma once
/// How well a mask or a map of attention agrees with where a thing truly is.

#include "core/attention/attentionmap.h"

namespace focal {

/// Intersection over union of what is above 127 in two CV_8UC1 masks of one size; 1 where both are empty.
/// @throws LogicError for other types or differing sizes
double intersectionOverUnion(const cv::Mat& a, const cv::Mat& b);

/// Share of the map's mass that falls on @p truth, 0..1; cells count by the part of them that the truth
/// covers. 0 for a map without mass. @param truth CV_8UC1 of the native picture's size, above 127 inside
double attentionInside(const AttentionMap& map, const cv::Mat& truth);

/// The pointing game (Zhang et al. 2016, "Top-down Neural Attention by Excitation Backprop"): whether the
/// middle of the map's highest cell lies on @p truth.
bool pointsInto(const AttentionMap& map, const cv::Mat& truth);

/// The middle of the map's highest cell, native pixels, within the cell and not beyond @p native.
cv::Point attentionPeak(const AttentionMap& map, cv::Size native);

} // namespace focal
