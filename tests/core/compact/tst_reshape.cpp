#include "core/compact/reshape.h"

#include "core/base/error.h"

#include <QTest>

using namespace focal;

class TestReshape : public QObject
{
    Q_OBJECT

    static cv::Size size() { return {400, 300}; }
    static CropValue measured(CropValue::Measure measure, double width, double height)
    {
        return {measure, width, height};
    }

private Q_SLOTS:
    void withoutValuesTheThingIsKept()
    {
        QVERIFY(!saysWhatIsKept({}));
        QCOMPARE(*cropRect(size(), {}, cv::Rect(10, 20, 30, 40)), cv::Rect(10, 20, 30, 40));
    }

    void marginsAreShares()
    {
        CropValue value;
        value.left = 0.1;
        value.bottom = 0.5;
        QVERIFY(saysWhatIsKept(value));
        QCOMPARE(*cropRect(size(), value, {}), cv::Rect(40, 0, 360, 150));
        value.left = value.right = value.top = value.bottom = 1; // something is always left
        QVERIFY(!cropRect(size(), value, {})->empty());
    }

    void aRatioTakesTheLargestPart()
    {
        const auto square = measured(CropValue::Measure::Ratio, 1, 1);
        QCOMPARE(*cropRect(size(), square, {}), cv::Rect(50, 0, 300, 300));
        const auto wide = measured(CropValue::Measure::Ratio, 16, 9);
        QCOMPARE(*cropRect(size(), wide, {}), cv::Rect(0, 38, 400, 225));
    }

    void aRatioHoldsTheThing()
    {
        const auto square = measured(CropValue::Measure::Ratio, 1, 1);
        const cv::Rect thing(350, 100, 40, 80);
        const cv::Rect kept = *cropRect(size(), square, thing);
        QCOMPARE(kept.width, kept.height);
        QCOMPARE(kept & thing, thing);
        QCOMPARE(kept & cv::Rect({}, size()), kept);
        // A thing too wide for the form: as much as the form allows.
        QCOMPARE(cropRect(size(), square, cv::Rect(0, 100, 400, 50))->size(), cv::Size(300, 300));
    }

    void pixelsAreExactOrRefused()
    {
        const auto value = measured(CropValue::Measure::Pixels, 200, 100);
        QCOMPARE(*cropRect(size(), value, {}), cv::Rect(100, 100, 200, 100));
        QCOMPARE(*cropRect(size(), value, cv::Rect(390, 290, 5, 5)), cv::Rect(200, 200, 200, 100));
        QVERIFY(!cropRect(size(), measured(CropValue::Measure::Pixels, 401, 100), {}));
    }

    void turnsAndMirrors()
    {
        cv::Mat pixels(3, 4, CV_8UC4, cv::Scalar(1, 2, 3, 255));
        pixels.at<cv::Vec4b>(0, 0) = {9, 9, 9, 255};
        const Reshaped flipped = reshaped(pixels, {Operation::Flip, {}, {}, FlipValue{}}, {});
        QCOMPARE(flipped.pixels.at<cv::Vec4b>(0, 3), cv::Vec4b(9, 9, 9, 255));
        RotateValue turn{90, RotateValue::Corners::Transparent};
        const Reshaped quarter = reshaped(pixels, {Operation::Rotate, {}, {}, turn}, {});
        QCOMPARE(quarter.pixels.size(), cv::Size(3, 4));
        QVERIFY(!quarter.transparent); // no corner is left over
        turn.degrees = 20;
        QVERIFY(reshaped(pixels, {Operation::Rotate, {}, {}, turn}, {}).transparent);
        turn.corners = RotateValue::Corners::Filled;
        const Reshaped filled = reshaped(pixels, {Operation::Rotate, {}, {}, turn}, {});
        QVERIFY(!filled.transparent && filled.pixels.cols > 4);
        QVERIFY_EXCEPTION_THROWN(reshaped(pixels, {Operation::Flip, {}, {}, turn}, {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestReshape)
#include "tst_reshape.moc"
