#include "core/image/picturefile.h"
#include "tests/core/image/codec/pngfiles.h"
#include "tests/core/image/testpictures.h"

#include <QTest>

using namespace focal;
using namespace focal::test;

class TestPng : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKind_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("interlaced");
        for (const bool interlaced : {false, true}) {
            const char* suffix = interlaced ? "interlaced" : "plain";
            for (const int bits : {1, 2, 4, 8, 16})
                QTest::addRow("grey %d %s", bits, suffix) << bits << PNG_COLOR_TYPE_GRAY << interlaced;
            for (const int bits : {1, 2, 4, 8})
                QTest::addRow("palette %d %s", bits, suffix) << bits << PNG_COLOR_TYPE_PALETTE << interlaced;
            for (const int bits : {8, 16}) {
                QTest::addRow("grey alpha %d %s", bits, suffix)
                    << bits << PNG_COLOR_TYPE_GRAY_ALPHA << interlaced;
                QTest::addRow("rgb %d %s", bits, suffix) << bits << PNG_COLOR_TYPE_RGB << interlaced;
                QTest::addRow("rgb alpha %d %s", bits, suffix)
                    << bits << PNG_COLOR_TYPE_RGB_ALPHA << interlaced;
            }
        }
    }
    void readsEveryKind()
    {
        QFETCH(int, bits);
        QFETCH(int, type);
        QFETCH(bool, interlaced);
        constexpr int width = 13;
        constexpr int height = 9;
        const int channels = type == PNG_COLOR_TYPE_RGB_ALPHA    ? 4
                             : type == PNG_COLOR_TYPE_RGB        ? 3
                             : type == PNG_COLOR_TYPE_GRAY_ALPHA ? 2
                                                                 : 1;
        const auto sample = [bits](int x, int y, int c) {
            return (x * 7919 + y * 104'729 + c * 1299 + 3) & ((1 << bits) - 1);
        };
        const auto row = [&](int y) {
            QByteArray bytes((width * channels * bits + 7) / 8, '\0');
            for (int x = 0; x < width; ++x) {
                for (int c = 0; c < channels; ++c) {
                    const int value = sample(x, y, c);
                    const int bit = (x * channels + c) * bits;
                    if (bits == 16) {
                        bytes[bit / 8] = static_cast<char>(value >> 8);
                        bytes[bit / 8 + 1] = static_cast<char>(value & 0xff);
                    } else {
                        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] | value << (8 - bits - bit % 8));
                    }
                }
            }
            return bytes;
        };
        std::array<png_color, 256> palette{};
        for (std::size_t i = 0; i < palette.size(); ++i)
            palette[i] = {static_cast<png_byte>(i * 3), static_cast<png_byte>(255 - i),
                          static_cast<png_byte>(i * 71)};
        const QByteArray file =
            pngFile(width, height, bits, type, interlaced, row, [&](png_structp png, png_infop info) {
                if (type == PNG_COLOR_TYPE_PALETTE)
                    png_set_PLTE(png, info, palette.data(), 1 << bits);
            });
        const Picture picture = decodePicture(file);
        QCOMPARE(picture.width(), width);
        QCOMPARE(picture.height(), height);
        QCOMPARE(picture.bitDepth(), bits == 16 ? 16 : 8);
        QCOMPARE(picture.metadata().hasAlpha, (type & PNG_COLOR_MASK_ALPHA) != 0);
        QCOMPARE(picture.metadata().grey, (type & PNG_COLOR_MASK_COLOR) == 0);
        const int full = bits == 16 ? 65535 : 255;
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                std::array<int, 4> want{0, 0, 0, full};
                if (type == PNG_COLOR_TYPE_PALETTE) {
                    const png_color& colour = palette[static_cast<std::size_t>(sample(x, y, 0))];
                    want = {colour.red, colour.green, colour.blue, full};
                } else {
                    const int scale = bits < 8 ? 255 / ((1 << bits) - 1) : 1;
                    for (int c = 0; c < 3; ++c)
                        want[static_cast<std::size_t>(c)] = sample(x, y, channels < 3 ? 0 : c) * scale;
                    if (channels % 2 == 0)
                        want[3] = sample(x, y, channels - 1);
                }
                for (int c = 0; c < 4; ++c) {
                    const int got = bits == 16 ? picture.pixels().ptr<ushort>(y)[x * 4 + c]
                                               : picture.pixels().ptr<uchar>(y)[x * 4 + c];
                    QCOMPARE(got, want[static_cast<std::size_t>(c)]);
                }
            }
        }
    }

    void resolvesATransparentColour()
    {
        const QByteArray file = pngFile(
            2, 1, 8, PNG_COLOR_TYPE_RGB, false, [](int) { return QByteArray("\1\2\3\4\5\6"); },
            [](png_structp png, png_infop info) {
                png_color_16 key{0, 1, 2, 3, 0};
                png_set_tRNS(png, info, nullptr, 0, &key);
            });
        const Picture picture = decodePicture(file);
        QVERIFY(picture.metadata().hasAlpha);
        QCOMPARE(static_cast<int>(picture.pixels().ptr(0)[3]), 0);
        QCOMPARE(static_cast<int>(picture.pixels().ptr(0)[7]), 255);
    }

    void readsAStatedGammaAsProfile_data()
    {
        QTest::addColumn<double>("encoding");
        QTest::addColumn<bool>("profile");
        QTest::newRow("sRGB's customary gamma") << 0.45455 << false;
        QTest::newRow("linear") << 1.0 << true;
        QTest::newRow("1.8") << 1 / 1.8 << true;
        QTest::newRow("senseless") << 0.05 << false;
    }
    void readsAStatedGammaAsProfile()
    {
        QFETCH(double, encoding);
        QFETCH(bool, profile);
        const QByteArray file = pngFile(
            1, 1, 8, PNG_COLOR_TYPE_RGB, false, [](int) { return QByteArray("\1\2\3"); },
            [encoding](png_structp png, png_infop info) { png_set_gAMA(png, info, encoding); });
        QCOMPARE(!decodePicture(file).metadata().iccProfile.isEmpty(), profile);
    }

    void writesGreyAsGrey()
    {
        PictureMetadata metadata;
        metadata.grey = true;
        cv::Mat pixels = testPixels(20, 10, 8, false, true);
        const QByteArray grey = encodePicture(Picture::fromMat(pixels.clone(), metadata), PictureFormat::Png);
        QCOMPARE(static_cast<int>(grey[25]), PNG_COLOR_TYPE_GRAY);
        pixels.ptr(3)[5 * 4 + 1] ^= 1; // an edit gave one pixel a colour
        const QByteArray colour = encodePicture(Picture::fromMat(pixels, metadata), PictureFormat::Png);
        QCOMPARE(static_cast<int>(colour[25]), PNG_COLOR_TYPE_RGB);
        QVERIFY(samePixels(decodePicture(colour).pixels(), pixels));
    }

    void saysWhenThePixelsAreDamaged()
    {
        QByteArray file = encodePicture(Picture::fromMat(testPixels(40, 40, 8)), PictureFormat::Png);
        file[file.size() / 2] = static_cast<char>(file[file.size() / 2] ^ 0x10);
        try {
            decodePicture(file);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(QStringLiteral("is damaged")), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestPng)
#include "tst_png.moc"
