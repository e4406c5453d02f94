#pragma once
/// The parts of CanvasView and how they hang together. Only canvasview.cpp, canvasevents.cpp and
/// canvaspaint.cpp include this.

#include "ui/canvas/boxtool.h"
#include "ui/canvas/brushtool.h"
#include "ui/canvas/candidatelayer.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/clicktool.h"
#include "ui/canvas/dividerhandle.h"
#include "ui/canvas/heatoverlay.h"
#include "ui/canvas/masklayer.h"
#include "ui/canvas/movetool.h"
#include "ui/canvas/picturestage.h"
#include "ui/canvas/progressoverlay.h"

#include <QElapsedTimer>
#include <QPinchGesture>
#include <QTimer>

namespace focal {

class CanvasView::Private : public CanvasToolHost
{
public:
    explicit Private(CanvasView& view);
    ~Private() override = default;
    Private(const Private&) = delete;
    Private& operator=(const Private&) = delete;

    // CanvasToolHost
    const Projection& projection() const override { return m_projection; }
    RegionEditor& region() override { return m_region; }
    QColor accent() const override;
    void pan(QPointF viewDelta) override { setProjection(m_projection.panned(viewDelta)); }
    void setToolCursor(const QCursor& cursor) override { q.setCursor(cursor); }
    void repaint(const QRect& view) override;
    void maskPainted(const QRect& native) override;

    // canvasview.cpp
    void setProjection(const Projection& projection);
    void setPicture(const Picture& picture, std::optional<QRect> changed);
    void clearOverlays();
    void setProgress(const std::optional<CanvasProgress>& progress);
    void setPreview(const Preview& preview);
    void updateDivider();
    void runClock();
    void setBrushRadius(double native);
    void describe();
    CanvasTool& toolOf(Tool tool);
    CanvasTool& active() { return m_lent ? m_move : toolOf(m_tool); }
    void regionChanged();
    QRect wholePicture() const { return {QPoint(0, 0), m_projection.nativeSize()}; }
    bool seesBefore() const;

    // canvasevents.cpp
    PointerEvent pointerEvent(const QMouseEvent& event) const;
    void lendMove();
    void endLentMove();
    bool takesKey(const QKeyEvent& event) const;
    bool keyPress(const QKeyEvent& event);
    bool navigate(const QKeyEvent& event);
    bool pressInMiddle(Qt::KeyboardModifiers modifiers);
    void wheel(const QWheelEvent& event);
    void zoomBy(double factor, QPointF viewAnchor);
    bool pinch(const QPinchGesture& gesture);
    void hover(QPointF view, bool inside);
    bool pressCandidate(const QMouseEvent& event);
    void releaseCandidate(const QMouseEvent& event);

    // canvaspaint.cpp
    void paint(const QRegion& region);
    StageScene scene() const;
    ProgressOverlay progressOverlay() const;
    QRect progressBounds() const;

    CanvasView& q;
    Projection m_projection;
    PictureStage m_stage;
    HeatOverlay m_heat;
    MaskLayer m_changed{MaskLayer::Style::Outline};
    MaskLayer m_previewMask{MaskLayer::Style::Tint};
    MaskLayer m_painted{MaskLayer::Style::Tint};
    QImage m_previewPixels;
    QRect m_previewPlace; ///< Native pixels.

    CandidateLayer m_candidates;
    std::optional<int> m_pressedCandidate; ///< The press that may choose it.
    QPointF m_pressedAt;                   ///< View.
    std::optional<CanvasProgress> m_progress;
    QTimer m_clock;
    QElapsedTimer m_round;

    RegionEditor m_region;
    MoveTool m_move{*this};
    ClickTool m_click{*this};
    BoxTool m_box{*this};
    BrushTool m_brush{*this};
    Tool m_tool = Tool::Move;
    bool m_lent = false; ///< The move tool stands in for m_tool: space or the middle button.
    bool m_spaceHeld = false;
    bool m_dragging = false;    ///< A tool took the press.
    bool m_keyDrag = false;     ///< A box begun with Return.
    bool m_centreShown = false; ///< The keyboard is in use: the middle of the view is marked.

    DividerHandle m_divider;
    bool m_dividerWanted = false;
    bool m_showBefore = false;

private:
    void paintDevice(QPainter& painter);
    void paintPreview(QPainter& painter);
    void paintBox(QPainter& painter);
    void paintClicks(QPainter& painter);
    void paintLabels(QPainter& painter);
    void paintCentre(QPainter& painter);
};

} // namespace focal
