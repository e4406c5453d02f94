#include "core/image/colour.h"

#include "tests/core/image/testpictures.h"

#include <QTest>

using namespace focal;
using namespace focal::test;

class TestColour : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rounds()
    {
        cv::Mat pixels(1, 1, CV_16UC4);
        for (int v = 0; v <= 65535; ++v) {
            pixels.ptr<ushort>(0)[0] = static_cast<ushort>(v);
            QCOMPARE(static_cast<int>(to8Bits(pixels).ptr(0)[0]), (v + 128) / 257);
        }
        const cv::Mat eight = testPixels(3, 3, 8);
        QCOMPARE(to8Bits(eight).data, eight.data);
    }

    void showsSrgbAsItIs()
    {
        for (const int bits : {8, 16}) {
            const Picture picture = Picture::fromMat(testPixels(33, 17, bits, false));
            const QImage image = toDisplay(picture);
            QCOMPARE(image.format(), QImage::Format_RGB32);
            const cv::Mat eight = to8Bits(picture.pixels());
            for (int y = 0; y < 17; ++y) {
                for (int x = 0; x < 33; ++x) {
                    const uchar* p = eight.ptr(y) + x * 4;
                    QCOMPARE(image.pixel(x, y), qRgb(p[0], p[1], p[2]));
                }
            }
        }
    }

    void premultiplies()
    {
        PictureMetadata metadata;
        metadata.hasAlpha = true;
        const Picture picture = Picture::fromMat(testPixels(64, 64, 8), metadata);
        const QImage image = toDisplay(picture);
        QCOMPARE(image.format(), QImage::Format_ARGB32_Premultiplied);
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 64; ++x) {
                const uchar* p = picture.pixels().ptr(y) + x * 4;
                const QRgb got = reinterpret_cast<const QRgb*>(image.constScanLine(y))[x];
                const std::array<int, 4> values{qRed(got), qGreen(got), qBlue(got), qAlpha(got)};
                for (std::size_t c = 0; c < 3; ++c)
                    QCOMPARE(values[c], static_cast<int>(std::lround(p[c] * p[3] / 255.0)));
                QCOMPARE(values[3], static_cast<int>(p[3]));
            }
        }
    }

    void convertsProfiles()
    {
        // Adobe RGB's green primary lies outside sRGB: red and blue clip to 0, grey brightens by the curve
        // alone.
        for (const int bits : {8, 16}) {
            const int full = bits == 16 ? 65535 : 255;
            cv::Mat pixels(1, 2, bits == 16 ? CV_16UC4 : CV_8UC4, cv::Scalar(0, full, 0, full));
            pixels(cv::Rect(1, 0, 1, 1)).setTo(cv::Scalar(full / 2, full / 2, full / 2, full));
            PictureMetadata metadata;
            metadata.iccProfile = wideProfile();
            const QImage image = toDisplay(Picture::fromMat(pixels, metadata));
            QCOMPARE(image.pixel(0, 0), qRgb(0, 255, 0));
            const QRgb grey = image.pixel(1, 0);
            // 0.5^1.8 = 0.2872 linear, 0.5729 in sRGB = 146
            QVERIFY2(std::abs(qRed(grey) - 146) <= 1 && std::abs(qGreen(grey) - 146) <= 1 &&
                         std::abs(qBlue(grey) - 146) <= 1,
                     qPrintable(QString::number(grey, 16)));
        }
    }

    void takesUnusableProfilesForSrgb()
    {
        for (const QByteArray& profile : {QByteArray("broken"), cmykProfile(), greyProfile(1.0)}) {
            QVERIFY(DisplayConverter(profile).isPassThrough());
            PictureMetadata metadata;
            metadata.iccProfile = profile;
            const QImage image =
                toDisplay(Picture::fromMat(cv::Mat(1, 1, CV_8UC4, cv::Scalar(1, 2, 3, 255)), metadata));
            QCOMPARE(image.pixel(0, 0), qRgb(1, 2, 3));
        }
        QVERIFY(!DisplayConverter(wideProfile()).isPassThrough());
    }

    void convertsParts()
    {
        PictureMetadata metadata;
        metadata.iccProfile = wideProfile();
        metadata.hasAlpha = true;
        const Picture picture = Picture::fromMat(testPixels(50, 40, 16), metadata);
        const DisplayConverter converter(metadata.iccProfile);
        const QImage whole = converter.convert(picture);
        QCOMPARE(converter.convert(picture, {10, 5, 20, 30}), whole.copy(10, 5, 20, 30));
        QCOMPARE(converter.convert(picture, {40, 30, 500, 500}), whole.copy(40, 30, 10, 10));
        QCOMPARE(converter.convert(picture, {-3, -3, 5, 5}), whole.copy(0, 0, 2, 2));
        QVERIFY(converter.convert(picture, {50, 0, 5, 5}).isNull());
    }
};

QTEST_GUILESS_MAIN(TestColour)
#include "tst_colour.moc"
