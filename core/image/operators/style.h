#pragma once
/// Looks of a whole picture or of what is under the mask. pixels and mask: see operands.h; works at the
/// pixels' own depth. Amount 0 (0..1) returns the same pixels, 1 is the full look.

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

enum class Look {
    BlackAndWhite, ///< Luminance with a gentle curve.
    Sepia,         ///< Brown of luminance.
    Sketch,        ///< Pencil: dark lines where lightness changes, on white.
    Film,          ///< Lifted blacks, soft highlights, grain.
    Vintage,       ///< Faded and yellowed.
    Cinematic,     ///< Teal shadows, orange lights.
    Fresh,         ///< Bright, airy, slightly cool.
    Negative,      ///< Stored values turned round.
};

/// The same pixels give the same result, grain too. @throws LogicError, Cancelled
cv::Mat styled(const cv::Mat& pixels, const cv::Mat& mask, Look look, double amount,
               const CancelToken& token);

} // namespace focal
