#pragma once

#include "ui/canvas/canvastool.h"

#include <optional>

namespace focal {

/// Draws a box around what is meant; its eight handles and its inside can be dragged. Esc clears it.
class BoxTool : public CanvasTool
{
public:
    using CanvasTool::CanvasTool;

    void enter() override;
    void exit() override;
    bool press(const PointerEvent& event) override;
    bool move(const PointerEvent& event) override;
    bool release(const PointerEvent& event) override;
    bool keyPress(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;

private:
    /// Which edges of the box a drag moves.
    struct Grip
    {
        int across = 0; ///< -1 left edge, 1 right edge
        int down = 0;   ///< -1 top edge, 1 bottom edge
        bool inside = false;

        bool isNone() const { return across == 0 && down == 0 && !inside; }
    };
    struct Drag
    {
        Grip grip;
        QPointF from; ///< Native, where the button went down.
        QRect start;  ///< The box then; empty for a new one.
        bool moved = false;
    };

    std::optional<Drag> m_drag;

    Grip gripAt(QPointF view) const;
    static QCursor cursorOf(const Grip& grip);
    std::optional<QRect> dragged(const Drag& drag, QPointF native) const;
};

} // namespace focal
