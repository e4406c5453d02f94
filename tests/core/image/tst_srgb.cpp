#include "core/image/srgb.h"

#include "core/base/error.h"
#include "core/image/colour.h"
#include "tests/core/image/testpictures.h"

#include <QTest>

using namespace focal;
using namespace focal::test;

class TestSrgb : public QObject
{
    Q_OBJECT

    static Picture wide(const cv::Mat& pixels)
    {
        PictureMetadata metadata;
        metadata.iccProfile = wideProfile();
        return Picture::fromMat(pixels, metadata);
    }

private Q_SLOTS:
    void srgbIsShared()
    {
        const Picture picture = Picture::fromMat(testPixels(5, 4, 8));
        QCOMPARE(toSrgb(picture).data, picture.pixels().data);
        const cv::Mat drawn = testPixels(5, 4, 8);
        QCOMPARE(fromSrgb(drawn, {}).data, drawn.data);
        QCOMPARE(fromSrgb(drawn, "no profile").data, drawn.data);
    }

    void isWhatScreensShow()
    {
        for (const int bits : {8, 16}) {
            const Picture picture = wide(testPixels(21, 13, bits));
            const cv::Mat srgb = toSrgb(picture);
            QCOMPARE(srgb.type(), picture.pixels().type());
            const cv::Mat eight = to8Bits(srgb);
            const cv::Mat before = to8Bits(picture.pixels());
            const QImage shown = toDisplay(picture);
            bool differs = false;
            for (int y = 0; y < 13; ++y) {
                for (int x = 0; x < 21; ++x) {
                    const auto& p = eight.at<cv::Vec4b>(y, x);
                    QCOMPARE(shown.pixel(x, y), qRgb(p[0], p[1], p[2]));
                    const auto& was = before.at<cv::Vec4b>(y, x);
                    differs = differs || p != was;
                    QCOMPARE(p[3], was[3]); // alpha is no colour
                }
            }
            QVERIFY(differs);
        }
    }

    /// What sRGB can hold comes back as it was.
    void thereAndBack()
    {
        const cv::Mat drawn = testPixels(40, 30, 8) / 2 + cv::Scalar::all(100); // no dark tones: few bytes
        const cv::Mat inWide = fromSrgb(drawn, wideProfile());
        QVERIFY(cv::norm(inWide, drawn, cv::NORM_INF) > 8);
        QVERIFY(cv::norm(toSrgb(wide(inWide)), drawn, cv::NORM_INF) <= 3); // rounded twice
        QVERIFY_EXCEPTION_THROWN(fromSrgb(cv::Mat(2, 2, CV_8UC3), {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestSrgb)
#include "tst_srgb.moc"
