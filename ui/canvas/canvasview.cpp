#include "ui/canvas/canvasview.h"

#include "ui/canvas/canvasview_p.h"
#include "ui/theme/theme.h"

#include <QStyle>

#include <algorithm>
#include <cmath>
#include <utility>

namespace focal {

namespace {

constexpr double LeastBrush = 1; ///< Native pixels, radius.
constexpr double MostBrush = 1000;
constexpr double BrushPart = 0.02; ///< Of the picture's shorter side: the radius at first.
/// A preview is a look in passing: of larger ones every n-th pixel is taken.
constexpr int MostPreviewPixels = 2'000'000;

QRect toQRect(const cv::Rect& rect)
{
    return {rect.x, rect.y, rect.width, rect.height};
}

cv::Mat thinned(const cv::Mat& pixels)
{
    int step = 1;
    while (pixels.total() / static_cast<size_t>(step * step) > MostPreviewPixels)
        ++step;
    if (step == 1)
        return pixels;
    cv::Mat thin(pixels.rows / step, pixels.cols / step, CV_8UC4);
    for (int y = 0; y < thin.rows; ++y) {
        const auto* from = pixels.ptr<cv::Vec4b>(y * step);
        auto* to = thin.ptr<cv::Vec4b>(y);
        for (int x = 0; x < thin.cols; ++x)
            to[x] = from[x * step];
    }
    return thin;
}

} // namespace

CanvasView::Private::Private(CanvasView& view)
    : q(view), m_candidates(
                   view,
                   [this](int index) {
                       Q_EMIT
                       q.candidateChosen(index);
                   },
                   [this](int index) { q.ensureVisible(toQRect(m_candidates.at(index).box)); }),
      m_divider(&view)
{
    m_divider.hide();
    m_clock.setInterval(ProgressOverlay::FrameMs);
    connect(&m_clock, &QTimer::timeout, &view, [this] { repaint(progressBounds()); });
    connect(&m_stage, &PictureStage::changed, &view, [this](const QRect& native) {
        repaint(m_projection.toViewAligned(native).adjusted(-2, -2, 2, 2));
    });
    connect(&m_region, &RegionEditor::changed, &view, [this] { regionChanged(); });
    connect(&m_divider, &QAbstractSlider::valueChanged, &view, [this] { q.update(); });
}

QColor CanvasView::Private::accent() const
{
    return currentTheme().accent;
}

/// @param view  a null rectangle means all of it
void CanvasView::Private::repaint(const QRect& view)
{
    if (view.isNull())
        q.update();
    else
        q.update(view);
}

void CanvasView::Private::maskPainted(const QRect& native)
{
    if (m_painted.isEmpty())
        m_painted.setMask(m_region.mask(), wholePicture());
    else
        m_painted.update(native);
    repaint(m_projection.toViewAligned(native).adjusted(-2, -2, 2, 2));
}

void CanvasView::Private::regionChanged()
{
    if (m_region.mask().empty())
        m_painted.clear();
    q.update();
    Q_EMIT
    q.regionChanged();
}

void CanvasView::Private::setProjection(const Projection& projection)
{
    if (projection == m_projection)
        return;
    const double zoomBefore = std::exchange(m_projection, projection).zoom();
    m_candidates.place(m_projection);
    q.update();
    if (m_projection.zoom() != zoomBefore) {
        describe();
        Q_EMIT
        q.zoomChanged(m_projection.zoom());
    }
}

void CanvasView::Private::describe()
{
    if (m_projection.isEmpty())
        q.setAccessibleDescription(tr("No picture is open"));
    else
        q.setAccessibleDescription(tr("%1 × %2 pixels, shown at %3 %")
                                       .arg(m_projection.nativeSize().width())
                                       .arg(m_projection.nativeSize().height())
                                       .arg(std::lround(m_projection.zoom() * 100)));
}

void CanvasView::Private::setPicture(const Picture& picture, std::optional<QRect> changed)
{
    const QSize size(picture.width(), picture.height());
    const bool sameSize = size == m_projection.nativeSize();
    m_stage.setPicture(picture, sameSize ? changed : std::nullopt);
    if (sameSize) {
        q.update();
        return;
    }
    clearOverlays();
    m_stage.setBefore({});
    m_region.setPictureSize(size);
    setProjection(m_projection.withNativeSize(size));
    if (!picture.isNull())
        setBrushRadius(std::min(size.width(), size.height()) * BrushPart);
    updateDivider();
    describe();
    q.update();
}

void CanvasView::Private::clearOverlays()
{
    m_heat.setLayers({});
    m_changed.clear();
    m_candidates.set({}, m_projection);
    setProgress(std::nullopt);
    m_painted.clear();
}

void CanvasView::Private::setProgress(const std::optional<CanvasProgress>& progress)
{
    repaint(progressBounds());
    if (progress && !m_progress)
        m_round.start();
    m_progress = progress;
    if (!progress)
        setPreview({});
    runClock();
    repaint(progressBounds());
}

void CanvasView::Private::runClock()
{
    // Nothing moves while nobody can see it, nor where the desktop asks for stillness.
    const bool still = q.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &q) == 0;
    if (m_progress && q.isVisible() && !still)
        m_clock.start();
    else
        m_clock.stop();
}

void CanvasView::Private::setPreview(const Preview& preview)
{
    const QRect place = preview.where.empty() ? wholePicture() : toQRect(preview.where);
    m_previewMask.setMask(preview.mask, wholePicture());
    m_previewPlace = place;
    m_previewPixels = {};
    if (!preview.pixels.empty() && !m_stage.picture().isNull()) {
        PictureMetadata metadata = m_stage.picture().metadata();
        metadata.hasAlpha = true;
        m_previewPixels = toDisplay(Picture::fromMat(thinned(preview.pixels), std::move(metadata)));
    }
    q.update();
}

bool CanvasView::Private::seesBefore() const
{
    return m_showBefore && !m_stage.before().isNull();
}

void CanvasView::Private::updateDivider()
{
    const bool visible = m_dividerWanted && !m_stage.before().isNull();
    if (visible)
        m_divider.place();
    m_divider.setVisible(visible);
    q.update();
}

void CanvasView::Private::setBrushRadius(double native)
{
    const QSize size = m_projection.nativeSize();
    const double most = std::clamp(std::max(size.width(), size.height()) / 4.0, LeastBrush, MostBrush);
    const double radius = std::clamp(native, LeastBrush, most);
    if (radius == m_brush.radius())
        return;
    m_brush.setRadius(radius);
    Q_EMIT
    q.brushRadiusChanged(radius);
}

CanvasTool& CanvasView::Private::toolOf(Tool tool)
{
    switch (tool) {
    case Tool::Click:
        return m_click;
    case Tool::Box:
        return m_box;
    case Tool::Brush:
        return m_brush;
    case Tool::Move:
        break;
    }
    return m_move;
}

CanvasView::CanvasView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(*this))
{
    setObjectName(QStringLiteral("canvas"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    setAccessibleName(tr("Picture"));
    d->describe();
    d->m_move.enter();
}

CanvasView::~CanvasView() = default;

void CanvasView::setPicture(const Picture& picture, std::optional<QRect> changed)
{
    d->setPicture(picture, changed);
}

const Picture& CanvasView::picture() const
{
    return d->m_stage.picture();
}

void CanvasView::setBefore(const Picture& picture)
{
    const bool comparable = picture.size() == this->picture().size();
    d->m_stage.setBefore(comparable ? picture : Picture());
    d->updateDivider();
}

void CanvasView::setHeatmaps(std::vector<HeatLayer> layers)
{
    d->m_heat.setLayers(std::move(layers));
    update();
}

void CanvasView::setHeatOpacity(double opacity)
{
    d->m_heat.setOpacity(opacity);
    if (!d->m_heat.isEmpty())
        update();
}

double CanvasView::heatOpacity() const
{
    return d->m_heat.opacity();
}

void CanvasView::setCandidates(const std::vector<Candidate>& candidates)
{
    d->m_pressedCandidate.reset();
    d->m_candidates.set(candidates, d->m_projection);
}

void CanvasView::setChangedRegion(const cv::Mat& mask)
{
    d->m_changed.setMask(mask, d->wholePicture());
    update();
}

void CanvasView::setProgress(const std::optional<CanvasProgress>& progress)
{
    d->setProgress(progress);
}

void CanvasView::setPreview(const Preview& preview)
{
    d->setPreview(preview);
}

CanvasView::Tool CanvasView::tool() const
{
    return d->m_tool;
}

void CanvasView::setTool(Tool tool)
{
    if (tool == d->m_tool)
        return;
    d->active().exit();
    d->m_lent = false;
    d->m_dragging = false;
    d->m_keyDrag = false;
    d->m_tool = tool;
    d->active().enter();
    update();
}

double CanvasView::brushRadius() const
{
    return d->m_brush.radius();
}

void CanvasView::setBrushRadius(double radius)
{
    d->setBrushRadius(radius);
}

void CanvasView::setBrushUse(Region::Use use)
{
    d->m_region.setUse(use);
}

Region CanvasView::region() const
{
    return d->m_region.region();
}

void CanvasView::clearRegion()
{
    d->m_region.clear();
}

void CanvasView::setShowBefore(bool on)
{
    if (on == d->m_showBefore)
        return;
    d->m_showBefore = on;
    update();
    Q_EMIT
    showsBeforeChanged(on);
}

bool CanvasView::showsBefore() const
{
    return d->m_showBefore;
}

void CanvasView::setDividerVisible(bool on)
{
    d->m_dividerWanted = on;
    d->updateDivider();
}

bool CanvasView::isDividerVisible() const
{
    return d->m_dividerWanted;
}

double CanvasView::zoom() const
{
    return d->m_projection.zoom();
}

void CanvasView::setZoom(double zoom)
{
    d->setProjection(d->m_projection.zoomed(zoom));
}

void CanvasView::zoomIn()
{
    setZoom(d->m_projection.stepUp());
}

void CanvasView::zoomOut()
{
    setZoom(d->m_projection.stepDown());
}

void CanvasView::fit()
{
    d->setProjection(d->m_projection.fitted());
}

void CanvasView::actualSize()
{
    setZoom(1);
}

void CanvasView::ensureVisible(const QRect& native)
{
    d->setProjection(d->m_projection.revealing(QRectF(native)));
}

QPointF CanvasView::toNative(QPointF view) const
{
    return d->m_projection.toNative(view);
}

QPointF CanvasView::toView(QPointF native) const
{
    return d->m_projection.toView(native);
}

QSize CanvasView::sizeHint() const
{
    return {960, 640};
}

QSize CanvasView::minimumSizeHint() const
{
    return {160, 120};
}

} // namespace focal
