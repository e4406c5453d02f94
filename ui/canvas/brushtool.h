#pragma once

#include "ui/canvas/canvastool.h"

#include <optional>

namespace focal {

/// Paints the region with a soft round brush; Alt paints it away. The view owns the radius and its keys.
class BrushTool : public CanvasTool
{
public:
    using CanvasTool::CanvasTool;

    void setRadius(double native);
    double radius() const { return m_radius; }

    void enter() override { host().setToolCursor(Qt::BlankCursor); }
    void exit() override;
    bool press(const PointerEvent& event) override;
    bool move(const PointerEvent& event) override;
    bool release(const PointerEvent& event) override;
    void leave() override;
    bool keyPress(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;

private:
    double m_radius = 20;          ///< Native pixels.
    std::optional<QPointF> m_last; ///< Native; while painting.
    bool m_erases = false;
    std::optional<QPointF> m_pointer; ///< View.

    void paintTo(QPointF native);
    QRect outline() const;
};

} // namespace focal
