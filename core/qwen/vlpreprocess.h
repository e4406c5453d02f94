#pragma once

#include "core/base/canceltoken.h"
#include "core/image/picture.h"
#include "core/qwen/stagesink.h"

#include <ATen/ATen.h>
#include <opencv2/core.hpp>

#include <vector>

namespace focal {

/// The patches of a picture, 14 x 14 pixels each. Four of them, two a side, become one token.
struct PatchGrid
{
    int64_t rows = 0; ///< even
    int64_t columns = 0;

    int64_t patches() const { return rows * columns; }
    int64_t tokens() const { return rows * columns / 4; }
    friend bool operator==(const PatchGrid&, const PatchGrid&) = default;
};

/// Pictures as the vision tower reads them.
struct VlPictures
{
    at::Tensor
        pixels; ///< [patches of all pictures, 1176] float: channel, frame (2), row, column within each patch
    std::vector<PatchGrid> grids; ///< of each picture
};

/// 8-bit r, g, b of a picture for the model (CV_8UC3): in sRGB, 16 bits rounded, transparency over white.
cv::Mat modelPixels(const Picture& picture);

/// What the published processor makes of pictures: to @p area with sides of multiples of 32 (Lanczos), then
/// to multiples of 28 (bicubic, on bytes), normalised, cut into patches in groups of two by two.
/// @param pictures  CV_8UC3 r, g, b
/// @param area      in pixels
/// Stages: input.N, vl.cond.N, vl.resized.N ([h, w, 3] bytes), vl.pixel_values, vl.grid_thw
/// @throws UserError (BadInput) for a picture that is too narrow, Cancelled
VlPictures preparedForVision(const std::vector<cv::Mat>& pictures, int64_t area,
                             const CancelToken& cancel = {}, StageSink* sink = nullptr);

} // namespace focal
