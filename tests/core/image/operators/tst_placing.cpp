#include "core/image/operators/placing.h"

#include "core/base/error.h"
#include "tests/core/image/operators/scenes.h"

#include <QTest>

using namespace focal;

class TestPlacing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizesKeepTheForm()
    {
        QCOMPARE(fittedSize({200, 100}, {50, 50}), cv::Size(50, 25));
        QCOMPARE(fittedSize({10, 20}, {400, 100}), cv::Size(50, 100));
        QCOMPARE(fittedSize({1000, 1}, {10, 10}), cv::Size(10, 1));
    }

    void theCalmPlaceIsFound()
    {
        cv::Mat pixels = scenes::noisy({300, 200}, 9);
        const cv::Rect calm(190, 20, 100, 80);
        pixels(calm) = cv::Scalar(120, 120, 120, 255);
        const cv::Rect place = calmPlace(pixels, {60, 40}, 5, {});
        QCOMPARE(place & calm, place);
        // All is equally calm: a border, and the margin is kept.
        const cv::Rect corner = calmPlace(scenes::plain({300, 200}, {9, 9, 9}), {60, 40}, 5, {});
        QVERIFY(corner.x == 5 || corner.y == 5 || corner.br().x == 295 || corner.br().y == 195);
        QVERIFY_EXCEPTION_THROWN(calmPlace(pixels, {301, 40}, 5, {}), LogicError);
    }

    void alphaDecidesWhatShows()
    {
        const cv::Mat pixels = scenes::plain({40, 30}, {10, 20, 30});
        cv::Mat logo(10, 10, CV_8UC4, cv::Scalar(200, 100, 50, 255));
        logo(cv::Rect(0, 0, 5, 10)) = cv::Scalar(255, 255, 255, 0);
        const cv::Rect where(8, 6, 10, 10);
        const cv::Mat out = laidOver(pixels, logo, where, {});
        QVERIFY(scenes::sameOutside(pixels, out, where));
        QCOMPARE(out.at<cv::Vec4b>(10, 10), cv::Vec4b(10, 20, 30, 255));
        QCOMPARE(out.at<cv::Vec4b>(10, 15), cv::Vec4b(200, 100, 50, 255));
        // Scaled, the hidden white does not show at the edge.
        const cv::Mat half = laidOver(pixels, logo, {8, 6, 5, 5}, {});
        for (int x = 8; x < 13; ++x)
            QVERIFY(half.at<cv::Vec4b>(8, x)[2] <= 50);
        // 16 bits in, 16 bits out; an 8-bit logo serves both.
        QVERIFY(scenes::depthsDiffer(out, laidOver(scenes::deep(pixels), logo, where, {}),
                                     cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(255))) <= 1);
    }

    void onATransparentPictureAlphaGrows()
    {
        const cv::Mat pixels(20, 20, CV_8UC4, cv::Scalar(0, 0, 0, 0));
        const cv::Mat logo(5, 5, CV_8UC4, cv::Scalar(200, 100, 50, 128));
        const auto p = laidOver(pixels, logo, {5, 5, 5, 5}, {}).at<cv::Vec4b>(7, 7);
        QCOMPARE(p, cv::Vec4b(200, 100, 50, 128));
        QVERIFY_EXCEPTION_THROWN(laidOver(pixels, logo, {18, 5, 5, 5}, {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestPlacing)
#include "tst_placing.moc"
