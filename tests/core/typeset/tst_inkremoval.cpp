#include "core/typeset/inkremoval.h"

#include "core/base/error.h"
#include "tests/core/typeset/setlines.h"

#include <QGuiApplication>
#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestInkRemoval : public QObject
{
    Q_OBJECT

    const SetLine m_line = setLine(testFont("DejaVu Sans", QFont::Normal, false), u"Open 8-20"_s, 48);

private Q_SLOTS:
    void flatGroundIsExact()
    {
        const LineStrip strip = stripOf(m_line.pixels, m_line.quad);
        const Ink ink = inkOf(strip);
        const cv::Mat mask = inkMask(strip, ink, m_line.pixels.size());
        const cv::Mat clean = inkRemoved(m_line.pixels, mask, {}, ink.grain, 1, {});
        const cv::Mat paper(m_line.pixels.size(), CV_8UC4, cv::Scalar(240, 230, 210, 255));
        QCOMPARE(cv::norm(clean, paper, cv::NORM_INF), 0.0);
        // And no more than the letters was touched.
        QVERIFY(cv::countNonZero(mask) < 0.5 * double(mask.total()));
    }

    void gradientsGoOn()
    {
        cv::Mat shaded = m_line.pixels.clone();
        for (int y = 0; y < shaded.rows; ++y)
            for (int x = 0; x < shaded.cols; ++x)
                for (int i = 0; i < 3; ++i)
                    shaded.at<cv::Vec4b>(y, x)[i] =
                        uchar(shaded.at<cv::Vec4b>(y, x)[i] * (0.6 + 0.4 * x / shaded.cols));
        const LineStrip strip = stripOf(shaded, m_line.quad);
        const Ink ink = inkOf(strip);
        const cv::Mat clean = inkRemoved(shaded, inkMask(strip, ink, shaded.size()), {}, ink.grain, 1, {});
        double worst = 0;
        for (int y = 0; y < shaded.rows; ++y)
            for (int x = 0; x < shaded.cols; ++x)
                worst = std::max(
                    worst, std::abs(clean.at<cv::Vec4b>(y, x)[0] - 240 * (0.6 + 0.4 * x / shaded.cols)));
        QVERIFY2(worst < 6, qPrintable(QString::number(worst)));
    }

    void onlyTheNamedPartGoes()
    {
        const LineStrip strip = stripOf(m_line.pixels, m_line.quad);
        const cv::Mat right = inkMask(strip, inkOf(strip), m_line.pixels.size(), 0.5, 1);
        QCOMPARE(cv::countNonZero(right.colRange(0, right.cols / 2 - 3)), 0);
        QVERIFY(cv::countNonZero(right) > 0);
    }
};

QTEST_MAIN(TestInkRemoval)
#include "tst_inkremoval.moc"
