#include "ui/canvas/maskpyramid.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;

class TestMaskPyramid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheMaskWhereItIs_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.1, 0.3, 0.5, 0.9, 1.0, 2.3, 8.0})
            QTest::addRow("%g", zoom) << zoom;
    }
    void showsTheMaskWhereItIs()
    {
        QFETCH(double, zoom);
        cv::Mat mask = cv::Mat::zeros(2001, 3003, CV_8UC1);
        const QRect hot(1400, 900, 220, 160);
        mask(cv::Rect(1400, 900, 220, 160)) = 255;
        MaskPyramid pyramid;
        pyramid.setMask(mask, QRect(0, 0, 3003, 2001));
        QCOMPARE(pyramid.bounds(), hot);

        const Projection projection =
            Projection({3003, 2001}, {400, 300}, 1).zoomed(zoom).revealing(QRectF(hot));
        const QRect view(QPoint(0, 0), projection.deviceSize());
        const cv::Mat seen = pyramid.sampled(projection, view);
        const QRect inside = projection.toDevicePixels(QRectF(hot)).adjusted(2, 2, -2, -2) & view;
        const QRect around = projection.toDevicePixels(QRectF(hot)).adjusted(-2, -2, 2, 2);
        QVERIFY(!inside.isEmpty());
        for (int y = 0; y < seen.rows; ++y) {
            for (int x = 0; x < seen.cols; ++x) {
                if (inside.contains(x, y))
                    QCOMPARE(seen.at<uchar>(y, x), uchar(255));
                else if (!around.contains(x, y))
                    QCOMPARE(seen.at<uchar>(y, x), uchar(0));
            }
        }
    }

    void atFullSizeItIsTheMask()
    {
        cv::Mat mask(200, 300, CV_8UC1);
        cv::randu(mask, 0, 256);
        MaskPyramid pyramid;
        pyramid.setMask(mask, QRect(0, 0, 300, 200));
        const Projection projection({300, 200}, {400, 300}, 1);
        const cv::Mat seen = pyramid.sampled(projection, projection.pictureInDevice());
        QCOMPARE(cv::countNonZero(seen != mask), 0);
    }

    void updatesReachEverySize()
    {
        cv::Mat mask = cv::Mat::zeros(1000, 1000, CV_8UC1);
        mask.at<uchar>(5, 5) = 1; // so that there is something to halve
        MaskPyramid pyramid;
        pyramid.setMask(mask, QRect(0, 0, 1000, 1000));
        const Projection projection = Projection({1000, 1000}, {150, 150}, 1);
        const QRect view(0, 0, 150, 150);
        QCOMPARE(cv::countNonZero(pyramid.sampled(projection, view) > 128), 0);
        mask(cv::Rect(301, 411, 97, 103)) = 255;
        pyramid.update(QRect(301, 411, 97, 103));
        const cv::Mat updated = pyramid.sampled(projection, view);
        MaskPyramid fresh;
        fresh.setMask(mask, QRect(0, 0, 1000, 1000));
        QCOMPARE(cv::countNonZero(updated != fresh.sampled(projection, view)), 0);
        QVERIFY(cv::countNonZero(updated > 128) > 50);
    }

    void aSmallerMaskStandsForItsPlace()
    {
        cv::Mat mask = cv::Mat::zeros(40, 50, CV_8UC1);
        mask(cv::Rect(10, 20, 10, 10)) = 255;
        MaskPyramid pyramid;
        pyramid.setMask(mask, QRect(0, 0, 500, 400));
        const Projection projection({500, 400}, {600, 500}, 1);
        const cv::Mat seen = pyramid.sampled(projection, projection.pictureInDevice());
        QCOMPARE(seen.at<uchar>(250, 150), uchar(255));
        QCOMPARE(seen.at<uchar>(250, 230), uchar(0));
        QCOMPARE(pyramid.bounds(), QRect(100, 200, 100, 100));
    }

    void nothingIsNothing()
    {
        MaskPyramid pyramid;
        pyramid.setMask(cv::Mat::zeros(10, 10, CV_8UC1), QRect(0, 0, 10, 10));
        QVERIFY(pyramid.isEmpty());
        pyramid.setMask({}, {});
        QVERIFY(pyramid.isEmpty());
        QCOMPARE(cv::countNonZero(pyramid.sampled(Projection({10, 10}, {50, 50}, 1), QRect(0, 0, 50, 50))),
                 0);
    }
};

QTEST_GUILESS_MAIN(TestMaskPyramid)
#include "tst_maskpyramid.moc"
