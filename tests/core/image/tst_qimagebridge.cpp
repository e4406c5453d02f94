#include "core/image/qimagebridge.h"

#include "core/base/error.h"
#include "tests/core/image/testpictures.h"

#include <QColorSpace>
#include <QTest>

using namespace focal;
using namespace focal::test;

class TestQImageBridge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEveryFormat_data()
    {
        QTest::addColumn<int>("format");
        for (int format = QImage::Format_Mono; format < QImage::NImageFormats; ++format)
            QTest::addRow("format %d", format) << format;
    }
    void takesEveryFormat()
    {
        QFETCH(int, format);
        const QImage sample(1, 1, static_cast<QImage::Format>(format));
        const bool alpha = sample.hasAlphaChannel();
        QImage image(5, 4, QImage::Format_ARGB32);
        for (int y = 0; y < 4; ++y)
            for (int x = 0; x < 5; ++x)
                image.setPixelColor(x, y, QColor(x * 60, y * 80, 100, alpha ? 255 - x * 20 : 255));
        image = image.convertToFormat(static_cast<QImage::Format>(format));
        const Picture picture = pictureFromQImage(image);
        QCOMPARE(picture.width(), 5);
        QCOMPARE(picture.height(), 4);
        QCOMPARE(picture.metadata().hasAlpha, image.hasAlphaChannel());
        QCOMPARE(picture.bitDepth(), image.depth() > 32 || image.pixelFormat().redSize() > 8 ||
                                             format == QImage::Format_Grayscale16
                                         ? 16
                                         : 8);
        const QImage back = toQImage(picture);
        for (int y = 0; y < 4; ++y) {
            for (int x = 0; x < 5; ++x) {
                const QColor want = image.pixelColor(x, y);
                const QColor got = back.pixelColor(x, y);
                QVERIFY(std::abs(want.alpha() - got.alpha()) <= 1);
                if (format == QImage::Format_Alpha8)
                    continue; // what colour a mask has is Qt's matter
                QVERIFY2(std::abs(want.red() - got.red()) <= 1 && std::abs(want.green() - got.green()) <= 1 &&
                             std::abs(want.blue() - got.blue()) <= 1,
                         qPrintable(want.name() + got.name()));
            }
        }
    }

    void keepsPixelsAndProfile()
    {
        for (const int bits : {8, 16}) {
            for (const bool alpha : {false, true}) {
                PictureMetadata metadata;
                metadata.hasAlpha = alpha;
                metadata.iccProfile = wideProfile();
                const Picture picture = Picture::fromMat(testPixels(31, 22, bits, alpha), metadata);
                const QImage image = toQImage(picture);
                QCOMPARE(image.hasAlphaChannel(), alpha);
                QVERIFY(image.colorSpace().isValid() && image.colorSpace() != QColorSpace(QColorSpace::SRgb));
                const Picture back = pictureFromQImage(image);
                QVERIFY(samePixels(back.pixels(), picture.pixels()));
                QCOMPARE(back.metadata().hasAlpha, alpha);
                QVERIFY(!back.metadata().iccProfile.isEmpty());
            }
        }
        QVERIFY(pictureFromQImage(toQImage(Picture::fromMat(testPixels(2, 2, 8))))
                    .metadata()
                    .iccProfile.isEmpty());
    }

    void handlesNull()
    {
        QVERIFY(pictureFromQImage({}).isNull());
        QVERIFY(toQImage({}).isNull());
    }

    void sharesNoMemory()
    {
        QImage image(2, 2, QImage::Format_RGBA8888);
        image.fill(Qt::red);
        const Picture picture = pictureFromQImage(image);
        image.fill(Qt::blue);
        QCOMPARE(static_cast<int>(picture.pixels().ptr(0)[0]), 255);
    }

    void shrinks_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QSize>("most");
        QTest::addColumn<QSize>("want");
        QTest::newRow("fits") << QSize(30, 20) << QSize(30, 20) << QSize(30, 20);
        QTest::newRow("wide") << QSize(300, 200) << QSize(30, 30) << QSize(30, 20);
        QTest::newRow("tall") << QSize(200, 300) << QSize(30, 30) << QSize(20, 30);
        QTest::newRow("very wide") << QSize(3000, 2) << QSize(30, 30) << QSize(30, 1);
        QTest::newRow("odd factor") << QSize(101, 99) << QSize(17, 40) << QSize(17, 17);
    }
    void shrinks()
    {
        QFETCH(QSize, size);
        QFETCH(QSize, most);
        QFETCH(QSize, want);
        for (const int bits : {8, 16}) {
            for (const bool alpha : {false, true}) {
                PictureMetadata metadata;
                metadata.hasAlpha = alpha;
                const cv::Scalar colour(20, 100, 250, 255);
                const double scale = bits == 16 ? 257 : 1;
                const Picture picture = Picture::fromMat(
                    cv::Mat(size.height(), size.width(), bits == 16 ? CV_16UC4 : CV_8UC4, colour * scale),
                    metadata);
                const Picture small = shrunk(picture, most);
                QCOMPARE(QSize(small.width(), small.height()), want);
                QCOMPARE(small.bitDepth(), bits);
                QCOMPARE(small.metadata().hasAlpha, alpha);
                const cv::Mat flat(small.size(), small.pixels().type(), colour * scale);
                QVERIFY(cv::norm(small.pixels(), flat, cv::NORM_INF) <= 0);
                QCOMPARE(thumbnail(picture, most).size(), want);
            }
        }
    }

    void averagesAreas()
    {
        cv::Mat pixels(64, 64, CV_8UC4, cv::Scalar(0, 0, 0, 255));
        pixels(cv::Rect(0, 0, 32, 64)).setTo(cv::Scalar(200, 100, 50, 255));
        for (int y = 0; y < 64; y += 2)
            pixels.row(y).setTo(cv::Scalar(0, 0, 0, 255));
        const Picture small = shrunk(Picture::fromMat(pixels), {2, 2});
        QCOMPARE(static_cast<int>(small.pixels().ptr(0)[0]), 100);
        QCOMPARE(static_cast<int>(small.pixels().ptr(1)[4]), 0);
    }

    void doesNotBleedWhatIsTransparent()
    {
        PictureMetadata metadata;
        metadata.hasAlpha = true;
        for (const int bits : {8, 16}) {
            const double scale = bits == 16 ? 257 : 1;
            cv::Mat pixels(90, 90, bits == 16 ? CV_16UC4 : CV_8UC4, cv::Scalar(255, 0, 255, 0) * scale);
            for (int x = 0; x < 90; x += 3)
                pixels.col(x).setTo(cv::Scalar(30, 60, 90, 255) * scale);
            for (const QSize most : {QSize(1, 1), QSize(15, 15), QSize(30, 30)}) {
                const Picture small = shrunk(Picture::fromMat(pixels.clone(), metadata), most);
                cv::Mat eight;
                small.pixels().convertTo(eight, CV_8U, 1 / scale);
                const uchar* p = eight.ptr(eight.rows / 2) + eight.cols / 2 * 4;
                QVERIFY2(std::abs(p[0] - 30) <= 1 && std::abs(p[1] - 60) <= 1 && std::abs(p[2] - 90) <= 1,
                         qPrintable(QStringLiteral("%1 %2 %3").arg(p[0]).arg(p[1]).arg(p[2])));
                QVERIFY(std::abs(p[3] - 85) <= 1);
            }
        }
    }

    void refusesNonsense()
    {
        QVERIFY_EXCEPTION_THROWN(shrunk(Picture::fromMat(testPixels(9, 9, 8)), {0, 5}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestQImageBridge)
#include "tst_qimagebridge.moc"
