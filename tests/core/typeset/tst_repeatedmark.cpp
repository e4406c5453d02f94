#include "core/typeset/repeatedmark.h"

#include "core/base/error.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

#include <cmath>

using namespace focal;

namespace {

constexpr int Width = 600;
constexpr int Height = 420;

/// A ground of hills and grain that does not repeat, as full as the type allows.
cv::Mat groundOf(int type)
{
    cv::Mat ground(Height, Width, CV_8UC4);
    unsigned grain = 1;
    for (int y = 0; y < Height; ++y)
        for (int x = 0; x < Width; ++x) {
            grain = grain * 1664525U + 1013904223U;
            const double hills = 60 * std::sin(x * 0.013 + y * 0.007) + 40 * std::cos(y * 0.021 - x * 0.004);
            const int light = 115 + static_cast<int>(hills) + static_cast<int>(grain >> 28);
            ground.at<cv::Vec4b>(y, x) =
                cv::Vec4b(cv::saturate_cast<uchar>(light + 25), cv::saturate_cast<uchar>(light),
                          cv::saturate_cast<uchar>(light - 30), 255);
        }
    if (CV_MAT_DEPTH(type) == CV_16U)
        ground.convertTo(ground, CV_16U, 257);
    return ground;
}

/// Where the marks stand: a grid whose last column the border cuts.
std::vector<cv::Point> gridPlaces()
{
    std::vector<cv::Point> places;
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            places.emplace_back(60 + 215 * column, 70 + 120 * row);
    return places;
}

constexpr int MarkWidth = 110;
constexpr int MarkHeight = 30;

cv::Mat marked(const cv::Mat& ground, double opacity, double color)
{
    cv::Mat cover = cv::Mat::zeros(ground.size(), CV_8UC1);
    for (const cv::Point& place : gridPlaces())
        cv::putText(cover, "SAMPLE", place + cv::Point(2, 26), cv::FONT_HERSHEY_SIMPLEX, 0.9, 255, 4,
                    cv::LINE_AA);
    const double full = ground.depth() == CV_16U ? 65535 : 255;
    cv::Mat result = ground.clone();
    for (int y = 0; y < result.rows; ++y)
        for (int x = 0; x < result.cols; ++x)
            for (int channel = 0; channel < 3; ++channel) {
                const double share = opacity * cover.at<uchar>(y, x) / 255;
                if (ground.depth() == CV_16U) {
                    auto& value = result.at<cv::Vec4w>(y, x)[channel];
                    value = cv::saturate_cast<ushort>(value * (1 - share) + color * full * share);
                } else {
                    auto& value = result.at<cv::Vec4b>(y, x)[channel];
                    value = cv::saturate_cast<uchar>(value * (1 - share) + color * full * share);
                }
            }
    return result;
}

/// As a reader of text would bound them: not exactly.
std::vector<cv::Rect> knownMarks()
{
    const auto places = gridPlaces();
    return {{places[0].x - 3, places[0].y, MarkWidth + 4, MarkHeight},
            {places[4].x, places[4].y - 2, MarkWidth, MarkHeight + 3},
            {places[7].x + 2, places[7].y + 1, MarkWidth, MarkHeight}};
}

} // namespace

class TestRepeatedMark : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsBackWhatIsUnderIt_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("opacity");
        QTest::addColumn<double>("color");
        QTest::newRow("white") << CV_8UC4 << 0.5 << 1.0;
        QTest::newRow("faint white") << CV_8UC4 << 0.3 << 1.0;
        QTest::newRow("black") << CV_8UC4 << 0.4 << 0.0;
        QTest::newRow("16 bit") << CV_16UC4 << 0.5 << 1.0;
    }
    void bringsBackWhatIsUnderIt()
    {
        QFETCH(int, type);
        QFETCH(double, opacity);
        QFETCH(double, color);
        const cv::Mat bare = groundOf(type);
        const cv::Mat with = marked(bare, opacity, color);
        const auto mark = findRepeatedMark(with, knownMarks(), {});
        QVERIFY(mark);
        QCOMPARE(mark->places.size(), size_t(9));
        QCOMPARE(mark->white, color > 0.5);

        cv::Mat without = with.clone();
        const cv::Mat changed = removeRepeatedMark(without, *mark);
        const double nearer = cv::norm(with, bare) / cv::norm(without, bare);
        QVERIFY2(nearer > 4, qPrintable(QString::number(nearer)));
        // What is not said to have changed did not.
        cv::Mat outside;
        with.copyTo(outside, changed == 0);
        cv::Mat same;
        without.copyTo(same, changed == 0);
        QCOMPARE(cv::norm(outside, same, cv::NORM_INF), 0.0);
    }

    void leavesOpaqueMarksToFilling()
    {
        QVERIFY(!findRepeatedMark(marked(groundOf(CV_8UC4), 1, 1), knownMarks(), {}));
    }

    void asksForMarksThatRepeat()
    {
        const cv::Mat bare = groundOf(CV_8UC4);
        QVERIFY(!findRepeatedMark(bare, knownMarks(), {}));
        QVERIFY(!findRepeatedMark(marked(bare, 0.5, 1), {knownMarks().front()}, {}));
    }

    void stopsWhenAskedTo()
    {
        CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(findRepeatedMark(marked(groundOf(CV_8UC4), 0.5, 1), knownMarks(), cancel),
                                 Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestRepeatedMark)
#include "tst_repeatedmark.moc"
