#include "core/image/codec/exif.h"

#include <QtEndian>

#include <cstdint>
#include <functional>

namespace focal {

namespace {

constexpr std::uint16_t tagOrientation = 0x0112;
constexpr std::uint16_t tagThumbnailOffset = 0x0201;
constexpr std::uint16_t tagThumbnailLength = 0x0202;
constexpr std::uint16_t tagExifIfd = 0x8769;
constexpr std::uint16_t tagPixelWidth = 0xa002;
constexpr std::uint16_t tagPixelHeight = 0xa003;
constexpr std::uint16_t typeShort = 3;
constexpr std::uint16_t typeLong = 4;

/// Checked access to a TIFF structure of either byte order. Reading outside gives 0, writing outside does
/// nothing.
class TiffBlock
{
public:
    explicit TiffBlock(QByteArray& bytes) : m_bytes(bytes)
    {
        if (bytes.startsWith(QByteArrayView("II*\0", 4)))
            m_valid = true;
        else if (bytes.startsWith(QByteArrayView("MM\0*", 4)))
            m_valid = m_big = true;
    }

    bool isValid() const { return m_valid; }

    std::uint32_t read(qint64 at, int size) const
    {
        if (at < 0 || at + size > m_bytes.size())
            return 0;
        const char* p = m_bytes.constData() + at;
        if (size == 2)
            return m_big ? qFromBigEndian<quint16>(p) : qFromLittleEndian<quint16>(p);
        return m_big ? qFromBigEndian<quint32>(p) : qFromLittleEndian<quint32>(p);
    }

    void write(qint64 at, int size, std::uint32_t value)
    {
        if (at < 0 || at + size > m_bytes.size())
            return;
        char* p = m_bytes.data() + at;
        if (size == 2)
            m_big ? qToBigEndian(static_cast<quint16>(value), p)
                  : qToLittleEndian(static_cast<quint16>(value), p);
        else
            m_big ? qToBigEndian<quint32>(value, p) : qToLittleEndian<quint32>(value, p);
    }

    void zero(qint64 at, qint64 count)
    {
        for (qint64 i = std::max<qint64>(at, 8); i < at + count && i < m_bytes.size(); ++i)
            m_bytes[i] = '\0';
    }

    qint64 firstIfd() const { return read(4, 4); }
    int entryCount(qint64 ifd) const { return ifd >= 8 ? static_cast<int>(read(ifd, 2)) : 0; }
    qint64 nextLink(qint64 ifd) const { return ifd + 2 + qint64{12} * entryCount(ifd); }

    /// Where the single number of a tag stands, and its size; size 0 where the tag is not there or no such
    /// number.
    struct Number
    {
        qint64 at = 0;
        int size = 0;
    };
    Number number(qint64 ifd, std::uint16_t tag) const
    {
        const int count = entryCount(ifd);
        for (int i = 0; i < count; ++i) {
            const qint64 entry = ifd + 2 + qint64{12} * i;
            if (read(entry, 2) != tag || read(entry + 4, 4) != 1)
                continue;
            const std::uint32_t type = read(entry + 2, 2);
            if (type == typeShort || type == typeLong)
                return {entry + 8, type == typeShort ? 2 : 4};
        }
        return {};
    }
    std::uint32_t value(Number number) const { return number.size == 0 ? 0 : read(number.at, number.size); }

private:
    QByteArray& m_bytes;
    bool m_valid = false;
    bool m_big = false;
};

void dropThumbnail(TiffBlock& block)
{
    const qint64 link = block.nextLink(block.firstIfd());
    const qint64 thumbnailIfd = block.read(link, 4);
    if (thumbnailIfd == 0)
        return;
    block.zero(block.value(block.number(thumbnailIfd, tagThumbnailOffset)),
               block.value(block.number(thumbnailIfd, tagThumbnailLength)));
    block.write(link, 4, 0);
}

} // namespace

int exifOrientation(const QByteArray& exif)
{
    QByteArray bytes = exif;
    const TiffBlock block(bytes);
    if (!block.isValid())
        return 1;
    const std::uint32_t orientation = block.value(block.number(block.firstIfd(), tagOrientation));
    return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

QByteArray uprightExif(QByteArray exif)
{
    TiffBlock block(exif);
    if (!block.isValid())
        return exif;
    const TiffBlock::Number orientation = block.number(block.firstIfd(), tagOrientation);
    if (orientation.size != 0)
        block.write(orientation.at, orientation.size, 1);
    dropThumbnail(block);
    return exif;
}

QByteArray exifForSize(QByteArray exif, cv::Size size)
{
    TiffBlock block(exif);
    if (!block.isValid())
        return exif;
    const TiffBlock::Number pointer = block.number(block.firstIfd(), tagExifIfd);
    const qint64 ifd = block.value(pointer);
    for (const auto& [tag, value] :
         {std::pair(tagPixelWidth, size.width), std::pair(tagPixelHeight, size.height)}) {
        const TiffBlock::Number number = block.number(ifd, tag);
        if (number.size != 0 && block.value(number) != static_cast<std::uint32_t>(value))
            block.write(number.at, number.size, static_cast<std::uint32_t>(value));
    }
    return exif;
}

QByteArray uprightXmp(QByteArray xmp)
{
    for (const QByteArrayView before :
         {QByteArrayView("tiff:Orientation=\""), QByteArrayView("tiff:Orientation='"),
          QByteArrayView("<tiff:Orientation>")}) {
        qsizetype at = 0;
        while ((at = xmp.indexOf(before, at)) >= 0) {
            at += before.size();
            if (at + 1 < xmp.size() && xmp[at] >= '2' && xmp[at] <= '8' &&
                (xmp[at + 1] < '0' || xmp[at + 1] > '9'))
                xmp[at] = '1';
        }
    }
    return xmp;
}

cv::Mat oriented(const cv::Mat& pixels, int orientation)
{
    constexpr int aroundX = 0;
    constexpr int aroundY = 1;
    cv::Mat out;
    switch (orientation) {
    case 2:
        cv::flip(pixels, out, aroundY);
        return out;
    case 3:
        cv::rotate(pixels, out, cv::ROTATE_180);
        return out;
    case 4:
        cv::flip(pixels, out, aroundX);
        return out;
    case 5:
        cv::transpose(pixels, out);
        return out;
    case 6:
        cv::rotate(pixels, out, cv::ROTATE_90_CLOCKWISE);
        return out;
    case 7: {
        cv::Mat turned;
        cv::transpose(pixels, turned);
        cv::rotate(turned, out, cv::ROTATE_180);
        return out;
    }
    case 8:
        cv::rotate(pixels, out, cv::ROTATE_90_COUNTERCLOCKWISE);
        return out;
    default:
        return pixels;
    }
}

} // namespace focal
