#include "core/image/operators/maskops.h"

#include "core/base/error.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

using namespace focal;

namespace {

/// The radius of a disc from its area, which soft pixels count towards.
double radiusOf(const cv::Mat& mask)
{
    return std::sqrt(cv::sum(mask)[0] / 255 / CV_PI);
}

} // namespace

class TestMaskOps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesTheEdge_data()
    {
        QTest::addColumn<double>("by");
        for (const double by : {-20.0, -3.5, -0.5, 0.5, 2.25, 7.0, 30.0})
            QTest::addRow("%g", by) << by;
    }
    void movesTheEdge()
    {
        QFETCH(double, by);
        const cv::Mat mask = scenes::disc({301, 257}, {150, 120}, 60);
        const double moved = radiusOf(grownMask(mask, by, {})) - radiusOf(mask);
        QVERIFY2(std::abs(moved - by) < 0.5, qPrintable(QString::number(moved)));
    }
    void growsBeyondThePicture()
    {
        const cv::Mat mask = scenes::disc({100, 80}, {0, 0}, 30);
        const cv::Mat grown = grownMask(mask, 200, {});
        QCOMPARE(cv::countNonZero(grown == 255), 8000);
    }
    void keepsWhatIsSoft()
    {
        cv::Mat hair = cv::Mat::zeros(60, 60, CV_8UC1);
        hair(cv::Rect(20, 20, 20, 20)) = 255;
        hair.at<std::uint8_t>(5, 30) = 90;
        QCOMPARE(int(grownMask(hair, 3, {}).at<std::uint8_t>(5, 30)), 90);
        hair.at<std::uint8_t>(30, 30) = 200;
        QVERIFY(grownMask(hair, -1, {}).at<std::uint8_t>(30, 30) <= 200);
    }
    void zeroIsIdentity()
    {
        const cv::Mat mask = scenes::disc({90, 90}, {44, 44}, 20.3);
        QVERIFY(scenes::sameBytes(mask, grownMask(mask, 0, {})));
        QVERIFY(scenes::sameBytes(mask, featheredMask(mask, 0, {})));
        const cv::Mat nothing = cv::Mat::zeros(20, 20, CV_8UC1);
        QVERIFY(scenes::sameBytes(nothing, grownMask(nothing, 5, {})));
        QVERIFY(scenes::sameBytes(nothing, featheredMask(nothing, 5, {})));
    }

    /// From 10 to 90 % across a straight edge.
    void feathersOverTheAskedWidth_data()
    {
        QTest::addColumn<double>("over");
        for (const double over : {2.0, 6.0, 15.0, 40.0, 90.0})
            QTest::addRow("%g", over) << over;
    }
    void feathersOverTheAskedWidth()
    {
        QFETCH(double, over);
        cv::Mat mask = cv::Mat::zeros(40, 600, CV_8UC1);
        mask.colRange(300, 600) = 255;
        const cv::Mat soft = featheredMask(mask, over, {});
        int within = 0;
        for (int x = 0; x < 600; ++x) {
            const int v = soft.at<std::uint8_t>(20, x);
            within += v > 25 && v < 230 ? 1 : 0;
            if (x > 0)
                QVERIFY(v >= soft.at<std::uint8_t>(20, x - 1));
        }
        QVERIFY2(std::abs(within - over) <= 0.12 * over + 1.5, qPrintable(QString::number(within)));
        QVERIFY(std::abs(soft.at<std::uint8_t>(20, 299) + soft.at<std::uint8_t>(20, 300) - 255) <= 6);
    }

    void guessesLittleForSoftMasks()
    {
        const cv::Mat hard = scenes::disc({800, 800}, {400, 400}, 300) > 127;
        const double guess = autoFeather(hard);
        QVERIFY2(guess >= 0.7 && guess <= 4, qPrintable(QString::number(guess)));
        QCOMPARE(autoFeather(featheredMask(hard, 12, {})), 0.0);
        QVERIFY(autoFeather(scenes::disc({100, 100}, {50, 50}, 20) > 127) < guess);
    }

    void refusesOtherTypes()
    {
        QVERIFY_EXCEPTION_THROWN(grownMask(cv::Mat::zeros(4, 4, CV_32FC1), 1, {}), LogicError);
        QVERIFY_EXCEPTION_THROWN(featheredMask({}, 1, {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestMaskOps)
#include "tst_maskops.moc"
