#include "ui/canvas/maskpyramid.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

cv::Rect within(const QRect& rect, const cv::Mat& mat)
{
    return cv::Rect(rect.x(), rect.y(), rect.width(), rect.height()) & cv::Rect(0, 0, mat.cols, mat.rows);
}

/// Halves @p from into the same place of @p to. Odd sides: the last pixel stands alone.
void halve(const cv::Mat& from, cv::Mat& to, const cv::Rect& target)
{
    const cv::Rect source = cv::Rect(target.x * 2, target.y * 2, target.width * 2, target.height * 2) &
                            cv::Rect(0, 0, from.cols, from.rows);
    cv::Mat pairs = from(source);
    if (source.width % 2 != 0 || source.height % 2 != 0)
        cv::copyMakeBorder(from(source), pairs, 0, source.height % 2, 0, source.width % 2,
                           cv::BORDER_REPLICATE);
    cv::Mat place = to(target);
    cv::resize(pairs, place, target.size(), 0, 0, cv::INTER_AREA);
}

} // namespace

void MaskPyramid::setMask(const cv::Mat& mask, const QRect& place)
{
    m_levels.clear();
    m_place = place;
    m_bounds = {};
    if (mask.empty() || place.isEmpty())
        return;
    m_levels.push_back(mask);
    const cv::Rect bounds = cv::boundingRect(mask);
    if (bounds.empty())
        return;
    const double across = static_cast<double>(place.width()) / mask.cols;
    const double down = static_cast<double>(place.height()) / mask.rows;
    m_bounds = QRectF(place.x() + bounds.x * across, place.y() + bounds.y * down, bounds.width * across,
                      bounds.height * down)
                   .toAlignedRect();
}

void MaskPyramid::update(const QRect& native)
{
    if (m_levels.empty())
        return;
    m_bounds |= native & QRect(0, 0, m_levels.front().cols, m_levels.front().rows);
    QRect dirty = native;
    for (size_t i = 1; i < m_levels.size(); ++i) {
        dirty = QRect(QPoint(dirty.left() >> 1, dirty.top() >> 1),
                      QPoint(dirty.right() >> 1, dirty.bottom() >> 1));
        const cv::Rect target = within(dirty, m_levels[i]);
        if (target.empty())
            return;
        halve(m_levels[i - 1], m_levels[i], target);
    }
}

const cv::Mat& MaskPyramid::level(int index)
{
    while (static_cast<int>(m_levels.size()) <= index &&
           std::min(m_levels.back().cols, m_levels.back().rows) > 1) {
        const cv::Mat& last = m_levels.back();
        cv::Mat next((last.rows + 1) / 2, (last.cols + 1) / 2, CV_8UC1);
        halve(last, next, {0, 0, next.cols, next.rows});
        m_levels.push_back(next);
    }
    return m_levels[std::min(static_cast<size_t>(index), m_levels.size() - 1)];
}

cv::Mat MaskPyramid::sampled(const Projection& projection, const QRect& device)
{
    cv::Mat out(device.height(), device.width(), CV_8UC1, cv::Scalar(0));
    if (isEmpty() || device.isEmpty())
        return out;
    // Device pixels a mask pixel at full size, then at the level that is at most as fine as the screen.
    const double full = projection.zoom() * m_place.width() / m_levels.front().cols;
    int index = 0;
    while (full * (2 << index) <= 1)
        ++index;
    const cv::Mat& mask = level(index);
    const double across = projection.zoom() * m_place.width() / mask.cols;
    const double down = projection.zoom() * m_place.height() / mask.rows;
    const QPointF corner = projection.toDevice(QPointF(m_place.topLeft()));

    // Only what is seen goes into the warp: it cannot address more than 32767 pixels a side.
    const QPointF first = device.topLeft() - corner;
    const QRect seen =
        QRectF(first.x() / across, first.y() / down, device.width() / across, device.height() / down)
            .toAlignedRect()
            .adjusted(-2, -2, 2, 2);
    const cv::Rect source = within(seen, mask);
    if (source.empty())
        return out;
    // Pixel centres: the device pixel d shows the mask at (d + 0.5 - corner) / scale - 0.5.
    const cv::Matx23d toMask(1 / across, 0, (first.x() + 0.5) / across - 0.5 - source.x, //
                             0, 1 / down, (first.y() + 0.5) / down - 0.5 - source.y);
    const int method = full >= Projection::NearestFrom ? cv::INTER_NEAREST : cv::INTER_LINEAR;
    cv::warpAffine(mask(source), out, toMask, out.size(), method | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                   0);
    return out;
}

} // namespace focal
