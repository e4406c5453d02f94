#include "core/base/error.h"
#include "core/qwen/picturefit.h"

#include <QTest>

using namespace focal;

class TestPictureFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheAspect_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("wider than the model") << 400 << 173;
        QTest::newRow("taller") << 211 << 400;
        QTest::newRow("the same") << 240 << 160;
    }
    void keepsTheAspect()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const cv::Size model(96, 64);
        const PictureFit fit({width, height}, model);
        cv::Mat pixels(height, width, CV_8UC1);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                pixels.at<uchar>(y, x) = static_cast<uchar>(255 * x / width / 2 + 127 * y / height);
        const cv::Mat padded = fit.padded(pixels);
        QVERIFY(std::abs(double(padded.cols) / padded.rows - 1.5) < 0.01);
        QCOMPARE(fit.covered().size(), cv::Size2d(padded.size()));
        // What a model gives back that draws what it sees.
        cv::Mat drawn(model, CV_8UC1);
        for (int y = 0; y < model.height; ++y)
            for (int x = 0; x < model.width; ++x)
                drawn.at<uchar>(y, x) =
                    padded.at<uchar>(y * padded.rows / model.height, x * padded.cols / model.width);
        const cv::Mat back = fit.cropped(drawn);
        QVERIFY(std::abs(double(back.cols) / back.rows - double(width) / height) < 0.06);
        for (const double share : {0.1, 0.5, 0.9}) {
            const int got = back.at<uchar>(int(share * back.rows), int(share * back.cols));
            const int want = pixels.at<uchar>(int(share * height), int(share * width));
            QVERIFY2(std::abs(got - want) < 12, qPrintable(QStringLiteral("%1 %2").arg(got).arg(want)));
        }
    }
    void checksItsInput()
    {
        QVERIFY_EXCEPTION_THROWN(PictureFit({0, 3}, {4, 4}), LogicError);
        const PictureFit fit({10, 10}, {16, 16});
        QVERIFY_EXCEPTION_THROWN(fit.padded(cv::Mat(3, 3, CV_8UC1)), LogicError);
        QVERIFY_EXCEPTION_THROWN(fit.cropped(cv::Mat(3, 3, CV_8UC1)), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestPictureFit)
#include "tst_picturefit.moc"
