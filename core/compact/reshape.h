#pragma once
/// Edits of the picture's frame rather than of its colours: they turn, mirror or cut the whole picture.

#include "core/base/canceltoken.h"
#include "core/plan/plan.h"

#include <opencv2/core.hpp>

#include <optional>

namespace focal {

/// Crop, Rotate or Flip: regions of the picture before mean nothing in the picture after.
bool reshapes(Operation operation);

/// Whether @p value alone says what is kept. Otherwise the crop keeps a thing.
bool saysWhatIsKept(const CropValue& value);

/// What a crop keeps, in native pixels; never empty, within the picture.
///
/// Margins are cut first. A ratio then takes the largest part of that form, pixels a part of that size, both
/// around the thing where one is meant (all of it where the form allows it) and around the middle otherwise.
/// @param thing  what the crop is about, native pixels
/// @return nothing where more pixels are asked for than there are
std::optional<cv::Rect> cropRect(cv::Size size, const CropValue& value, std::optional<cv::Rect> thing);

struct Reshaped
{
    cv::Mat pixels;           ///< Of the source's type.
    bool transparent = false; ///< Parts of it are, for which the picture needs an alpha channel.
};

/// Runs Rotate or Flip. @throws LogicError for another operation, Cancelled
Reshaped reshaped(const cv::Mat& pixels, const PlannedEdit& edit, const CancelToken& cancel);

} // namespace focal
