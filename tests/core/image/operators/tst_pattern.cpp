#include "core/image/operators/pattern.h"

#include "core/image/operators/operands.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

using namespace focal;

namespace {

constexpr std::array<Rgb, 2> redAndWhite = {Rgb{255, 255, 255}, Rgb{200, 20, 20}};

cv::Mat everywhere(const cv::Mat& pixels)
{
    return cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(255));
}

/// How often red and white change along a line.
int changes(const cv::Mat& pixels, cv::Point from, cv::Point step, int count)
{
    int found = 0;
    bool was = false;
    for (int i = 0; i < count; ++i) {
        const auto& p = pixels.at<cv::Vec4b>(from + i * step);
        const bool red = p[1] < 128;
        found += i > 0 && red != was;
        was = red;
    }
    return found;
}

} // namespace

class TestPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPrintKeepsItsPlaceAndShowsBothColors_data()
    {
        QTest::addColumn<int>("print");
        for (int i = int(Print::Stripes); i <= int(Print::Camouflage); ++i)
            QTest::addRow("%d", i) << i;
    }
    void everyPrintKeepsItsPlaceAndShowsBothColors()
    {
        QFETCH(const int, print);
        const auto run = [&](const cv::Mat& pixels, const cv::Mat& mask, double strength) {
            return printed(pixels, mask, Print(print), redAndWhite, 1, strength, {});
        };
        const cv::Mat flat = scenes::plain({160, 160}, {100, 100, 100});
        const cv::Mat plain = run(flat, everywhere(flat), 1);
        cv::Mat red, white;
        cv::inRange(plain, cv::Scalar(150, 0, 0, 0), cv::Scalar(255, 90, 90, 255), red);
        cv::inRange(plain, cv::Scalar(225, 225, 225, 0), cv::Scalar::all(255), white);
        QVERIFY2(cv::countNonZero(red) > 160 * 8, qPrintable(QString::number(cv::countNonZero(red))));
        QVERIFY2(cv::countNonZero(white) > 160 * 24, qPrintable(QString::number(cv::countNonZero(white))));

        const cv::Mat from = scenes::noisy({120, 90}, 5);
        const cv::Mat mask = scenes::disc(from.size(), {40, 40}, 20);
        const cv::Mat to = run(from, mask, 1);
        QVERIFY(!scenes::sameBytes(from, to));
        QVERIFY(scenes::sameAlpha(from, to));
        QVERIFY(scenes::sameOutside(from, to, maskBounds(mask)));
        QVERIFY(scenes::sameBytes(from, run(from, mask, 0)));
        QVERIFY(scenes::sameBytes(from, run(from, cv::Mat::zeros(from.size(), CV_8UC1), 1)));
        QVERIFY(scenes::depthsDiffer(to, run(scenes::deep(from), mask, 1), mask) <= 1);
        QVERIFY_EXCEPTION_THROWN(run(from, cv::Mat(3, 3, CV_8UC1), 1), LogicError);
    }

    void stripesRunAsNamed()
    {
        const cv::Mat flat = scenes::plain({140, 140}, {100, 100, 100});
        const auto run = [&](Print print, double scale = 1) {
            return printed(flat, everywhere(flat), print, redAndWhite, scale, 1, {});
        };
        const cv::Mat across = run(Print::Stripes);
        QCOMPARE(changes(across, {0, 70}, {1, 0}, 140), 0);
        QVERIFY(changes(across, {70, 0}, {0, 1}, 140) >= 12);
        const int twiceAsLarge = changes(run(Print::Stripes, 2), {70, 0}, {0, 1}, 140);
        QVERIFY2(twiceAsLarge >= 5 && twiceAsLarge <= 8, qPrintable(QString::number(twiceAsLarge)));
        const cv::Mat down = run(Print::VerticalStripes);
        QVERIFY(changes(down, {0, 70}, {1, 0}, 140) >= 12);
        QCOMPARE(changes(down, {70, 0}, {0, 1}, 140), 0);
        const cv::Mat checks = run(Print::Checks);
        QVERIFY(changes(checks, {0, 72}, {1, 0}, 140) >= 12 && changes(checks, {72, 0}, {0, 1}, 140) >= 12);
    }

    void shadingStays()
    {
        const cv::Mat ball = scenes::ball({200, 200}, {100, 100}, 80, {200, 180, 60});
        const cv::Mat mask = scenes::disc(ball.size(), {100, 100}, 78);
        const cv::Mat to = printed(ball, mask, Print::Dots, {Rgb{120, 160, 220}, Rgb{60, 80, 160}}, 1, 1, {});
        const auto light = [&](const cv::Mat& m, cv::Rect where) { return cv::mean(m(where))[1]; };
        const cv::Rect lit(55, 55, 40, 40);
        const cv::Rect dark(115, 115, 30, 30);
        QVERIFY(light(to, lit) > 1.3 * light(to, dark));
    }

    void missingColorsSuitTheThing()
    {
        const cv::Mat blue = scenes::plain({20, 20}, {30, 60, 170});
        const auto chosen = printColors(blue, everywhere(blue), {});
        QCOMPARE(chosen[0], (Rgb{30, 60, 170}));
        QVERIFY(chosen[1].r > 200 && chosen[1].g > 200);
        const auto yellow = printColors(blue, everywhere(blue), {Rgb{250, 230, 80}});
        QCOMPARE(yellow[1], (Rgb{250, 230, 80}));
        QVERIFY(yellow[0].r < 120);
        QCOMPARE(printColors(blue, everywhere(blue), {Rgb{1, 2, 3}, Rgb{4, 5, 6}, Rgb{7, 8, 9}})[1],
                 (Rgb{4, 5, 6}));
    }
};

QTEST_GUILESS_MAIN(TestPattern)
#include "tst_pattern.moc"
