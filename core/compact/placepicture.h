#pragma once
/// Lays a reference picture over the picture that is edited.

#include "core/base/canceltoken.h"
#include "core/edit/editrequest.h"

#include <optional>

namespace focal {

/// Where a picture of the form @p reference goes, native pixels; within the picture.
///
/// At a spot of the picture, or in a calm place, it takes some 6 % of the picture's area, and keeps clear of
/// the borders. On a thing it fills most of it, beside one it is about as large. In place of a thing it has
/// the thing's middle and fits into its bounds.
/// @param thing      bounds of the thing named by the position, or of what makes way; empty for none
/// @param makesWay   the thing is replaced
cv::Rect placeFor(const cv::Mat& pixels, cv::Size reference, const Position& position,
                  std::optional<cv::Rect> thing, bool makesWay, const CancelToken& cancel);

struct PlacedPixels
{
    cv::Mat pixels; ///< Type and size of the source.
    cv::Mat mask;   ///< CV_8UC1, 255 wherever a byte may differ, for composite().
};

/// Runs Place.
/// @param found  CV_8UC1 of the picture's size: the thing that makes way, or at which the picture goes; empty
///               where none was named
/// @param seed   of filling the place of what makes way
/// @throws LogicError for another operation, or a reference that @p references does not hold; UserError,
///         Cancelled
PlacedPixels placePicture(const cv::Mat& pixels, const PlannedEdit& edit,
                          const std::vector<Picture>& references, const cv::Mat& found, quint64 seed,
                          const CancelToken& cancel);

} // namespace focal
