#include "core/qwen/picturefit.h"

#include "core/base/error.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

PictureFit::PictureFit(cv::Size picture, cv::Size model)
    : m_picture(picture), m_model(model), m_padded(picture)
{
    if (picture.empty() || model.empty())
        throw LogicError(QStringLiteral("PictureFit: a size is empty"));
    const double aspect = double(model.width) / model.height;
    if (picture.width < aspect * picture.height)
        m_padded.width = std::max(picture.width, int(std::lround(aspect * picture.height)));
    else
        m_padded.height = std::max(picture.height, int(std::lround(picture.width / aspect)));
    m_offset = {(m_padded.width - picture.width) / 2, (m_padded.height - picture.height) / 2};
}

cv::Mat PictureFit::padded(const cv::Mat& pixels) const
{
    if (pixels.size() != m_picture)
        throw LogicError(QStringLiteral("PictureFit: another picture's pixels"));
    if (m_padded == m_picture)
        return pixels;
    const int right = m_padded.width - m_picture.width - m_offset.x;
    const int bottom = m_padded.height - m_picture.height - m_offset.y;
    cv::Mat out;
    cv::copyMakeBorder(pixels, out, m_offset.y, bottom, m_offset.x, right, cv::BORDER_REFLECT);
    return out;
}

cv::Mat PictureFit::cropped(const cv::Mat& drawn) const
{
    if (drawn.size() != m_model)
        throw LogicError(QStringLiteral("PictureFit: another size was drawn"));
    if (m_padded == m_picture)
        return drawn;
    const double x = double(m_model.width) / m_padded.width;
    const double y = double(m_model.height) / m_padded.height;
    const cv::Size size(std::max(1, int(std::lround(m_picture.width * x))),
                        std::max(1, int(std::lround(m_picture.height * y))));
    // The border may lie between two pixels.
    const cv::Mat shift = (cv::Mat_<double>(2, 3) << m_picture.width * x / size.width, 0, m_offset.x * x, 0,
                           m_picture.height * y / size.height, m_offset.y * y);
    cv::Mat out;
    cv::warpAffine(drawn, out, shift, size, cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REFLECT);
    return out;
}

cv::Rect2d PictureFit::covered() const
{
    return {double(-m_offset.x), double(-m_offset.y), double(m_padded.width), double(m_padded.height)};
}

} // namespace focal
