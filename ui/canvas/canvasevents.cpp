/// What the pointer, the keyboard and gestures do to a CanvasView.
#include "ui/canvas/canvasview.h"
#include "ui/canvas/canvasview_p.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace focal {

namespace {

constexpr double ZoomPerNotch = 0.4;      ///< Of the wheel, as a power of 2.
constexpr int NotchAngle = 120;           ///< What Qt reports for a notch, in eighths of a degree.
constexpr double PixelsPerDoubling = 240; ///< Of a touchpad's scrolling.
constexpr double BrushStep = 1.25;
constexpr double PanStep = 64; ///< View pixels an arrow key moves.

} // namespace

PointerEvent CanvasView::Private::pointerEvent(const QMouseEvent& event) const
{
    return {event.position(), m_projection.toNative(event.position()), event.button(), event.buttons(),
            event.modifiers()};
}

void CanvasView::Private::lendMove()
{
    if (m_lent)
        return;
    toolOf(m_tool).exit();
    m_lent = true;
    m_move.enter();
}

void CanvasView::Private::endLentMove()
{
    if (!std::exchange(m_lent, false))
        return;
    m_move.exit();
    toolOf(m_tool).enter();
}

void CanvasView::Private::zoomBy(double factor, QPointF viewAnchor)
{
    const double from = m_projection.zoom();
    double to = from * factor;
    // 100 % is a place to stop at, or no wheel would ever meet it.
    if ((from < 1 && to > 1) || (from > 1 && to < 1))
        to = 1;
    setProjection(m_projection.zoomedAbout(viewAnchor, to));
}

void CanvasView::Private::wheel(const QWheelEvent& event)
{
    const bool fine = !event.pixelDelta().isNull() && event.phase() != Qt::NoScrollPhase;
    // Alt turns a wheel sideways on some platforms.
    const auto along = [](QPoint delta) { return delta.y() != 0 ? delta.y() : delta.x(); };
    const double doublings = fine ? along(event.pixelDelta()) / PixelsPerDoubling
                                  : along(event.angleDelta()) * ZoomPerNotch / NotchAngle;
    if (doublings != 0)
        zoomBy(std::exp2(doublings), event.position());
}

bool CanvasView::Private::pinch(const QPinchGesture& gesture)
{
    const QPointF centre = q.mapFromGlobal(gesture.centerPoint());
    if (gesture.changeFlags().testFlag(QPinchGesture::CenterPointChanged))
        pan(gesture.centerPoint() - gesture.lastCenterPoint());
    if (gesture.changeFlags().testFlag(QPinchGesture::ScaleFactorChanged) && gesture.scaleFactor() > 0)
        zoomBy(gesture.scaleFactor(), centre);
    return true;
}

void CanvasView::Private::hover(QPointF view, bool inside)
{
    const QPoint native = m_projection.pixelAt(view);
    Q_EMIT
    q.hovered(native, inside && wholePicture().contains(native));
    if (m_candidates.isEmpty() || m_dragging)
        return;
    const bool canChoose = inside && (m_tool == Tool::Move || m_tool == Tool::Click);
    const std::optional<int> over = canChoose ? m_candidates.on(native) : std::nullopt;
    if (!m_candidates.setHovered(over))
        return;
    if (over)
        q.setCursor(Qt::PointingHandCursor);
    else
        active().enter(); // Brings its cursor back.
    q.update();
}

/// With the tools that drag the picture or point, a click on a candidate means it.
/// @return whether the tool is not to have this press
bool CanvasView::Private::pressCandidate(const QMouseEvent& event)
{
    m_pressedCandidate.reset();
    const bool canChoose = m_tool == Tool::Move || m_tool == Tool::Click;
    if (event.button() != Qt::LeftButton || event.modifiers() != Qt::NoModifier || !canChoose || m_spaceHeld)
        return false;
    m_pressedCandidate = m_candidates.on(m_projection.pixelAt(event.position()));
    m_pressedAt = event.position();
    return m_pressedCandidate && m_tool == Tool::Click; // The move tool may still drag.
}

void CanvasView::Private::releaseCandidate(const QMouseEvent& event)
{
    const std::optional<int> pressed = std::exchange(m_pressedCandidate, std::nullopt);
    if (!pressed || (event.position() - m_pressedAt).manhattanLength() > QApplication::startDragDistance() ||
        m_candidates.on(m_projection.pixelAt(event.position())) != pressed)
        return;
    Q_EMIT
    q.candidateChosen(*pressed);
}

/// Return: the tool is used at the middle of the view, which the arrow keys bring to any place of the
/// picture. For a box the first press sets a corner and the second one the opposite corner.
bool CanvasView::Private::pressInMiddle(Qt::KeyboardModifiers modifiers)
{
    if (m_tool == Tool::Move || m_projection.isEmpty() || m_dragging)
        return false;
    m_centreShown = true;
    const QPointF middle(q.width() / 2.0, q.height() / 2.0);
    const PointerEvent down{middle, m_projection.toNative(middle), Qt::LeftButton, Qt::LeftButton, modifiers};
    PointerEvent up = down;
    up.buttons = Qt::NoButton;
    if (m_tool != Tool::Box) {
        active().press(down);
        active().release(up);
    } else if (std::exchange(m_keyDrag, !m_keyDrag)) {
        active().move(down);
        active().release(up);
    } else {
        active().press(down);
    }
    q.update();
    return true;
}

bool CanvasView::Private::navigate(const QKeyEvent& event)
{
    const bool far = event.modifiers().testFlag(Qt::ShiftModifier);
    const double across = far ? q.width() * 0.9 : PanStep;
    const double down = far ? q.height() * 0.9 : PanStep;
    switch (event.key()) {
    case Qt::Key_0:
        q.fit();
        return true;
    case Qt::Key_1:
        q.actualSize();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        q.zoomIn();
        return true;
    case Qt::Key_Minus:
        q.zoomOut();
        return true;
    case Qt::Key_Left:
        pan({across, 0});
        break;
    case Qt::Key_Right:
        pan({-across, 0});
        break;
    case Qt::Key_Up:
        pan({0, down});
        break;
    case Qt::Key_Down:
        pan({0, -down});
        break;
    default:
        return false;
    }
    m_centreShown = m_tool != Tool::Move;
    if (m_keyDrag) {
        const QPointF middle(q.width() / 2.0, q.height() / 2.0);
        active().move({middle, m_projection.toNative(middle), Qt::NoButton, Qt::LeftButton, {}});
    }
    return true;
}

/// Keys that belong to the picture while it has the focus, also where the window has a shortcut of the same
/// name.
bool CanvasView::Private::takesKey(const QKeyEvent& event) const
{
    if (event.modifiers() & (Qt::ControlModifier | Qt::MetaModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_0:
    case Qt::Key_1:
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Space:
    case Qt::Key_Backslash:
        return true;
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        return m_tool == Tool::Brush;
    default:
        return false;
    }
}

bool CanvasView::Private::keyPress(const QKeyEvent& event)
{
    if (event.modifiers() & (Qt::ControlModifier | Qt::MetaModifier))
        return false;
    if (m_dragging && event.key() != Qt::Key_Escape)
        return takesKey(event);
    switch (event.key()) {
    case Qt::Key_Space:
        if (!event.isAutoRepeat()) {
            m_spaceHeld = true;
            lendMove();
        }
        return true;
    case Qt::Key_Backslash:
        q.setShowBefore(true);
        return true;
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        if (m_tool != Tool::Brush)
            return false;
        setBrushRadius(event.key() == Qt::Key_BracketRight ? m_brush.radius() * BrushStep
                                                           : m_brush.radius() / BrushStep);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return pressInMiddle(event.modifiers());
    default:
        break;
    }
    if (active().keyPress(event)) {
        m_keyDrag = false;
        m_dragging = false;
        return true;
    }
    return navigate(event);
}

bool CanvasView::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        if (d->takesKey(static_cast<QKeyEvent&>(*event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::Gesture:
        if (QGesture* gesture = static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture))
            return d->pinch(*static_cast<QPinchGesture*>(gesture));
        break;
    case QEvent::NativeGesture: {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            d->zoomBy(std::exp2(gesture->value()), gesture->position());
            return true;
        }
        break;
    }
    case QEvent::ContextMenu:
        // The right button means "not here" then.
        if (d->m_tool == Tool::Click &&
            static_cast<QContextMenuEvent*>(event)->reason() == QContextMenuEvent::Mouse)
            return true;
        break;
    case QEvent::Show:
    case QEvent::Hide:
        d->runClock();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

void CanvasView::resizeEvent(QResizeEvent*)
{
    d->setProjection(d->m_projection.resized(size(), devicePixelRatioF()));
    if (!d->m_divider.isHidden())
        d->m_divider.place();
}

void CanvasView::wheelEvent(QWheelEvent* event)
{
    d->wheel(*event);
    event->accept();
}

void CanvasView::mousePressEvent(QMouseEvent* event)
{
    if (d->m_dragging || d->m_projection.isEmpty()) {
        event->ignore();
        return;
    }
    d->m_centreShown = false;
    if (event->button() == Qt::MiddleButton)
        d->lendMove();
    if (d->pressCandidate(*event))
        return;
    d->m_dragging = d->active().press(d->pointerEvent(*event));
    event->setAccepted(d->m_dragging || d->m_pressedCandidate);
    update();
}

void CanvasView::mouseMoveEvent(QMouseEvent* event)
{
    d->active().move(d->pointerEvent(*event));
    d->hover(event->position(), true);
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event)
{
    d->active().release(d->pointerEvent(*event));
    if (event->buttons() == Qt::NoButton) {
        d->m_dragging = false;
        if (!d->m_spaceHeld)
            d->endLentMove();
    }
    d->releaseCandidate(*event);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const bool moves = &d->active() == &d->m_move;
    if (event->button() != Qt::LeftButton || (!moves && d->m_tool != Tool::Click)) {
        mousePressEvent(event);
        return;
    }
    // A second click on a new mark would take it away again.
    if (!moves)
        return;
    if (d->m_projection.fitMode() == Projection::Fit::Whole)
        d->setProjection(d->m_projection.zoomedAbout(event->position(), 1));
    else
        fit();
}

void CanvasView::leaveEvent(QEvent*)
{
    d->active().leave();
    d->hover({}, false);
}

void CanvasView::keyPressEvent(QKeyEvent* event)
{
    event->setAccepted(d->keyPress(*event));
}

void CanvasView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->isAutoRepeat()) {
        event->setAccepted(d->takesKey(*event));
        return;
    }
    if (event->key() == Qt::Key_Space && std::exchange(d->m_spaceHeld, false)) {
        if (!d->m_dragging)
            d->endLentMove();
    } else if (event->key() == Qt::Key_Backslash) {
        setShowBefore(false);
    } else {
        event->ignore();
    }
}

void CanvasView::focusOutEvent(QFocusEvent* event)
{
    // The release of a held key goes elsewhere now.
    if (std::exchange(d->m_spaceHeld, false) && !d->m_dragging)
        d->endLentMove();
    setShowBefore(false);
    d->m_centreShown = false;
    QWidget::focusOutEvent(event);
    update();
}

void CanvasView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Picture"));
        d->describe();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace focal
