#include "core/image/operators/fill.h"

#include "core/base/error.h"
#include "core/image/operators/operands.h"
#include "tests/core/image/operators/scenes.h"

#include <opencv2/photo.hpp>

#include <QTest>

using namespace focal;

namespace {

cv::Mat gradient(cv::Size size)
{
    cv::Mat pixels(size, CV_8UC4);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            pixels.at<cv::Vec4b>(y, x) =
                cv::Vec4b(cv::saturate_cast<uchar>(20 + 200.0 * x / size.width),
                          cv::saturate_cast<uchar>(230 - 180.0 * y / size.height),
                          cv::saturate_cast<uchar>(60 + 60.0 * x / size.width + 60.0 * y / size.height), 255);
    return pixels;
}

/// Tiles of 16 x 12 with a pattern of their own.
cv::Mat periodic(cv::Size size)
{
    const cv::Mat tile = [] {
        cv::Mat t = scenes::noisy({16, 12}, 77);
        cv::GaussianBlur(t, t, {}, 1, 1, cv::BORDER_WRAP & ~cv::BORDER_WRAP);
        return t;
    }();
    cv::Mat pixels;
    cv::repeat(tile, size.height / 12 + 1, size.width / 16 + 1, pixels);
    pixels = pixels(cv::Rect({}, size)).clone();
    cv::insertChannel(cv::Mat(size, CV_8UC1, cv::Scalar(255)), pixels, 3);
    return pixels;
}

double psnr(const cv::Mat& a, const cv::Mat& b, const cv::Mat& where)
{
    cv::Mat d;
    cv::absdiff(a, b, d);
    d.convertTo(d, CV_32F);
    const cv::Scalar mean = cv::mean(d.mul(d), where);
    return 10 * std::log10(65025 / ((mean[0] + mean[1] + mean[2]) / 3 + 1e-9));
}

cv::Mat telea(const cv::Mat& pixels, const cv::Mat& region)
{
    cv::Mat rgb, out;
    cv::cvtColor(pixels, rgb, cv::COLOR_RGBA2RGB);
    cv::inpaint(rgb, region, out, 5, cv::INPAINT_TELEA);
    cv::cvtColor(out, out, cv::COLOR_RGB2RGBA);
    return out;
}

/// What is to go is painted in a colour that must not show up again.
cv::Mat spoilt(const cv::Mat& pixels, const cv::Mat& region)
{
    cv::Mat out = pixels.clone();
    out.setTo(cv::Scalar(255, 0, 255, 255), region);
    return out;
}

} // namespace

class TestFill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void continuesAGradient_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<double>("radius");
        QTest::newRow("small hole") << 200 << 160 << 14.0;
        QTest::newRow("hole") << 400 << 300 << 60.0;
        QTest::newRow("filled at reduced size") << 1200 << 900 << 260.0;
    }
    void continuesAGradient()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(double, radius);
        const cv::Mat truth = gradient({width, height});
        const cv::Mat region = scenes::disc(truth.size(), {width * 0.55, height * 0.5}, radius) > 0;
        const cv::Mat to = filled(spoilt(truth, region), region, 1, {});
        const double off = scenes::greatestDifference(truth, to, region);
        QVERIFY2(off <= 2, qPrintable(QString::number(off)));
    }

    void repeatsATexture_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("radius");
        QTest::newRow("at native size") << 300 << 45.0;
        QTest::newRow("filled at reduced size") << 1000 << 190.0;
    }
    void repeatsATexture()
    {
        QFETCH(int, width);
        QFETCH(double, radius);
        const cv::Mat truth = periodic({width, width});
        const cv::Mat region = scenes::disc(truth.size(), {width * 0.5, width * 0.45}, radius) > 0;
        const cv::Mat from = spoilt(truth, region);
        const double own = psnr(truth, filled(from, region, 1, {}), region);
        const double other = psnr(truth, telea(from, region), region);
        QVERIFY2(own > other + 6, qPrintable(QStringLiteral("own %1 dB, Telea %2 dB").arg(own).arg(other)));
    }

    void reachesThePicturesEdge()
    {
        const cv::Mat truth = gradient({300, 240});
        cv::Mat region = cv::Mat::zeros(truth.size(), CV_8UC1);
        region(cv::Rect(0, 0, 60, 50)) = 255;
        const cv::Mat to = filled(spoilt(truth, region), region, 1, {});
        const double off = scenes::greatestDifference(truth, to, region);
        QVERIFY2(off <= 40, qPrintable(QString::number(off)));
    }

    /// No patch is known: what is left is continued smoothly.
    void standsWithoutAnyWholePatch()
    {
        cv::Mat region(60, 60, CV_8UC1, cv::Scalar(255));
        region.colRange(0, 4) = 0;
        const cv::Mat from = spoilt(scenes::plain({60, 60}, {10, 200, 90}), region);
        const cv::Mat to = filled(from, region, 1, {});
        QVERIFY(scenes::greatestDifference(scenes::plain({60, 60}, {10, 200, 90}), to, region) <= 1);
        const cv::Mat tiny = filled(spoilt(scenes::plain({3, 3}, {9, 9, 9}), cv::Mat::eye(3, 3, CV_8UC1)),
                                    cv::Mat::eye(3, 3, CV_8UC1), 1, {});
        QCOMPARE(tiny.at<cv::Vec4b>(1, 1), cv::Vec4b(9, 9, 9, 255));
    }

    /// Twelve megapixels of which only a narrow strip is known: quick, and in memory that such pictures may
    /// take.
    void standsAlmostNothingKnown()
    {
        cv::Mat region(3000, 4000, CV_8UC1, cv::Scalar(255));
        region.colRange(0, 20) = 0;
        const cv::Mat from = spoilt(scenes::plain(region.size(), {10, 200, 90}), region);
        QCOMPARE(filled(from, region, 1, {}).at<cv::Vec4b>(1500, 3999), cv::Vec4b(10, 200, 90, 255));
    }

    void leavesTheRestAlone()
    {
        const cv::Mat from = scenes::noisy({200, 160}, 4);
        const cv::Mat region = scenes::disc(from.size(), {90, 80}, 25) > 0;
        const cv::Mat to = filled(from, region, 1, {});
        QCOMPARE(scenes::greatestDifference(from, to, region == 0), 0.0);
        QVERIFY(scenes::sameBytes(from, filled(from, cv::Mat::zeros(from.size(), CV_8UC1), 1, {})));
    }

    void transparentGroundStaysTransparent()
    {
        cv::Mat from(200, 200, CV_8UC4, cv::Scalar(7, 8, 9, 0));
        const cv::Mat region = scenes::disc(from.size(), {100, 100}, 30) > 0;
        from.setTo(cv::Scalar(200, 30, 30, 255), region);
        const cv::Mat to = filled(from, region, 1, {});
        QCOMPARE(int(to.at<cv::Vec4b>(100, 100)[3]), 0);
    }

    void isEqualForEqualSeeds()
    {
        const cv::Mat from = periodic({220, 180});
        const cv::Mat region = scenes::disc(from.size(), {110, 90}, 40) > 0;
        const int threads = cv::getNumThreads();
        cv::setNumThreads(2);
        const cv::Mat many = filled(from, region, 5, {});
        cv::setNumThreads(1);
        const cv::Mat alone = filled(from, region, 5, {});
        cv::setNumThreads(threads);
        QVERIFY(scenes::sameBytes(alone, many));
    }

    void depthsAgree()
    {
        const cv::Mat from = periodic({220, 180});
        const cv::Mat region = scenes::disc(from.size(), {110, 90}, 40) > 0;
        const double off = scenes::depthsDiffer(filled(from, region, 5, {}),
                                                filled(scenes::deep(from), region, 5, {}), region);
        QVERIFY2(off <= 1, qPrintable(QString::number(off)));
    }

    void removalTakesTheSoftEdgeWithIt()
    {
        cv::Mat soft = scenes::disc({400, 400}, {200, 200}, 100);
        cv::GaussianBlur(soft, soft, {}, 3);
        const cv::Mat region = removalMask(soft, {});
        QCOMPARE(cv::countNonZero((soft > 16) & (region < 255)), 0);
        const double grown = std::sqrt(cv::sum(region)[0] / 255 / CV_PI) - 100;
        QVERIFY2(grown > 5 && grown < 18, qPrintable(QString::number(grown)));
        QVERIFY(
            scenes::sameBytes(removalMask(cv::Mat::zeros(9, 9, CV_8UC1), {}), cv::Mat::zeros(9, 9, CV_8UC1)));
    }

    void saysWhenNothingIsLeft()
    {
        const cv::Mat from = scenes::noisy({30, 30}, 1);
        QVERIFY_EXCEPTION_THROWN(filled(from, cv::Mat(30, 30, CV_8UC1, cv::Scalar(255)), 1, {}), UserError);
        QVERIFY_EXCEPTION_THROWN(filled(from, cv::Mat(30, 31, CV_8UC1, cv::Scalar(255)), 1, {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestFill)
#include "tst_fill.moc"
