#include "core/image/picturefile.h"
#include "tests/core/image/testpictures.h"

#include <QTest>

#include <webp/encode.h>
#include <webp/mux.h>

using namespace focal;
using namespace focal::test;

class TestWebp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNothingUnlessAsked()
    {
        PictureMetadata metadata;
        metadata.hasAlpha = true;
        const Picture picture = Picture::fromMat(testPixels(67, 41, 8), metadata);
        QVERIFY(samePixels(decodePicture(encodePicture(picture, PictureFormat::WebP)).pixels(),
                           picture.pixels()));
    }

    void writesLossyWhenAsked()
    {
        const Picture picture = Picture::fromMat(smoothPixels(90, 70));
        SaveOptions options;
        options.webpQuality = 80;
        const QByteArray file = encodePicture(picture, PictureFormat::WebP, options);
        QVERIFY(file.sliced(12, 4) == "VP8 ");
        const Picture again = decodePicture(file);
        QVERIFY(!again.metadata().hasAlpha);
        QVERIFY(cv::norm(again.pixels(), picture.pixels(), cv::NORM_L1) / (90 * 70 * 3) < 3);
        QVERIFY(cv::norm(again.pixels(), picture.pixels(), cv::NORM_INF) > 0);
    }

    void roundsSixteenBits()
    {
        cv::Mat pixels(1, 3, CV_16UC4, cv::Scalar(0, 128, 65535, 65535));
        pixels.ptr<ushort>(0)[4] = 129; // just above half of 257
        const Picture again = decodePicture(encodePicture(Picture::fromMat(pixels), PictureFormat::WebP));
        QCOMPARE(again.bitDepth(), 8);
        const uchar* p = again.pixels().ptr(0);
        QCOMPARE(static_cast<int>(p[0]), 0);
        QCOMPARE(static_cast<int>(p[1]), 0);
        QCOMPARE(static_cast<int>(p[2]), 255);
        QCOMPARE(static_cast<int>(p[4]), 1);
    }

    void refusesAnimation()
    {
        const cv::Mat pixels = smoothPixels(16, 16);
        WebPAnimEncoderOptions options;
        QVERIFY(WebPAnimEncoderOptionsInit(&options));
        WebPAnimEncoder* encoder = WebPAnimEncoderNew(16, 16, &options);
        for (int i = 0; i < 2; ++i) {
            WebPPicture frame;
            QVERIFY(WebPPictureInit(&frame));
            frame.use_argb = 1;
            frame.width = frame.height = 16;
            const cv::Mat changed = pixels + cv::Scalar(i * 40, 0, 0, 0);
            WebPPictureImportRGBA(&frame, changed.ptr(), static_cast<int>(changed.step[0]));
            QVERIFY(WebPAnimEncoderAdd(encoder, &frame, i * 100, nullptr));
            WebPPictureFree(&frame);
        }
        WebPAnimEncoderAdd(encoder, nullptr, 200, nullptr);
        WebPData data;
        QVERIFY(WebPAnimEncoderAssemble(encoder, &data));
        const QByteArray file(reinterpret_cast<const char*>(data.bytes), static_cast<qsizetype>(data.size));
        WebPDataClear(&data);
        WebPAnimEncoderDelete(encoder);
        try {
            decodePicture(file);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(QStringLiteral("an animation")), error.what());
        }
    }

    void saysWhatItCannotHold()
    {
        const Picture wide = Picture::fromMat(cv::Mat(1, 16'384, CV_8UC4, cv::Scalar::all(9)));
        try {
            encodePicture(wide, PictureFormat::WebP);
            QFAIL("written");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(QStringLiteral("16383")), error.what());
        }
    }

    void readsExifWithJpegsPrefix()
    {
        PictureMetadata metadata;
        metadata.exif = exifBlock(1);
        QByteArray file = encodePicture(Picture::fromMat(smoothPixels(8, 8), metadata), PictureFormat::WebP);
        const qsizetype chunk = file.indexOf("EXIF");
        QVERIFY(chunk > 0);
        const auto put = [&file](qsizetype at, qsizetype value) {
            for (int i = 0; i < 4; ++i)
                file[at + i] = static_cast<char>(value >> (8 * i) & 0xff);
        };
        const auto size = static_cast<qsizetype>(static_cast<uchar>(file[chunk + 4])) |
                          static_cast<qsizetype>(static_cast<uchar>(file[chunk + 5])) << 8;
        file.insert(chunk + 8, QByteArray("Exif\0\0", 6));
        put(chunk + 4, size + 6);
        put(4, file.size() - 8);
        QCOMPARE(decodePicture(file).metadata().exif.first(4), QByteArray("II*\0", 4));
    }
};

QTEST_GUILESS_MAIN(TestWebp)
#include "tst_webp.moc"
