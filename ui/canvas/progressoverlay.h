#pragma once

#include <QColor>
#include <QRect>
#include <QRectF>
#include <QString>

class QFont;
class QPainter;

namespace focal {

/// How far an edit is, drawn where its change will be: a thin outline on which a light runs round, and a
/// label. Stateless but for its values; the view owns the clock.
struct ProgressOverlay
{
    QRectF where; ///< View.
    double fraction = 0;
    QString text;

    static constexpr int FrameMs = 50;
    static constexpr int RoundMs = 1600; ///< Once around.

    /// @param phase  0..1, where the light is
    /// @param view   what can be seen; the label is kept inside
    void paint(QPainter& painter, const QRectF& view, double phase, const QColor& accent,
               const QFont& font) const;
    /// View pixels that paint() may touch.
    QRect bounds(const QRectF& view, const QFont& font) const;

private:
    QString label() const;
    QRectF outline(const QRectF& view) const;
    QRectF labelRect(const QRectF& view, const QFont& font) const;
};

} // namespace focal
