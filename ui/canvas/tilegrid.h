#pragma once
/// How a picture is cut into tiles at halved sizes, and how one tile is made. Pure functions: any thread.

#include "core/image/colour.h"
#include "core/image/picture.h"

#include <QHashFunctions>
#include <QImage>
#include <QList>
#include <QRect>

#include <array>

namespace focal {

/// One tile of one level. Level 0 is the native picture; a pixel of level n is the mean of 2^n x 2^n native
/// ones.
struct TileKey
{
    int level = 0;
    int column = 0;
    int row = 0;

    friend bool operator==(const TileKey&, const TileKey&) = default;
    friend size_t qHash(const TileKey& key, size_t seed = 0) noexcept
    {
        return qHashMulti(seed, key.level, key.column, key.row);
    }
};

class TileGrid
{
public:
    static constexpr int Side = 256; ///< Pixels of a tile at its own level.
    /// Pixels of the neighbours that a tile carries on each side, so that smooth scaling meets across tiles.
    static constexpr int Apron = 1;

    TileGrid() = default;
    explicit TileGrid(QSize native);

    QSize nativeSize() const { return m_native; }
    int levels() const { return m_levels; } ///< The last one is a single tile.
    QSize levelSize(int level) const;       ///< Pixels, rounded up.
    /// The level whose pixels are not larger than @p zoom device pixels and not smaller than half of that.
    int levelFor(double zoom) const;

    /// The tile without and with its apron, in pixels of its level, cut to the level.
    QRect levelRect(TileKey key) const;
    QRect apronRect(TileKey key) const;
    /// What the tile shows with its apron, cut to the picture.
    QRect nativeRect(TileKey key) const;
    QList<TileKey> tilesIn(int level, const QRect& native) const;

private:
    QSize m_native;
    int m_levels = 0;
};

/// @return the pixels of apronRect(), converted for the screen
QImage makeTile(const Picture& picture, const DisplayConverter& converter, const TileGrid& grid, TileKey key);

/// The same from the four tiles of the level below, at a fraction of the cost. The apron comes from one row
/// or column of their aprons instead of two. @p children in the order (0,0), (1,0), (0,1), (1,1); null where
/// there is none.
QImage makeTileFromChildren(const std::array<QImage, 4>& children, const TileGrid& grid, TileKey key);

/// Whether both pictures, of one size and type, have the same bytes in @p native.
bool sameBytes(const Picture& a, const Picture& b, const QRect& native);

/// The picture by single samples, at most @p most pixels on its longer side: crude, but made in a few
/// milliseconds whatever its size.
QImage sampledOverview(const Picture& picture, const DisplayConverter& converter, int most);

} // namespace focal
