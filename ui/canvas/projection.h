#pragma once

#include <QPoint>
#include <QPointF>
#include <QRect>
#include <QRectF>
#include <QSize>
#include <QSizeF>

namespace focal {

/// Where the picture lies in the view. A value: every way to pan or zoom makes another one.
///
/// Three spaces, named everywhere:
///   native  pixels of the picture; pixel (x, y) covers [x, x + 1) x [y, y + 1)
///   device  physical pixels of the screen, 0, 0 at the top left corner of the view
///   view    device-independent pixels of the widget: device = view * devicePixelRatio
/// and one mapping: device = native * zoom + offset.
///
/// The offset in force is always rounded to whole device pixels. At zoom 1 (and 2, 3, ...) the edges of
/// native pixels then fall on edges of device pixels, also where the device pixel ratio is a fraction. What
/// the rounding cut off is kept, so that zooming in and out again about one point ends where it began.
class Projection
{
public:
    enum class Fit {
        Free,  ///< Zoom and place are the user's.
        Whole, ///< The whole picture is shown, and again so when the view changes its size.
    };

    static constexpr double MostZoom = 64.0;
    static constexpr double NearestFrom = 4.0; ///< From this zoom on pixels are drawn as squares.
    static constexpr double GridFrom = 8.0;    ///< From this zoom on lines part them.

    Projection() = default;
    /// @param native  size of the picture; @param view  size of the widget
    Projection(QSize native, QSizeF view, double devicePixelRatio);

    QSize nativeSize() const { return m_nativeSize; }
    QSizeF viewSize() const { return m_viewSize; }
    /// Device pixels that cover the view, rounded up.
    QSize deviceSize() const;
    double devicePixelRatio() const { return m_ratio; }
    double zoom() const { return m_zoom; } ///< Device pixels per native pixel.
    QPoint offset() const;                 ///< Device pixels: where native 0, 0 lies.
    Fit fitMode() const { return m_fit; }
    bool isEmpty() const { return m_nativeSize.isEmpty() || m_viewSize.isEmpty(); }

    /// The zoom at which the whole picture is seen with a small margin; at most 1.
    double fitZoom() const;
    double leastZoom() const; ///< Half of fitZoom(), so that a small picture can still be made smaller.

    Projection fitted() const;
    /// Keeps what is in the middle of the view there, or fits again.
    Projection resized(QSizeF view, double devicePixelRatio) const;
    Projection withNativeSize(QSize native) const;
    /// The native point under @p viewAnchor stays under it, where the picture's edges let it.
    Projection zoomedAbout(QPointF viewAnchor, double zoom) const;
    Projection zoomed(double zoom) const; ///< About the middle of the view.
    Projection panned(QPointF viewDelta) const;
    /// Moved no more than needed for @p native to be seen, its middle where it is larger than the view.
    Projection revealing(QRectF native) const;

    /// The next step of the zoom ladder (..., 50 %, 66.7 %, 100 %, 150 %, 200 %, ...).
    double stepUp() const;
    double stepDown() const;

    QPointF toView(QPointF native) const;
    QPointF toNative(QPointF view) const;
    QRectF toView(const QRectF& native) const;
    QRectF toNative(const QRectF& view) const;
    /// The native pixel under a point of the view; may lie outside the picture.
    QPoint pixelAt(QPointF view) const;
    /// The smallest rectangle of view pixels that covers these native pixels.
    QRect toViewAligned(const QRect& native) const;

    QPointF toDevice(QPointF native) const;
    QPointF deviceToNative(QPointF device) const;
    /// The device pixels whose centres lie in these native pixels: neighbours share no pixel and leave none
    /// out.
    QRect toDevicePixels(const QRectF& native) const;
    /// The picture itself in device pixels.
    QRect pictureInDevice() const;
    /// The native pixels that can be seen, cut to the picture.
    QRect visibleNative() const;

    friend bool operator==(const Projection&, const Projection&) = default;

private:
    QSize m_nativeSize{0, 0};
    QSizeF m_viewSize{0, 0};
    double m_ratio = 1;
    double m_zoom = 1;
    QPointF m_exactOffset; ///< Device pixels, before rounding.
    Fit m_fit = Fit::Whole;

    QSizeF exactDeviceSize() const { return m_viewSize * m_ratio; }
    QPointF middle() const { return {m_viewSize.width() / 2, m_viewSize.height() / 2}; }
    void keepInReach();
};

} // namespace focal
