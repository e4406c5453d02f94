#include "core/attention/metrics.h"
#include "core/base/error.h"

#include <QTest>

using namespace focal;

namespace {

cv::Mat box(cv::Rect rect)
{
    cv::Mat mask = cv::Mat::zeros(30, 40, CV_8UC1);
    mask(rect) = 255;
    return mask;
}

AttentionMap at(int row, int column)
{
    AttentionMap map;
    map.grid = cv::Mat::zeros(3, 4, CV_32FC1);
    map.grid.at<float>(row, column) = 1;
    map.nativeRect = {0, 0, 40, 30};
    return map;
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void intersectionOverUnionOfMasks()
    {
        QCOMPARE(intersectionOverUnion(box({0, 0, 20, 30}), box({0, 0, 20, 30})), 1.0);
        QCOMPARE(intersectionOverUnion(box({0, 0, 20, 30}), box({20, 0, 20, 30})), 0.0);
        QCOMPARE(intersectionOverUnion(box({0, 0, 20, 30}), box({10, 0, 20, 30})), 1.0 / 3);
        QCOMPARE(intersectionOverUnion(box({}), box({})), 1.0);
        QVERIFY_EXCEPTION_THROWN(intersectionOverUnion(box({}), cv::Mat::zeros(3, 3, CV_8UC1)), LogicError);
    }

    void attentionInsideCountsPartsOfCells()
    {
        // The cell of row 1, column 2 is x 20..29, y 10..19.
        QCOMPARE(attentionInside(at(1, 2), box({20, 10, 10, 10})), 1.0);
        QCOMPARE(attentionInside(at(1, 2), box({25, 0, 15, 30})), 0.5);
        QCOMPARE(attentionInside(at(1, 2), box({0, 0, 20, 30})), 0.0);
        AttentionMap both = at(0, 0);
        both.grid.at<float>(2, 3) = 3;
        QCOMPARE(attentionInside(both, box({30, 20, 10, 10})), 0.75);
        // What lies on the padding beyond the picture is inside nothing.
        AttentionMap padded = at(2, 0);
        padded.nativeRect = {0, 0, 40, 60};
        QCOMPARE(attentionInside(padded, box({0, 0, 40, 30})), 0.0);
    }

    void pointsIntoAsksForTheHighestCell()
    {
        AttentionMap map = at(1, 2);
        map.grid.at<float>(0, 0) = 0.9F;
        QVERIFY(pointsInto(map, box({24, 14, 3, 3})));
        QVERIFY(!pointsInto(map, box({0, 0, 10, 10})));
        QCOMPARE(attentionPeak(map, {40, 30}), cv::Point(25, 15));
        QCOMPARE(attentionPeak(map, {20, 12}), cv::Point(19, 11));
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
