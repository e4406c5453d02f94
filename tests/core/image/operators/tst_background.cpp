#include "core/image/operators/background.h"

#include "core/base/error.h"
#include "core/image/operators/colorspace.h"
#include "core/image/operators/foreground.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

using namespace focal;

namespace {

const cv::Size size(240, 200);

/// A foreground colour over a background colour by @p alpha in linear light.
cv::Mat mixed(Rgb front, Rgb back, const cv::Mat& alpha)
{
    const LinearRgb f = toLinear(front);
    const LinearRgb b = toLinear(back);
    const auto& curve = TransferCurve<std::uint8_t>::instance();
    cv::Mat out(alpha.size(), CV_8UC4);
    for (int y = 0; y < out.rows; ++y) {
        for (int x = 0; x < out.cols; ++x) {
            const float a = float(alpha.at<std::uint8_t>(y, x)) / 255;
            out.at<cv::Vec4b>(y, x) =
                cv::Vec4b(curve.toStored(a * f.r + (1 - a) * b.r), curve.toStored(a * f.g + (1 - a) * b.g),
                          curve.toStored(a * f.b + (1 - a) * b.b), 255);
        }
    }
    return out;
}

/// A disc whose edge is some 12 pixels wide.
cv::Mat softDisc()
{
    cv::Mat alpha = scenes::disc(size, {120, 100}, 60);
    cv::GaussianBlur(alpha, alpha, {}, 4);
    return alpha;
}

} // namespace

class TestBackground : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The old green must be gone from the edge: the result is what mixing over the new colour would have
    /// given.
    void leavesNoRimOfTheOldColour()
    {
        const cv::Mat alpha = softDisc();
        const Rgb front{180, 60, 40};
        const cv::Mat from = mixed(front, Rgb{40, 200, 60}, alpha);
        for (const Rgb back : {Rgb{255, 255, 255}, Rgb{0, 0, 0}, Rgb{43, 95, 217}}) {
            const BackgroundEdit edit = withBackgroundColor(from, alpha, back, {});
            const double off = scenes::greatestDifference(edit.pixels, mixed(front, back, alpha), alpha >= 0);
            QVERIFY2(off <= 6, qPrintable(QString::number(off)));
        }
    }

    /// With an alpha that is too wide by two pixels, as found masks are, the rim still is no brighter green
    /// than either.
    void standsAWrongAlpha()
    {
        const cv::Mat alpha = scenes::disc(size, {120, 100}, 60);
        const cv::Mat from = mixed(Rgb{180, 60, 40}, Rgb{40, 200, 60}, alpha);
        cv::Mat wide;
        cv::GaussianBlur(alpha, wide, {}, 2);
        const cv::Mat to = withBackgroundColor(from, wide, Rgb{255, 255, 255}, {}).pixels;
        int green = 0;
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const auto& p = to.at<cv::Vec4b>(y, x);
                green += p[1] > p[0] + 40 ? 1 : 0;
            }
        QVERIFY2(green <= 60, qPrintable(QString::number(green))); // a full rim would be some 380
    }

    void maskCoversAllThatIsNotTheForeground()
    {
        const cv::Mat alpha = softDisc();
        const cv::Mat from = scenes::noisy(size, 2);
        const BackgroundEdit edit = withBackgroundColor(from, alpha, Rgb{1, 2, 3}, {});
        QVERIFY(scenes::sameBytes(edit.mask, alpha < 255));
        QCOMPARE(scenes::greatestDifference(from, edit.pixels, alpha == 255), 0.0);
        QCOMPARE(edit.pixels.at<cv::Vec4b>(2, 2), cv::Vec4b(1, 2, 3, 255));
    }

    void blurKeepsTheForegroundOut()
    {
        const cv::Mat alpha = scenes::disc(size, {120, 100}, 60);
        cv::Mat from = mixed(Rgb{255, 0, 0}, Rgb{90, 90, 90}, alpha);
        from.at<cv::Vec4b>(20, 20) = cv::Vec4b(255, 255, 255, 255);
        const BackgroundEdit edit = withBackgroundBlur(from, alpha, 0.8, {});
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                if (alpha.at<std::uint8_t>(y, x) != 0)
                    continue;
                const auto& p = edit.pixels.at<cv::Vec4b>(y, x);
                QVERIFY2(std::abs(p[0] - p[1]) <= 1, "the red thing bleeds into the grey");
            }
        }
        QVERIFY(edit.pixels.at<cv::Vec4b>(20, 20)[0] < 160);
        QVERIFY(edit.pixels.at<cv::Vec4b>(24, 20)[0] > 90);
        QVERIFY(scenes::sameAlpha(from, edit.pixels));
        QCOMPARE(cv::countNonZero(withBackgroundBlur(from, alpha, 0, {}).mask), 0);
    }

    void foregroundColoursTouchOnlyTheEdge()
    {
        const cv::Mat alpha = softDisc();
        const cv::Mat from = scenes::noisy(size, 8);
        const cv::Mat to = foregroundColors(from, alpha, {});
        QCOMPARE(scenes::greatestDifference(from, to, (alpha == 0) | (alpha == 255)), 0.0);
        QVERIFY(scenes::sameAlpha(from, to));
    }

    void depthsAgree()
    {
        const cv::Mat alpha = softDisc();
        const cv::Mat from = mixed(Rgb{180, 60, 40}, Rgb{40, 200, 60}, alpha);
        const cv::Mat all(size, CV_8UC1, cv::Scalar(255));
        QVERIFY(scenes::depthsDiffer(
                    withBackgroundColor(from, alpha, Rgb{9, 90, 200}, {}).pixels,
                    withBackgroundColor(scenes::deep(from), alpha, Rgb{9, 90, 200}, {}).pixels, all) <= 1);
        QVERIFY(scenes::depthsDiffer(withBackgroundBlur(from, alpha, 0.5, {}).pixels,
                                     withBackgroundBlur(scenes::deep(from), alpha, 0.5, {}).pixels,
                                     all) <= 1);
    }

    void refusesOtherSizes()
    {
        QVERIFY_EXCEPTION_THROWN(
            withBackgroundColor(cv::Mat(4, 4, CV_8UC4), cv::Mat(5, 4, CV_8UC1), Rgb{}, {}), LogicError);
        QVERIFY_EXCEPTION_THROWN(withBackgroundBlur(cv::Mat(4, 4, CV_8UC4), cv::Mat(5, 4, CV_8UC1), 0.5, {}),
                                 LogicError);
    }
};

QTEST_GUILESS_MAIN(TestBackground)
#include "tst_background.moc"
