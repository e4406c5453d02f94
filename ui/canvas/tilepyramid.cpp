#include "ui/canvas/tilepyramid.h"

#include "core/base/threadpriority.h"

#include <QPainter>
#include <QThread>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

namespace focal {

namespace {

constexpr qint64 DefaultBudget = 192LL << 20;
constexpr int OverviewSide = 1024;
/// Tiles that read no more native pixels than this are made (or compared) while painting: well under a
/// millisecond.
constexpr qint64 QuickPixels = 520LL * 520;

/// Whether tiles of one may stand for tiles of the other, where the bytes are the same.
bool isOfOneKind(const Picture& a, const Picture& b)
{
    return !a.isNull() && !b.isNull() && a.size() == b.size() && a.bitDepth() == b.bitDepth() &&
           a.metadata().hasAlpha == b.metadata().hasAlpha &&
           a.metadata().iccProfile == b.metadata().iccProfile;
}

qint64 pixelsOf(const QRect& rect)
{
    return static_cast<qint64>(rect.width()) * rect.height();
}

/// [floor((d + 0.5 - offset) / zoom)] for device pixels d: the native pixel that each one shows.
std::vector<int> nativeIndices(int from, int count, int offset, double zoom, int low, int high)
{
    std::vector<int> indices(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i)
        indices[static_cast<size_t>(i)] =
            std::clamp(static_cast<int>(std::floor((from + i + 0.5 - offset) / zoom)), low, high);
    return indices;
}

} // namespace

TilePyramid::TilePyramid(QObject* parent)
    : QObject(parent), m_budget(DefaultBudget), m_stop(std::make_shared<std::atomic<bool>>(false))
{
    m_pool.setMaxThreadCount(std::clamp(QThread::idealThreadCount() - 1, 1, 4));
}

TilePyramid::~TilePyramid()
{
    m_stop->store(true, std::memory_order_relaxed);
    m_pool.clear();
    m_pool.waitForDone();
}

void TilePyramid::setPicture(const Picture& picture, std::optional<QRect> changed)
{
    if (picture.sharesPixelsWith(m_picture))
        return;
    const Picture before = std::exchange(m_picture, picture);
    if (!isOfOneKind(before, picture)) {
        m_wanted.clear();
        m_ahead.clear();
        m_owed.clear();
        m_tiles.clear();
        m_bytes = 0;
        m_overview = {};
        m_overviewSource = {};
        m_grid = picture.isNull() ? TileGrid() : TileGrid(QSize(picture.width(), picture.height()));
        m_converter = picture.isNull()
                          ? nullptr
                          : std::make_shared<const DisplayConverter>(picture.metadata().iccProfile);
        return;
    }
    for (auto it = m_tiles.begin(); it != m_tiles.end();) {
        Tile& tile = it.value();
        if (changed && tile.source.sharesPixelsWith(before) &&
            !changed->intersects(m_grid.nativeRect(it.key())))
            tile.source = picture;
        // A tile holds on to its picture. Those of older ones that nobody looked at since are let go.
        if (!tile.source.sharesPixelsWith(before) && !isFresh(tile)) {
            m_bytes -= tile.image.sizeInBytes();
            it = m_tiles.erase(it);
        } else {
            ++it;
        }
    }
}

void TilePyramid::setByteBudget(qint64 bytes)
{
    m_budget = bytes;
    evict();
}

void TilePyramid::setView(const Projection& projection)
{
    ++m_frame;
    m_level = m_grid.levelFor(projection.zoom());
    m_visible = projection.visibleNative();
    const auto outside = [this](TileKey key) {
        return key.level != m_level || !m_grid.nativeRect(key).intersects(m_visible);
    };
    m_wanted.removeIf(outside);
    m_owed.removeIf(outside);
    const int side = TileGrid::Side << m_level;
    m_ahead = m_grid.tilesIn(m_level, m_visible.adjusted(-side, -side, side, side));
    m_ahead.removeIf(
        [this](TileKey key) { return m_grid.nativeRect(key).intersects(m_visible) || isFresh(key); });
}

void TilePyramid::paint(QImage& target, const Projection& projection, const QRect& device,
                        QDeadlineTimer deadline)
{
    if (m_picture.isNull())
        return;
    const QRect part = device & projection.pictureInDevice() & target.rect();
    if (part.isEmpty())
        return;
    if (projection.zoom() >= Projection::NearestFrom)
        paintSquares(target, projection, part, deadline);
    else
        paintSmooth(target, projection, part, deadline);
    startJobs();
}

bool TilePyramid::isFresh(TileKey key) const
{
    const auto it = m_tiles.constFind(key);
    return it != m_tiles.cend() && isFresh(*it);
}

QImage TilePyramid::childImage(TileKey key) const
{
    const auto it = m_tiles.constFind(key);
    return it != m_tiles.cend() && isFresh(*it) ? it->image : QImage();
}

/// The tile made of its four children, where all of them are there.
const QImage* TilePyramid::childrenMade(TileKey key)
{
    if (key.level == 0)
        return nullptr;
    std::array<QImage, 4> children;
    for (int index = 0; index < 4; ++index) {
        const TileKey child{key.level - 1, 2 * key.column + index % 2, 2 * key.row + index / 2};
        if (m_grid.levelRect(child).isEmpty())
            continue;
        QImage image = childImage(child);
        if (image.isNull())
            return nullptr;
        children[static_cast<size_t>(index)] = std::move(image);
    }
    return keep(key, makeTileFromChildren(children, m_grid, key), m_picture);
}

/// The tile to paint now, or nothing: then a substitute is to be drawn, and it will be announced.
const QImage* TilePyramid::tileFor(TileKey key, QDeadlineTimer deadline)
{
    const QImage* image = readyTile(key, deadline);
    if (!image) {
        m_owed.insert(key);
        want(key);
    } else if (m_owed.remove(key)) {
        Q_EMIT
        tileReady(m_grid.nativeRect(key));
    }
    return image;
}

/// The tile as it should be, if it is there or can be made before the deadline.
const QImage* TilePyramid::readyTile(TileKey key, QDeadlineTimer deadline)
{
    const auto it = m_tiles.find(key);
    if (it != m_tiles.end()) {
        it->lastSeen = m_frame;
        if (isFresh(*it))
            return &it->image;
    }
    if (deadline.hasExpired())
        return nullptr;
    const QRect native = m_grid.nativeRect(key);
    const bool quick = pixelsOf(native) <= QuickPixels;
    if (it != m_tiles.end() && quick && sameBytes(it->source, m_picture, native)) {
        it->source = m_picture;
        return &it->image;
    }
    if (const QImage* made = childrenMade(key))
        return made;
    return quick ? keep(key, makeTile(m_picture, *m_converter, m_grid, key), m_picture) : nullptr;
}

/// The whole tile with its apron is mapped, and the clip, in whole pixels, cuts the apron off: neighbours
/// meet without a seam.
ImagePiece TilePyramid::pieceOf(const Projection& projection, TileKey key, const QImage& image,
                                const QRect& clip) const
{
    const double scale = projection.zoom() * (1 << key.level);
    const QRect apron = m_grid.apronRect(key);
    return {image,
            QRectF(QPointF(apron.topLeft()) * scale + projection.offset(), QSizeF(apron.size()) * scale),
            clip};
}

void TilePyramid::paintSmooth(QImage& target, const Projection& projection, const QRect& device,
                              QDeadlineTimer deadline)
{
    const QRectF corner(projection.deviceToNative(device.topLeft()),
                        projection.deviceToNative(device.bottomRight() + QPoint(1, 1)));
    const int factor = 1 << m_level;
    std::vector<ImagePiece> pieces;
    for (const TileKey key : m_grid.tilesIn(m_level, corner.toAlignedRect())) {
        const QRect level = m_grid.levelRect(key);
        const QRect native =
            QRect(level.x() * factor, level.y() * factor, level.width() * factor, level.height() * factor) &
            QRect(QPoint(0, 0), m_grid.nativeSize());
        const QRect clip = projection.toDevicePixels(QRectF(native)) & device;
        if (clip.isEmpty())
            continue;
        const QImage* image = tileFor(key, deadline);
        pieces.push_back(image ? pieceOf(projection, key, *image, clip) : substitute(projection, key, clip));
    }
    paintPieces(target, pieces,
                m_picture.metadata().hasAlpha ? QPainter::CompositionMode_SourceOver
                                              : QPainter::CompositionMode_Source);
}

/// Something in place of a tile that is not there yet: an older one, a coarser one, single samples.
ImagePiece TilePyramid::substitute(const Projection& projection, TileKey key, const QRect& clip)
{
    if (const auto it = m_tiles.constFind(key); it != m_tiles.cend())
        return pieceOf(projection, key, it->image, clip);
    for (TileKey coarser = key; coarser.level + 1 < m_grid.levels();) {
        coarser = {coarser.level + 1, coarser.column / 2, coarser.row / 2};
        if (const auto it = m_tiles.constFind(coarser); it != m_tiles.cend())
            return pieceOf(projection, coarser, it->image, clip);
    }
    if (!m_overviewSource.sharesPixelsWith(m_picture)) {
        m_overview = sampledOverview(m_picture, *m_converter, OverviewSide);
        m_overviewSource = m_picture;
    }
    const QSizeF size(m_grid.nativeSize());
    return {m_overview, QRectF(projection.toDevice(QPointF(0, 0)), size * projection.zoom()), clip};
}

/// Each native pixel as a square, exactly where the projection has it.
void TilePyramid::paintSquares(QImage& target, const Projection& projection, const QRect& device,
                               QDeadlineTimer deadline)
{
    const QRectF corners(projection.deviceToNative(device.topLeft()),
                         projection.deviceToNative(device.bottomRight() + QPoint(1, 1)));
    const QRect native = corners.toAlignedRect() & QRect(QPoint(0, 0), m_grid.nativeSize());
    QImage pixels(native.size(), QImage::Format_ARGB32_Premultiplied);
    // Native pixels, one to one.
    const Projection oneToOne;
    std::vector<ImagePiece> pieces;
    for (const TileKey key : m_grid.tilesIn(0, native)) {
        const QRect clip = m_grid.levelRect(key);
        const QImage* image = tileFor(key, deadline);
        ImagePiece piece = image ? pieceOf(oneToOne, key, *image, clip) : substitute(oneToOne, key, clip);
        piece.place.translate(-native.topLeft());
        piece.clip.translate(-native.topLeft());
        pieces.push_back(std::move(piece));
    }
    paintPieces(pixels, pieces, QPainter::CompositionMode_Source);
    const QPoint offset = projection.offset();
    const std::vector<int> columns = nativeIndices(device.x(), device.width(), offset.x(), projection.zoom(),
                                                   0, m_grid.nativeSize().width() - 1);
    const std::vector<int> rows = nativeIndices(device.y(), device.height(), offset.y(), projection.zoom(), 0,
                                                m_grid.nativeSize().height() - 1);
    paintInStrips(
        target, device, QPainter::CompositionMode_SourceOver, [&](QPainter& painter, const QRect& strip) {
            QImage squares(strip.size(), QImage::Format_ARGB32_Premultiplied);
            for (int y = 0; y < strip.height(); ++y) {
                auto* to = reinterpret_cast<QRgb*>(squares.scanLine(y));
                const auto at = static_cast<size_t>(strip.top() - device.top()) + static_cast<size_t>(y);
                if (y > 0 && rows[at - 1] == rows[at]) {
                    std::memcpy(to, squares.constScanLine(y - 1), columns.size() * sizeof(QRgb));
                    continue;
                }
                const auto* from = reinterpret_cast<const QRgb*>(pixels.constScanLine(rows[at] - native.y()));
                for (size_t x = 0; x < columns.size(); ++x)
                    to[x] = from[columns[x] - native.x()];
            }
            painter.drawImage(strip.topLeft(), squares);
        });
}

void TilePyramid::want(TileKey key)
{
    if (!m_running.contains(key) && !m_wanted.contains(key))
        m_wanted.append(key);
}

void TilePyramid::startJobs()
{
    // Few at a time, so that what is no longer in view is never begun.
    while (m_running.size() < 2 * m_pool.maxThreadCount()) {
        QList<TileKey>& list = m_wanted.isEmpty() ? m_ahead : m_wanted;
        if (list.isEmpty())
            return;
        const TileKey key = list.takeFirst();
        if (m_running.contains(key) || isFresh(key))
            continue;
        m_running.insert(key);
        const auto old = m_tiles.constFind(key);
        m_pool.start([this, key, stop = m_stop, picture = m_picture, converter = m_converter, grid = m_grid,
                      before = old == m_tiles.cend() ? Picture() : old->source] {
            if (stop->load(std::memory_order_relaxed))
                return;
            giveWay(); // painting goes on meanwhile
            Made made{key, {}, picture, before};
            if (before.isNull() || !sameBytes(before, picture, grid.nativeRect(key)))
                made.image = makeTile(picture, *converter, grid, key);
            QMetaObject::invokeMethod(
                this, [this, made] { finished(made); }, Qt::QueuedConnection);
        });
    }
}

void TilePyramid::finished(const Made& made)
{
    m_running.remove(made.key);
    // Meanwhile the picture may have been replaced, and the tile made while painting.
    if (isOfOneKind(made.source, m_picture) && !isFresh(made.key)) {
        const auto it = m_tiles.find(made.key);
        if (!made.image.isNull())
            keep(made.key, made.image, made.source);
        else if (it != m_tiles.end() && it->source.sharesPixelsWith(made.before))
            it->source = made.source;
    }
    if (m_owed.contains(made.key)) {
        if (!isFresh(made.key)) {
            want(made.key);
        } else {
            m_owed.remove(made.key);
            Q_EMIT
            tileReady(m_grid.nativeRect(made.key));
        }
    }
    startJobs();
}

const QImage* TilePyramid::keep(TileKey key, const QImage& image, const Picture& source)
{
    Tile& tile = m_tiles[key];
    m_bytes += image.sizeInBytes() - tile.image.sizeInBytes();
    tile = {image, source, m_frame};
    evict();
    return &m_tiles[key].image;
}

void TilePyramid::evict()
{
    if (m_bytes <= m_budget)
        return;
    QList<std::pair<quint64, TileKey>> old;
    for (auto it = m_tiles.cbegin(); it != m_tiles.cend(); ++it) {
        const bool inView = it.key().level == m_level && m_grid.nativeRect(it.key()).intersects(m_visible);
        if (!inView && it->lastSeen < m_frame)
            old.append({it->lastSeen, it.key()});
    }
    std::sort(old.begin(), old.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    // Somewhat below the budget, so that the next tile does not sort them all again.
    for (const auto& [frame, key] : old) {
        if (m_bytes <= m_budget - m_budget / 8)
            return;
        m_bytes -= m_tiles.take(key).image.sizeInBytes();
    }
}

} // namespace focal
