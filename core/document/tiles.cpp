#include "core/document/tiles.h"

#include "core/base/error.h"

#include <cstring>

namespace focal {

namespace {

/// On photos level 1 packs to within some percent of level 6, at a third of the time.
constexpr int ZlibLevel = 1;

/// The tile's channels one after the other, each sample as its difference to the one on its left (the first
/// of a row: to the one above), as PNG's Sub filter has it; 16-bit samples as a plane of high bytes and one
/// of low bytes. Differences of smooth pictures are small and pack well; a flat alpha becomes nothing.
template <typename Sample>
QByteArray predicted(const cv::Mat& tile)
{
    const std::size_t count = tile.total();
    QByteArray bytes(static_cast<qsizetype>(count * 4 * sizeof(Sample)), Qt::Uninitialized);
    auto* out = reinterpret_cast<std::uint8_t*>(bytes.data());
    for (int channel = 0; channel < 4; ++channel) {
        Sample above = 0;
        for (int y = 0; y < tile.rows; ++y) {
            const Sample* row = tile.ptr<Sample>(y) + channel;
            Sample left = above;
            above = *row;
            for (int x = 0; x < tile.cols; ++x, row += 4, ++out) {
                const auto difference = static_cast<Sample>(*row - left);
                left = *row;
                if constexpr (sizeof(Sample) == 2) {
                    out[0] = static_cast<std::uint8_t>(difference >> 8);
                    out[count] = static_cast<std::uint8_t>(difference & 0xff);
                } else {
                    *out = difference;
                }
            }
        }
        if constexpr (sizeof(Sample) == 2)
            out += count;
    }
    return bytes;
}

template <typename Sample>
void restore(const QByteArray& bytes, cv::Mat& tile)
{
    const std::size_t count = tile.total();
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    for (int channel = 0; channel < 4; ++channel) {
        Sample above = 0;
        for (int y = 0; y < tile.rows; ++y) {
            Sample* row = tile.ptr<Sample>(y) + channel;
            Sample left = above;
            for (int x = 0; x < tile.cols; ++x, row += 4, ++in) {
                unsigned difference = *in;
                if constexpr (sizeof(Sample) == 2)
                    difference = difference << 8 | in[count];
                left = static_cast<Sample>(left + difference);
                *row = left;
                if (x == 0)
                    above = left;
            }
        }
        if constexpr (sizeof(Sample) == 2)
            in += count;
    }
}

bool equal(const cv::Mat& a, const cv::Mat& b)
{
    const std::size_t rowBytes = a.elemSize() * static_cast<std::size_t>(a.cols);
    for (int y = 0; y < a.rows; ++y) {
        if (std::memcmp(a.ptr(y), b.ptr(y), rowBytes) != 0)
            return false;
    }
    return true;
}

} // namespace

cv::Rect TileSet::rect(int index) const
{
    const cv::Point corner(index % columns() * Side, index / columns() * Side);
    return cv::Rect(corner, cv::Size(Side, Side)) & cv::Rect(cv::Point(), size);
}

qint64 TileSet::byteCount() const
{
    qint64 bytes = 0;
    for (const auto& [index, packed] : tiles)
        bytes += packed.size();
    return bytes;
}

TileSet changedTiles(const cv::Mat& before, const cv::Mat& after)
{
    if (after.type() != CV_8UC4 && after.type() != CV_16UC4)
        throw LogicError(QStringLiteral("pictures have four channels of 8 or 16 bits"));
    TileSet set;
    set.size = after.size();
    set.type = after.type();
    set.complete = before.size() != after.size() || before.type() != after.type();
    for (int index = 0; index < set.rows() * set.columns(); ++index) {
        const cv::Rect rect = set.rect(index);
        if (!set.complete && equal(before(rect), after(rect)))
            continue;
        const cv::Mat tile = after(rect);
        set.tiles.emplace(index, qCompress(set.type == CV_8UC4 ? predicted<std::uint8_t>(tile)
                                                               : predicted<std::uint16_t>(tile),
                                           ZlibLevel));
    }
    return set;
}

void unpackTile(const TileSet& set, int index, cv::Mat& pixels)
{
    if (pixels.size() != set.size || pixels.type() != set.type)
        throw LogicError(QStringLiteral("a tile belongs to a picture of another size or depth"));
    cv::Mat tile = pixels(set.rect(index));
    const QByteArray bytes = qUncompress(set.tiles.at(index));
    if (bytes.size() != static_cast<qsizetype>(tile.total()) * static_cast<qsizetype>(tile.elemSize()))
        throw LogicError(QStringLiteral("tile %1 is damaged").arg(index));
    if (set.type == CV_8UC4)
        restore<std::uint8_t>(bytes, tile);
    else
        restore<std::uint16_t>(bytes, tile);
}

} // namespace focal
