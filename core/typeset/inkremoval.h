#pragma once

#include "core/base/canceltoken.h"
#include "core/typeset/ink.h"

#include <cstdint>

namespace focal {

/// The native pixels that a line's ink touches, a rim of a pixel or two included, in the part of the line
/// from
/// @p from to @p to (0..1 along its quad; beyond the ends everything belongs to the part).
/// @return CV_8UC1, 0 or 255
cv::Mat inkMask(const LineStrip& strip, const Ink& ink, cv::Size native, double from = 0, double to = 1);

/// @p pixels with the ink under @p remove gone. A ground of one colour comes back exactly; smooth ground is
/// continued, with its grain; textured ground is filled from its surroundings.
/// @param pixels  see core/image/operators/operands.h
/// @param remove  CV_8UC1, above 0 where the ink is
/// @param notFrom CV_8UC1: other ink, from which nothing may be taken; may be empty
/// @param grain   of the ground, see Ink; decides what counts as smooth
cv::Mat inkRemoved(const cv::Mat& pixels, const cv::Mat& remove, const cv::Mat& notFrom, double grain,
                   std::uint64_t seed, const CancelToken& cancel);

} // namespace focal
