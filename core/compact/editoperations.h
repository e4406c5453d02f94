#pragma once
/// From a planned edit and the region it means to edited pixels: which operator runs, with which values.

#include "core/base/canceltoken.h"
#include "core/edit/editrequest.h"

namespace focal {

struct OperatedPixels
{
    cv::Mat pixels;        ///< Type and size of the source; right wherever mask is above 0.
    cv::Mat mask;          ///< CV_8UC1, for composite().
    OperatorSettings used; ///< All that apply set.
};

/// Whether operate() runs @p operation on a thing; Adjust and Style also on the whole picture.
bool isOperable(Operation operation);

/// Whether @p operation, without a target, means all of the picture.
bool mayMeanTheWhole(Operation operation);

/// Runs Recolor, Pattern, Remove, Adjust, Style or Background. What turns or cuts the whole picture is in
/// reshape.h.
///
/// Values come from @p settings where set, from @p edit otherwise. grow and feather change the region first;
/// strength mixes (Recolor, Pattern, Remove, Background with a colour) or is the amount (Adjust, Style,
/// blur).
/// @param found  CV_8UC1 of the picture's size: the region to change (the background itself for Background).
/// Empty:
///               the whole picture, for Adjust and Style
/// @param seed   of the filling
/// @throws LogicError for another operation or a value that does not belong to it; UserError, Cancelled
OperatedPixels operate(const cv::Mat& pixels, const PlannedEdit& edit, const cv::Mat& found,
                       const OperatorSettings& settings, quint64 seed, const CancelToken& cancel);

} // namespace focal
