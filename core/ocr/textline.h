#pragma once
/// What was read in a picture.

#include <opencv2/core.hpp>

#include <QString>

#include <array>
#include <vector>

namespace focal {

/// Corners of a line in reading order: where it begins above and ends above, ends below and begins below.
/// Pixel corners: 0, 0 is the corner of the first pixel.
using TextQuad = std::array<cv::Point2f, 4>;

struct TextCharacter
{
    QString text;     ///< One character of the alphabet; may be two UTF-16 units.
    double begin = 0; ///< Along the line, 0..1 of its quad. Boundaries lie half way between neighbours.
    double end = 0;
    double confidence = 0; ///< 0..1
};

struct TextLine
{
    TextQuad quad; ///< Native pixels.
    QString text;
    double confidence = 0; ///< 0..1, mean of the characters'.
    std::vector<TextCharacter> characters;
    bool vertical = false; ///< The line runs down the picture: its quad is turned by about 90 degrees.
};

/// Its bounds in whole pixels, not cut to any picture.
cv::Rect boundsOf(const TextQuad& quad);

/// The mean lengths of its long and its short way: along the line, and across it.
cv::Size2f sizeOf(const TextQuad& quad);

} // namespace focal
