#pragma once

#include "ui/canvas/canvastool.h"

namespace focal {

/// Says "this one" with a click and "not here" with Alt or the right button; a click on a mark takes it away.
/// Backspace takes the last one away, Esc all.
class ClickTool : public CanvasTool
{
public:
    using CanvasTool::CanvasTool;

    void enter() override { host().setToolCursor(Qt::CrossCursor); }
    bool press(const PointerEvent& event) override;
    bool keyPress(const QKeyEvent& event) override;
};

} // namespace focal
