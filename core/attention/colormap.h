#pragma once

#include "core/base/rgb.h"

#include <opencv2/core.hpp>

#include <array>

namespace focal {

using ColorTable = std::array<Rgb, 256>;

/// Colours for values 0..255 between which equal steps look equal, made by formula in Oklab (Ottosson 2020):
/// lightness rises evenly from near black to near white while the hue turns from violet over red to yellow.
/// Readable without colour vision, by lightness alone.
const ColorTable& sequentialColors();

/// As sequentialColors(), but of one hue, for showing several words at once: light and strong at the top.
/// Hues of consecutive indices lie far apart; every index >= 0 has one.
ColorTable tintColors(int index);

/// @param values  CV_32FC1, clamped to 0..1
/// @return CV_8UC4 r, g, b, a. Alpha is 255 * opacity at 1 and falls with the value to 0, so that what was
/// not looked
///         at stays visible. Straight alpha.
cv::Mat overlay(const cv::Mat& values, const ColorTable& colors, double opacity);

} // namespace focal
