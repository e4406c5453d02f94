#include "ui/canvas/movetool.h"

namespace focal {

bool MoveTool::press(const PointerEvent& event)
{
    if (event.button != Qt::LeftButton && event.button != Qt::MiddleButton)
        return false;
    m_last = event.view;
    host().setToolCursor(Qt::ClosedHandCursor);
    return true;
}

bool MoveTool::move(const PointerEvent& event)
{
    if (!m_last)
        return false;
    host().pan(event.view - *m_last);
    m_last = event.view;
    return true;
}

bool MoveTool::release(const PointerEvent& event)
{
    if (!m_last || (event.button != Qt::LeftButton && event.button != Qt::MiddleButton))
        return false;
    m_last.reset();
    host().setToolCursor(Qt::OpenHandCursor);
    return true;
}

} // namespace focal
