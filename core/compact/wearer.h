#pragma once
/// People told apart by what they wear: 穿黑衣服的人, "the woman in the red dress". The clothes are easier to
/// find than their wearer, and are not what is meant.

#include "core/base/textspan.h"

#include <opencv2/core/mat.hpp>

#include <QString>

#include <optional>

namespace focal {

struct WearerPhrase
{
    TextSpan who;   ///< In the phrase: 人, "the woman".
    TextSpan wears; ///< 黑衣服, "the red dress".
};

/// Nothing where @p phrase does not say what somebody wears.
std::optional<WearerPhrase> wearerOf(const QString& phrase);

/// The connected parts of @p people that wear some of @p clothes, with these; of people who touch, the column
/// in which the clothes stand. All three CV_8UC1 of one size. Empty (all 0) where nobody does.
cv::Mat wearersOf(const cv::Mat& people, const cv::Mat& clothes);

} // namespace focal
