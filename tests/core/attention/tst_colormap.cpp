#include "core/attention/colormap.h"
#include "core/base/error.h"
#include "core/image/operators/colorspace.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace focal;

namespace {

Oklab perceived(Rgb color)
{
    return toOklab(toLinear(color));
}

double distance(Oklab a, Oklab b)
{
    return std::hypot(double(a.lightness - b.lightness), double(a.a - b.a), double(a.b - b.b));
}

} // namespace

class TestColorMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightnessRisesEvenly()
    {
        const ColorTable& colors = sequentialColors();
        const double step = double(perceived(colors[255]).lightness - perceived(colors[0]).lightness) / 255;
        QVERIFY(step * 255 > 0.7);
        for (size_t i = 16; i < colors.size(); ++i) {
            const double rise =
                double(perceived(colors[i]).lightness - perceived(colors[i - 16]).lightness) / 16;
            QVERIFY2(std::abs(rise - step) < 0.25 * step, qPrintable(QString::number(i)));
        }
    }

    void equalStepsLookAlike()
    {
        const ColorTable& colors = sequentialColors();
        std::vector<double> steps;
        for (size_t i = 8; i < colors.size(); i += 8)
            steps.push_back(distance(perceived(colors[i]), perceived(colors[i - 8])));
        const auto [least, most] = std::minmax_element(steps.begin(), steps.end());
        QVERIFY2(*most < 3 * *least, qPrintable(QStringLiteral("%1 to %2").arg(*least).arg(*most)));
    }

    void tintsLieApart()
    {
        for (int a = 0; a < 8; ++a)
            for (int b = 0; b < a; ++b)
                QVERIFY2(distance(perceived(tintColors(a)[255]), perceived(tintColors(b)[255])) > 0.08,
                         qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
        QVERIFY(perceived(tintColors(3)[255]).lightness > perceived(tintColors(3)[0]).lightness + 0.4F);
    }

    void overlayFadesWithTheValue()
    {
        const cv::Mat values = (cv::Mat_<float>(1, 5) << -1, 0, 0.25, 1, 3);
        const cv::Mat shown = overlay(values, sequentialColors(), 0.5);
        QCOMPARE(shown.type(), CV_8UC4);
        QCOMPARE(int(shown.at<cv::Vec4b>(0, 0)[3]), 0);
        QCOMPARE(int(shown.at<cv::Vec4b>(0, 1)[3]), 0);
        QCOMPARE(int(shown.at<cv::Vec4b>(0, 2)[3]), 64);
        QCOMPARE(int(shown.at<cv::Vec4b>(0, 3)[3]), 128);
        QCOMPARE(shown.at<cv::Vec4b>(0, 4), shown.at<cv::Vec4b>(0, 3));
        const Rgb top = sequentialColors()[255];
        QCOMPARE(shown.at<cv::Vec4b>(0, 3), cv::Vec4b(top.r, top.g, top.b, 128));
        QVERIFY_EXCEPTION_THROWN(overlay(cv::Mat::zeros(1, 1, CV_8UC1), sequentialColors(), 1), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestColorMap)
#include "tst_colormap.moc"
