#include "ui/canvas/clicktool.h"

#include <cmath>

namespace focal {

namespace {
constexpr double MarkReach = 9; ///< View pixels around a mark that count as it.
}

bool ClickTool::press(const PointerEvent& event)
{
    const bool right = event.button == Qt::RightButton;
    if (!right && event.button != Qt::LeftButton)
        return false;
    const Projection& projection = host().projection();
    host().region().toggleClick(projection.pixelAt(event.view),
                                right || event.modifiers.testFlag(Qt::AltModifier),
                                MarkReach * projection.devicePixelRatio() / projection.zoom());
    return true;
}

bool ClickTool::keyPress(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        host().region().removeLastClick();
        return true;
    case Qt::Key_Escape:
        if (host().region().clicks().empty() && host().region().notHere().empty())
            return false;
        host().region().clearClicks();
        return true;
    default:
        return false;
    }
}

} // namespace focal
