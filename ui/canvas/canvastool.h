#pragma once

#include "ui/canvas/projection.h"
#include "ui/canvas/regioneditor.h"

#include <QCursor>
#include <QKeyEvent>
#include <QPointF>

class QPainter;

namespace focal {

/// What the pointer did, in both spaces.
struct PointerEvent
{
    QPointF view;
    QPointF native; ///< May lie outside of the picture.
    Qt::MouseButton button = Qt::NoButton;
    Qt::MouseButtons buttons;
    Qt::KeyboardModifiers modifiers;
};

/// What a tool may do to the canvas.
class CanvasToolHost
{
public:
    virtual ~CanvasToolHost() = default;

    virtual const Projection& projection() const = 0;
    virtual RegionEditor& region() = 0;
    virtual QColor accent() const = 0;
    virtual void pan(QPointF viewDelta) = 0;
    virtual void setToolCursor(const QCursor& cursor) = 0;
    virtual void repaint(const QRect& view) = 0;
    /// The mask was written to in these native pixels.
    virtual void maskPainted(const QRect& native) = 0;
};

/// One way of using the pointer. Events come only between enter() and exit(); true means "taken".
class CanvasTool
{
public:
    explicit CanvasTool(CanvasToolHost& host) : m_host(host) {}
    virtual ~CanvasTool() = default;
    CanvasTool(const CanvasTool&) = delete;
    CanvasTool& operator=(const CanvasTool&) = delete;

    virtual void enter() = 0;
    virtual void exit() {} ///< Ends what is being dragged, keeping what was done so far.
    virtual bool press(const PointerEvent&) { return false; }
    virtual bool move(const PointerEvent&) { return false; }
    virtual bool release(const PointerEvent&) { return false; }
    virtual void leave() {} ///< The pointer left the view.
    virtual bool keyPress(const QKeyEvent&) { return false; }
    /// What belongs to this tool alone, in view coordinates, over everything else.
    virtual void paint(QPainter&) const {}

protected:
    CanvasToolHost& host() const { return m_host; }

private:
    CanvasToolHost& m_host;
};

} // namespace focal
