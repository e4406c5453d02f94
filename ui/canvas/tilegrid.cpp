#include "ui/canvas/tilegrid.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>

namespace focal {

namespace {

int halvedUp(int side, int level)
{
    return (side + (1 << level) - 1) >> level;
}

/// A view of an image's pixels, four channels of 8 bits; @p image must outlive it.
cv::Mat matOf(const QImage& image)
{
    return {image.height(), image.width(), CV_8UC4, const_cast<uchar*>(image.constBits()),
            static_cast<size_t>(image.bytesPerLine())};
}

/// Each block of @p factor x @p factor pixels becomes its mean. The last blocks are filled up with the edge's
/// pixels.
cv::Mat blockMeans(const cv::Mat& pixels, int factor)
{
    const cv::Size blocks((pixels.cols + factor - 1) / factor, (pixels.rows + factor - 1) / factor);
    cv::Mat whole = pixels;
    if (blocks.width * factor != pixels.cols || blocks.height * factor != pixels.rows)
        cv::copyMakeBorder(pixels, whole, 0, blocks.height * factor - pixels.rows, 0,
                           blocks.width * factor - pixels.cols, cv::BORDER_REPLICATE);
    cv::Mat means;
    cv::resize(whole, means, blocks, 0, 0, cv::INTER_AREA);
    return means;
}

} // namespace

TileGrid::TileGrid(QSize native) : m_native(native)
{
    if (native.isEmpty())
        return;
    m_levels = 1;
    while (std::max(halvedUp(native.width(), m_levels - 1), halvedUp(native.height(), m_levels - 1)) > Side)
        ++m_levels;
}

QSize TileGrid::levelSize(int level) const
{
    return {halvedUp(m_native.width(), level), halvedUp(m_native.height(), level)};
}

int TileGrid::levelFor(double zoom) const
{
    int level = 0;
    while (level + 1 < m_levels && zoom * (2 << level) <= 1)
        ++level;
    return level;
}

QRect TileGrid::levelRect(TileKey key) const
{
    return QRect(key.column * Side, key.row * Side, Side, Side) & QRect(QPoint(0, 0), levelSize(key.level));
}

QRect TileGrid::apronRect(TileKey key) const
{
    return levelRect(key).adjusted(-Apron, -Apron, Apron, Apron) & QRect(QPoint(0, 0), levelSize(key.level));
}

QRect TileGrid::nativeRect(TileKey key) const
{
    const QRect rect = apronRect(key);
    const int factor = 1 << key.level;
    return QRect(rect.x() * factor, rect.y() * factor, rect.width() * factor, rect.height() * factor) &
           QRect(QPoint(0, 0), m_native);
}

QList<TileKey> TileGrid::tilesIn(int level, const QRect& native) const
{
    const QRect cut = native & QRect(QPoint(0, 0), m_native);
    if (cut.isEmpty())
        return {};
    const int side = Side << level;
    QList<TileKey> keys;
    for (int row = cut.top() / side; row <= cut.bottom() / side; ++row) {
        for (int column = cut.left() / side; column <= cut.right() / side; ++column)
            keys.append({level, column, row});
    }
    return keys;
}

QImage makeTile(const Picture& picture, const DisplayConverter& converter, const TileGrid& grid, TileKey key)
{
    const QRect native = grid.nativeRect(key);
    if (key.level == 0)
        return converter.convert(picture, native);
    const int factor = 1 << key.level;
    if (picture.metadata().hasAlpha) {
        // Averaged after premultiplying, or the colour behind transparent pixels would show.
        const QImage whole = converter.convert(picture, native);
        const cv::Mat means = blockMeans(matOf(whole), factor);
        return QImage(means.data, means.cols, means.rows, static_cast<qsizetype>(means.step), whole.format())
            .copy();
    }
    // Averaged before converting: a colour transform costs ten times as much a pixel.
    const cv::Rect rect(native.x(), native.y(), native.width(), native.height());
    return converter.convert(picture.withPixels(blockMeans(picture.pixels()(rect), factor)));
}

QImage makeTileFromChildren(const std::array<QImage, 4>& children, const TileGrid& grid, TileKey key)
{
    constexpr int Middle = TileGrid::Apron + 1; // of the canvas: two pixels make one of the apron
    const QRect own = grid.levelRect(key);
    const QRect out = grid.apronRect(key);
    const QPoint origin(2 * own.x(), 2 * own.y()); // in pixels of the children's level
    const QSize below = grid.levelSize(key.level - 1);
    const QSize covered(std::min(2 * own.width(), below.width() - origin.x()),
                        std::min(2 * own.height(), below.height() - origin.y()));
    const bool left = out.left() < own.left();
    const bool top = out.top() < own.top();
    const bool right = out.right() > own.right();
    const bool bottom = out.bottom() > own.bottom();

    // The children side by side, with the one outer row or column of apron that they have.
    cv::Mat canvas(covered.height() + (top ? 1 : 0) + (bottom ? 1 : 0),
                   covered.width() + (left ? 1 : 0) + (right ? 1 : 0), CV_8UC4);
    const QPoint canvasOrigin = origin - QPoint(left ? 1 : 0, top ? 1 : 0);
    const cv::Rect bounds(0, 0, canvas.cols, canvas.rows);
    QImage::Format format = QImage::Format_Invalid;
    for (int index = 0; index < 4; ++index) {
        const TileKey child{key.level - 1, 2 * key.column + index % 2, 2 * key.row + index / 2};
        const QImage& image = children[static_cast<size_t>(index)];
        if (image.isNull())
            continue;
        format = image.format();
        const QRect rect = grid.apronRect(child).translated(-canvasOrigin);
        const cv::Rect place = cv::Rect(rect.x(), rect.y(), rect.width(), rect.height()) & bounds;
        const cv::Rect source(place.x - rect.x(), place.y - rect.y(), place.width, place.height);
        matOf(image)(source).copyTo(canvas(place));
    }
    // Fill up to whole pairs of pixels.
    cv::Mat pairs;
    cv::copyMakeBorder(canvas, pairs, top ? Middle - 1 : 0, bottom ? Middle - 1 : 0, left ? Middle - 1 : 0,
                       right ? Middle - 1 : 0, cv::BORDER_REPLICATE);
    const cv::Mat means = blockMeans(pairs, 2);
    return QImage(means.data, means.cols, means.rows, static_cast<qsizetype>(means.step), format).copy();
}

bool sameBytes(const Picture& a, const Picture& b, const QRect& native)
{
    const cv::Mat& left = a.pixels();
    const cv::Mat& right = b.pixels();
    const size_t offset = static_cast<size_t>(native.x()) * left.elemSize();
    const size_t bytes = static_cast<size_t>(native.width()) * left.elemSize();
    for (int y = native.top(); y <= native.bottom(); ++y) {
        if (std::memcmp(left.ptr(y) + offset, right.ptr(y) + offset, bytes) != 0)
            return false;
    }
    return true;
}

QImage sampledOverview(const Picture& picture, const DisplayConverter& converter, int most)
{
    const int step = std::max(1, (std::max(picture.width(), picture.height()) + most - 1) / most);
    const cv::Mat& pixels = picture.pixels();
    cv::Mat small((pixels.rows + step - 1) / step, (pixels.cols + step - 1) / step, pixels.type());
    const size_t bytes = pixels.elemSize();
    for (int y = 0; y < small.rows; ++y) {
        const uchar* from = pixels.ptr(std::min(y * step + step / 2, pixels.rows - 1));
        uchar* to = small.ptr(y);
        for (int x = 0; x < small.cols; ++x)
            std::memcpy(to + x * bytes, from + std::min(x * step + step / 2, pixels.cols - 1) * bytes, bytes);
    }
    return converter.convert(picture.withPixels(small));
}

} // namespace focal
