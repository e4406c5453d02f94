#include "ui/canvas/boxtool.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace focal {

namespace {

constexpr double GripReach = 7;  ///< View pixels beside an edge that take hold of it.
constexpr double HandleSide = 9; ///< View pixels
constexpr double LeastDrag = 4;  ///< View pixels: less is a click.

/// The native pixels between two corners, each of them included.
QRect spanned(QPointF a, QPointF b)
{
    const QPointF low(std::min(a.x(), b.x()), std::min(a.y(), b.y()));
    const QPointF high(std::max(a.x(), b.x()), std::max(a.y(), b.y()));
    return QRectF(low, high).toAlignedRect();
}

int rounded(double value)
{
    return static_cast<int>(std::lround(value));
}

} // namespace

void BoxTool::enter()
{
    host().setToolCursor(Qt::CrossCursor);
}

void BoxTool::exit()
{
    const auto drag = std::exchange(m_drag, std::nullopt);
    if (drag && drag->moved)
        host().region().setBox(host().region().box(), true);
}

BoxTool::Grip BoxTool::gripAt(QPointF view) const
{
    const auto box = host().region().box();
    if (!box)
        return {};
    const QRectF seen = host().projection().toView(QRectF(*box));
    if (!seen.adjusted(-GripReach, -GripReach, GripReach, GripReach).contains(view))
        return {};
    const auto edge = [](double at, double low, double high) {
        const double toLow = std::abs(at - low);
        const double toHigh = std::abs(at - high);
        if (std::min(toLow, toHigh) > GripReach)
            return 0;
        return toLow < toHigh ? -1 : 1;
    };
    Grip grip{edge(view.x(), seen.left(), seen.right()), edge(view.y(), seen.top(), seen.bottom()), false};
    grip.inside = grip.across == 0 && grip.down == 0;
    return grip;
}

QCursor BoxTool::cursorOf(const Grip& grip)
{
    if (grip.inside)
        return Qt::SizeAllCursor;
    if (grip.isNone())
        return Qt::CrossCursor;
    if (grip.across == 0)
        return Qt::SizeVerCursor;
    if (grip.down == 0)
        return Qt::SizeHorCursor;
    return grip.across == grip.down ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
}

bool BoxTool::press(const PointerEvent& event)
{
    if (event.button != Qt::LeftButton)
        return false;
    const Grip grip = gripAt(event.view);
    m_drag = Drag{grip, event.native, grip.isNone() ? QRect() : *host().region().box()};
    return true;
}

std::optional<QRect> BoxTool::dragged(const Drag& drag, QPointF native) const
{
    const QRect picture(QPoint(0, 0), host().region().pictureSize());
    if (drag.grip.isNone()) {
        const auto clamped = [&picture](QPointF p) {
            return QPointF(std::clamp(p.x(), 0.0, static_cast<double>(picture.width())),
                           std::clamp(p.y(), 0.0, static_cast<double>(picture.height())));
        };
        const QRect box = spanned(clamped(drag.from), clamped(native));
        return box.isEmpty() ? std::nullopt : std::optional(box);
    }
    const QPoint delta(rounded(native.x() - drag.from.x()), rounded(native.y() - drag.from.y()));
    if (drag.grip.inside) {
        QRect box = drag.start.translated(delta);
        box.moveLeft(std::clamp(box.left(), 0, picture.width() - box.width()));
        box.moveTop(std::clamp(box.top(), 0, picture.height() - box.height()));
        return box;
    }
    // Edges as lines between pixels, so that an edge dragged past the other one turns the box around.
    int left = drag.start.left() + (drag.grip.across < 0 ? delta.x() : 0);
    int right = drag.start.left() + drag.start.width() + (drag.grip.across > 0 ? delta.x() : 0);
    int top = drag.start.top() + (drag.grip.down < 0 ? delta.y() : 0);
    int bottom = drag.start.top() + drag.start.height() + (drag.grip.down > 0 ? delta.y() : 0);
    if (left > right)
        std::swap(left, right);
    if (top > bottom)
        std::swap(top, bottom);
    return QRect(left, top, std::max(right - left, 1), std::max(bottom - top, 1));
}

bool BoxTool::move(const PointerEvent& event)
{
    if (!m_drag) {
        host().setToolCursor(cursorOf(gripAt(event.view)));
        return false;
    }
    const QPointF way = event.view - host().projection().toView(m_drag->from);
    if (!m_drag->moved && std::hypot(way.x(), way.y()) < LeastDrag)
        return true;
    m_drag->moved = true;
    host().region().setBox(dragged(*m_drag, event.native), false);
    host().repaint({});
    return true;
}

bool BoxTool::release(const PointerEvent& event)
{
    if (!m_drag || event.button != Qt::LeftButton)
        return false;
    const Drag drag = *std::exchange(m_drag, std::nullopt);
    if (drag.moved)
        host().region().setBox(dragged(drag, event.native), true);
    host().setToolCursor(cursorOf(gripAt(event.view)));
    host().repaint({});
    return true;
}

bool BoxTool::keyPress(const QKeyEvent& event)
{
    const bool clears =
        event.key() == Qt::Key_Escape || event.key() == Qt::Key_Backspace || event.key() == Qt::Key_Delete;
    if (!clears || (!host().region().box() && !m_drag))
        return false;
    m_drag.reset();
    host().region().setBox(std::nullopt, true);
    host().repaint({});
    return true;
}

void BoxTool::paint(QPainter& painter) const
{
    const auto box = host().region().box();
    if (!box)
        return;
    const QRectF seen = host().projection().toView(QRectF(*box));
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1));
    painter.setBrush(Qt::white);
    for (const double x : {seen.left(), seen.center().x(), seen.right()}) {
        for (const double y : {seen.top(), seen.center().y(), seen.bottom()}) {
            if (x == seen.center().x() && y == seen.center().y())
                continue;
            painter.drawRect(QRectF(std::round(x - HandleSide / 2) + 0.5,
                                    std::round(y - HandleSide / 2) + 0.5, HandleSide - 1, HandleSide - 1));
        }
    }
}

} // namespace focal
