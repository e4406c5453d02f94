#include "core/typeset/ink.h"
#include "tests/core/typeset/setlines.h"

#include <QGuiApplication>
#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestInk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsColourGroundAndBox()
    {
        const SetLine line = setLine(testFont("DejaVu Sans", QFont::Bold, false), u"Summer Sale"_s, 60);
        const LineStrip strip = stripOf(line.pixels, line.quad);
        const Ink ink = inkOf(strip);
        QVERIFY(cv::norm(ink.color - cv::Vec3f(140 / 255.F, 20 / 255.F, 30 / 255.F)) < 0.02);
        const auto ground = ink.ground.at<cv::Vec3f>(strip.line.y + 32, strip.line.x + 100);
        QVERIFY(cv::norm(ground - cv::Vec3f(240 / 255.F, 230 / 255.F, 210 / 255.F)) < 0.02);
        QVERIFY(ink.grain < 0.01);
        // The quad leaves a quarter of an em on each side.
        const double air = 15 * strip.scale;
        QVERIFY(std::abs(ink.box.x - strip.line.x - air) < 2);
        QVERIFY(std::abs(strip.line.br().y - ink.box.br().y - air) < 2);
        QVERIFY(ink.softness < 1);
    }

    void lightInkOnDarkGround()
    {
        SetLine line = setLine(testFont("DejaVu Serif", QFont::Normal, false), u"Hello"_s, 80);
        cv::Mat inverse = cv::Scalar(255, 255, 255, 510) - line.pixels;
        const Ink ink = inkOf(stripOf(inverse, line.quad));
        QVERIFY(cv::norm(ink.color - cv::Vec3f(115 / 255.F, 235 / 255.F, 225 / 255.F)) < 0.03);
    }

    void emptyPaperHasNoInk()
    {
        const cv::Mat paper(100, 300, CV_8UC4, cv::Scalar(200, 200, 200, 255));
        const Ink ink = inkOf(stripOf(paper, {cv::Point2f(20, 20), {280, 20}, {280, 80}, {20, 80}}));
        QVERIFY(ink.box.empty());
        QCOMPARE(cv::countNonZero(ink.touched), 0);
    }
};

QTEST_MAIN(TestInk)
#include "tst_ink.moc"
