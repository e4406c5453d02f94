#include "core/image/codec/tiffhandle.h"
#include "core/image/picturefile.h"
#include "tests/core/image/testpictures.h"

#include <QTest>

using namespace focal;
using namespace focal::test;

namespace {

struct Kind
{
    int bits = 8;
    int photometric = PHOTOMETRIC_RGB;
    int samples = 3;
    int compression = COMPRESSION_NONE;
    bool planar = false;
    bool tiled = false;
    int extra = -1; ///< EXTRASAMPLE_..., of the last sample
    bool bigEndian = false;
    int orientation = 1;
    QByteArray profile;
    int format = SAMPLEFORMAT_UINT;
};

int sampleAt(const Kind& kind, int x, int y, int c)
{
    return (x * 7919 + y * 104'729 + c * 1299 + 3) & ((1 << kind.bits) - 1);
}

void packSample(std::vector<unsigned char>& row, int index, const Kind& kind, int value)
{
    if (kind.bits == 16) {
        const auto wide = static_cast<ushort>(value);
        std::memcpy(row.data() + index * 2, &wide, 2);
    } else {
        const int bit = index * kind.bits;
        auto& byte = row[static_cast<std::size_t>(bit / 8)];
        byte = static_cast<unsigned char>(byte | value << (8 - kind.bits - bit % 8));
    }
}

/// @param value  sample c of pixel (x, y)
QByteArray tiffFile(int width, int height, const Kind& kind, const auto& value)
{
    TiffHandle handle;
    TIFF* tiff = handle.handle();
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, kind.format);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, kind.planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
    if (kind.photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
    if (kind.extra >= 0) {
        const auto extra = static_cast<std::uint16_t>(kind.extra);
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
    }
    if (!kind.profile.isEmpty())
        TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(kind.profile.size()),
                     kind.profile.constData());
    std::vector<std::uint16_t> map(256 * 3);
    if (kind.photometric == PHOTOMETRIC_PALETTE) {
        for (std::size_t i = 0; i < map.size(); ++i)
            map[i] = static_cast<std::uint16_t>(i * 83 % 256 * 257);
        const std::size_t n = std::size_t{1} << kind.bits;
        TIFFSetField(tiff, TIFFTAG_COLORMAP, map.data(), map.data() + n, map.data() + 2 * n);
    }
    const int planes = kind.planar ? kind.samples : 1;
    const int inRow = kind.planar ? 1 : kind.samples;
    const int blockWidth = kind.tiled ? 16 : width;
    const int blockHeight = kind.tiled ? 32 : 5;
    if (kind.tiled) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, blockWidth);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, blockHeight);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kind.compression == COMPRESSION_JPEG ? 8 : blockHeight);
    }
    const std::size_t rowBytes = static_cast<std::size_t>((blockWidth * inRow * kind.bits + 7) / 8);
    for (int plane = 0; plane < planes; ++plane) {
        if (!kind.tiled) {
            for (int y = 0; y < height; ++y) {
                std::vector<unsigned char> row(rowBytes);
                for (int x = 0; x < width; ++x)
                    for (int c = 0; c < inRow; ++c)
                        packSample(row, x * inRow + c, kind, value(x, y, kind.planar ? plane : c));
                TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y),
                                  static_cast<std::uint16_t>(plane));
            }
            continue;
        }
        for (int top = 0; top < height; top += blockHeight) {
            for (int left = 0; left < width; left += blockWidth) {
                std::vector<unsigned char> tile;
                for (int y = top; y < top + blockHeight; ++y) {
                    std::vector<unsigned char> row(rowBytes);
                    for (int x = 0; x < blockWidth; ++x)
                        for (int c = 0; c < inRow; ++c)
                            packSample(row, x * inRow + c, kind, value(left + x, y, kind.planar ? plane : c));
                    tile.insert(tile.end(), row.begin(), row.end());
                }
                TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left),
                              static_cast<std::uint32_t>(top), 0, static_cast<std::uint16_t>(plane));
            }
        }
    }
    handle.finish();
    return handle.takeOutput();
}

int channelOf(const Picture& picture, int x, int y, int c)
{
    return picture.bitDepth() == 16 ? picture.pixels().ptr<ushort>(y)[x * 4 + c]
                                    : picture.pixels().ptr<uchar>(y)[x * 4 + c];
}

} // namespace

class TestTiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKind_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("photometric");
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("compression");
        QTest::addColumn<bool>("planar");
        QTest::addColumn<bool>("tiled");
        const std::array compressions{COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE,
                                      COMPRESSION_PACKBITS};
        for (const int compression : compressions) {
            for (const bool tiled : {false, true}) {
                for (const bool planar : {false, true}) {
                    for (const int bits : {8, 16}) {
                        for (const int samples : {1, 2, 3, 4})
                            QTest::addRow("%s %d bits, %d samples, compression %d%s%s",
                                          samples < 3 ? "grey" : "rgb", bits, samples, compression,
                                          tiled ? ", tiled" : "", planar ? ", planar" : "")
                                << bits << (samples < 3 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB) << samples
                                << compression << planar << tiled;
                    }
                }
                for (const int bits : {1, 2, 4, 8})
                    QTest::addRow("palette %d bits, compression %d%s", bits, compression,
                                  tiled ? ", tiled" : "")
                        << bits << PHOTOMETRIC_PALETTE << 1 << compression << false << tiled;
                for (const int bits : {1, 2, 4, 8, 16})
                    QTest::addRow("white is zero %d bits, compression %d%s", bits, compression,
                                  tiled ? ", tiled" : "")
                        << bits << PHOTOMETRIC_MINISWHITE << 1 << compression << false << tiled;
            }
        }
        for (const int bits : {1, 2, 4})
            QTest::addRow("grey %d bits", bits)
                << bits << PHOTOMETRIC_MINISBLACK << 1 << COMPRESSION_NONE << false << false;
    }
    void readsEveryKind()
    {
        Kind kind;
        QFETCH(int, bits);
        QFETCH(int, photometric);
        QFETCH(int, samples);
        QFETCH(int, compression);
        QFETCH(bool, planar);
        QFETCH(bool, tiled);
        kind.bits = bits;
        kind.photometric = photometric;
        kind.samples = samples;
        kind.compression = compression;
        kind.planar = planar;
        kind.tiled = tiled;
        const bool alpha = samples % 2 == 0;
        if (alpha)
            kind.extra = EXTRASAMPLE_UNASSALPHA;
        constexpr int width = 37;
        constexpr int height = 43;
        const Picture picture = decodePicture(
            tiffFile(width, height, kind, [&kind](int x, int y, int c) { return sampleAt(kind, x, y, c); }));
        QCOMPARE(picture.width(), width);
        QCOMPARE(picture.height(), height);
        QCOMPARE(picture.bitDepth(), bits == 16 ? 16 : 8);
        QCOMPARE(picture.metadata().hasAlpha, alpha);
        QCOMPARE(picture.metadata().grey,
                 photometric != PHOTOMETRIC_RGB && photometric != PHOTOMETRIC_PALETTE);
        const int full = bits == 16 ? 65535 : 255;
        const int scale = bits < 8 ? 255 / ((1 << bits) - 1) : 1;
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                for (int c = 0; c < 4; ++c) {
                    int want = c == 3 ? full : sampleAt(kind, x, y, samples < 3 ? 0 : c) * scale;
                    if (photometric == PHOTOMETRIC_PALETTE && c < 3)
                        want = (sampleAt(kind, x, y, 0) + c * (1 << bits)) * 83 % 256;
                    else if (photometric == PHOTOMETRIC_MINISWHITE && c < 3)
                        want = full - want;
                    else if (c == 3 && alpha)
                        want = sampleAt(kind, x, y, samples - 1);
                    QCOMPARE(channelOf(picture, x, y, c), want);
                }
            }
        }
    }

    void readsJpegInside_data()
    {
        QTest::addColumn<int>("photometric");
        QTest::addColumn<bool>("tiled");
        QTest::newRow("RGB strips") << PHOTOMETRIC_RGB << false;
        QTest::newRow("RGB tiles") << PHOTOMETRIC_RGB << true;
        QTest::newRow("grey strips") << PHOTOMETRIC_MINISBLACK << false;
    }
    void readsJpegInside()
    {
        QFETCH(int, photometric);
        QFETCH(bool, tiled);
        Kind kind;
        kind.photometric = photometric;
        kind.samples = photometric == PHOTOMETRIC_RGB ? 3 : 1;
        kind.compression = COMPRESSION_JPEG;
        kind.tiled = tiled;
        const cv::Mat pixels = smoothPixels(48, 64);
        const QByteArray file = tiffFile(48, 64, kind, [&](int x, int y, int c) {
            return pixels.ptr(std::min(y, 63))[std::min(x, 47) * 4 + c];
        });
        const Picture picture = decodePicture(file);
        for (int c = 0; c < kind.samples; ++c)
            QVERIFY(std::abs(channelOf(picture, 30, 30, c) - pixels.ptr(30)[30 * 4 + c]) <= 8);
    }

    void convertsInks()
    {
        for (const int bits : {8, 16}) {
            for (const bool profile : {false, true}) {
                Kind kind;
                kind.bits = bits;
                kind.photometric = PHOTOMETRIC_SEPARATED;
                kind.samples = 5;
                kind.extra = EXTRASAMPLE_UNASSALPHA;
                if (profile)
                    kind.profile = cmykProfile();
                const int full = (1 << bits) - 1;
                const std::array inks{full, full / 4, 0, full / 2, full / 3};
                const Picture picture = decodePicture(
                    tiffFile(6, 6, kind, [&](int, int, int c) { return inks[static_cast<std::size_t>(c)]; }));
                QVERIFY(picture.metadata().iccProfile.isEmpty());
                QCOMPARE(picture.bitDepth(), bits);
                const double tolerance = full * (profile ? 0.04 : 0.01);
                QVERIFY(std::abs(channelOf(picture, 3, 3, 0) - (profile ? full * 0.25 : 0)) <= tolerance);
                QVERIFY(std::abs(channelOf(picture, 3, 3, 1) - full * 0.375) <= tolerance);
                QVERIFY(std::abs(channelOf(picture, 3, 3, 2) - full * 0.5) <= tolerance);
                QCOMPARE(channelOf(picture, 3, 3, 3), full / 3);
            }
        }
    }

    void convertsAGreyProfile()
    {
        Kind kind;
        kind.photometric = PHOTOMETRIC_MINISBLACK;
        kind.samples = 1;
        kind.profile = greyProfile(1.0);
        const Picture picture = decodePicture(tiffFile(2, 2, kind, [](int, int, int) { return 55; }));
        QVERIFY(picture.metadata().iccProfile.isEmpty());
        // linear 55/255 = 0.2157 is 0.5016 of full in sRGB
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(channelOf(picture, 1, 1, c) - 128) <= 1);
    }

    void straightensPremultipliedAlpha()
    {
        Kind kind;
        kind.samples = 4;
        kind.extra = EXTRASAMPLE_ASSOCALPHA;
        const std::array stored{64, 128, 0, 128};
        const Picture picture = decodePicture(
            tiffFile(3, 3, kind, [&](int, int, int c) { return stored[static_cast<std::size_t>(c)]; }));
        const std::array want{128, 255, 0, 128};
        for (int c = 0; c < 4; ++c)
            QCOMPARE(channelOf(picture, 1, 1, c), want[static_cast<std::size_t>(c)]);
    }

    void appliesItsOrientation()
    {
        Kind kind;
        kind.orientation = 6;
        const Picture picture =
            decodePicture(tiffFile(4, 2, kind, [](int x, int y, int) { return x * 10 + y; }));
        QCOMPARE(picture.width(), 2);
        QCOMPARE(picture.height(), 4);
        QCOMPARE(channelOf(picture, 1, 0, 0), 0); // the stored first pixel is seen at the top right
        QCOMPARE(channelOf(picture, 0, 0, 0), 1);
        QCOMPARE(channelOf(picture, 1, 3, 0), 30);
    }

    void convertsCieLab()
    {
        // CIE Lab (D50) of sRGB red is 54.29, 80.80, 69.89, of white 100, 0, 0.
        for (const int bits : {8, 16}) {
            Kind kind;
            kind.bits = bits;
            kind.photometric = PHOTOMETRIC_CIELAB;
            const int unit = bits == 16 ? 256 : 1;
            const int full = (1 << bits) - 1;
            const std::array red{full * 5429 / 10000, 81 * unit, 70 * unit};
            const std::array blueish{full / 2, 0, -50 * unit & full};
            const Picture picture = decodePicture(tiffFile(3, 1, kind, [&](int x, int, int c) {
                const auto i = static_cast<std::size_t>(c);
                return x == 0 ? red[i] : x == 1 ? (c == 0 ? full : 0) : blueish[i];
            }));
            const double tolerance = full * 0.012;
            for (int c = 0; c < 3; ++c) {
                QVERIFY(std::abs(channelOf(picture, 0, 0, c) - (c == 0 ? full : 0)) <= tolerance * 2);
                QVERIFY(std::abs(channelOf(picture, 1, 0, c) - full) <= tolerance);
            }
            QVERIFY(channelOf(picture, 2, 0, 2) > channelOf(picture, 2, 0, 0) + full / 4);
            QCOMPARE(channelOf(picture, 0, 0, 3), full);
        }
    }

    void readsYCbCrThroughTheLibrary()
    {
        Kind kind;
        kind.photometric = PHOTOMETRIC_YCBCR;
        const std::array red{76, 85, 255}; // BT.601, full range
        const Picture picture = decodePicture(
            tiffFile(4, 4, kind, [&](int, int, int c) { return red[static_cast<std::size_t>(c)]; }));
        QVERIFY(channelOf(picture, 1, 1, 0) > 240);
        QVERIFY(channelOf(picture, 1, 1, 1) < 20 && channelOf(picture, 1, 1, 2) < 20);
        QCOMPARE(channelOf(picture, 1, 1, 3), 255);
    }

    void refusesFractions()
    {
        Kind kind;
        kind.bits = 16;
        kind.format = SAMPLEFORMAT_IEEEFP;
        const QByteArray file = tiffFile(3, 3, kind, [](int, int, int) { return 0; });
        try {
            decodePicture(file);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(QStringLiteral("signed or fractional")), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestTiff)
#include "tst_tiff.moc"
