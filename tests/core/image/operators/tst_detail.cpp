#include "core/image/operators/detail.h"

#include "core/image/operators/colorspace.h"
#include "core/image/operators/operands.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

using namespace focal;

namespace {

cv::Mat everywhere(cv::Size size)
{
    return cv::Mat(size, CV_8UC1, cv::Scalar(255));
}

} // namespace

class TestDetail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Against OpenCV's filter over the whole picture's linear light at full size.
    void blursLight_data()
    {
        QTest::addColumn<double>("amount");
        QTest::newRow("sigma 1.6") << 0.1;
        QTest::newRow("sigma 6.4") << 0.4;
        QTest::newRow("sigma 16") << 1.0;
    }
    void blursLight()
    {
        QFETCH(double, amount);
        const cv::Size size(400, 400);
        cv::Mat from = scenes::ball(size, {200, 200}, 150, {240, 140, 20});
        const cv::Mat to = blurred(from, everywhere(size), amount, {});
        cv::Mat light(size, CV_32FC3);
        const auto& curve = TransferCurve<std::uint8_t>::instance();
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                for (int c = 0; c < 3; ++c)
                    light.at<cv::Vec3f>(y, x)[c] = curve.toLight(from.at<cv::Vec4b>(y, x)[c]);
        cv::GaussianBlur(light, light, {}, 16 * amount, 16 * amount, cv::BORDER_REPLICATE);
        double most = 0;
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                for (int c = 0; c < 3; ++c)
                    most = std::max(most, std::abs(double(curve.toStored(light.at<cv::Vec3f>(y, x)[c])) -
                                                   to.at<cv::Vec4b>(y, x)[c]));
        QVERIFY2(most <= 6, qPrintable(QString::number(most)));
    }

    /// A grey disc on a red ground stays grey to its rim.
    void outsideDoesNotBleedIn()
    {
        const cv::Size size(200, 200);
        const cv::Mat mask = scenes::disc(size, {100, 100}, 60) > 127;
        cv::Mat from = scenes::plain(size, {255, 0, 0});
        from.setTo(cv::Scalar(90, 90, 90, 255), mask);
        const cv::Mat to = blurred(from, mask, 1, {});
        QCOMPARE(scenes::greatestDifference(from, to, mask), 0.0);
    }

    void sharpensWithoutHalos()
    {
        const cv::Size size(160, 120);
        cv::Mat from = scenes::plain(size, {80, 90, 100});
        from(cv::Rect(80, 0, 80, 120)) = cv::Scalar(170, 160, 150, 255);
        cv::GaussianBlur(from, from, {}, 1.5);
        const cv::Mat to = sharpened(from, everywhere(size), 1, {});
        const auto slope = [](const cv::Mat& m) {
            return m.at<cv::Vec4b>(60, 81)[1] - m.at<cv::Vec4b>(60, 78)[1];
        };
        QVERIFY2(slope(to) >= slope(from) * 1.25,
                 qPrintable(QStringLiteral("%1 %2").arg(slope(from)).arg(slope(to))));
        double least = 255;
        double most = 0;
        cv::Mat green;
        cv::extractChannel(to, green, 1);
        cv::minMaxLoc(green, &least, &most);
        QVERIFY2(least >= 82 && most <= 168, qPrintable(QStringLiteral("%1 %2").arg(least).arg(most)));
        QCOMPARE(scenes::greatestDifference(from(cv::Rect(0, 0, 40, 120)), to(cv::Rect(0, 0, 40, 120)),
                                            everywhere({40, 120})),
                 0.0);
    }

    /// Strips are invisible.
    void tallPicturesAreOneWhole()
    {
        const cv::Mat narrow = scenes::noisy({30, 500}, 9);
        const cv::Mat to = sharpened(narrow, everywhere(narrow.size()), 0.6, {});
        const cv::Mat lower = narrow.rowRange(100, 500).clone();
        const cv::Mat part = sharpened(lower, everywhere(lower.size()), 0.6, {});
        QVERIFY(scenes::sameBytes(to.rowRange(150, 500).clone(), part.rowRange(50, 400).clone()));
    }

    void leaveTheRestAlone()
    {
        const cv::Mat from = scenes::noisy({120, 90}, 5);
        const cv::Mat mask = scenes::disc(from.size(), {40, 40}, 20);
        for (const auto run : {blurred, sharpened}) {
            const cv::Mat to = run(from, mask, 0.8, {});
            QVERIFY(!scenes::sameBytes(from, to));
            QVERIFY(scenes::sameAlpha(from, to));
            QVERIFY(scenes::sameOutside(from, to, maskBounds(mask)));
            QVERIFY(scenes::sameBytes(from, run(from, mask, 0, {})));
            QVERIFY(scenes::depthsDiffer(to, run(scenes::deep(from), mask, 0.8, {}), mask) <= 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestDetail)
#include "tst_detail.moc"
