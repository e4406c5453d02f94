#include "ui/canvas/projection.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace focal {

namespace {

/// View pixels left free around a fitted picture, and by which a larger one may be pulled off the view's
/// edge.
constexpr double Margin = 12;

constexpr std::array Ladder = {1.0 / 64, 1.0 / 48, 1.0 / 32, 1.0 / 24, 1.0 / 16, 1.0 / 12, 1.0 / 8,
                               1.0 / 6,  0.25,     1.0 / 3,  0.5,      2.0 / 3,  1.0,      1.5,
                               2.0,      3.0,      4.0,      6.0,      8.0,      12.0,     16.0,
                               24.0,     32.0,     48.0,     64.0};

/// Two zooms closer than this are one step of the ladder.
constexpr double SameZoom = 1.0005;

int roundDown(double value)
{
    return static_cast<int>(std::floor(value));
}

int roundUp(double value)
{
    return static_cast<int>(std::ceil(value));
}

/// One axis of keepInReach(): a picture that fits is centred, a larger one covers the view but for the
/// margin.
double reachable(double offset, double picture, double view, double margin)
{
    if (picture <= view)
        return (view - picture) / 2;
    return std::clamp(offset, view - picture - margin, margin);
}

/// The step that brings [from, to) into [0, view).
double stepToReveal(double from, double to, double view)
{
    if (to - from > view)
        return view / 2 - (from + to) / 2;
    if (from < 0)
        return -from;
    return to > view ? view - to : 0.0;
}

} // namespace

Projection::Projection(QSize native, QSizeF view, double devicePixelRatio)
    : m_nativeSize(native), m_viewSize(view), m_ratio(devicePixelRatio)
{
    *this = fitted();
}

QSize Projection::deviceSize() const
{
    // A hair less before rounding up: 1280 * 1.25 must not become 1601.
    const QSizeF device = exactDeviceSize();
    return {roundUp(device.width() - 1e-6), roundUp(device.height() - 1e-6)};
}

QPoint Projection::offset() const
{
    return {roundDown(m_exactOffset.x() + 0.5), roundDown(m_exactOffset.y() + 0.5)};
}

double Projection::fitZoom() const
{
    if (isEmpty())
        return 1;
    const double margin = 2 * Margin * m_ratio;
    const QSizeF device = exactDeviceSize();
    const double across = std::max(device.width() - margin, 1.0) / m_nativeSize.width();
    const double down = std::max(device.height() - margin, 1.0) / m_nativeSize.height();
    return std::min({across, down, 1.0});
}

double Projection::leastZoom() const
{
    return fitZoom() / 2;
}

Projection Projection::fitted() const
{
    Projection result = *this;
    result.m_fit = Fit::Whole;
    result.m_zoom = fitZoom();
    result.keepInReach();
    return result;
}

Projection Projection::resized(QSizeF view, double devicePixelRatio) const
{
    Projection result = *this;
    result.m_viewSize = view;
    result.m_ratio = devicePixelRatio;
    if (m_fit == Fit::Whole || isEmpty())
        return result.fitted();
    const QPointF kept =
        (QPointF(exactDeviceSize().width(), exactDeviceSize().height()) / 2 - m_exactOffset) / m_zoom;
    result.m_exactOffset =
        QPointF(result.exactDeviceSize().width(), result.exactDeviceSize().height()) / 2 - kept * m_zoom;
    result.keepInReach();
    return result;
}

Projection Projection::withNativeSize(QSize native) const
{
    Projection result = *this;
    result.m_nativeSize = native;
    return result.fitted();
}

Projection Projection::zoomedAbout(QPointF viewAnchor, double zoom) const
{
    if (isEmpty())
        return *this;
    Projection result = *this;
    result.m_fit = Fit::Free;
    result.m_zoom = std::clamp(zoom, leastZoom(), MostZoom);
    // The native point n under the device point d must be there before and after:
    //   d = n * zoom0 + offset0 = n * zoom1 + offset1
    // and so, with n = (d - offset0) / zoom0,
    //   offset1 = d - (d - offset0) * zoom1 / zoom0
    const QPointF device = viewAnchor * m_ratio;
    result.m_exactOffset = device - (device - m_exactOffset) * (result.m_zoom / m_zoom);
    result.keepInReach();
    return result;
}

Projection Projection::zoomed(double zoom) const
{
    return zoomedAbout(middle(), zoom);
}

Projection Projection::panned(QPointF viewDelta) const
{
    Projection result = *this;
    result.m_exactOffset += viewDelta * m_ratio;
    result.keepInReach();
    if (result.offset() != offset())
        result.m_fit = Fit::Free;
    return result;
}

Projection Projection::revealing(QRectF native) const
{
    const QRectF seen = toView(native);
    return panned({stepToReveal(seen.left(), seen.right(), m_viewSize.width()),
                   stepToReveal(seen.top(), seen.bottom(), m_viewSize.height())});
}

double Projection::stepUp() const
{
    for (const double step : Ladder) {
        if (step > m_zoom * SameZoom)
            return step;
    }
    return MostZoom;
}

double Projection::stepDown() const
{
    const auto next = std::find_if(Ladder.rbegin(), Ladder.rend(),
                                   [this](double step) { return step * SameZoom < m_zoom; });
    return std::max(next == Ladder.rend() ? Ladder.front() : *next, leastZoom());
}

QPointF Projection::toDevice(QPointF native) const
{
    return native * m_zoom + offset();
}

QPointF Projection::deviceToNative(QPointF device) const
{
    return (device - offset()) / m_zoom;
}

QPointF Projection::toView(QPointF native) const
{
    return toDevice(native) / m_ratio;
}

QPointF Projection::toNative(QPointF view) const
{
    return deviceToNative(view * m_ratio);
}

QRectF Projection::toView(const QRectF& native) const
{
    return {toView(native.topLeft()), toView(native.bottomRight())};
}

QRectF Projection::toNative(const QRectF& view) const
{
    return {toNative(view.topLeft()), toNative(view.bottomRight())};
}

QPoint Projection::pixelAt(QPointF view) const
{
    const QPointF native = toNative(view);
    return {roundDown(native.x()), roundDown(native.y())};
}

QRect Projection::toViewAligned(const QRect& native) const
{
    return toView(QRectF(native)).toAlignedRect();
}

QRect Projection::toDevicePixels(const QRectF& native) const
{
    const QPointF from = toDevice(native.topLeft());
    const QPointF to = toDevice(native.bottomRight());
    // Pixel d is in where from <= d + 0.5 < to.
    return {QPoint(roundUp(from.x() - 0.5), roundUp(from.y() - 0.5)),
            QPoint(roundUp(to.x() - 0.5) - 1, roundUp(to.y() - 0.5) - 1)};
}

QRect Projection::pictureInDevice() const
{
    return toDevicePixels(QRectF(QPointF(0, 0), QSizeF(m_nativeSize)));
}

QRect Projection::visibleNative() const
{
    const QRectF seen(deviceToNative({0, 0}),
                      deviceToNative(QPointF(deviceSize().width(), deviceSize().height())));
    return seen.toAlignedRect() & QRect(QPoint(0, 0), m_nativeSize);
}

void Projection::keepInReach()
{
    const QSizeF device = exactDeviceSize();
    const double margin = Margin * m_ratio;
    m_exactOffset = {reachable(m_exactOffset.x(), m_nativeSize.width() * m_zoom, device.width(), margin),
                     reachable(m_exactOffset.y(), m_nativeSize.height() * m_zoom, device.height(), margin)};
}

} // namespace focal
