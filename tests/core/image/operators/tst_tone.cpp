#include "core/image/operators/tone.h"

#include "core/image/operators/colorspace.h"
#include "core/image/operators/operands.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

#include <functional>

using namespace focal;

namespace {

using Operator = cv::Mat (*)(const cv::Mat&, const cv::Mat&, double, const CancelToken&);

struct Named
{
    const char* name;
    Operator run;
};
constexpr Named operators[] = {{"brightness", withBrightness},
                               {"contrast", withContrast},
                               {"temperature", withTemperature},
                               {"saturation", withSaturation}};

/// Greys from black to white, one a column.
cv::Mat ramp()
{
    cv::Mat pixels(8, 256, CV_8UC4);
    for (int y = 0; y < pixels.rows; ++y)
        for (int x = 0; x < pixels.cols; ++x)
            pixels.at<cv::Vec4b>(y, x) = cv::Vec4b(uchar(x), uchar(x), uchar(x), 255);
    return pixels;
}

cv::Mat everywhere(const cv::Mat& pixels)
{
    return cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(255));
}

cv::Vec4b one(Operator run, cv::Scalar rgb, double amount)
{
    const cv::Mat pixels = scenes::plain({4, 4}, rgb);
    return run(pixels, everywhere(pixels), amount, {}).at<cv::Vec4b>(1, 1);
}

Oklab lab(const cv::Vec4b& p)
{
    return toOklab(toLinear(Rgb{p[0], p[1], p[2]}));
}

} // namespace

class TestTone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brightnessIsAnExposure()
    {
        // "30 % brighter": mid-grey's stored value grows by about that.
        const double grown = one(withBrightness, {110, 110, 110}, 0.3)[0] / 110.0;
        QVERIFY2(grown > 1.2 && grown < 1.32, qPrintable(QString::number(grown)));
        const double fallen = one(withBrightness, {110, 110, 110}, -0.3)[0] / 110.0;
        QVERIFY2(fallen > 0.72 && fallen < 0.85, qPrintable(QString::number(fallen)));
    }

    /// Strictly rising where it may: nothing is clipped to a flat white or black.
    void brightnessRollsOff_data()
    {
        QTest::addColumn<double>("amount");
        QTest::newRow("a little") << 0.3;
        QTest::newRow("most") << 1.0;
        QTest::newRow("darker") << -0.6;
    }
    void brightnessRollsOff()
    {
        QFETCH(double, amount);
        const cv::Mat from = scenes::deep(ramp());
        const cv::Mat to = withBrightness(from, everywhere(from), amount, {});
        for (int x = 1; x < 256; ++x)
            QVERIFY2(to.at<cv::Vec4w>(0, x)[0] > to.at<cv::Vec4w>(0, x - 1)[0],
                     qPrintable(QString::number(x)));
        const cv::Vec4b p = one(withBrightness, {230, 120, 60}, amount);
        const double turned = double(std::abs(lab(p).hue() - lab(cv::Vec4b(230, 120, 60, 255)).hue()));
        QVERIFY2(turned < 0.06, qPrintable(QString::number(turned)));
    }

    void contrastSpreadsAndFlattens()
    {
        const cv::Mat from = ramp();
        const auto step = [](const cv::Mat& m) {
            return m.at<cv::Vec4b>(0, 150)[0] - m.at<cv::Vec4b>(0, 100)[0];
        };
        QVERIFY(step(withContrast(from, everywhere(from), 0.5, {})) > 60);
        QVERIFY(step(withContrast(from, everywhere(from), -0.5, {})) < 40);
        const cv::Mat hard = withContrast(from, everywhere(from), 1, {});
        for (int x = 1; x < 256; ++x)
            QVERIFY(hard.at<cv::Vec4b>(0, x)[0] >= hard.at<cv::Vec4b>(0, x - 1)[0]);
        QVERIFY(hard.at<cv::Vec4b>(0, 128)[0] == hard.at<cv::Vec4b>(0, 128)[2]);
    }

    void temperatureWarmsAndCools()
    {
        const cv::Vec4b warm = one(withTemperature, {128, 128, 128}, 0.4);
        const cv::Vec4b cool = one(withTemperature, {128, 128, 128}, -0.4);
        QVERIFY(warm[0] > 134 && warm[2] < 118);
        QVERIFY(cool[0] < 122 && cool[2] > 138);
        for (const cv::Vec4b& p : {warm, cool}) {
            const float y = luminance(toLinear(Rgb{p[0], p[1], p[2]}));
            QVERIFY2(std::abs(y - luminance(toLinear(Rgb{128, 128, 128}))) < 0.02F,
                     qPrintable(QString::number(double(y))));
        }
    }

    void saturationKeepsHueAndGamut()
    {
        const cv::Vec4b from(160, 110, 100, 255);
        const cv::Vec4b more = one(withSaturation, {160, 110, 100}, 0.5);
        const cv::Vec4b grey = one(withSaturation, {160, 110, 100}, -1);
        QVERIFY(lab(more).chroma() > 1.25F * lab(from).chroma());
        QVERIFY(std::abs(lab(more).hue() - lab(from).hue()) < 0.05F);
        QVERIFY(std::abs(lab(more).lightness - lab(from).lightness) < 0.01F);
        QVERIFY(lab(grey).chroma() < 0.005F);
        QVERIFY(std::abs(lab(grey).lightness - lab(from).lightness) < 0.01F);
        // Strong colours of one hue and lightness stay apart, and none is clipped: the gamut's edge is
        // approached only.
        float before = 0;
        for (const float chroma : {0.10F, 0.14F, 0.18F, 0.21F}) {
            const LinearRgb light = toLinear(Oklab{0.6F, chroma * std::cos(0.5F), chroma * std::sin(0.5F)});
            const auto& curve = TransferCurve<std::uint8_t>::instance();
            const cv::Vec4b p =
                one(withSaturation,
                    cv::Scalar(curve.toStored(light.r), curve.toStored(light.g), curve.toStored(light.b)), 1);
            QVERIFY2(p[0] < 254 && p[1] > 1 && p[2] > 1, qPrintable(QString::number(double(chroma))));
            QVERIFY2(lab(p).chroma() > before + 0.002F, qPrintable(QString::number(double(chroma))));
            QVERIFY(lab(p).chroma() >= chroma);
            before = lab(p).chroma();
        }
    }

    void leaveTheRestAlone_data()
    {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 4; ++i)
            QTest::newRow(operators[i].name) << i;
    }
    void leaveTheRestAlone()
    {
        QFETCH(int, which);
        const Operator run = operators[which].run;
        const cv::Mat from = scenes::noisy({120, 90}, 5);
        const cv::Mat mask = scenes::disc(from.size(), {40, 40}, 20);
        const cv::Mat to = run(from, mask, 0.5, {});
        QVERIFY(!scenes::sameBytes(from, to));
        QVERIFY(scenes::sameAlpha(from, to));
        QVERIFY(scenes::sameOutside(from, to, maskBounds(mask)));
        QVERIFY(scenes::sameBytes(from, run(from, mask, 0, {})));
        QVERIFY(scenes::sameBytes(from, run(from, cv::Mat::zeros(from.size(), CV_8UC1), 0.5, {})));
        for (const double amount : {-0.7, 0.4})
            QVERIFY(scenes::depthsDiffer(run(from, mask, amount, {}),
                                         run(scenes::deep(from), mask, amount, {}), mask) <= 1);
        QVERIFY_EXCEPTION_THROWN(run(from, cv::Mat(3, 3, CV_8UC1), 0.5, {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestTone)
#include "tst_tone.moc"
