#include "ui/canvas/brushtool.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace focal {

namespace {
constexpr double LeastCircle = 3; ///< View pixels: a smaller brush is still seen as this.
}

void BrushTool::setRadius(double native)
{
    const QRect before = outline();
    m_radius = native;
    host().repaint(before | outline());
}

void BrushTool::exit()
{
    leave();
    if (std::exchange(m_last, std::nullopt))
        host().region().endStroke();
}

void BrushTool::paintTo(QPointF native)
{
    const QRect touched = host().region().paintStroke(m_last.value_or(native), native, m_radius, m_erases);
    m_last = native;
    if (!touched.isEmpty())
        host().maskPainted(touched);
}

bool BrushTool::press(const PointerEvent& event)
{
    if (event.button != Qt::LeftButton)
        return false;
    m_erases = event.modifiers.testFlag(Qt::AltModifier);
    paintTo(event.native);
    return true;
}

bool BrushTool::move(const PointerEvent& event)
{
    const QRect before = outline();
    m_pointer = event.view;
    host().repaint(before | outline());
    if (!m_last)
        return false;
    paintTo(event.native);
    return true;
}

bool BrushTool::release(const PointerEvent& event)
{
    if (!m_last || event.button != Qt::LeftButton)
        return false;
    m_last.reset();
    host().region().endStroke();
    return true;
}

void BrushTool::leave()
{
    const QRect before = outline();
    m_pointer.reset();
    host().repaint(before);
}

bool BrushTool::keyPress(const QKeyEvent& event)
{
    if (event.key() != Qt::Key_Escape || host().region().mask().empty())
        return false;
    m_last.reset();
    host().region().clearMask();
    return true;
}

QRect BrushTool::outline() const
{
    if (!m_pointer)
        return {};
    const Projection& projection = host().projection();
    const double radius =
        std::max(m_radius * projection.zoom() / projection.devicePixelRatio(), LeastCircle) + 2;
    return QRectF(*m_pointer - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius)).toAlignedRect();
}

void BrushTool::paint(QPainter& painter) const
{
    if (!m_pointer)
        return;
    const Projection& projection = host().projection();
    const double radius = std::max(m_radius * projection.zoom() / projection.devicePixelRatio(), LeastCircle);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 160), 1));
    painter.drawEllipse(*m_pointer, radius + 1, radius + 1);
    painter.setPen(QPen(QColor(255, 255, 255, 230), 1));
    painter.drawEllipse(*m_pointer, radius, radius);
}

} // namespace focal
