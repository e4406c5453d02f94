#include "core/image/picture.h"

#include "core/base/error.h"

#include <cstring>

namespace focal {

Picture Picture::fromMat(cv::Mat pixels, PictureMetadata metadata)
{
    if (pixels.empty() || (pixels.type() != CV_8UC4 && pixels.type() != CV_16UC4))
        throw LogicError(
            QStringLiteral("a picture needs non-empty CV_8UC4 or CV_16UC4 pixels, got type %1, %2x%3")
                .arg(pixels.type())
                .arg(pixels.cols)
                .arg(pixels.rows));
    Picture picture;
    picture.m_data = std::make_shared<const Data>(Data{std::move(pixels), std::move(metadata)});
    return picture;
}

int Picture::width() const noexcept
{
    return m_data ? m_data->pixels.cols : 0;
}

int Picture::height() const noexcept
{
    return m_data ? m_data->pixels.rows : 0;
}

int Picture::bitDepth() const noexcept
{
    if (!m_data)
        return 0;
    return m_data->pixels.depth() == CV_16U ? 16 : 8;
}

qint64 Picture::byteCount() const noexcept
{
    return m_data ? static_cast<qint64>(m_data->pixels.total() * m_data->pixels.elemSize()) : 0;
}

const cv::Mat& Picture::pixels() const
{
    if (!m_data)
        throw LogicError(QStringLiteral("a null picture has no pixels"));
    return m_data->pixels;
}

const PictureMetadata& Picture::metadata() const
{
    if (!m_data)
        throw LogicError(QStringLiteral("a null picture has no metadata"));
    return m_data->metadata;
}

Picture Picture::withPixels(cv::Mat pixels) const
{
    return fromMat(std::move(pixels), metadata());
}

bool operator==(const Picture& a, const Picture& b)
{
    if (a.m_data == b.m_data)
        return true;
    if (!a.m_data || !b.m_data)
        return false;
    const cv::Mat& left = a.m_data->pixels;
    const cv::Mat& right = b.m_data->pixels;
    if (left.size() != right.size() || left.type() != right.type() ||
        a.m_data->metadata.iccProfile != b.m_data->metadata.iccProfile)
        return false;
    const std::size_t rowBytes = left.elemSize() * static_cast<std::size_t>(left.cols);
    for (int y = 0; y < left.rows; ++y) {
        if (std::memcmp(left.ptr(y), right.ptr(y), rowBytes) != 0)
            return false;
    }
    return true;
}

} // namespace focal
