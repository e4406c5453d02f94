#include "core/compact/coloredparts.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;

namespace {

constexpr int Side = 300;
const cv::Rect Left(30, 60, 90, 180);
const cv::Rect Right(170, 60, 90, 180);

/// Two shirts in light that falls off, on grey. Colours are r, g, b.
Picture twoShirts(cv::Scalar left, cv::Scalar right)
{
    cv::Mat pixels(Side, Side, CV_8UC4, cv::Scalar(150, 150, 150, 255));
    pixels(Left).setTo(left + cv::Scalar(0, 0, 0, 255));
    pixels(Right).setTo(right + cv::Scalar(0, 0, 0, 255));
    for (int y = 0; y < Side; ++y)
        for (int x = 0; x < Side; ++x)
            for (int channel = 0; channel < 3; ++channel) {
                auto& value = pixels.at<cv::Vec4b>(y, x)[channel];
                value = cv::saturate_cast<uchar>(value * (1.1 - 0.4 * y / Side) + (x * 7 + y * 13) % 5);
            }
    return Picture::fromMat(pixels);
}

cv::Mat bothMask()
{
    cv::Mat mask = cv::Mat::zeros(Side, Side, CV_8UC1);
    mask(Left).setTo(255);
    mask(Right).setTo(255);
    return mask;
}

double shareOf(const cv::Mat& mask, cv::Rect rect)
{
    return double(cv::countNonZero(mask(rect) > 127)) / rect.area();
}

} // namespace

class TestColoredParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheColourOfTheThingItself_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<QString>("expected");
        QTest::newRow("zh") << QStringLiteral("左边的红色T恤") << QStringLiteral("red");
        QTest::newRow("en") << QStringLiteral("the red car on the left") << QStringLiteral("red");
        QTest::newRow("zh, on another thing")
            << QStringLiteral("白色桌子上的红色杯子") << QStringLiteral("red");
        QTest::newRow("en, plain") << QStringLiteral("the red car") << QStringLiteral("red");
        QTest::newRow("clothes of someone") << QStringLiteral("穿黑衣服的人") << QString();
        QTest::newRow("someone in") << QStringLiteral("the man in black") << QString();
        QTest::newRow("fruit") << QStringLiteral("the orange") << QString();
        QTest::newRow("none") << QStringLiteral("小狗") << QString();
    }
    void readsTheColourOfTheThingItself()
    {
        QFETCH(QString, phrase);
        QFETCH(QString, expected);
        const auto color = colorOfThing(phrase);
        QCOMPARE(color.has_value(), !expected.isEmpty());
        if (color)
            QVERIFY(color->r > 150 && color->g < 80 && color->b < 80);
    }

    void keepsWhatHasTheColour_data()
    {
        QTest::addColumn<QString>("right");
        QTest::newRow("beside blue") << QStringLiteral("#2850c8");
        QTest::newRow("beside skin") << QStringLiteral("#e0b090");
        QTest::newRow("beside yellow") << QStringLiteral("#e8d040");
        QTest::newRow("beside black") << QStringLiteral("#202020");
        QTest::newRow("beside white") << QStringLiteral("#f0f0f0");
    }
    void keepsWhatHasTheColour()
    {
        QFETCH(QString, right);
        const Rgb other = *Rgb::fromHex(right);
        const Picture picture = twoShirts({190, 30, 45}, cv::Scalar(other.r, other.g, other.b));
        const cv::Mat red = onlyColored(picture, bothMask(), {255, 0, 0}, {});
        QVERIFY(shareOf(red, Left) > 0.95);
        QVERIFY(shareOf(red, Right) < 0.05);
        QCOMPARE(cv::countNonZero(red & ~bothMask()), 0);
    }

    void believesTheWordsWhereNoColourTellsPartsApart()
    {
        const Picture blue = twoShirts({40, 80, 200}, {40, 80, 200});
        for (const Rgb said : {Rgb{0, 0, 255}, Rgb{255, 0, 0}})
            QCOMPARE(cv::norm(onlyColored(blue, bothMask(), said, {}), bothMask(), cv::NORM_INF), 0.0);
        const cv::Mat none = cv::Mat::zeros(Side, Side, CV_8UC1);
        QCOMPARE(cv::countNonZero(onlyColored(blue, none, {255, 0, 0}, {})), 0);
    }
};

QTEST_APPLESS_MAIN(TestColoredParts)
#include "tst_coloredparts.moc"
