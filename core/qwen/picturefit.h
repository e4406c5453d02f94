#pragma once

#include <opencv2/core.hpp>

namespace focal {

/// How a picture is brought to a model's size without changing its aspect: its border is mirrored outwards
/// until the aspect is the model's, and what came from there is cut off afterwards. Never stretched.
class PictureFit
{
public:
    /// @param picture @param model  sizes in pixels, not empty
    PictureFit(cv::Size picture, cv::Size model);

    /// @param pixels  of the picture's size, any type @return grown to the model's aspect
    cv::Mat padded(const cv::Mat& pixels) const;
    /// @param drawn   of the model's size @return the part that shows the picture, its aspect the picture's
    /// up to one pixel
    cv::Mat cropped(const cv::Mat& drawn) const;
    /// What the whole of the model's picture covers, in pixels of the picture; reaches beyond its border.
    cv::Rect2d covered() const;

private:
    cv::Size m_picture;
    cv::Size m_model;
    cv::Size m_padded;
    cv::Point m_offset; ///< Of the picture in what was padded.
};

} // namespace focal
