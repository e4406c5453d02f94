#include "ui/canvas/masklayer.h"

#include <QPainter>

#include <opencv2/imgproc.hpp>

#include <array>

namespace focal {

namespace {

/// From this mean of a device pixel's mask on, the pixel counts as inside the outline.
constexpr int InsideFrom = 64;

using TintTable = std::array<QRgb, 256>;

QImage coloured(const cv::Mat& values, const TintTable& table)
{
    QImage image(values.cols, values.rows, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < values.rows; ++y) {
        const uchar* from = values.ptr(y);
        auto* to = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < values.cols; ++x)
            to[x] = table[from[x]];
    }
    return image;
}

TintTable tintTable(const QColor& color)
{
    TintTable table{};
    for (int i = 0; i < 256; ++i)
        table[static_cast<size_t>(i)] =
            qPremultiply(qRgba(color.red(), color.green(), color.blue(), color.alpha() * i / 255));
    return table;
}

} // namespace

void MaskLayer::setMask(const cv::Mat& mask, const QRect& place)
{
    // An outline runs around everything that is not 0, however faint.
    m_mask.setMask(m_style == Style::Outline && !mask.empty() ? cv::Mat(mask != 0) : mask, place);
    m_image = {};
}

void MaskLayer::setColor(const QColor& color)
{
    if (m_color == color)
        return;
    m_color = color;
    m_image = {};
}

QRect MaskLayer::seenPart(const Projection& projection) const
{
    const QRect view(QPoint(0, 0), projection.deviceSize());
    return projection.toDevicePixels(QRectF(m_mask.bounds())).adjusted(-2, -2, 2, 2) & view;
}

void MaskLayer::update(const QRect& native)
{
    m_mask.update(native);
    if (m_image.isNull())
        return;
    if (m_place != seenPart(m_projection)) {
        m_image = {}; // the mask has grown
        return;
    }
    const QRect dirty = m_projection.toDevicePixels(QRectF(native)).adjusted(-2, -2, 2, 2) & m_place;
    if (dirty.isEmpty())
        return;
    QPainter painter(&m_image);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.drawImage(dirty.topLeft() - m_place.topLeft(), drawn(m_projection, dirty));
}

void MaskLayer::paint(QPainter& painter, const Projection& projection)
{
    if (isEmpty())
        return;
    if (m_image.isNull() || !(m_projection == projection)) {
        m_projection = projection;
        m_place = seenPart(projection);
        m_image = m_place.isEmpty() ? QImage() : drawn(projection, m_place);
    }
    if (!m_image.isNull())
        painter.drawImage(m_place.topLeft(), m_image);
}

QImage MaskLayer::drawn(const Projection& projection, const QRect& device)
{
    if (m_style == Style::Tint)
        return coloured(m_mask.sampled(projection, device), tintTable(m_color));

    // One pixel more on each side, so that the edge of this part is no edge of the mask.
    const cv::Mat inside = m_mask.sampled(projection, device.adjusted(-1, -1, 1, 1)) >= InsideFrom;
    const cv::Mat cross = cv::getStructuringElement(cv::MORPH_CROSS, {3, 3});
    cv::Mat grown;
    cv::Mat shrunken;
    cv::dilate(inside, grown, cross);
    cv::erode(inside, shrunken, cross);
    constexpr int Dark = 1;
    constexpr int Light = 2;
    const cv::Mat classes = (grown & ~inside & Dark) + (inside & ~shrunken & Light);
    TintTable table{};
    table[Dark] = qPremultiply(qRgba(0, 0, 0, 200));
    table[Light] = qRgba(255, 255, 255, 255);
    return coloured(classes(cv::Rect(1, 1, device.width(), device.height())), table);
}

} // namespace focal
