#pragma once

#include "core/edit/region.h"

#include <QObject>
#include <QPointF>
#include <QRect>
#include <QSize>

namespace focal {

/// The region that the tools make together, in native pixels, always within the picture.
class RegionEditor : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void setPictureSize(QSize native); ///< Another size clears everything.
    QSize pictureSize() const { return m_size; }

    /// A copy: the mask is not written to afterwards.
    Region region() const;
    bool isEmpty() const { return m_region.isEmpty(); }
    void clear();

    /// A mark beside which @p native lies no farther than @p reach is taken away; otherwise one is set.
    void toggleClick(QPoint native, bool notHere, double reach);
    void removeLastClick();
    void clearClicks();
    const std::vector<cv::Point>& clicks() const { return m_region.clicks; }
    const std::vector<cv::Point>& notHere() const { return m_region.notHere; }

    std::optional<QRect> box() const;
    /// While it is being dragged, the box changes without boxes of every step being announced by changed().
    void setBox(const std::optional<QRect>& native, bool final);

    /// A soft round stroke: full within @p radius / 2 of the line, falling to 0 at @p radius (native pixels).
    /// @return the native pixels that it touched
    QRect paintStroke(QPointF from, QPointF to, double radius, bool erase);
    void endStroke(); ///< Announces it; a mask painted away altogether is none.
    void clearMask();
    const cv::Mat& mask() const { return m_region.mask; } ///< Shared; changes with the next stroke.
    void setUse(Region::Use use);

Q_SIGNALS:
    void changed(); ///< A step of pointing has ended.

private:
    QSize m_size;
    Region m_region{Region::Use::Replace, {}, {}, {}, {}};
    std::vector<bool> m_order; ///< Of the clicks: true for those in notHere.

    QRect paintPiece(QPointF from, QPointF to, double radius, bool erase);
    void removeClick(std::vector<cv::Point>& list, std::size_t index);
};

} // namespace focal
