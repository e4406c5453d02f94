#pragma once

#include <opencv2/core.hpp>

#include <optional>
#include <vector>

namespace focal {

/// What the user pointed at, in native pixels, for when words are not enough. Serves one edit only.
struct Region
{
    enum class Use {
        Limit,   ///< Look for the words only in here.
        Replace, ///< This is the region: do not look.
    };

    Use use = Use::Limit;
    cv::Mat mask; ///< CV_8UC1 of the picture's size, 255 inside; empty for none. From brush or file.
    std::optional<cv::Rect> box;    ///< Always a limit: the thing meant lies in it.
    std::vector<cv::Point> clicks;  ///< On the thing that is meant.
    std::vector<cv::Point> notHere; ///< On things that are not meant.

    bool isEmpty() const { return mask.empty() && !box && clicks.empty() && notHere.empty(); }
};

} // namespace focal
