#pragma once

#include "core/edit/editresult.h"
#include "core/edit/job.h"
#include "core/edit/region.h"
#include "core/image/picture.h"
#include "ui/canvas/heatlayer.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace focal {

/// A running edit as the canvas shows it, at the place where the change will be.
struct CanvasProgress
{
    cv::Rect where;      ///< Native pixels; empty while unknown, then the whole picture is meant.
    double fraction = 0; ///< 0..1
    QString text;        ///< Translated, such as "Searching"; the percentage is added.
};

/// The picture, and everything that is pointed at, drawn over it or done to it with the pointer.
///
/// Coordinates are "native" (pixels of the picture, its top left corner is 0, 0) or "view"
/// (device-independent pixels of this widget). Zoom is device pixels per native pixel: at 1 every pixel of
/// the screen is one of the picture's.
///
/// Keys while it has the focus: 0 fit, 1 100 %, + and - zoom, arrows pan (Shift: a whole view), space with
/// drag pans, backslash held shows the picture before, Return presses at the middle of the view, [ and ]
/// change the brush, Esc and Backspace clear what the tool made. Holds no document and no settings; the
/// window connects it.
class CanvasView : public QWidget
{
    Q_OBJECT

public:
    enum class Tool {
        Move,
        Click, ///< Click: this one. Alt or right click: not here. On a mark: takes it away.
        Box,   ///< Drag a box, or its handles.
        Brush, ///< Paint the region; Alt paints it away.
    };
    Q_ENUM(Tool)

    explicit CanvasView(QWidget* parent = nullptr);
    ~CanvasView() override;

    /// Shows @p picture. Where it has the size of the one before, the view and all that is drawn over it
    /// stay, and only the tiles whose bytes differ are made anew; otherwise it is fitted and everything else
    /// is cleared.
    /// @param changed  native pixels: nothing differs from the picture before outside of it, for callers who
    /// know
    ///                 (EditResult::changedBounds); it saves the comparison
    void setPicture(const Picture& picture, std::optional<QRect> changed = std::nullopt);
    const Picture& picture() const;
    /// What the backslash key and the divider compare with; a null picture for nothing, and so is one of
    /// another size.
    void setBefore(const Picture& picture);

    /// None: the picture alone. Cheap enough to call on every hover.
    void setHeatmaps(std::vector<HeatLayer> layers);
    void setHeatOpacity(double opacity); ///< 0..1
    double heatOpacity() const;

    /// Marks to choose from, numbered from 1 in this order. Empty takes them away.
    void setCandidates(const std::vector<Candidate>& candidates);
    /// Outlines where @p mask is not 0. CV_8UC1 of the picture's size; empty for no outline.
    void setChangedRegion(const cv::Mat& mask);
    /// Nothing ends the animation and takes the preview away too.
    void setProgress(const std::optional<CanvasProgress>& progress);
    void setPreview(const Preview& preview);

    Tool tool() const;
    void setTool(Tool tool);
    double brushRadius() const;         ///< Native pixels.
    void setBrushRadius(double radius); ///< Native pixels, cut to what makes sense for the picture.
    void setBrushUse(Region::Use use);  ///< What a painted mask means. At first Region::Use::Replace.

    /// What was pointed at so far, cut to the picture.
    Region region() const;
    void clearRegion();

    void setShowBefore(bool on);
    bool showsBefore() const;
    void setDividerVisible(bool on); ///< Needs setBefore().
    bool isDividerVisible() const;

    double zoom() const;       ///< Device pixels per native pixel.
    void setZoom(double zoom); ///< About the middle of the view.
    void zoomIn();
    void zoomOut();
    void fit();        ///< The whole picture, not above 100 %; stays so when the widget is resized.
    void actualSize(); ///< 100 %
    /// Brings @p native into view, moving no more than needed.
    void ensureVisible(const QRect& native);

    QPointF toNative(QPointF view) const;
    QPointF toView(QPointF native) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void regionChanged();
    void zoomChanged(double zoom);
    void candidateChosen(int index); ///< 0-based, into what setCandidates() got.
    void hovered(QPoint native, bool inside);
    void brushRadiusChanged(double radius);
    void showsBeforeChanged(bool on);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace focal
