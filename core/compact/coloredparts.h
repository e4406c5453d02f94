#pragma once
/// Colours are exact where words about things are learned: "the red T-shirt" is what is red of what was
/// found.

#include "core/base/canceltoken.h"
#include "core/base/rgb.h"
#include "core/image/picture.h"

#include <opencv2/core/mat.hpp>

#include <QString>

#include <optional>

namespace focal {

/// The colour that @p phrase gives its thing: "the red car", 左边的蓝色杯子. Nothing for a colour that
/// something else has (穿黑衣服的人, "the man in black") and for things named like colours ("an orange").
std::optional<Rgb> colorOfThing(const QString& phrase);

/// The parts of @p mask that have @p color, as their kinds of colour go: those of the mask's pixels are found
/// by k-means in Oklab, so that light and shade of one thing stay together.
/// @param mask  CV_8UC1 of the picture's size
/// @return the same; @p mask itself where nearly all of it has the colour, or hardly any: the light may be
/// coloured, or the word wrong
cv::Mat onlyColored(const Picture& picture, const cv::Mat& mask, Rgb color, const CancelToken& cancel);

} // namespace focal
