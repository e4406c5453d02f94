#pragma once

#include "ui/canvas/imagepieces.h"
#include "ui/canvas/projection.h"
#include "ui/canvas/tilegrid.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <optional>

namespace focal {

/// A picture ready to be painted at any zoom: tiles at halved sizes, converted for the screen, made when they
/// are seen.
///
/// Painting never does work proportional to the picture. Tiles that can be made at once are, as long as the
/// frame's deadline lets it; all others are made by worker threads, and until they are there something
/// coarser or older is drawn in their place. Tiles are kept within a byte budget, those seen last longest.
///
/// A tile remembers the picture it was made from. When another picture of the same size comes, tiles in view
/// are compared with it byte by byte, where they lie, before they are made anew.
///
/// Lives on the GUI thread; workers see copies only.
class TilePyramid : public QObject
{
    Q_OBJECT

public:
    explicit TilePyramid(QObject* parent = nullptr);
    ~TilePyramid() override;

    /// @param changed  native pixels: outside of it nothing differs from the picture before
    void setPicture(const Picture& picture, std::optional<QRect> changed = std::nullopt);
    const Picture& picture() const { return m_picture; }

    void setByteBudget(qint64 bytes);
    qint64 byteCount() const { return m_bytes; }

    /// Says what is in view, and begins a frame: what was wanted outside of it no longer is.
    void setView(const Projection& projection);
    /// Paints the part of the picture that lies in @p device, over what is there.
    /// @param target  device pixels, RGB32; @param projection  the one of setView(), of this picture's size
    /// @param deadline  until when missing tiles may be made before painting goes on without
    void paint(QImage& target, const Projection& projection, const QRect& device, QDeadlineTimer deadline);

Q_SIGNALS:
    /// What paint() drew a substitute for can be drawn now. Also comes from within paint(), where only a part
    /// of the tile is being painted.
    void tileReady(QRect native);

private:
    struct Tile
    {
        QImage image;
        Picture source;
        quint64 lastSeen = 0; ///< Number of the frame.
    };
    struct Made
    {
        TileKey key;
        QImage image; ///< Null: the tile made from @p before has the same bytes.
        Picture source;
        Picture before; ///< What the tile was made from when the job began; null for no tile.
    };

    Picture m_picture;
    std::shared_ptr<const DisplayConverter> m_converter;
    TileGrid m_grid;
    QHash<TileKey, Tile> m_tiles;
    qint64 m_bytes = 0;
    qint64 m_budget;
    quint64 m_frame = 0;
    int m_level = 0;
    QRect m_visible; ///< Native pixels.
    QImage m_overview;
    Picture m_overviewSource;

    QList<TileKey> m_wanted; ///< In view, not begun.
    QList<TileKey> m_ahead;  ///< Around the view, for when there is nothing else to do.
    QSet<TileKey> m_running;
    QSet<TileKey> m_owed; ///< In view and drawn by a substitute: to be announced when they are there.
    std::shared_ptr<std::atomic<bool>> m_stop;
    QThreadPool m_pool;

    bool isFresh(const Tile& tile) const { return tile.source.sharesPixelsWith(m_picture); }
    bool isFresh(TileKey key) const;
    const QImage* tileFor(TileKey key, QDeadlineTimer deadline);
    const QImage* readyTile(TileKey key, QDeadlineTimer deadline);
    const QImage* childrenMade(TileKey key);
    QImage childImage(TileKey key) const;
    ImagePiece pieceOf(const Projection& projection, TileKey key, const QImage& image,
                       const QRect& clip) const;
    ImagePiece substitute(const Projection& projection, TileKey key, const QRect& clip);
    void paintSmooth(QImage& target, const Projection& projection, const QRect& device,
                     QDeadlineTimer deadline);
    void paintSquares(QImage& target, const Projection& projection, const QRect& device,
                      QDeadlineTimer deadline);
    void want(TileKey key);
    void startJobs();
    void finished(const Made& made);
    const QImage* keep(TileKey key, const QImage& image, const Picture& source);
    void evict();
};

} // namespace focal
