#include "core/image/picturefile.h"
#include "tests/core/image/codec/jpegfiles.h"
#include "tests/core/image/testpictures.h"

#include <QTest>

using namespace focal;
using namespace focal::test;

namespace {

std::array<int, 4> pixelAt(const Picture& picture, int x, int y)
{
    const uchar* p = picture.pixels().ptr(y) + x * 4;
    return {p[0], p[1], p[2], p[3]};
}

bool near(const std::array<int, 4>& got, const std::array<int, 4>& want, int tolerance)
{
    for (std::size_t c = 0; c < 4; ++c) {
        if (std::abs(got[c] - want[c]) > tolerance) {
            qWarning("got %d %d %d %d, want %d %d %d %d", got[0], got[1], got[2], got[3], want[0], want[1],
                     want[2], want[3]);
            return false;
        }
    }
    return true;
}

} // namespace

class TestJpeg : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsColours_data()
    {
        QTest::addColumn<bool>("progressive");
        QTest::addColumn<bool>("arithmetic");
        QTest::newRow("baseline") << false << false;
        QTest::newRow("progressive") << true << false;
        QTest::newRow("arithmetic") << false << true;
        QTest::newRow("progressive arithmetic") << true << true;
    }
    void readsColours()
    {
        QFETCH(bool, progressive);
        QFETCH(bool, arithmetic);
        const cv::Mat pixels = smoothPixels(45, 35);
        const QByteArray file = jpegFile(pixels, JCS_EXT_RGBA, JCS_YCbCr, [&](jpeg_compress_struct& jpeg) {
            jpeg.arith_code = arithmetic ? TRUE : FALSE;
            if (progressive)
                jpeg_simple_progression(&jpeg);
        });
        const Picture picture = decodePicture(file);
        QVERIFY(cv::norm(picture.pixels(), pixels, cv::NORM_INF) <= 4);
        QVERIFY(!picture.metadata().hasAlpha && !picture.metadata().grey);
    }

    void readsAndWritesGrey()
    {
        cv::Mat one;
        cv::extractChannel(smoothPixels(45, 35), one, 0);
        const Picture picture = decodePicture(jpegFile(one, JCS_GRAYSCALE, JCS_GRAYSCALE));
        QVERIFY(picture.metadata().grey);
        const auto [r, g, b, a] = pixelAt(picture, 20, 20);
        QVERIFY(std::abs(r - one.at<uchar>(20, 20)) <= 2 && r == g && g == b && a == 255);
        const QByteArray again = encodePicture(picture, PictureFormat::Jpeg);
        QVERIFY(decodePicture(again).metadata().grey);
        QVERIFY(again.size() < encodePicture(Picture::fromMat(picture.pixels()), PictureFormat::Jpeg).size());
    }

    void convertsInks_data()
    {
        QTest::addColumn<int>("stored");
        QTest::addColumn<bool>("inverted");
        QTest::addColumn<bool>("profile");
        for (const bool profile : {false, true}) {
            const char* suffix = profile ? "with profile" : "without profile";
            QTest::addRow("CMYK, Adobe %s", suffix) << static_cast<int>(JCS_CMYK) << true << profile;
            QTest::addRow("YCCK, Adobe %s", suffix) << static_cast<int>(JCS_YCCK) << true << profile;
            QTest::addRow("CMYK without Adobe marker %s", suffix)
                << static_cast<int>(JCS_CMYK) << false << profile;
        }
    }
    void convertsInks()
    {
        QFETCH(int, stored);
        QFETCH(bool, inverted);
        QFETCH(bool, profile);
        // One plain patch of 16 pixels a mixture, so that JPEG leaves it alone; ink from 0 to 255.
        const std::vector<cv::Scalar> mixtures{{0, 0, 0, 0},   {255, 0, 0, 0}, {0, 255, 0, 0},
                                               {0, 0, 255, 0}, {0, 0, 0, 255}, {100, 50, 0, 60}};
        cv::Mat inks(16, 16 * static_cast<int>(mixtures.size()), CV_8UC4);
        for (std::size_t i = 0; i < mixtures.size(); ++i)
            inks(cv::Rect(16 * static_cast<int>(i), 0, 16, 16)).setTo(mixtures[i]);
        cv::Mat in = inks.clone();
        if (inverted)
            cv::bitwise_not(inks, in);
        const QByteArray icc = cmykProfile();
        const QByteArray file = jpegFile(
            in, JCS_CMYK, static_cast<J_COLOR_SPACE>(stored),
            [&](jpeg_compress_struct& jpeg) { jpeg.write_Adobe_marker = inverted ? TRUE : FALSE; },
            [&](jpeg_compress_struct& jpeg) {
                if (profile)
                    jpeg_write_icc_profile(&jpeg, reinterpret_cast<const JOCTET*>(icc.constData()),
                                           static_cast<unsigned>(icc.size()));
            });
        const Picture picture = decodePicture(file);
        QVERIFY(picture.metadata().iccProfile.isEmpty());
        for (std::size_t i = 0; i < mixtures.size(); ++i) {
            const cv::Scalar& ink = mixtures[i];
            const double light = 1 - ink[3] / 255;
            const double cyan = profile ? ink[0] / 2 : ink[0]; // the profile's cyan absorbs half
            const std::array<int, 4> want{static_cast<int>(std::lround((255 - cyan) * light)),
                                          static_cast<int>(std::lround((255 - ink[1]) * light)),
                                          static_cast<int>(std::lround((255 - ink[2]) * light)), 255};
            QVERIFY2(near(pixelAt(picture, 16 * static_cast<int>(i) + 8, 8), want, profile ? 9 : 3),
                     qPrintable(QString::number(i)));
        }
    }

    void flattensOverWhite()
    {
        cv::Mat pixels(16, 32, CV_16UC4, cv::Scalar(65535, 0, 0, 32768));
        pixels(cv::Rect(16, 0, 16, 16)).setTo(cv::Scalar(0, 0, 0, 0));
        PictureMetadata metadata;
        metadata.hasAlpha = true;
        const Picture flat =
            decodePicture(encodePicture(Picture::fromMat(pixels, metadata), PictureFormat::Jpeg));
        QVERIFY(near(pixelAt(flat, 8, 8), {255, 127, 127, 255}, 3));
        QVERIFY(near(pixelAt(flat, 24, 8), {255, 255, 255, 255}, 2));
        QVERIFY(!flat.metadata().hasAlpha);
    }

    void heedsQuality()
    {
        const Picture picture = Picture::fromMat(testPixels(64, 64, 8, false));
        SaveOptions low;
        low.jpegQuality = 30;
        QVERIFY(encodePicture(picture, PictureFormat::Jpeg, low).size() * 2 <
                encodePicture(picture, PictureFormat::Jpeg).size());
    }

    void toleratesBytesBetweenMarkers()
    {
        QByteArray file = encodePicture(Picture::fromMat(smoothPixels(32, 32)), PictureFormat::Jpeg);
        file.insert(file.indexOf("\xff\xdb"), "some"); // libjpeg warns about it; the pixels are whole
        QVERIFY(cv::norm(decodePicture(file).pixels(), smoothPixels(32, 32), cv::NORM_INF) <= 4);
        file += "and behind the end";
        decodePicture(file);
    }

    void refusesScansWithoutEnd()
    {
        const cv::Mat pixels = smoothPixels(64, 64);
        QByteArray file = jpegFile(pixels, JCS_EXT_RGBA, JCS_YCbCr,
                                   [](jpeg_compress_struct& jpeg) { jpeg_simple_progression(&jpeg); });
        // The last scan again and again.
        const qsizetype scan = file.lastIndexOf("\xff\xda");
        file.insert(file.size() - 2, file.sliced(scan, file.size() - 2 - scan).repeated(2000));
        try {
            decodePicture(file);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(QStringLiteral("is damaged")), error.what());
        }
    }

    void leavesOutMetadataThatDoNotFit()
    {
        PictureMetadata metadata;
        metadata.xmp = QByteArray(70'000, 'x');
        metadata.exif = exifBlock(1);
        const Picture again = decodePicture(
            encodePicture(Picture::fromMat(smoothPixels(20, 20), metadata), PictureFormat::Jpeg));
        QVERIFY(again.metadata().xmp.isEmpty());
        QVERIFY(!again.metadata().exif.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestJpeg)
#include "tst_jpeg.moc"
