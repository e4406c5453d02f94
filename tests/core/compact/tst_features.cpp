#include "core/base/error.h"
#include "core/compact/features.h"

#include <QTest>

#include <cmath>

using namespace focal;

class TestFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aspectIsKept_data()
    {
        QTest::addColumn<QSize>("native");
        QTest::addColumn<QSize>("grid");
        QTest::newRow("square") << QSize(512, 512) << QSize(37, 37);
        QTest::newRow("wide") << QSize(4000, 3000) << QSize(37, 28);
        QTest::newRow("tall") << QSize(100, 1000) << QSize(4, 37);
        QTest::newRow("sliver") << QSize(10000, 7) << QSize(37, 1);
        QTest::newRow("a pixel") << QSize(1, 1) << QSize(37, 37);
    }

    void aspectIsKept()
    {
        QFETCH(const QSize, native);
        QFETCH(const QSize, grid);
        const ModelGeometry geometry = ModelGeometry::fit({native.width(), native.height()}, 37);
        QCOMPARE(geometry.grid, cv::Size(grid.width(), grid.height()));
        // Padding is less than a patch on either side, and a model pixel is as wide as it is high.
        QVERIFY(geometry.input().width - geometry.content.width < geometry.patch);
        QVERIFY(geometry.input().height - geometry.content.height < geometry.patch);
        const double across = double(geometry.content.width) / native.width();
        const double down = double(geometry.content.height) / native.height();
        if (geometry.content.width > 1 && geometry.content.height > 1) // a pixel cannot be thinner
            QVERIFY(std::abs(native.height() * across - geometry.content.height) <= 1 ||
                    std::abs(native.width() * down - geometry.content.width) <= 1);
        const cv::Rect2d rect = geometry.nativeRect();
        QVERIFY(rect.width >= native.width() && rect.height >= native.height());
        QVERIFY(std::abs(rect.height * down - geometry.input().height) < 1e-6 * geometry.input().height);
    }

    void emptyPicturesHaveNoGeometry()
    {
        QVERIFY_EXCEPTION_THROWN(ModelGeometry::fit({0, 5}, 37), LogicError);
        QVERIFY_EXCEPTION_THROWN(ModelGeometry::fit({5, 5}, 0), LogicError);
    }

    void inputIsTheSameFromBothDepths()
    {
        cv::Mat pixels(60, 90, CV_8UC4);
        cv::randu(pixels, 0, 256);
        cv::Mat deep;
        pixels.convertTo(deep, CV_16U, 257);
        const ModelGeometry geometry = ModelGeometry::fit(pixels.size(), 4);
        const cv::Mat a = modelInput(Picture::fromMat(pixels), geometry);
        const cv::Mat b = modelInput(Picture::fromMat(deep), geometry);
        QCOMPARE(a.type(), CV_32FC3);
        QCOMPARE(a.size(), geometry.input());
        QVERIFY(cv::norm(a, b, cv::NORM_INF) < 0.01);
    }

    void transparencyIsWhiteAndPaddingGoesOn()
    {
        cv::Mat pixels(40, 100, CV_8UC4, cv::Scalar(255, 0, 0, 255));
        pixels.colRange(0, 50) = cv::Scalar(0, 0, 0, 0);
        const ModelGeometry geometry =
            ModelGeometry::fit(pixels.size(), 10); // content 140 x 56: no padding at the right
        const cv::Mat input = modelInput(Picture::fromMat(pixels), geometry);
        QCOMPARE(geometry.content, cv::Size(140, 56));
        QCOMPARE(input.at<cv::Vec3f>(10, 10), cv::Vec3f(1, 1, 1));
        QCOMPARE(input.at<cv::Vec3f>(10, 130), cv::Vec3f(1, 0, 0));
        const ModelGeometry padded = ModelGeometry::fit({100, 41}, 10);
        cv::Mat flat(41, 100, CV_8UC4, cv::Scalar(0, 255, 0, 255));
        const cv::Mat below = modelInput(Picture::fromMat(flat), padded);
        QVERIFY(padded.input().height > padded.content.height);
        QCOMPARE(below.at<cv::Vec3f>(padded.input().height - 1, 5), cv::Vec3f(0, 1, 0));
    }

    void aGeometryOfAnotherPictureIsRefused()
    {
        const Picture picture = Picture::fromMat(cv::Mat(10, 10, CV_8UC4, cv::Scalar::all(9)));
        QVERIFY_EXCEPTION_THROWN(modelInput(picture, ModelGeometry::fit({20, 10}, 8)), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestFeatures)
#include "tst_features.moc"
