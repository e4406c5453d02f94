#pragma once

#include "ui/canvas/projection.h"

#include <opencv2/core.hpp>

#include <vector>

namespace focal {

/// A mask of the picture's size that can be looked at through any projection at the cost of what is seen.
/// Halved sizes are made when they are first needed, and brought up to date where the mask changes.
class MaskPyramid
{
public:
    /// @param mask   CV_8UC1, shared, not copied; empty for none
    /// @param place  native pixels that the mask stands for; the mask may have another size
    void setMask(const cv::Mat& mask, const QRect& place);
    /// The caller wrote into a mask of the picture's size here (native pixels).
    void update(const QRect& native);

    bool isEmpty() const { return m_bounds.isEmpty(); }
    QRect bounds() const { return m_bounds; } ///< Native pixels; all that is not 0 lies within.

    /// The mask as it is seen in @p device (device pixels): smooth when reduced or enlarged, squares from
    /// Projection::NearestFrom on. @return CV_8UC1 of device.size(), 0 outside of the mask
    cv::Mat sampled(const Projection& projection, const QRect& device);

private:
    std::vector<cv::Mat> m_levels; ///< [0] is the mask itself.
    QRect m_place;                 ///< Native pixels.
    QRect m_bounds;

    const cv::Mat& level(int index);
};

} // namespace focal
