#pragma once
/// From what a model drew at its own size back to the native picture: the last step of every generated edit.

#include "core/base/canceltoken.h"
#include "core/edit/composite.h"
#include "core/image/registration.h"

#include <array>

namespace focal {

/// How much of the picture a generated edit may change.
enum class EditExtent {
    Choose, ///< The changed region; the whole picture where most of it changed.
    Region, ///< Only where it differs from the source.
    Whole,  ///< All of it: style, light, colour. Its colours are not matched to the source's.
};

struct NativeResult
{
    Composite composite;
    bool whole = false;      ///< The extent that was used.
    Drift drift;             ///< That was undone, in pixels of the model's picture.
    double changedShare = 0; ///< Of the picture's area that differs from the source, 0..1.
    /// What the model's red, green and blue were multiplied by and then shifted by (of 255) to match.
    std::array<double, 3> gain{1, 1, 1};
    std::array<double, 3> offset{0, 0, 0};
};

/// Lays @p drawn over @p source without what models do to the rest of a picture.
///
/// 1. The drift (zoom, shift) against the source is estimated on what did not change, and undone.
/// 2. Its colours are matched to the source's there: one gain and offset a channel. Larger than 12 % or 16 of
///    255 is taken for meant, and left.
/// 3. The changed region is found: differences above what the rest of the picture shows, closed and softened.
/// 4. Only that region is laid over the native pixels; elsewhere every byte is the source's.
///
/// @param drawn  CV_8UC4, r, g, b, a, in the source's colour space, any size; it shows the whole of the
/// source,
///               padding cropped away, so that its aspect is the source's up to rounding
/// @param within CV_8UC1 of the source's size: the only place that may change (0: never); empty for all
/// @throws LogicError for a wrong type or an empty picture, Cancelled
NativeResult toNative(const Picture& source, const cv::Mat& drawn, EditExtent extent, const cv::Mat& within,
                      const CancelToken& cancel = {});

} // namespace focal
