/// How a CanvasView is painted, from the picture up. Stacking order is the order of calls in paint().
#include "ui/canvas/canvasview.h"
#include "ui/canvas/canvasview_p.h"
#include "ui/theme/theme.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr double PreviewTint = 0.45;
constexpr double BrushTint = 0.5;
constexpr double MarkRadius = 8; ///< View pixels of a click's mark.
constexpr QColor LightLine(255, 255, 255, 235);
constexpr QColor DarkLine(0, 0, 0, 170);

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QRectF toQRectF(const cv::Rect& rect)
{
    return QRectF(rect.x, rect.y, rect.width, rect.height);
}

/// A rectangle whose line is seen on any picture; whole pixels, so that it is sharp.
void drawTwoTone(QPainter& painter, const QRectF& view, const QColor& light, double width, Qt::PenStyle style)
{
    const QRectF sharp = QRectF(view.toAlignedRect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(DarkLine, width + (style == Qt::SolidLine ? 2 : 0)));
    painter.drawRect(sharp);
    QPen pen(light, width, style);
    if (style == Qt::CustomDashLine)
        pen.setDashPattern({4, 4});
    painter.setPen(pen);
    painter.drawRect(sharp);
}

void drawPill(QPainter& painter, const QString& words, QPointF at, Qt::Alignment side, const QFont& base)
{
    QFont font = base;
    font.setPixelSize(text::Small);
    const QFontMetricsF metrics(font);
    QRectF pill(at,
                QSizeF(metrics.horizontalAdvance(words) + 2 * grid::Small, metrics.height() + grid::Unit));
    if (side == Qt::AlignRight)
        pill.moveRight(at.x());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawRoundedRect(pill, grid::Unit, grid::Unit);
    painter.setPen(Qt::white);
    painter.setFont(font);
    painter.drawText(pill, Qt::AlignCenter, words);
}

} // namespace

StageScene CanvasView::Private::scene() const
{
    StageScene scene{m_projection, currentTheme().surround, StageScene::Shows::Picture, 0};
    if (seesBefore()) {
        scene.shows = StageScene::Shows::Before;
    } else if (!m_divider.isHidden()) {
        scene.shows = StageScene::Shows::Both;
        scene.divider =
            static_cast<int>(std::lround(m_divider.fraction() * m_projection.deviceSize().width()));
    }
    return scene;
}

ProgressOverlay CanvasView::Private::progressOverlay() const
{
    const QRectF where = m_progress->where.empty() ? QRectF(wholePicture()) : toQRectF(m_progress->where);
    return {m_projection.toView(where), m_progress->fraction, m_progress->text};
}

QRect CanvasView::Private::progressBounds() const
{
    return m_progress ? progressOverlay().bounds(q.rect(), q.font()) : QRect();
}

void CanvasView::Private::paint(const QRegion& region)
{
    // A window that moved to another screen is told by no event of its own.
    if (m_projection.devicePixelRatio() != q.devicePixelRatioF())
        setProjection(m_projection.resized(q.size(), q.devicePixelRatioF()));

    QPainter painter(&q);
    painter.setClipRegion(region);
    painter.save();
    paintDevice(painter);
    painter.restore();
    if (m_projection.isEmpty())
        return;
    paintPreview(painter);
    if (!seesBefore()) {
        paintBox(painter);
        paintClicks(painter);
        m_candidates.paint(painter, m_projection, accent());
    }
    if (m_progress) {
        const double phase =
            static_cast<double>(m_round.elapsed() % ProgressOverlay::RoundMs) / ProgressOverlay::RoundMs;
        painter.save();
        progressOverlay().paint(painter, q.rect(), phase, accent(), q.font());
        painter.restore();
    }
    paintLabels(painter);
    paintCentre(painter);
    painter.save();
    active().paint(painter);
    painter.restore();
}

/// Everything that is computed pixel by pixel.
void CanvasView::Private::paintDevice(QPainter& painter)
{
    // From here on in physical pixels from the view's corner, rounded to a whole one: at a fractional ratio
    // the view may begin between two, and the picture would be smeared.
    const QTransform device = painter.deviceTransform();
    painter.setWorldTransform(QTransform::fromTranslate(std::round(device.dx()), std::round(device.dy())) *
                              device.inverted());
    const QImage& stage = m_stage.render(scene());
    const bool heat = !m_heat.isEmpty() && !m_projection.isEmpty() && !seesBefore();
    painter.drawImage(QPoint(0, 0), heat ? m_heat.blended(stage, m_stage.generation(), m_projection) : stage);
    if (seesBefore())
        return;
    m_previewMask.setColor(withAlpha(accent(), PreviewTint));
    m_previewMask.paint(painter, m_projection);
    m_painted.setColor(withAlpha(accent(), BrushTint));
    m_painted.paint(painter, m_projection);
    m_changed.paint(painter, m_projection);
}

void CanvasView::Private::paintPreview(QPainter& painter)
{
    if (m_previewPixels.isNull() || seesBefore())
        return;
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(m_projection.toView(QRectF(m_previewPlace)), m_previewPixels,
                      QRectF(m_previewPixels.rect()));
    painter.restore();
}

void CanvasView::Private::paintBox(QPainter& painter)
{
    if (const auto box = m_region.box())
        drawTwoTone(painter, m_projection.toView(QRectF(*box)), LightLine, 1, Qt::CustomDashLine);
}

void CanvasView::Private::paintClicks(QPainter& painter)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto draw = [&](const std::vector<cv::Point>& points, const QColor& color, bool plus) {
        for (const cv::Point& point : points) {
            const QPointF at = m_projection.toView(QPointF(point.x + 0.5, point.y + 0.5));
            painter.setPen(QPen(DarkLine, 1));
            painter.setBrush(color);
            painter.drawEllipse(at, MarkRadius, MarkRadius);
            painter.setPen(QPen(Qt::white, 2, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(at - QPointF(4, 0), at + QPointF(4, 0));
            if (plus)
                painter.drawLine(at - QPointF(0, 4), at + QPointF(0, 4));
        }
    };
    draw(m_region.clicks(), QColor(0x1f, 0x7a, 0x3d), true);
    draw(m_region.notHere(), QColor(0xb3, 0x26, 0x1e), false);
    painter.restore();
}

void CanvasView::Private::paintLabels(QPainter& painter)
{
    const StageScene shown = scene();
    painter.save();
    const double top = grid::Medium;
    if (shown.shows == StageScene::Shows::Before) {
        drawPill(painter, tr("Before"), {grid::Medium, top}, Qt::AlignLeft, q.font());
    } else if (shown.shows == StageScene::Shows::Both) {
        const double line = m_divider.fraction() * q.width();
        drawPill(painter, tr("Before"), {line - grid::Small, top}, Qt::AlignRight, q.font());
        drawPill(painter, tr("After"), {line + grid::Small, top}, Qt::AlignLeft, q.font());
    }
    painter.restore();
}

/// Where Return would press.
void CanvasView::Private::paintCentre(QPainter& painter)
{
    if (!m_centreShown || !q.hasFocus())
        return;
    const QPointF middle(std::floor(q.width() / 2.0) + 0.5, std::floor(q.height() / 2.0) + 0.5);
    for (const auto& [color, width] : {std::pair(DarkLine, 3), std::pair(LightLine, 1)}) {
        painter.setPen(QPen(color, width));
        painter.drawLine(middle - QPointF(10, 0), middle + QPointF(10, 0));
        painter.drawLine(middle - QPointF(0, 10), middle + QPointF(0, 10));
    }
}

void CanvasView::paintEvent(QPaintEvent* event)
{
    d->paint(event->region());
}

} // namespace focal
