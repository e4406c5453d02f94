#include "core/image/codec/codec.h"
#include "core/image/codec/tiffhandle.h"
#include "core/image/codec/tosrgb.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <vector>

namespace focal {

namespace {

/// The tags that decide how a TIFF's samples become pixels.
struct Layout
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t format = SAMPLEFORMAT_UINT;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
    std::uint16_t compression = COMPRESSION_NONE;
    std::uint16_t inkSet = INKSET_CMYK;
    int colours = 1;                ///< samples of a pixel that are colour
    std::optional<int> alphaSample; ///< index of the sample that is alpha
    bool premultiplied = false;
    bool tiled = false;
    std::uint32_t blockWidth = 0;
    std::uint32_t blockHeight = 0;
};

class TiffReader
{
public:
    explicit TiffReader(const DecodeInput& input) : m_input(input), m_tiff(input.bytes) {}

    Decoded read()
    {
        if (!m_tiff.isOpen())
            failedToOpen();
        readLayout();
        CodecError::checkSize(m_input, PictureFormat::Tiff, m_layout.width, m_layout.height);
        readMetadata();
        if (!readsSamplesItself()) {
            readThroughLibrary();
            return finished();
        }
        checkSpan();
        m_decoded.pixels.create(static_cast<int>(m_layout.height), static_cast<int>(m_layout.width),
                                m_layout.bits == 16 ? CV_16UC4 : CV_8UC4);
        if (m_layout.colours == 4 && m_layout.alphaSample)
            m_inkAlpha.create(m_decoded.pixels.size(), CV_MAKETYPE(m_decoded.pixels.depth(), 1));
        readPalette();
        readBlocks();
        finishColours();
        return finished();
    }

private:
    template <class T>
    T field(std::uint32_t tag, T otherwise) const
    {
        T value = otherwise;
        return TIFFGetFieldDefaulted(m_tiff.handle(), tag, &value) != 0 ? value : otherwise;
    }

    /// Tags whose values lie behind the end are skipped by libtiff with no more than a warning.
    Decoded finished()
    {
        if (m_tiff.readBeyondEnd())
            CodecError::truncated(m_input, PictureFormat::Tiff);
        return std::move(m_decoded);
    }

    [[noreturn]] void failedToOpen() const
    {
        if (m_tiff.readBeyondEnd())
            CodecError::truncated(m_input, PictureFormat::Tiff);
        CodecError::damaged(m_input, PictureFormat::Tiff, m_tiff.error());
    }

    void readLayout()
    {
        TIFF* tiff = m_tiff.handle();
        m_layout.width = field<std::uint32_t>(TIFFTAG_IMAGEWIDTH, 0);
        m_layout.height = field<std::uint32_t>(TIFFTAG_IMAGELENGTH, 0);
        m_layout.bits = field<std::uint16_t>(TIFFTAG_BITSPERSAMPLE, 1);
        m_layout.samples = field<std::uint16_t>(TIFFTAG_SAMPLESPERPIXEL, 1);
        m_layout.format = field<std::uint16_t>(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
        m_layout.planar = field<std::uint16_t>(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        m_layout.compression = field<std::uint16_t>(TIFFTAG_COMPRESSION, COMPRESSION_NONE);
        m_layout.inkSet = field<std::uint16_t>(TIFFTAG_INKSET, INKSET_CMYK);
        if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &m_layout.photometric) == 0)
            m_layout.photometric = m_layout.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
        if (m_layout.photometric == PHOTOMETRIC_YCBCR && m_layout.compression == COMPRESSION_JPEG &&
            m_layout.planar == PLANARCONFIG_CONTIG) {
            TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB); // libjpeg then delivers RGB
            m_layout.photometric = PHOTOMETRIC_RGB;
        }
        m_layout.colours =
            m_layout.photometric == PHOTOMETRIC_RGB || m_layout.photometric == PHOTOMETRIC_CIELAB ? 3
            : m_layout.photometric == PHOTOMETRIC_SEPARATED                                       ? 4
                                                                                                  : 1;
        std::uint16_t extraCount = 0;
        std::uint16_t* extras = nullptr;
        if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &extraCount, &extras) != 0) {
            for (int i = 0; i < extraCount && !m_layout.alphaSample; ++i) {
                if (extras[i] == EXTRASAMPLE_ASSOCALPHA || extras[i] == EXTRASAMPLE_UNASSALPHA) {
                    m_layout.alphaSample = m_layout.samples - extraCount + i;
                    m_layout.premultiplied = extras[i] == EXTRASAMPLE_ASSOCALPHA;
                }
            }
        }
        m_layout.tiled = TIFFIsTiled(tiff) != 0;
        m_layout.blockWidth = m_layout.tiled ? field<std::uint32_t>(TIFFTAG_TILEWIDTH, 0) : m_layout.width;
        m_layout.blockHeight =
            m_layout.tiled
                ? field<std::uint32_t>(TIFFTAG_TILELENGTH, 0)
                : std::min(field<std::uint32_t>(TIFFTAG_ROWSPERSTRIP, m_layout.height), m_layout.height);
    }

    void readMetadata()
    {
        PictureMetadata& metadata = m_decoded.metadata;
        std::uint32_t size = 0;
        const char* bytes = nullptr;
        if (TIFFGetField(m_tiff.handle(), TIFFTAG_ICCPROFILE, &size, &bytes) != 0)
            metadata.iccProfile = QByteArray(bytes, static_cast<qsizetype>(size));
        if (TIFFGetField(m_tiff.handle(), TIFFTAG_XMLPACKET, &size, &bytes) != 0)
            metadata.xmp = QByteArray(bytes, static_cast<qsizetype>(size));
        metadata.grey =
            m_layout.photometric == PHOTOMETRIC_MINISBLACK || m_layout.photometric == PHOTOMETRIC_MINISWHITE;
        metadata.hasAlpha = m_layout.alphaSample.has_value();
        m_decoded.orientation = field<std::uint16_t>(TIFFTAG_ORIENTATION, 1);
    }

    bool readsSamplesItself() const
    {
        if (m_layout.format == SAMPLEFORMAT_IEEEFP || m_layout.format == SAMPLEFORMAT_INT)
            CodecError::unsupported(
                m_input, PictureFormat::Tiff,
                CodecError::tr("%1-bit samples that are signed or fractional").arg(m_layout.bits));
        if (m_layout.samples < m_layout.colours || m_layout.blockWidth == 0 || m_layout.blockHeight == 0)
            CodecError::damaged(m_input, PictureFormat::Tiff, {});
        const bool known =
            m_layout.photometric == PHOTOMETRIC_MINISBLACK ||
            m_layout.photometric == PHOTOMETRIC_MINISWHITE || m_layout.photometric == PHOTOMETRIC_RGB ||
            m_layout.photometric == PHOTOMETRIC_PALETTE || m_layout.photometric == PHOTOMETRIC_CIELAB ||
            (m_layout.photometric == PHOTOMETRIC_SEPARATED && m_layout.inkSet == INKSET_CMYK);
        const bool whole =
            m_layout.bits == 8 || (m_layout.bits == 16 && m_layout.photometric != PHOTOMETRIC_PALETTE);
        const bool packed =
            (m_layout.bits == 1 || m_layout.bits == 2 || m_layout.bits == 4) && m_layout.samples == 1;
        return known && (whole || packed);
    }

    /// Blocks beyond the end of the file are told apart from damage before any is decoded.
    void checkSpan() const
    {
        TIFF* tiff = m_tiff.handle();
        const std::uint32_t count = m_layout.tiled ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
        for (std::uint32_t i = 0; i < count; ++i) {
            m_input.cancel.throwIfCancelled();
            const std::uint64_t offset = TIFFGetStrileOffset(tiff, i);
            const std::uint64_t bytes = TIFFGetStrileByteCount(tiff, i);
            if (offset > m_input.bytes.size() || bytes > m_input.bytes.size() - offset)
                CodecError::truncated(m_input, PictureFormat::Tiff);
        }
    }

    void readPalette()
    {
        if (m_layout.photometric != PHOTOMETRIC_PALETTE)
            return;
        std::array<std::uint16_t*, 3> maps{};
        if (TIFFGetField(m_tiff.handle(), TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]) == 0)
            CodecError::damaged(m_input, PictureFormat::Tiff, QStringLiteral("palette missing"));
        const std::size_t entries = std::size_t{1} << m_layout.bits;
        // Old writers put 8-bit values there.
        bool wide = false;
        for (const std::uint16_t* map : maps)
            wide = wide || std::any_of(map, map + entries, [](std::uint16_t v) { return v > 255; });
        for (std::size_t i = 0; i < entries; ++i) {
            for (std::size_t c = 0; c < 3; ++c)
                m_palette[i][c] = static_cast<uchar>(wide ? (maps[c][i] + 128) / 257 : maps[c][i]);
        }
    }

    void readBlocks()
    {
        TIFF* tiff = m_tiff.handle();
        const tmsize_t blockBytes = m_layout.tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
        const bool separate = m_layout.planar == PLANARCONFIG_SEPARATE;
        const std::uint64_t rowBytes =
            (std::uint64_t{m_layout.blockWidth} * m_layout.bits * (separate ? 1U : m_layout.samples) + 7) / 8;
        if (blockBytes <= 0 || static_cast<std::uint64_t>(blockBytes) < rowBytes * m_layout.blockHeight)
            CodecError::damaged(m_input, PictureFormat::Tiff, m_tiff.error());
        // A tile larger than the picture could ask for any amount of memory.
        constexpr std::uint64_t mostSlack = 64U << 20;
        const std::uint64_t pictureBytes = std::uint64_t{m_layout.width} * m_layout.height *
                                           m_layout.samples * std::max<std::uint64_t>(m_layout.bits / 8, 1);
        if (static_cast<std::uint64_t>(blockBytes) > pictureBytes + mostSlack)
            CodecError::damaged(m_input, PictureFormat::Tiff,
                                QStringLiteral("tiles larger than the picture"));
        std::vector<unsigned char> block(static_cast<std::size_t>(blockBytes));
        const int planes = separate ? m_layout.samples : 1;
        for (int plane = 0; plane < planes; ++plane) {
            for (std::uint32_t y = 0; y < m_layout.height; y += m_layout.blockHeight) {
                for (std::uint32_t x = 0; x < m_layout.width; x += m_layout.blockWidth) {
                    m_input.cancel.throwIfCancelled();
                    readBlock(x, y, plane, block);
                    const std::uint32_t rows = std::min(m_layout.blockHeight, m_layout.height - y);
                    for (std::uint32_t row = 0; row < rows; ++row)
                        placeRow(block.data() + row * rowBytes, x, y + row, plane, separate);
                }
            }
        }
    }

    void readBlock(std::uint32_t x, std::uint32_t y, int plane, std::vector<unsigned char>& block)
    {
        TIFF* tiff = m_tiff.handle();
        const auto sample = static_cast<std::uint16_t>(plane);
        const auto size = static_cast<tmsize_t>(block.size());
        std::fill(block.begin(), block.end(), 0); // a short last strip fills a part only
        const tmsize_t got =
            m_layout.tiled
                ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, sample), block.data(), size)
                : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, sample), block.data(), size);
        if (got >= 0)
            return;
        if (m_tiff.readBeyondEnd())
            CodecError::truncated(m_input, PictureFormat::Tiff);
        CodecError::damaged(m_input, PictureFormat::Tiff, m_tiff.error());
    }

    /// Copies one row of a block to the channels of the picture.
    void placeRow(const unsigned char* in, std::uint32_t x, std::uint32_t y, int plane, bool separate)
    {
        const int columns = static_cast<int>(std::min(m_layout.blockWidth, m_layout.width - x));
        const int row = static_cast<int>(y);
        if (m_layout.bits < 8 || m_layout.photometric == PHOTOMETRIC_PALETTE) {
            if (plane == 0)
                placeIndices(in, static_cast<int>(x), row, columns, separate ? 1 : m_layout.samples);
            return;
        }
        const int first = separate ? plane : 0;
        const int last = separate ? plane : m_layout.samples - 1;
        const int stride = separate ? 1 : m_layout.samples;
        for (int sample = first; sample <= last; ++sample) {
            const bool alpha = m_layout.alphaSample == sample;
            if (sample >= m_layout.colours && !alpha)
                continue;
            const bool aside = alpha && !m_inkAlpha.empty();
            cv::Mat& target = aside ? m_inkAlpha : m_decoded.pixels;
            const int channel = aside ? 0 : alpha ? 3 : sample;
            if (m_layout.bits == 16)
                copySamples<ushort>(in, sample - first, stride, target, row, static_cast<int>(x), channel,
                                    columns);
            else
                copySamples<uchar>(in, sample - first, stride, target, row, static_cast<int>(x), channel,
                                   columns);
        }
    }

    template <class T>
    static void copySamples(const unsigned char* in, int offset, int stride, cv::Mat& target, int y, int x,
                            int channel, int columns)
    {
        const int channels = target.channels();
        T* out = target.ptr<T>(y) + static_cast<std::ptrdiff_t>(x) * channels + channel;
        in += static_cast<std::size_t>(offset) * sizeof(T);
        for (int i = 0; i < columns; ++i, out += channels, in += static_cast<std::size_t>(stride) * sizeof(T))
            std::memcpy(out, in, sizeof(T));
    }

    /// Palette indices of up to 8 bits, or grey of 1, 2 or 4 bits.
    void placeIndices(const unsigned char* in, int x, int y, int columns, int stride)
    {
        uchar* out = m_decoded.pixels.ptr(y) + static_cast<std::ptrdiff_t>(x) * 4;
        const unsigned most = (1U << m_layout.bits) - 1;
        for (int i = 0; i < columns; ++i, out += 4) {
            const unsigned bit = static_cast<unsigned>(i) * m_layout.bits;
            const unsigned value = m_layout.bits == 8
                                       ? in[static_cast<std::ptrdiff_t>(i) * stride]
                                       : (in[bit / 8] >> (8U - m_layout.bits - bit % 8)) & most;
            if (m_layout.photometric == PHOTOMETRIC_PALETTE)
                std::copy(m_palette[value].begin(), m_palette[value].end(), out);
            else
                out[0] = static_cast<uchar>(value * 255 / most);
            if (m_layout.bits == 8 && m_layout.alphaSample && *m_layout.alphaSample < stride)
                out[3] = in[static_cast<std::ptrdiff_t>(i) * stride + *m_layout.alphaSample];
        }
    }

    void finishColours()
    {
        cv::Mat& pixels = m_decoded.pixels;
        PictureMetadata& metadata = m_decoded.metadata;
        const double full = pixels.depth() == CV_16U ? 65535 : 255;
        if (m_layout.colours == 4) {
            CmykConverter inks(metadata.iccProfile, pixels.depth());
            for (int y = 0; y < pixels.rows; ++y) {
                m_input.cancel.throwIfCancelled();
                inks.convertRow(pixels, y);
            }
            metadata.iccProfile.clear();
            if (!m_inkAlpha.empty())
                cv::insertChannel(m_inkAlpha, pixels, 3);
            return;
        }
        if (!m_layout.alphaSample)
            cv::insertChannel(cv::Mat(pixels.size(), CV_MAKETYPE(pixels.depth(), 1), cv::Scalar(full)),
                              pixels, 3);
        if (m_layout.premultiplied) {
            if (pixels.depth() == CV_16U)
                divideByAlpha<ushort>(pixels, 65535);
            else
                divideByAlpha<uchar>(pixels, 255);
        }
        if (m_layout.photometric == PHOTOMETRIC_CIELAB) {
            LabConverter lab;
            for (int y = 0; y < pixels.rows; ++y) {
                m_input.cancel.throwIfCancelled();
                lab.convertRow(pixels, y);
            }
            metadata.iccProfile.clear();
        }
        if (!metadata.grey)
            return;
        if (m_layout.photometric == PHOTOMETRIC_MINISWHITE)
            cv::bitwise_xor(pixels, cv::Scalar(full, 0, 0, 0), pixels);
        spreadGrey(pixels);
        if (greyToSrgb(pixels, metadata.iccProfile))
            metadata.iccProfile.clear();
    }

    template <class T>
    static void divideByAlpha(cv::Mat& pixels, std::uint64_t full)
    {
        for (int y = 0; y < pixels.rows; ++y) {
            T* p = pixels.ptr<T>(y);
            for (int x = 0; x < pixels.cols; ++x, p += 4) {
                const std::uint64_t alpha = p[3];
                for (int c = 0; c < 3 && alpha != 0; ++c)
                    p[c] = static_cast<T>(std::min<std::uint64_t>((p[c] * full + alpha / 2) / alpha, full));
            }
        }
    }

    /// The rare kinds (LogLuv, YCbCr without JPEG, old JPEG): as libtiff shows them, at 8 bits, in
    /// sRGB.
    void readThroughLibrary()
    {
        TIFF* tiff = m_tiff.handle();
        std::array<char, 1024> why{};
        if (TIFFRGBAImageOK(tiff, why.data()) == 0)
            CodecError::unsupported(m_input, PictureFormat::Tiff, QString::fromLatin1(why.data()));
        checkSpan();
        m_decoded.pixels.create(static_cast<int>(m_layout.height), static_cast<int>(m_layout.width), CV_8UC4);
        cv::Mat& pixels = m_decoded.pixels;
        TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT); // we turn it ourselves, like all others
        if (TIFFReadRGBAImageOriented(tiff, m_layout.width, m_layout.height, pixels.ptr<std::uint32_t>(),
                                      ORIENTATION_TOPLEFT, 1) == 0) {
            if (m_tiff.readBeyondEnd())
                CodecError::truncated(m_input, PictureFormat::Tiff);
            CodecError::damaged(m_input, PictureFormat::Tiff, m_tiff.error());
        }
        m_input.cancel.throwIfCancelled();
        if (m_layout.alphaSample)
            divideByAlpha<uchar>(pixels, 255);
        m_decoded.metadata.iccProfile.clear();
        m_decoded.metadata.grey = false;
    }

    const DecodeInput& m_input;
    TiffHandle m_tiff;
    Layout m_layout;
    Decoded m_decoded;
    cv::Mat m_inkAlpha; ///< alpha beside c, m, y, k
    std::array<std::array<uchar, 3>, 256> m_palette{};
};

class TiffWriter
{
public:
    explicit TiffWriter(const EncodeInput& input) : m_input(input) {}

    QByteArray write()
    {
        const cv::Mat& pixels = m_input.picture.pixels();
        const PictureMetadata& metadata = m_input.picture.metadata();
        const bool grey = isStillGrey(m_input.picture);
        const int channels = (grey ? 1 : 3) + (metadata.hasAlpha ? 1 : 0);
        TIFF* tiff = m_tiff.handle();
        if (!tiff)
            throw std::bad_alloc();
        setTags(grey, channels);
        cv::Mat row(1, pixels.cols, CV_MAKETYPE(pixels.depth(), channels));
        std::vector<int> mapping; // from r, g, b, a to the channels of the row
        for (int target = 0; target < channels; ++target)
            mapping.insert(mapping.end(), {grey && target == 1 ? 3 : target, target});
        for (int y = 0; y < pixels.rows; ++y) {
            m_input.cancel.throwIfCancelled();
            const cv::Mat source = pixels.row(y);
            cv::mixChannels(&source, 1, &row, 1, mapping.data(), static_cast<std::size_t>(channels));
            if (TIFFWriteScanline(tiff, row.ptr(), static_cast<std::uint32_t>(y), 0) != 1)
                CodecError::encodingFailed(PictureFormat::Tiff, m_tiff.error());
        }
        if (!m_tiff.finish())
            CodecError::encodingFailed(PictureFormat::Tiff, m_tiff.error());
        return m_tiff.takeOutput();
    }

private:
    void setTags(bool grey, int channels)
    {
        TIFF* tiff = m_tiff.handle();
        const PictureMetadata& metadata = m_input.picture.metadata();
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(m_input.picture.width()));
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(m_input.picture.height()));
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, m_input.picture.bitDepth());
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
        TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, grey ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
        TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
        TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, 1);
        if (metadata.hasAlpha) {
            const std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
            TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
        }
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
        if (!metadata.iccProfile.isEmpty())
            TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(metadata.iccProfile.size()),
                         metadata.iccProfile.constData());
        if (!metadata.xmp.isEmpty())
            TIFFSetField(tiff, TIFFTAG_XMLPACKET, static_cast<std::uint32_t>(metadata.xmp.size()),
                         metadata.xmp.constData());
    }

    const EncodeInput& m_input;
    TiffHandle m_tiff;
};

} // namespace

Decoded decodeTiff(const DecodeInput& input)
{
    return TiffReader(input).read();
}

QByteArray encodeTiff(const EncodeInput& input)
{
    return TiffWriter(input).write();
}

} // namespace focal
