#pragma once
/// Laying one picture over another. pixels: see operands.h; nothing is changed outside of the rectangle.

#include "core/base/canceltoken.h"

#include <opencv2/core.hpp>

namespace focal {

/// The largest size of @p picture's form within @p most; at least 1 x 1.
cv::Size fittedSize(cv::Size picture, cv::Size most);

/// Where a rectangle of @p size covers least that could be missed: the place with the weakest edges, in
/// doubt near a border. Keeps @p margin native pixels from the borders where there is room.
/// @throws LogicError where it does not fit, Cancelled
cv::Rect calmPlace(const cv::Mat& pixels, cv::Size size, int margin, const CancelToken& token);

/// @p overlay, scaled to @p where, over @p pixels: its alpha decides how much shows, the depth is that of
/// @p pixels, and where pixels are transparent the overlay adds to their alpha.
/// @param overlay  CV_8UC4 or CV_16UC4, straight alpha
/// @param where    within the picture. @throws LogicError, Cancelled
cv::Mat laidOver(const cv::Mat& pixels, const cv::Mat& overlay, cv::Rect where, const CancelToken& token);

} // namespace focal
