#pragma once
/// The sizes at which Qwen-Image-Edit sees pictures. All of them are in pixels; width before height.

#include <opencv2/core/types.hpp>

#include <cstdint>

namespace focal {

constexpr int64_t conditionArea = int64_t(384) * 384; ///< of a picture that the text encoder looks at
constexpr int64_t pictureArea = int64_t(1024) * 1024; ///< of a reference picture and of the output

/// The sides, both multiples of 32, that have about @p area and about the aspect of @p source. Rounds halves
/// to even as Python does. @throws UserError (BadInput) where a side would vanish, LogicError for an empty
/// source
cv::Size sizeOfArea(cv::Size source, int64_t area);

/// The sides, both multiples of @p factor, to which the encoder's processor brings a picture of @p source.
/// @throws UserError (BadInput) where one side is more than 200 times the other
cv::Size smartResize(cv::Size source, int64_t factor = 28, int64_t minPixels = 3136,
                     int64_t maxPixels = 12845056);

} // namespace focal
