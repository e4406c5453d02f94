#include "core/image/colour.h"

#include "core/base/error.h"
#include "core/image/iccprofile.h"

#include <opencv2/imgproc.hpp>

namespace focal {

namespace {

/// Straight r, g, b, a to QImage's b, g, r, a in memory, premultiplied: x * a / 255, rounded.
void premultiplyRow(const uchar* in, uchar* out, int pixels)
{
    const auto scaled = [](int value, int alpha) {
        const int product = value * alpha + 128;
        return static_cast<uchar>((product + (product >> 8)) >> 8);
    };
    for (int x = 0; x < pixels; ++x, in += 4, out += 4) {
        const int alpha = in[3];
        if (alpha == 255) {
            out[0] = in[2];
            out[1] = in[1];
            out[2] = in[0];
        } else {
            const uchar r = scaled(in[0], alpha);
            out[0] = scaled(in[2], alpha);
            out[1] = scaled(in[1], alpha);
            out[2] = r;
        }
        out[3] = in[3];
    }
}

} // namespace

cv::Mat to8Bits(const cv::Mat& pixels)
{
    if (pixels.depth() == CV_8U)
        return pixels;
    cv::Mat small;
    pixels.convertTo(small, CV_8U, 1.0 / 257); // 65535 = 255 * 257; convertTo rounds
    return small;
}

DisplayConverter::DisplayConverter(const QByteArray& iccProfile)
{
    if (isEffectivelySrgb(iccProfile))
        return;
    // 16-bit pictures are converted at 16 bits and then rounded once.
    m_transform8 = std::make_unique<IccTransform>(iccProfile, TYPE_RGBA_8, TYPE_RGBA_8);
    m_transform16 = std::make_unique<IccTransform>(iccProfile, TYPE_RGBA_16, TYPE_RGBA_16);
    if (!m_transform8->isValid() || !m_transform16->isValid()) {
        m_transform8.reset();
        m_transform16.reset();
    }
}

DisplayConverter::~DisplayConverter() = default;
DisplayConverter::DisplayConverter(DisplayConverter&&) noexcept = default;
DisplayConverter& DisplayConverter::operator=(DisplayConverter&&) noexcept = default;

QImage DisplayConverter::convert(const Picture& picture, QRect part) const
{
    const cv::Mat& all = picture.pixels();
    const QRect whole(0, 0, all.cols, all.rows);
    part = part.isNull() ? whole : part.intersected(whole);
    if (part.isEmpty())
        return {};
    const bool alpha = picture.metadata().hasAlpha;
    QImage image(part.size(), alpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    if (image.isNull())
        throw std::bad_alloc();
    const cv::Mat source = all(cv::Rect(part.x(), part.y(), part.width(), part.height()));
    uchar* const bits = image.bits();
    const auto stride = static_cast<std::size_t>(image.bytesPerLine());
    cv::Mat converted(1, part.width(), source.type());
    for (int y = 0; y < source.rows; ++y) {
        cv::Mat row = source.row(y);
        if (const IccTransform* transform =
                source.depth() == CV_8U ? m_transform8.get() : m_transform16.get()) {
            transform->apply(row.ptr(), converted.ptr(), row.cols);
            row = converted;
        }
        const cv::Mat small = to8Bits(row);
        uchar* const out = bits + stride * static_cast<std::size_t>(y);
        if (alpha) {
            premultiplyRow(small.ptr(), out, small.cols);
        } else {
            cv::Mat target(1, small.cols, CV_8UC4, out);
            cv::cvtColor(small, target, cv::COLOR_RGBA2BGRA);
        }
    }
    return image;
}

QImage toDisplay(const Picture& picture)
{
    return DisplayConverter(picture.metadata().iccProfile).convert(picture);
}

} // namespace focal
