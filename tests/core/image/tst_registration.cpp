#include "core/base/error.h"
#include "core/image/picturefile.h"
#include "core/image/registration.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace focal;

namespace {

cv::Mat photo(const QString& name)
{
    const Picture picture = loadPicture(u"/usr/share/doc/opencv-doc/examples/data/"_s + name);
    cv::Mat grey;
    cv::cvtColor(picture.pixels(), grey, cv::COLOR_RGBA2GRAY);
    return grey;
}

/// What a model that zooms by @p scale and shifts by @p shift makes of @p picture.
cv::Mat drifted(const cv::Mat& picture, double scale, cv::Point2d shift)
{
    Drift drift;
    drift.scale = scale;
    drift.shift = shift;
    cv::Mat out;
    cv::warpAffine(picture, out, drift.matrix(picture.size()), picture.size(), cv::INTER_CUBIC,
                   cv::BORDER_REFLECT);
    return out;
}

} // namespace

class TestRegistration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsZoomAndShift_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("scale");
        QTest::addColumn<QPointF>("shift");
        QTest::newRow("none") << u"messi5.jpg"_s << 1.0 << QPointF(0, 0);
        QTest::newRow("shift") << u"messi5.jpg"_s << 1.0 << QPointF(3.4, -2.3);
        QTest::newRow("zoom in") << u"home.jpg"_s << 1.021 << QPointF(0, 0);
        QTest::newRow("zoom out") << u"home.jpg"_s << 0.984 << QPointF(-1.5, 0.7);
        QTest::newRow("both, blurred photo") << u"squirrel_cls.jpg"_s << 1.012 << QPointF(2.2, 4.6);
    }
    void findsZoomAndShift()
    {
        QFETCH(QString, name);
        QFETCH(double, scale);
        QFETCH(QPointF, shift);
        const cv::Mat picture = photo(name);
        const Drift drift = estimateDrift(picture, drifted(picture, scale, {shift.x(), shift.y()}));
        QVERIFY2(drift.agreement > 0.3, qPrintable(QString::number(drift.agreement)));
        // A corner moves by less than a third of a pixel too much or too little.
        const double corner = cv::norm(cv::Point2d(picture.size()) / 2) * std::abs(drift.scale - scale);
        const double miss = cv::norm(drift.shift - cv::Point2d(shift.x(), shift.y()));
        QVERIFY2(corner + miss < 0.35, qPrintable(u"%1 + %2"_s.arg(corner).arg(miss)));
    }

    void isNotMisledByWhatChanged()
    {
        const cv::Mat picture = photo(u"messi5.jpg"_s);
        cv::Mat moved = drifted(picture, 1.01, {2, 1});
        // A third of the picture shows something else, which lies elsewhere.
        const cv::Rect place(40, 30, picture.cols / 2, picture.rows * 2 / 3);
        const cv::Mat other = photo(u"home.jpg"_s);
        other(cv::Rect({10, 10}, place.size())).copyTo(moved(place));
        const Drift drift = estimateDrift(picture, moved);
        QVERIFY2(std::abs(drift.scale - 1.01) < 0.001, qPrintable(QString::number(drift.scale)));
        QVERIFY(cv::norm(drift.shift - cv::Point2d(2, 1)) < 0.25);
    }

    void statesNothingWithoutGrounds()
    {
        const cv::Mat flat(300, 400, CV_8UC1, cv::Scalar(90));
        QCOMPARE(estimateDrift(flat, flat).agreement, 0.0);
        const cv::Mat tiny(40, 60, CV_8UC1, cv::Scalar(90));
        QCOMPARE(estimateDrift(tiny, tiny).agreement, 0.0);
        // Two pictures that have nothing in common.
        const cv::Mat one = photo(u"home.jpg"_s);
        cv::Mat other;
        cv::resize(photo(u"fruits.jpg"_s), other, one.size());
        const Drift drift = estimateDrift(one, other);
        QVERIFY2(drift.agreement < 0.35, qPrintable(QString::number(drift.agreement)));
    }

    void checksItsInput()
    {
        const cv::Mat grey(100, 100, CV_8UC1, cv::Scalar(0));
        QVERIFY_EXCEPTION_THROWN(estimateDrift(grey, grey(cv::Rect(0, 0, 90, 100))), LogicError);
        QVERIFY_EXCEPTION_THROWN(estimateDrift(grey, cv::Mat(100, 100, CV_8UC4)), LogicError);
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(estimateDrift(grey, grey, cancel), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestRegistration)
#include "tst_registration.moc"
