#pragma once

#include <QString>

#include <opencv2/core.hpp>

#include <optional>

namespace focal {

/// Where in the picture a phrase says that its thing is: "the left cup", 右上角的窗户.
/// @return shares of width and height, (0, 0) left top; an axis of which nothing is said is negative
std::optional<cv::Point2d> placeSaid(const QString& phrase);

/// 1 where the place said is, less the further away; only the axes that were said count.
/// @param place  as placeSaid() gives it
/// @return CV_32FC1 of @p size, 0..1
cv::Mat nearness(cv::Point2d place, cv::Size size);

} // namespace focal
