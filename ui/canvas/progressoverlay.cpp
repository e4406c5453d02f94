#include "ui/canvas/progressoverlay.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

constexpr double LightPart = 0.18; ///< Of the outline's length.
constexpr int LightSteps = 12;
constexpr double Pen = 2;

} // namespace

QString ProgressOverlay::label() const
{
    const int percent = std::clamp(static_cast<int>(std::floor(fraction * 100)), 0, 100);
    if (text.isEmpty())
        return QCoreApplication::translate("focal::ProgressOverlay", "%1 %").arg(percent);
    return QCoreApplication::translate("focal::ProgressOverlay", "%1 · %2 %").arg(text).arg(percent);
}

/// The outline is kept in view, so that a light is seen also when the change is larger than the view.
QRectF ProgressOverlay::outline(const QRectF& view) const
{
    const QRectF seen = where.adjusted(-Pen, -Pen, Pen, Pen) & view.adjusted(Pen, Pen, -Pen, -Pen);
    return seen.isValid() ? seen : QRectF();
}

QRectF ProgressOverlay::labelRect(const QRectF& view, const QFont& font) const
{
    const QFontMetricsF metrics(font);
    const QSizeF size(metrics.horizontalAdvance(label()) + 2 * grid::Small, metrics.height() + grid::Unit);
    const QRectF around = outline(view).isNull() ? view : outline(view);
    QPointF at(around.left() + grid::Unit, around.top() + grid::Unit);
    if (around.width() < size.width() + 2 * grid::Unit || around.height() < 3 * size.height())
        at = {around.center().x() - size.width() / 2, around.bottom() + grid::Unit}; // below a small one
    at.setX(std::clamp(at.x(), view.left(), std::max(view.left(), view.right() - size.width())));
    at.setY(std::clamp(at.y(), view.top(), std::max(view.top(), view.bottom() - size.height())));
    return {at, size};
}

QRect ProgressOverlay::bounds(const QRectF& view, const QFont& font) const
{
    return outline(view).adjusted(-Pen, -Pen, Pen, Pen).united(labelRect(view, font)).toAlignedRect();
}

void ProgressOverlay::paint(QPainter& painter, const QRectF& view, double phase, const QColor& accent,
                            const QFont& font) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF rect = outline(view);
    if (!rect.isNull()) {
        QPainterPath path;
        path.addRoundedRect(rect, grid::Unit, grid::Unit);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0, 0, 0, 110), Pen + 1));
        painter.drawPath(path);
        QColor quiet = accent;
        quiet.setAlphaF(0.45F);
        painter.setPen(QPen(quiet, Pen));
        painter.drawPath(path);
        // A light that fades towards its tail.
        for (int i = 0; i < LightSteps; ++i) {
            const double from = std::fmod(phase + LightPart * i / LightSteps, 1.0);
            const double to = std::fmod(phase + LightPart * (i + 1) / LightSteps, 1.0);
            if (to < from)
                continue;
            QColor light(Qt::white);
            light.setAlphaF(static_cast<float>(i + 1) / LightSteps);
            painter.setPen(QPen(light, Pen));
            painter.drawLine(path.pointAtPercent(from), path.pointAtPercent(to));
        }
    }
    const QRectF box = labelRect(view, font);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawRoundedRect(box, grid::Unit, grid::Unit);
    painter.setBrush(accent);
    // How far it is, as a line along the label's lower edge.
    painter.drawRect(QRectF(box.left() + grid::Unit, box.bottom() - 2,
                            (box.width() - 2 * grid::Unit) * std::clamp(fraction, 0.0, 1.0), 2));
    painter.setPen(Qt::white);
    painter.setFont(font);
    painter.drawText(box, Qt::AlignCenter, label());
}

} // namespace focal
