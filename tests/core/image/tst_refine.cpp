#include "core/image/refine.h"

#include <QTest>

#include <opencv2/imgproc.hpp>

using namespace focal;

namespace {

/// A disc of one texture on a ground of another, at a place that no grid knows.
struct Scene
{
    Picture picture;
    cv::Mat truth; ///< CV_8UC1, 0 or 255.
};

Scene discScene(cv::Size size, int bits = 8)
{
    cv::RNG random(7);
    cv::Mat noise(size, CV_8UC3);
    random.fill(noise, cv::RNG::NORMAL, cv::Scalar::all(0), cv::Scalar::all(14));
    cv::Mat colours(size, CV_8UC3, cv::Scalar(60, 110, 70));
    cv::Mat truth(size, CV_8UC1, cv::Scalar(0));
    const int radius = size.height * 3 / 10;
    const cv::Point centre(size.width * 45 / 100 + 3, size.height * 52 / 100);
    cv::circle(truth, centre, radius, cv::Scalar(255), cv::FILLED);
    colours.setTo(cv::Scalar(190, 120, 60), truth);
    colours += noise;
    cv::Mat rgba;
    cv::cvtColor(colours, rgba, cv::COLOR_RGB2RGBA);
    if (bits == 16)
        rgba.convertTo(rgba, CV_16U, 257);
    return {Picture::fromMat(rgba), truth};
}

/// The truth as a network of patches of @p side pixels would give it, off by some pixels.
cv::Mat coarseOf(const cv::Mat& truth, int side)
{
    cv::Mat moved;
    const cv::Matx23d shift(1, 0, 5, 0, 1, -4);
    cv::warpAffine(truth, moved, shift, truth.size());
    cv::Mat coarse;
    cv::resize(moved, coarse, truth.size() / side, 0, 0, cv::INTER_AREA);
    coarse.convertTo(coarse, CV_32F, 1.0 / 255);
    return coarse;
}

double overlap(const cv::Mat& mask, const cv::Mat& truth)
{
    const cv::Mat inside = mask > 127;
    return double(cv::countNonZero(inside & truth)) / cv::countNonZero(inside | truth);
}

cv::Rect2d whole(const Picture& picture)
{
    return {0, 0, double(picture.width()), double(picture.height())};
}

} // namespace

class TestRefine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplesAtPixelCentres()
    {
        // A ramp over a larger rectangle than the area: its values must come back where they belong.
        cv::Mat ramp(4, 10, CV_32FC1);
        for (int y = 0; y < ramp.rows; ++y)
            for (int x = 0; x < ramp.cols; ++x)
                ramp.at<float>(y, x) = static_cast<float>(x);
        const cv::Mat out = sampledOver(ramp, {0, 0, 100, 40}, {80, 40}, {8, 4});
        for (int x = 0; x < 8; ++x)
            QVERIFY(std::abs(out.at<float>(2, x) - float(x)) < 1e-4F);
        const cv::Mat shifted = sampledOver(ramp, {-10, 0, 100, 40}, {80, 40}, {8, 4});
        for (int x = 0; x < 8; ++x)
            QVERIFY(std::abs(shifted.at<float>(1, x) - float(x + 1)) < 1e-4F);
    }

    void guidedFilterKeepsEdgesAndSmoothsFlats()
    {
        cv::Mat guide(64, 64, CV_32FC3, cv::Scalar(0.2, 0.3, 0.2));
        guide.colRange(32, 64).setTo(cv::Scalar(0.7, 0.4, 0.3));
        cv::Mat map(64, 64, CV_32FC1, cv::Scalar(0));
        map.colRange(30, 64).setTo(1); // The edge is two pixels off.
        const cv::Mat out = guidedFilter(guide, map, 8, 1e-4);
        QVERIFY(out.at<float>(32, 31) < 0.4F);
        QVERIFY(out.at<float>(32, 32) > 0.8F);
        // Where the guide is flat the result is the mean of the means.
        cv::Mat flat(64, 64, CV_32FC3, cv::Scalar::all(0.5));
        const cv::Mat mean = guidedFilter(flat, map, 8, 1e-4);
        cv::Mat expected;
        cv::blur(map, expected, {17, 17}, {-1, -1}, cv::BORDER_REFLECT);
        cv::blur(expected, expected, {17, 17}, {-1, -1}, cv::BORDER_REFLECT);
        QVERIFY(cv::norm(mean, expected, cv::NORM_INF) < 1e-3);
        QVERIFY_THROWS_EXCEPTION(LogicError, guidedFilter(guide, map.rowRange(0, 32), 8, 1e-4));
        QVERIFY_THROWS_EXCEPTION(LogicError, guidedFilter(guide, map, 0, 1e-4));
    }

    void snapsToTheEdge_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("bits");
        QTest::newRow("small") << QSize(300, 240) << 8;
        QTest::newRow("wide") << QSize(800, 420) << 8;
        QTest::newRow("large") << QSize(2400, 1800) << 8;
        QTest::newRow("16 bits") << QSize(500, 400) << 16;
    }
    void snapsToTheEdge()
    {
        QFETCH(QSize, size);
        QFETCH(int, bits);
        const Scene scene = discScene({size.width(), size.height()}, bits);
        const int side = std::max(10, size.width() / 40);
        const cv::Mat coarse = coarseOf(scene.truth, side);
        cv::Mat plain;
        cv::resize(coarse, plain, scene.truth.size(), 0, 0, cv::INTER_LINEAR);
        plain.convertTo(plain, CV_8U, 255);
        const cv::Mat mask = refinedMask(scene.picture, coarse, whole(scene.picture), {});
        QCOMPARE(mask.type(), CV_8UC1);
        QCOMPARE(mask.size(), scene.truth.size());
        const double before = overlap(plain, scene.truth);
        const double after = overlap(mask, scene.truth);
        QVERIFY2(after > 0.98, qPrintable(QString::number(after)));
        QVERIFY(after > before);
        // Outside, the mask is exactly empty: whatever it touches counts as changed.
        cv::Mat far;
        cv::distanceTransform(~scene.truth, far, cv::DIST_L2, cv::DIST_MASK_5);
        QCOMPARE(cv::countNonZero(mask & (far > 0.06 * size.width())), 0);
    }

    void isDeterministic()
    {
        const Scene scene = discScene({400, 300});
        const cv::Mat coarse = coarseOf(scene.truth, 12);
        const cv::Mat first = refinedMask(scene.picture, coarse, whole(scene.picture), {});
        cv::theRNG().next(); // Somebody else uses the generator in between, and must not notice that we do.
        cv::RNG before = cv::theRNG();
        const cv::Mat second = refinedMask(scene.picture, coarse, whole(scene.picture), {});
        QCOMPARE(cv::theRNG().state, before.state);
        QCOMPARE(cv::countNonZero(first != second), 0);
    }

    void reachesTheBorder()
    {
        // A thing that is cut by the picture's border is inside up to the last pixel.
        cv::Mat rgba(200, 300, CV_8UC4, cv::Scalar(40, 90, 50, 255));
        rgba.colRange(0, 140).setTo(cv::Scalar(200, 60, 60, 255));
        cv::Mat coarse(20, 30, CV_32FC1, cv::Scalar(0));
        coarse.colRange(0, 14).setTo(1);
        const Picture picture = Picture::fromMat(rgba);
        const cv::Mat mask = refinedMask(picture, coarse, whole(picture), {});
        QCOMPARE(cv::countNonZero(mask.colRange(0, 130) != 255), 0);
        QCOMPARE(cv::countNonZero(mask.colRange(150, 300)), 0);
    }

    void takesEmptyAndFullMaps()
    {
        const Scene scene = discScene({200, 160});
        const cv::Mat none =
            refinedMask(scene.picture, cv::Mat(8, 10, CV_32FC1, cv::Scalar(0)), whole(scene.picture), {});
        QCOMPARE(cv::countNonZero(none), 0);
        const cv::Mat all =
            refinedMask(scene.picture, cv::Mat(8, 10, CV_32FC1, cv::Scalar(1)), whole(scene.picture), {});
        QCOMPARE(cv::countNonZero(all != 255), 0);
        const Picture tiny = Picture::fromMat(cv::Mat(1, 1, CV_8UC4, cv::Scalar::all(9)));
        QCOMPARE(refinedMask(tiny, cv::Mat(1, 1, CV_32FC1, cv::Scalar(1)), whole(tiny), {}).at<uchar>(0, 0),
                 uchar(255));
        QVERIFY_THROWS_EXCEPTION(LogicError, refinedMask({}, none, {0, 0, 1, 1}, {}));
    }

    void stopsWhenCancelled()
    {
        const Scene scene = discScene({400, 300});
        const CancelToken token;
        token.cancel();
        QVERIFY_THROWS_EXCEPTION(
            Cancelled, refinedMask(scene.picture, coarseOf(scene.truth, 10), whole(scene.picture), token));
    }
};

QTEST_GUILESS_MAIN(TestRefine)
#include "tst_refine.moc"
