#include "core/image/srgb.h"

#include "core/base/error.h"
#include "core/image/iccprofile.h"

namespace focal {

namespace {

cv::Mat converted(const cv::Mat& pixels, const QByteArray& iccProfile, IccTransform::Direction direction)
{
    if (isEffectivelySrgb(iccProfile))
        return pixels;
    const cmsUInt32Number format = pixels.depth() == CV_8U ? TYPE_RGBA_8 : TYPE_RGBA_16;
    const IccTransform transform(iccProfile, format, format, direction);
    if (!transform.isValid())
        return pixels;
    cv::Mat result(pixels.size(), pixels.type());
    for (int y = 0; y < pixels.rows; ++y)
        transform.apply(pixels.ptr(y), result.ptr(y), pixels.cols);
    return result;
}

} // namespace

cv::Mat toSrgb(const Picture& picture)
{
    return converted(picture.pixels(), picture.metadata().iccProfile, IccTransform::Direction::ToSrgb);
}

cv::Mat fromSrgb(const cv::Mat& rgba, const QByteArray& iccProfile)
{
    if (rgba.type() != CV_8UC4)
        throw LogicError(QStringLiteral("Drawn pixels have four bytes"));
    return converted(rgba, iccProfile, IccTransform::Direction::FromSrgb);
}

} // namespace focal
