#include "ui/canvas/picturestage.h"

#include "ui/canvas/imagepieces.h"

#include <QPainter>

#include <chrono>
#include <cstdlib>
#include <cstring>

namespace focal {

namespace {

/// Of a frame of 16 ms, the part in which missing tiles may be made before painting goes on without them.
constexpr std::chrono::milliseconds TileTime{3};

constexpr int CheckerSide = 8; ///< View pixels.
constexpr QRgb CheckerLight = qRgb(0xa6, 0xa6, 0xa6);
constexpr QRgb CheckerDark = qRgb(0x80, 0x80, 0x80);
constexpr QRgb GridLine = qRgba(0x80, 0x80, 0x80, 0x70);

/// Moves the pixels of @p image by @p delta within it. What is uncovered keeps old pixels.
void scroll(QImage& image, QPoint delta)
{
    const int rows = image.height() - std::abs(delta.y());
    const int columns = image.width() - std::abs(delta.x());
    if (rows <= 0 || columns <= 0)
        return;
    const size_t bytes = static_cast<size_t>(columns) * sizeof(QRgb);
    const qsizetype line = image.bytesPerLine();
    const QPoint from(std::max(0, -delta.x()), std::max(0, -delta.y()));
    const QPoint to(std::max(0, delta.x()), std::max(0, delta.y()));
    uchar* bits = image.bits();
    for (int i = 0; i < rows; ++i) {
        const int row = delta.y() > 0 ? rows - 1 - i : i; // never over rows that are still to be moved
        std::memmove(bits + (to.y() + row) * line + to.x() * 4LL,
                     bits + (from.y() + row) * line + from.x() * 4LL, bytes);
    }
}

QImage checkerPattern(int side)
{
    QImage pattern(2 * side, 2 * side, QImage::Format_RGB32);
    pattern.fill(CheckerLight);
    QPainter painter(&pattern);
    painter.fillRect(side, 0, side, side, QColor(CheckerDark));
    painter.fillRect(0, side, side, side, QColor(CheckerDark));
    return pattern;
}

} // namespace

PictureStage::PictureStage(QObject* parent) : QObject(parent)
{
    for (TilePyramid* pyramid : {&m_after, &m_before})
        connect(pyramid, &TilePyramid::tileReady, this, &PictureStage::update);
}

void PictureStage::setPicture(const Picture& picture, std::optional<QRect> changed)
{
    if (picture.sharesPixelsWith(m_after.picture()))
        return;
    m_after.setPicture(picture, changed);
    update(changed.value_or(QRect(0, 0, picture.width(), picture.height())));
}

void PictureStage::setBefore(const Picture& picture)
{
    if (picture.sharesPixelsWith(m_before.picture()))
        return;
    m_before.setPicture(picture);
    if (m_scene.shows != StageScene::Shows::Picture)
        update(QRect(0, 0, picture.width(), picture.height()));
}

void PictureStage::update(const QRect& native)
{
    // Smooth scaling lets a pixel reach into its neighbours.
    m_dirty += m_scene.projection.toDevicePixels(QRectF(native)).adjusted(-2, -2, 2, 2) & m_image.rect();
    Q_EMIT
    changed(native);
}

/// Takes over the new scene, keeping the pixels that it has in common with the last one. @return whether it
/// could
bool PictureStage::moveTo(const StageScene& scene)
{
    StageScene moved = scene;
    moved.projection = m_scene.projection;
    moved.divider = m_scene.divider;
    const Projection& from = m_scene.projection;
    const Projection& to = scene.projection;
    if (m_image.size() != to.deviceSize() || !(moved == m_scene) || from.zoom() != to.zoom() ||
        from.nativeSize() != to.nativeSize() || from.devicePixelRatio() != to.devicePixelRatio())
        return false;
    const QPoint delta = to.offset() - from.offset();
    if (std::abs(delta.x()) >= m_image.width() || std::abs(delta.y()) >= m_image.height())
        return false;
    if (!delta.isNull()) {
        scroll(m_image, delta);
        m_dirty.translate(delta);
        m_dirty += QRegion(m_image.rect()) - m_image.rect().translated(delta);
    }
    const int oldDivider = m_scene.divider + delta.x(); // it moved along with the pixels
    if (scene.shows == StageScene::Shows::Both && oldDivider != scene.divider)
        m_dirty += QRect(QPoint(std::min(oldDivider, scene.divider), 0),
                         QPoint(std::max(oldDivider, scene.divider) - 1, m_image.height() - 1));
    m_dirty &= m_image.rect();
    m_scene = scene;
    return true;
}

const QImage& PictureStage::render(const StageScene& scene)
{
    if (!(scene == m_scene) && !moveTo(scene)) {
        m_scene = scene;
        if (m_image.size() != scene.projection.deviceSize())
            m_image = QImage(scene.projection.deviceSize(), QImage::Format_RGB32);
        m_dirty = m_image.rect();
        ++m_generation;
    }
    if (m_dirty.isEmpty())
        return m_image;
    ++m_generation;
    m_after.setView(scene.projection);
    m_before.setView(scene.projection);
    const QRegion dirty = std::exchange(m_dirty, QRegion());
    const QDeadlineTimer deadline(TileTime);
    for (const QRect& rect : dirty)
        paint(rect, deadline);
    return m_image;
}

void PictureStage::paint(const QRect& device, QDeadlineTimer deadline)
{
    const Projection& projection = m_scene.projection;
    const QRect picture = projection.pictureInDevice() & device;
    {
        QPainter painter(&m_image);
        for (const QRect& rect : QRegion(device) - picture)
            painter.fillRect(rect, m_scene.surround);
    }
    if (picture.isEmpty())
        return;
    QRect left = picture;
    QRect right = picture;
    switch (m_scene.shows) {
    case StageScene::Shows::Picture:
        left = {};
        break;
    case StageScene::Shows::Before:
        right = {};
        break;
    case StageScene::Shows::Both:
        left.setRight(std::min(left.right(), m_scene.divider - 1));
        right.setLeft(std::max(right.left(), m_scene.divider));
        break;
    }
    paintPicture(m_before, left, deadline);
    paintPicture(m_after, right, deadline);
    if (projection.zoom() >= Projection::GridFrom)
        paintGrid(picture);
}

void PictureStage::paintPicture(TilePyramid& pyramid, const QRect& device, QDeadlineTimer deadline)
{
    if (device.isEmpty() || pyramid.picture().isNull())
        return;
    if (pyramid.picture().metadata().hasAlpha) {
        QPainter painter(&m_image);
        // The squares keep their size in the view and move with the picture.
        const QBrush squares(checkerPattern(qRound(CheckerSide * m_scene.projection.devicePixelRatio())));
        painter.setBrushOrigin(m_scene.projection.pictureInDevice().topLeft());
        painter.fillRect(device, squares);
    }
    pyramid.paint(m_image, m_scene.projection, device, deadline);
}

/// Lines one device pixel wide at the upper and left edges of native pixels.
void PictureStage::paintGrid(const QRect& device)
{
    const Projection& projection = m_scene.projection;
    const QColor line = QColor::fromRgba(GridLine);
    const QRect visible = projection.visibleNative();
    paintInStrips(m_image, device, QPainter::CompositionMode_SourceOver,
                  [&](QPainter& painter, const QRect& strip) {
                      painter.setClipRect(strip);
                      for (int x = std::max(visible.left(), 1); x <= visible.right(); ++x)
                          painter.fillRect(projection.toDevicePixels(QRectF(x, 0, 1, 1)).left(), strip.top(),
                                           1, strip.height(), line);
                      for (int y = std::max(visible.top(), 1); y <= visible.bottom(); ++y)
                          painter.fillRect(strip.left(), projection.toDevicePixels(QRectF(0, y, 1, 1)).top(),
                                           strip.width(), 1, line);
                  });
}

} // namespace focal
