#include "core/image/operators/style.h"

#include "core/image/operators/operands.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

using namespace focal;

namespace {

struct Named
{
    const char* name;
    Look look;
};
constexpr Named looks[] = {{"black and white", Look::BlackAndWhite},
                           {"sepia", Look::Sepia},
                           {"sketch", Look::Sketch},
                           {"film", Look::Film},
                           {"vintage", Look::Vintage},
                           {"cinematic", Look::Cinematic},
                           {"fresh", Look::Fresh},
                           {"negative", Look::Negative}};

cv::Mat everywhere(const cv::Mat& pixels)
{
    return cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(255));
}

Oklab one(Look look, cv::Scalar rgb)
{
    const cv::Mat pixels = scenes::plain({16, 16}, rgb);
    const cv::Scalar p = cv::mean(styled(pixels, everywhere(pixels), look, 1, {}));
    return toOklab(toLinear(Rgb{uchar(p[0]), uchar(p[1]), uchar(p[2])}));
}

} // namespace

class TestStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLookKeepsItsPlace_data()
    {
        QTest::addColumn<int>("look");
        for (const Named& named : looks)
            QTest::newRow(named.name) << int(named.look);
    }
    void everyLookKeepsItsPlace()
    {
        QFETCH(const int, look);
        const auto run = [&](const cv::Mat& pixels, const cv::Mat& mask, double amount) {
            return styled(pixels, mask, Look(look), amount, {});
        };
        const cv::Mat from = scenes::noisy({120, 90}, 5);
        const cv::Mat mask = scenes::disc(from.size(), {40, 40}, 20);
        const cv::Mat to = run(from, mask, 1);
        QVERIFY(!scenes::sameBytes(from, to));
        QVERIFY(scenes::sameAlpha(from, to));
        QVERIFY(scenes::sameOutside(from, to, maskBounds(mask)));
        QVERIFY(scenes::sameBytes(to, run(from, mask, 1)));
        QVERIFY(scenes::sameBytes(from, run(from, mask, 0)));
        QVERIFY(scenes::sameBytes(from, run(from, cv::Mat::zeros(from.size(), CV_8UC1), 1)));
        QVERIFY(scenes::depthsDiffer(to, run(scenes::deep(from), mask, 1), mask) <= 1);
        // Half the amount lies between.
        const double half = cv::norm(from, run(from, mask, 0.5));
        QVERIFY(half > 0 && half < cv::norm(from, to));
        QVERIFY_EXCEPTION_THROWN(run(from, cv::Mat(3, 3, CV_8UC1), 0.5), LogicError);
    }

    void blackAndWhiteHasNoColor()
    {
        QVERIFY(one(Look::BlackAndWhite, {200, 60, 40}).chroma() < 0.005F);
        QVERIFY(one(Look::BlackAndWhite, {250, 250, 250}).lightness >
                one(Look::BlackAndWhite, {60, 60, 60}).lightness + 0.4F);
    }

    void sepiaIsBrownAndVintageYellowed()
    {
        for (const Look look : {Look::Sepia, Look::Vintage}) {
            const Oklab grey = one(look, {128, 128, 128});
            QVERIFY(grey.b > 0.015F && grey.b > grey.a);
        }
        // Faded: black is no longer black.
        QVERIFY(one(Look::Vintage, {0, 0, 0}).lightness > 0.1F);
    }

    void cinematicPartsShadowsFromLights()
    {
        QVERIFY(one(Look::Cinematic, {50, 50, 50}).b < -0.01F);
        QVERIFY(one(Look::Cinematic, {190, 190, 190}).b > 0.01F);
    }

    void freshIsBrighterAndCooler()
    {
        const Oklab grey = one(Look::Fresh, {110, 110, 110});
        QVERIFY(grey.lightness > toOklab(toLinear(Rgb{110, 110, 110})).lightness + 0.05F);
        QVERIFY(grey.b < -0.005F);
    }

    void sketchDrawsEdgesOnPaper()
    {
        cv::Mat pixels = scenes::plain({120, 120}, {210, 210, 210});
        pixels(cv::Rect(60, 0, 60, 120)) = cv::Scalar(60, 60, 60, 255);
        const cv::Mat to = styled(pixels, everywhere(pixels), Look::Sketch, 1, {});
        QVERIFY(to.at<cv::Vec4b>(60, 20)[0] > 240);
        QVERIFY(to.at<cv::Vec4b>(60, 61)[0] < to.at<cv::Vec4b>(60, 110)[0] - 60);
        QCOMPARE(to.at<cv::Vec4b>(60, 61)[0], to.at<cv::Vec4b>(60, 61)[2]);
    }

    void filmHasGrain()
    {
        const cv::Mat pixels = scenes::plain({64, 64}, {128, 128, 128});
        cv::Scalar mean, deviation;
        cv::meanStdDev(styled(pixels, everywhere(pixels), Look::Film, 1, {}), mean, deviation);
        QVERIFY2(deviation[0] > 1 && deviation[0] < 12, qPrintable(QString::number(deviation[0])));
    }

    void negativeTwiceIsThePicture()
    {
        const cv::Mat from = scenes::deep(scenes::noisy({30, 20}, 8));
        const cv::Mat once = styled(from, everywhere(from), Look::Negative, 1, {});
        QVERIFY(scenes::sameBytes(styled(once, everywhere(from), Look::Negative, 1, {}), from));
    }
};

QTEST_GUILESS_MAIN(TestStyle)
#include "tst_style.moc"
