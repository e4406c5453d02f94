#pragma once

#include <QByteArray>

#include <opencv2/core.hpp>

#include <map>

namespace focal {

/// The tiles of one picture that differ from another, packed without loss: what a turn holds of its picture,
/// and what the project file will store.
struct TileSet
{
    static constexpr int Side = 256; ///< Pixels; tiles at the right and lower edge are smaller.

    cv::Size size;         ///< Of the whole picture, native pixels.
    int type = CV_8UC4;    ///< CV_8UC4 or CV_16UC4
    bool complete = false; ///< Every tile is here: nothing is taken from another picture.
    std::map<int, QByteArray>
        tiles; ///< By index(): zlib (qCompress) of the tile's predicted bytes, plane by plane.

    int columns() const { return (size.width + Side - 1) / Side; }
    int rows() const { return (size.height + Side - 1) / Side; }
    int index(int row, int column) const { return row * columns() + column; }
    cv::Rect rect(int index) const; ///< Native pixels.
    qint64 byteCount() const;
};

/// What of @p after differs from @p before; all of it where @p before is empty or of another size or type.
/// @param after  CV_8UC4 or CV_16UC4, not empty. @throws LogicError for another type
TileSet changedTiles(const cv::Mat& before, const cv::Mat& after);

/// Writes one tile into its place in @p pixels, which has the set's size and type.
/// @throws LogicError where the bytes are damaged
void unpackTile(const TileSet& set, int index, cv::Mat& pixels);

} // namespace focal
