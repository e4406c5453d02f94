#include "core/image/operators/turning.h"

#include "core/base/error.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

using namespace focal;

class TestTurning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mirroringMovesEveryPixel()
    {
        const cv::Mat from = scenes::noisy({7, 5}, 3);
        const cv::Mat across = mirrored(from, true);
        const cv::Mat down = mirrored(from, false);
        for (int y = 0; y < 5; ++y) {
            for (int x = 0; x < 7; ++x) {
                QCOMPARE(across.at<cv::Vec4b>(y, x), from.at<cv::Vec4b>(y, 6 - x));
                QCOMPARE(down.at<cv::Vec4b>(y, x), from.at<cv::Vec4b>(4 - y, x));
            }
        }
        QVERIFY(scenes::sameBytes(mirrored(mirrored(scenes::deep(from), true), true), scenes::deep(from)));
    }

    void quarterTurnsAreExact()
    {
        const cv::Mat from = scenes::noisy({7, 5}, 4);
        const cv::Mat once = turned(from, 90, TurnedEdge::Cut, {}, {});
        QCOMPARE(once.cols, 5);
        QCOMPARE(once.rows, 7);
        // Clockwise: what was at the upper left is at the upper right.
        QCOMPARE(once.at<cv::Vec4b>(0, 4), from.at<cv::Vec4b>(0, 0));
        QVERIFY(scenes::sameBytes(turned(once, 270, TurnedEdge::Grow, {}, {}), from));
        QVERIFY(scenes::sameBytes(turned(once, -90, TurnedEdge::Cut, {}, {}), from));
        QVERIFY(scenes::sameBytes(turned(from, 360, TurnedEdge::Cut, {}, {}), from));
    }

    void theUprightPartHasNoCorners_data()
    {
        QTest::addColumn<double>("degrees");
        for (const double degrees : {-3.0, 12.0, 45.0, 80.0, 100.0, 200.0})
            QTest::addRow("%g", degrees) << degrees;
    }
    void theUprightPartHasNoCorners()
    {
        QFETCH(const double, degrees);
        // Cut away from a transparent sheet, no transparent pixel is left.
        const cv::Mat from = scenes::plain({120, 70}, {200, 100, 50});
        const cv::Mat grown = turned(from, degrees, TurnedEdge::Grow, {}, {});
        const cv::Size part = uprightPart(from.size(), degrees);
        const cv::Rect middle((grown.cols - part.width) / 2 + 1, (grown.rows - part.height) / 2 + 1,
                              part.width - 2, part.height - 2);
        cv::Mat alpha;
        cv::extractChannel(grown(middle), alpha, 3);
        double least = 0;
        cv::minMaxLoc(alpha, &least);
        QVERIFY2(least > 200, qPrintable(QString::number(least)));
        QVERIFY(part.area() > 120 * 70 / 5);
        const cv::Mat cut = turned(from, degrees, TurnedEdge::Cut, {}, {});
        QCOMPARE(cut.size(), part);
        QVERIFY(scenes::sameBytes(cut, scenes::plain(part, {200, 100, 50})));
    }

    void cornersAreFilledOrTransparent()
    {
        const cv::Mat from = scenes::plain({60, 40}, {200, 100, 50});
        const cv::Mat filled = turned(from, 30, TurnedEdge::Grow, Rgb{10, 20, 30}, {});
        QCOMPARE(filled.at<cv::Vec4b>(0, 0), cv::Vec4b(10, 20, 30, 255));
        QCOMPARE(filled.at<cv::Vec4b>(filled.rows / 2, filled.cols / 2), cv::Vec4b(200, 100, 50, 255));
        const cv::Mat clear = turned(scenes::deep(from), 30, TurnedEdge::Grow, {}, {});
        QCOMPARE(clear.type(), CV_16UC4);
        QCOMPARE(clear.at<cv::Vec4w>(0, 0), cv::Vec4w(0, 0, 0, 0));
        QCOMPARE(clear.size(), filled.size());
        // No dark seam: where anything of the picture shows, it has the picture's colour.
        for (int y = 0; y < clear.rows; ++y)
            for (int x = 0; x < clear.cols; ++x)
                if (clear.at<cv::Vec4w>(y, x)[3] > 2000)
                    QVERIFY(std::abs(clear.at<cv::Vec4w>(y, x)[0] - 200 * 257) < 20);
    }

    void turnsClockwise()
    {
        cv::Mat from = scenes::plain({81, 81}, {0, 0, 0});
        from(cv::Rect(38, 8, 5, 5)) = cv::Scalar(255, 255, 255, 255); // above the middle
        const cv::Mat to = turned(from, 60, TurnedEdge::Grow, Rgb{0, 0, 0}, {});
        const double middle = (to.cols - 1) / 2.0;
        const int x = cvRound(middle + 30 * std::sin(CV_PI / 3));
        const int y = cvRound(middle - 30 * std::cos(CV_PI / 3));
        QVERIFY(to.at<cv::Vec4b>(y, x)[0] > 240);
    }

    void stopsAndRefuses()
    {
        const CancelToken token;
        token.cancel();
        const cv::Mat from = scenes::noisy({50, 50}, 4);
        QVERIFY_EXCEPTION_THROWN(turned(from, 5, TurnedEdge::Cut, {}, token), Cancelled);
        QVERIFY_EXCEPTION_THROWN(turned(cv::Mat(), 5, TurnedEdge::Cut, {}, {}), LogicError);
        QVERIFY_EXCEPTION_THROWN(mirrored(cv::Mat(3, 3, CV_8UC3), true), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestTurning)
#include "tst_turning.moc"
