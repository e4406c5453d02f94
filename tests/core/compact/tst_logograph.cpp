#include "core/compact/logograph.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;

namespace {

const cv::Rect Lettering(60, 110, 90, 20);
const cv::Rect Drawing(75, 50, 60, 50);

/// A sky that brightens downwards over a dark hill, with a ring and a bar of letters on it.
cv::Mat skyWithLogo(int type)
{
    cv::Mat pixels(300, 400, CV_8UC4);
    for (int y = 0; y < pixels.rows; ++y)
        pixels.row(y).setTo(y > 220 ? cv::Scalar(60, 50, 40, 255)
                                    : cv::Scalar(90 + y / 4.0, 140 + y / 4.0, 220, 255));
    cv::ellipse(pixels, (Drawing.tl() + Drawing.br()) / 2, Drawing.size() / 2 - cv::Size(4, 4), 0, 0, 360,
                cv::Scalar(220, 30, 30, 255), 8);
    for (int x = Lettering.x; x < Lettering.br().x; x += 10)
        cv::rectangle(pixels, cv::Rect(x, Lettering.y, 5, Lettering.height), cv::Scalar(20, 20, 20, 255),
                      cv::FILLED);
    if (CV_MAT_DEPTH(type) == CV_16U)
        pixels.convertTo(pixels, CV_16U, 257);
    return pixels;
}

cv::Mat letteringMask()
{
    cv::Mat mask = cv::Mat::zeros(300, 400, CV_8UC1);
    mask(Lettering).setTo(255);
    return mask;
}

} // namespace

class TestLogograph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheDrawingAndNothingElse_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit") << CV_8UC4;
        QTest::newRow("16 bit") << CV_16UC4;
    }
    void findsTheDrawingAndNothingElse()
    {
        QFETCH(int, type);
        const cv::Mat found = drawingBeside(skyWithLogo(type), letteringMask());
        QVERIFY(cv::countNonZero(found) > 600);
        const cv::Rect box = cv::boundingRect(found);
        QVERIFY2(
            (box & cv::Rect(Drawing.x - 8, Drawing.y - 8, Drawing.width + 16, Drawing.height + 16)) == box,
            qPrintable(QStringLiteral("%1 %2 %3 %4").arg(box.x).arg(box.y).arg(box.width).arg(box.height)));
    }

    void findsNoneBesideBareLettering()
    {
        cv::Mat pixels = skyWithLogo(CV_8UC4);
        for (int y = Drawing.y - 4; y < Drawing.br().y + 4; ++y)
            pixels.row(y).setTo(pixels.at<cv::Vec4b>(y, 390));
        QCOMPARE(cv::countNonZero(drawingBeside(pixels, letteringMask())), 0);
        QCOMPARE(cv::countNonZero(drawingBeside(pixels, cv::Mat::zeros(pixels.size(), CV_8UC1))), 0);
    }

    void leavesBusyGroundsAlone()
    {
        cv::Mat pixels = skyWithLogo(CV_8UC4);
        unsigned grain = 7;
        for (int y = 0; y < pixels.rows; y += 6)
            for (int x = 0; x < pixels.cols; x += 6) {
                grain = grain * 1664525U + 1013904223U;
                pixels(cv::Rect(x, y, 6, 6) & cv::Rect({}, pixels.size()))
                    .setTo(cv::Scalar(grain >> 24, (grain >> 16) & 255, (grain >> 8) & 255, 255));
            }
        QCOMPARE(cv::countNonZero(drawingBeside(pixels, letteringMask())), 0);
    }
};

QTEST_APPLESS_MAIN(TestLogograph)
#include "tst_logograph.moc"
