#include "core/base/error.h"
#include "core/edit/nativeresult.h"
#include "core/image/picturefile.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace focal;

namespace {

Picture photo(const QString& name)
{
    return loadPicture(u"/usr/share/doc/opencv-doc/examples/data/"_s + name);
}

/// What a model returns: @p native at @p size with a disc painted over its middle, drifted and off in colour.
cv::Mat asDrawn(const Picture& native, cv::Size size, double zoom, cv::Point2d shift, double gain,
                double offset)
{
    cv::Mat small;
    cv::resize(native.pixels(), small, size, 0, 0, cv::INTER_AREA);
    cv::circle(small, cv::Point(size) / 2, size.height / 6, cv::Scalar(230, 40, 60, 255), cv::FILLED,
               cv::LINE_AA);
    Drift drift;
    drift.scale = zoom;
    drift.shift = shift;
    cv::warpAffine(small, small, drift.matrix(size), size, cv::INTER_CUBIC, cv::BORDER_REFLECT);
    small.convertTo(small, CV_8U, gain, offset);
    cv::Mat noise(size, CV_8UC4);
    cv::RNG(3).fill(noise, cv::RNG::UNIFORM, 0, 4);
    cv::Mat out = small + noise;
    cv::insertChannel(cv::Mat(size, CV_8UC1, cv::Scalar(255)), out, 3);
    return out;
}

double share(const cv::Mat& mask)
{
    return static_cast<double>(cv::countNonZero(mask)) / static_cast<double>(mask.total());
}

} // namespace

class TestNativeResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void laysOnlyTheChangeOverTheNativePixels()
    {
        const Picture native = photo(u"home.jpg"_s);
        const cv::Size size(native.width() * 7 / 8, native.height() * 7 / 8);
        const cv::Mat drawn = asDrawn(native, size, 1.012, {1.7, -1.1}, 1.04, -3);
        const NativeResult result = toNative(native, drawn, EditExtent::Choose, {});
        QVERIFY(!result.whole);
        QVERIFY(std::abs(result.drift.scale - 1.012) < 0.002);
        QVERIFY(std::abs(result.gain[1] - 1 / 1.04) < 0.03);
        // The disc is a sixth of the height: 0.087 of the square of the height.
        const double disc = CV_PI / 36 * native.height() / native.width();
        const double changed = share(result.composite.changed);
        QVERIFY2(changed > disc && changed < 1.6 * disc + 0.01,
                 qPrintable(u"%1 of %2"_s.arg(changed).arg(disc)));
        const cv::Vec4b middle =
            result.composite.picture.pixels().at<cv::Vec4b>(native.height() / 2, native.width() / 2);
        QVERIFY(std::abs(middle[0] - 230) < 12 && std::abs(middle[1] - 40) < 12);
        // Elsewhere: to the byte.
        for (int y = 0; y < native.height(); ++y) {
            for (int x = 0; x < native.width(); ++x) {
                if (result.composite.changed.at<uchar>(y, x) == 0)
                    QCOMPARE(result.composite.picture.pixels().at<cv::Vec4b>(y, x),
                             native.pixels().at<cv::Vec4b>(y, x));
            }
        }
    }

    void changesNothingWhereNothingWasDrawn()
    {
        const Picture native = photo(u"messi5.jpg"_s);
        cv::Mat drawn;
        cv::resize(native.pixels(), drawn, native.size() / 2 * 2, 0, 0, cv::INTER_AREA);
        drawn.convertTo(drawn, CV_8U, 0.97, 4);
        cv::insertChannel(cv::Mat(drawn.size(), CV_8UC1, cv::Scalar(255)), drawn, 3);
        const NativeResult result = toNative(native, drawn, EditExtent::Choose, {});
        QVERIFY2(result.changedShare < 0.005, qPrintable(QString::number(result.changedShare)));
        QVERIFY(!result.whole);
    }

    void takesAnotherLookForTheWhole()
    {
        const Picture native = photo(u"messi5.jpg"_s);
        cv::Mat drawn;
        cv::bitwise_not(native.pixels(), drawn);
        cv::insertChannel(cv::Mat(drawn.size(), CV_8UC1, cv::Scalar(255)), drawn, 3);
        QVERIFY(toNative(native, drawn, EditExtent::Choose, {}).whole);

        // A slight change of light is the whole picture's only when that is said.
        drawn = native.pixels().clone();
        drawn.convertTo(drawn, CV_8U, 1, 9);
        cv::insertChannel(cv::Mat(drawn.size(), CV_8UC1, cv::Scalar(255)), drawn, 3);
        const NativeResult said = toNative(native, drawn, EditExtent::Whole, {});
        QVERIFY(said.whole && share(said.composite.changed) > 0.9);
        QVERIFY(share(toNative(native, drawn, EditExtent::Choose, {}).composite.changed) < 0.01);
    }

    void staysWithinTheLimit()
    {
        const Picture native = photo(u"home.jpg"_s);
        cv::Mat within = cv::Mat::zeros(native.size(), CV_8UC1);
        const cv::Rect left(0, 0, native.width() / 2, native.height());
        within(left) = 255;
        const NativeResult result =
            toNative(native, asDrawn(native, native.size(), 1, {}, 1, 0), EditExtent::Choose, within);
        cv::Mat outside = result.composite.changed.clone();
        QVERIFY(cv::countNonZero(outside(left)) > 500);
        outside(left) = 0;
        QCOMPARE(cv::countNonZero(outside), 0);
    }

    void keepsDepthAndAlpha()
    {
        cv::Mat deep;
        const Picture photo8 = photo(u"home.jpg"_s);
        photo8.pixels().convertTo(deep, CV_16U, 257);
        cv::Mat alpha(deep.size(), CV_16UC1, cv::Scalar(65535));
        const Picture native = Picture::fromMat(deep);
        const NativeResult result =
            toNative(native, asDrawn(photo8, photo8.size(), 1, {}, 1, 0), EditExtent::Region, {});
        QCOMPARE(result.composite.picture.bitDepth(), 16);
        cv::Mat after;
        cv::extractChannel(result.composite.picture.pixels(), after, 3);
        QCOMPARE(cv::countNonZero(after != alpha), 0);
    }

    void checksItsInput()
    {
        const Picture native = photo(u"home.jpg"_s);
        QVERIFY_EXCEPTION_THROWN(toNative(native, cv::Mat(8, 8, CV_8UC3), EditExtent::Choose, {}),
                                 LogicError);
        QVERIFY_EXCEPTION_THROWN(
            toNative(native, native.pixels(), EditExtent::Choose, cv::Mat(8, 8, CV_8UC1)), LogicError);
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(toNative(native, native.pixels(), EditExtent::Choose, {}, cancel),
                                 Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestNativeResult)
#include "tst_nativeresult.moc"
