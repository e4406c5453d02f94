#include "core/image/operators/recolor.h"

#include "core/image/operators/colorspace.h"
#include "core/image/operators/operands.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace focal;

namespace {

const cv::Size size(220, 200);
const cv::Point2d centre(110, 100);
constexpr double radius = 70;

Oklab labAt(const cv::Mat& pixels, int y, int x)
{
    const auto& p = pixels.at<cv::Vec4b>(y, x);
    return toOklab(toLinear(Rgb{p[0], p[1], p[2]}));
}

struct Look
{
    std::vector<float> lightness;
    double chroma = 0;
    double hue = 0; ///< Degrees, of the mean colour.
    double median() const
    {
        std::vector<float> sorted = lightness;
        std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(sorted.size() / 2), sorted.end());
        return sorted[sorted.size() / 2];
    }
};

Look lookOf(const cv::Mat& pixels, const cv::Mat& mask)
{
    Look look;
    double a = 0;
    double b = 0;
    for (int y = 0; y < pixels.rows; ++y) {
        for (int x = 0; x < pixels.cols; ++x) {
            if (mask.at<std::uint8_t>(y, x) < 255)
                continue;
            const Oklab lab = labAt(pixels, y, x);
            look.lightness.push_back(lab.lightness);
            a += lab.a;
            b += lab.b;
        }
    }
    const auto n = double(look.lightness.size());
    look.chroma = std::hypot(a / n, b / n);
    look.hue = std::atan2(b, a) * 180 / CV_PI;
    return look;
}

std::vector<double> ranks(const std::vector<float>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(),
              [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
    std::vector<double> rank(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t j = i;
        while (j < order.size() && values[order[j]] == values[order[i]])
            ++j;
        for (std::size_t k = i; k < j; ++k)
            rank[order[k]] = double(i + j - 1) / 2;
        i = j;
    }
    return rank;
}

/// Spearman's.
double rankCorrelation(const std::vector<float>& a, const std::vector<float>& b)
{
    const std::vector<double> x = ranks(a);
    const std::vector<double> y = ranks(b);
    const double mean = double(x.size() - 1) / 2;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

double hueDistance(double a, double b)
{
    const double d = std::fmod(std::abs(a - b), 360);
    return std::min(d, 360 - d);
}

} // namespace

class TestRecolor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsShadingAndTakesTheHue_data()
    {
        QTest::addColumn<int>("r");
        QTest::addColumn<int>("g");
        QTest::addColumn<int>("b");
        QTest::addColumn<QString>("target");
        QTest::newRow("dark red to light yellow") << 90 << 15 << 20 << "#fff59a";
        QTest::newRow("orange to blue") << 240 << 140 << 20 << "#2b5fd9";
        QTest::newRow("white to black") << 245 << 245 << 245 << "#000000";
        QTest::newRow("white to red") << 245 << 245 << 245 << "#d02020";
        QTest::newRow("black to white") << 30 << 30 << 32 << "#ffffff";
        QTest::newRow("brown to grey") << 110 << 80 << 50 << "#808080";
        QTest::newRow("blue to pure green") << 20 << 60 << 200 << "#00ff00";
        QTest::newRow("red to pure blue") << 200 << 20 << 30 << "#0000ff";
    }
    void keepsShadingAndTakesTheHue()
    {
        QFETCH(int, r);
        QFETCH(int, g);
        QFETCH(int, b);
        QFETCH(QString, target);
        const Rgb wanted = *Rgb::fromHex(target);
        const cv::Mat mask = scenes::disc(size, centre, radius - 2);
        const cv::Mat from = scenes::ball(size, centre, radius, cv::Scalar(r, g, b));
        const cv::Mat to = recolored(from, mask, wanted, 1, {});
        const Look before = lookOf(from, mask);
        const Look after = lookOf(to, mask);
        const Oklab colour = toOklab(toLinear(wanted));

        const double order = rankCorrelation(before.lightness, after.lightness);
        QVERIFY2(order > 0.97, qPrintable(QStringLiteral("rank correlation %1").arg(order)));
        // Shading must still be seen: the spread of lightness, in just noticeable steps of about 0.01.
        std::vector<float> sorted = after.lightness;
        std::sort(sorted.begin(), sorted.end());
        const float spread = sorted[sorted.size() * 95 / 100] - sorted[sorted.size() * 5 / 100];
        QVERIFY2(spread > 0.08F, qPrintable(QStringLiteral("spread %1").arg(double(spread))));
        const double lightness = std::clamp(double(colour.lightness), 0.2, 0.84);
        QVERIFY2(std::abs(after.median() - lightness) < 0.1,
                 qPrintable(QStringLiteral("median %1 for %2").arg(after.median()).arg(lightness)));
        if (colour.chroma() < 0.01F) {
            QVERIFY2(after.chroma < 0.01, qPrintable(QString::number(after.chroma)));
        } else {
            const double off = hueDistance(after.hue, double(colour.hue()) * 180 / CV_PI);
            QVERIFY2(off < 4, qPrintable(QStringLiteral("hue off by %1").arg(off)));
            QVERIFY2(after.chroma > 0.45 * double(colour.chroma()),
                     qPrintable(QString::number(after.chroma)));
        }
    }

    void highlightsStayWhite()
    {
        const cv::Mat mask = scenes::disc(size, centre, radius - 2);
        for (const char* name : {"#2b5fd9", "#000000", "#208040"}) {
            const cv::Mat from = scenes::ball(size, centre, radius, {210, 90, 20});
            const cv::Mat to = recolored(from, mask, *Rgb::fromHex(QString::fromLatin1(name)), 1, {});
            const Oklab shine = labAt(to, int(centre.y - 0.4 * radius), int(centre.x - 0.4 * radius));
            QVERIFY2(shine.lightness > 0.7F && shine.chroma() < 0.03F,
                     qPrintable(QStringLiteral("%1: %2 %3")
                                    .arg(name)
                                    .arg(double(shine.lightness))
                                    .arg(double(shine.chroma()))));
        }
    }

    /// Red and white stripes to blue: the white ones are paint, not highlights.
    void manyColoursBecomeOneHue()
    {
        cv::Mat from = scenes::plain(size, {200, 30, 40});
        for (int x = 0; x < size.width; x += 20)
            from(cv::Rect(x, 0, 10, size.height)) = cv::Scalar(235, 232, 230, 255);
        const cv::Mat mask(size, CV_8UC1, cv::Scalar(255));
        const cv::Mat to = recolored(from, mask, Rgb{30, 70, 200}, 1, {});
        const double wanted = double(toOklab(toLinear(Rgb{30, 70, 200})).hue()) * 180 / CV_PI;
        for (const int x : {5, 15}) {
            const Oklab lab = labAt(to, 100, x);
            QVERIFY(hueDistance(double(lab.hue()) * 180 / CV_PI, wanted) < 5);
            QVERIFY2(lab.chroma() > 0.04F, qPrintable(QString::number(double(lab.chroma()))));
        }
        QVERIFY(labAt(to, 100, 5).lightness > labAt(to, 100, 15).lightness + 0.1F);
    }

    void strengthMixes()
    {
        const cv::Mat mask = scenes::disc(size, centre, radius);
        const cv::Mat from = scenes::ball(size, centre, radius, {210, 90, 20});
        QVERIFY(scenes::sameBytes(from, recolored(from, mask, Rgb{0, 0, 255}, 0, {})));
        const cv::Mat half = recolored(from, mask, Rgb{0, 0, 255}, 0.5, {});
        const cv::Mat full = recolored(from, mask, Rgb{0, 0, 255}, 1, {});
        const Oklab a = labAt(from, 110, 120);
        const Oklab b = labAt(half, 110, 120);
        const Oklab c = labAt(full, 110, 120);
        QVERIFY(std::abs(b.b - (a.b + c.b) / 2) < 0.01F);
    }

    void touchesOnlyWhatIsUnderTheMask()
    {
        const cv::Mat from = scenes::noisy(size, 3);
        const cv::Mat mask = scenes::disc(size, {60, 50}, 30);
        const cv::Mat to = recolored(from, mask, Rgb{0, 90, 255}, 1, {});
        QVERIFY(scenes::sameAlpha(from, to));
        QVERIFY(scenes::sameOutside(from, to, maskBounds(mask)));
        QVERIFY(!scenes::sameBytes(from, to));
        QCOMPARE(scenes::greatestDifference(from, to, mask == 0), 0.0);
        QVERIFY(scenes::sameBytes(from, recolored(from, cv::Mat::zeros(size, CV_8UC1), Rgb{}, 1, {})));
    }

    void depthsAgree()
    {
        const cv::Mat mask = scenes::disc(size, centre, radius);
        const cv::Mat from = scenes::ball(size, centre, radius, {210, 90, 20});
        for (const Rgb target : {Rgb{0, 0, 255}, Rgb{255, 255, 255}, Rgb{0, 0, 0}}) {
            const cv::Mat eight = recolored(from, mask, target, 1, {});
            const cv::Mat sixteen = recolored(scenes::deep(from), mask, target, 1, {});
            QVERIFY(scenes::depthsDiffer(eight, sixteen, mask) <= 1);
        }
    }

    void refusesOtherTypes()
    {
        const cv::Mat pixels(4, 4, CV_8UC3);
        QVERIFY_EXCEPTION_THROWN(recolored(pixels, cv::Mat::zeros(4, 4, CV_8UC1), Rgb{}, 1, {}), LogicError);
        QVERIFY_EXCEPTION_THROWN(
            recolored(cv::Mat(4, 4, CV_8UC4), cv::Mat::zeros(4, 5, CV_8UC1), Rgb{}, 1, {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestRecolor)
#include "tst_recolor.moc"
