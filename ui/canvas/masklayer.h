#pragma once

#include "ui/canvas/maskpyramid.h"

#include <QColor>
#include <QImage>

class QPainter;

namespace focal {

/// A mask drawn over the picture: as a tint, or as an outline in two tones that is seen on any picture. What
/// was drawn is kept until the view or the mask changes.
class MaskLayer
{
public:
    enum class Style {
        Tint,    ///< As opaque as the mask is high.
        Outline, ///< One light pixel inside, one dark pixel outside.
    };

    explicit MaskLayer(Style style) : m_style(style) {}

    /// @param mask   CV_8UC1, shared, not copied; empty for none
    /// @param place  native pixels that the mask stands for; the mask may have another size
    void setMask(const cv::Mat& mask, const QRect& place);
    void clear() { setMask({}, {}); }
    void update(const QRect& native);   ///< The caller wrote into a mask of the picture's size here.
    void setColor(const QColor& color); ///< Of the tint; its alpha is the most that is laid over.
    bool isEmpty() const { return m_mask.isEmpty(); }
    QRect bounds() const { return m_mask.bounds(); } ///< Native pixels.

    /// @param painter  in device pixels
    void paint(QPainter& painter, const Projection& projection);

private:
    Style m_style;
    QColor m_color;
    MaskPyramid m_mask;
    Projection m_projection; ///< That m_image was drawn for.
    QRect m_place;           ///< Of m_image, device pixels.
    QImage m_image;

    QRect seenPart(const Projection& projection) const;
    QImage drawn(const Projection& projection, const QRect& device);
};

} // namespace focal
