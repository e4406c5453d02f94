#include "core/ocr/detection.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;

namespace {

/// A map on which one turned rectangle is text.
cv::Mat mapWith(const cv::RotatedRect& box, double probability)
{
    cv::Mat map = cv::Mat::zeros(200, 300, CV_32FC1);
    std::array<cv::Point2f, 4> corners;
    box.points(corners.data());
    std::vector<cv::Point> polygon;
    for (const cv::Point2f& corner : corners)
        polygon.emplace_back(cvRound(corner.x), cvRound(corner.y));
    cv::fillConvexPoly(map, polygon, probability);
    return map;
}

} // namespace

class TestDetection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boxesGrowBack()
    {
        // 100 x 20 grows by 100 * 20 * 1.6 / 240 = 13.3 on each side; dilation adds a pixel.
        const auto boxes = textBoxes(mapWith({{150, 100}, {100, 20}, 0}, 0.9), {1, 1});
        QCOMPARE(boxes.size(), 1u);
        const cv::Size2f size = sizeOf(boxes[0]);
        QVERIFY2(std::abs(size.width - 127) < 4, qPrintable(QString::number(size.width)));
        QVERIFY2(std::abs(size.height - 47) < 4, qPrintable(QString::number(size.height)));
        QVERIFY(std::abs(boxes[0][0].x - 86.5) < 3 && std::abs(boxes[0][0].y - 76.5) < 3);
    }

    void boxesAreInPicturePixels()
    {
        const cv::Mat map = mapWith({{150, 100}, {100, 20}, 0}, 0.9);
        const auto one = textBoxes(map, {1, 1});
        const auto scaled = textBoxes(map, {4, 2});
        QVERIFY(std::abs(scaled[0][2].x - 4 * one[0][2].x) < 1e-3);
        QVERIFY(std::abs(scaled[0][2].y - 2 * one[0][2].y) < 1e-3);
    }

    void turnedBoxesBeginAtTheirUpperLeft()
    {
        const auto boxes = textBoxes(mapWith({{150, 100}, {120, 16}, 20}, 0.9), {1, 1});
        QCOMPARE(boxes.size(), 1u);
        const cv::Point2f along = boxes[0][1] - boxes[0][0];
        const double degrees = std::atan2(along.y, along.x) * 180 / CV_PI;
        QVERIFY2(std::abs(degrees - 20) < 2, qPrintable(QString::number(degrees)));
    }

    void weakAndTinyBoxesAreLeftOut()
    {
        QVERIFY(textBoxes(mapWith({{150, 100}, {100, 20}, 0}, 0.2), {1, 1}).empty());
        QVERIFY(textBoxes(mapWith({{150, 100}, {100, 20}, 0}, 0.4), {1, 1}).empty());
        QVERIFY(textBoxes(mapWith({{150, 100}, {1, 1}, 0}, 0.9), {1, 1}).empty());
        QVERIFY(!textBoxes(mapWith({{150, 100}, {100, 20}, 0}, 0.6), {1, 1}).empty());
    }

    void boxesStayInThePicture()
    {
        for (const TextQuad& quad : textBoxes(mapWith({{30, 8}, {60, 16}, 0}, 0.9), {1, 1}))
            QVERIFY((boundsOf(quad) & cv::Rect(0, 0, 300, 200)) == boundsOf(quad));
    }

    void wordsOfALineAreJoined()
    {
        const auto box = [](float x, float y, float w, float h) {
            return TextQuad{cv::Point2f(x, y), {x + w, y}, {x + w, y + h}, {x, y + h}};
        };
        // Two words, a third far off, a line below, and one of another size.
        const auto joined = joinedBoxes({box(72, 11, 60, 19), box(10, 10, 60, 20), box(200, 10, 60, 20),
                                         box(10, 40, 60, 20), box(134, 0, 60, 40)});
        QCOMPARE(joined.size(), 4u);
        QVERIFY(std::any_of(joined.begin(), joined.end(), [](const TextQuad& quad) {
            return quad[0] == cv::Point2f(10, 10) && quad[2] == cv::Point2f(132, 30);
        }));
    }

    void sizesForTheNetwork()
    {
        QCOMPARE(detectionSize({4000, 3000}, 960), cv::Size(960, 736));
        QCOMPARE(detectionSize({512, 512}, 960), cv::Size(960, 960));
        QCOMPARE(detectionSize({200, 100}, 960), cv::Size(416, 192)); // enlarged twice at most
        QCOMPARE(detectionSize({4000, 10}, 960), cv::Size(960, 32));
    }
};

QTEST_GUILESS_MAIN(TestDetection)
#include "tst_detection.moc"
