#pragma once
/// What the picture encoder gives for one picture, and how its grid lies over the native pixels. No torch in
/// here.

#include "core/image/picture.h"

#include <opencv2/core.hpp>

namespace focal {

/// How a native picture is laid into the model's input: scaled with its aspect kept, standing at the top
/// left, and padded to whole patches on the right and at the bottom (less than one patch of mirrored pixels).
///
/// native: pixels of the picture. model: pixels of the input. grid: patches of `patch` x `patch` model
/// pixels.
struct ModelGeometry
{
    cv::Size native;
    cv::Size content; ///< Model pixels that show the picture; the rest of the input is padding.
    cv::Size grid;    ///< Columns and rows.
    int patch = 14;   ///< Model pixels a side: 14 for DINOv2, 16 for MobileSAM.

    /// The geometry that lays @p native into an input of @p longSide patches along the longer side.
    /// @throws LogicError for an empty size
    static ModelGeometry fit(cv::Size native, int longSide, int patch = 14);

    cv::Size input() const { return grid * patch; }
    /// What the grid covers, in native pixels: begins at 0, 0 and ends beyond the picture where it was
    /// padded.
    cv::Rect2d nativeRect() const;

    friend bool operator==(const ModelGeometry&, const ModelGeometry&) = default;
};

/// The picture as the networks read it: CV_32FC3 of geometry.input(), r, g, b, 0..1, over white where it is
/// transparent. Pixels are read as sRGB whatever their profile.
cv::Mat modelInput(const Picture& picture, const ModelGeometry& geometry);

/// Patch (row, column) is matrix row `row * grid.width + column`.
struct PictureFeatures
{
    static constexpr int dimensions = 768;

    ModelGeometry geometry;
    cv::Mat input;    ///< CV_32FC3, see modelInput().
    cv::Mat patches;  ///< CV_32FC1 [patches, 768]: DINOv2 layer 8, then the last, both after the final norm.
    cv::Mat saliency; ///< CV_32FC1 of geometry.input(), 0..1: "main object".
};

} // namespace focal
