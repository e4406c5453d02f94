#pragma once

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

#include <cstdint>

namespace focal {

/// The region to fill when the thing under @p mask is to go: all that is softly in the mask, grown by 2
/// native pixels and 3 % of maskExtent() so that edges and contact shadows go with it.
/// @return CV_8UC1, 255 inside, with a rim one or two pixels wide that fades to 0; serves fill() and
/// composite()
cv::Mat removalMask(const cv::Mat& mask, const CancelToken& token);

/// Fills the region with what surrounds it, as if what is there had never been.
///
/// Patches of the surroundings are put together at reduced size (exemplarfill.h), seams evened out in the
/// gradient domain (seamless.h), and detail is brought from the same places at native size. Equal for equal
/// seeds, whatever the number of threads.
/// @param pixels  see operands.h; alpha is filled too
/// @param region  CV_8UC1 of the same size; everything above 0 is unknown
/// @return pixels with the region filled
/// @throws UserError where the region covers the whole picture; LogicError, Cancelled
cv::Mat filled(const cv::Mat& pixels, const cv::Mat& region, std::uint64_t seed, const CancelToken& token);

} // namespace focal
