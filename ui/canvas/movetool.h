#pragma once

#include "ui/canvas/canvastool.h"

#include <optional>

namespace focal {

/// Drags the picture. Also what the space key and the middle button lend to the other tools.
class MoveTool : public CanvasTool
{
public:
    using CanvasTool::CanvasTool;

    void enter() override { host().setToolCursor(Qt::OpenHandCursor); }
    void exit() override { m_last.reset(); }
    bool press(const PointerEvent& event) override;
    bool move(const PointerEvent& event) override;
    bool release(const PointerEvent& event) override;

private:
    std::optional<QPointF> m_last; ///< View; while dragging.
};

} // namespace focal
