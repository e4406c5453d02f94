#include "core/base/error.h"
#include "core/edit/composite.h"

#include <QTest>

using namespace focal;

class TestComposite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryByteOutsideTheMask_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit") << CV_8UC4;
        QTest::newRow("16 bit") << CV_16UC4;
    }
    void keepsEveryByteOutsideTheMask()
    {
        QFETCH(int, type);
        cv::RNG random(7);
        cv::Mat source(61, 83, type), edited(61, 83, type), mask(61, 83, CV_8UC1);
        random.fill(source, cv::RNG::UNIFORM, 0, type == CV_8UC4 ? 256 : 65536);
        random.fill(edited, cv::RNG::UNIFORM, 0, type == CV_8UC4 ? 256 : 65536);
        random.fill(mask, cv::RNG::UNIFORM, 0, 256);
        mask(cv::Rect(0, 0, 40, 30)) = 0;
        mask(cv::Rect(50, 40, 20, 20)) = 255;

        PictureMetadata metadata;
        metadata.iccProfile = QByteArray("profile");
        const Picture native = Picture::fromMat(source.clone(), metadata);
        const Composite result = composite(native, edited, mask);

        QCOMPARE(result.picture.bitDepth(), type == CV_8UC4 ? 8 : 16);
        QCOMPARE(result.picture.metadata().iccProfile, metadata.iccProfile);
        QVERIFY(native == Picture::fromMat(source, metadata)); // the source itself is untouched
        const cv::Mat& out = result.picture.pixels();
        const std::size_t bytes = out.elemSize();
        for (int y = 0; y < out.rows; ++y) {
            for (int x = 0; x < out.cols; ++x) {
                const auto at = [&](const cv::Mat& m) {
                    return m.ptr(y) + static_cast<std::size_t>(x) * bytes;
                };
                const bool same = std::memcmp(at(out), at(source), bytes) == 0;
                QCOMPARE(result.changed.at<std::uint8_t>(y, x) == 0, same);
                if (mask.at<std::uint8_t>(y, x) == 0)
                    QVERIFY(same);
                if (mask.at<std::uint8_t>(y, x) == 255)
                    QCOMPARE(std::memcmp(at(out), at(edited), bytes), 0);
            }
        }
    }

    void mixesByTheMask()
    {
        const cv::Mat source(1, 3, CV_8UC4, cv::Scalar(0, 100, 255, 255));
        const cv::Mat edited(1, 3, CV_8UC4, cv::Scalar(255, 200, 0, 255));
        cv::Mat mask(1, 3, CV_8UC1);
        mask.at<std::uint8_t>(0, 0) = 1;
        mask.at<std::uint8_t>(0, 1) = 128;
        mask.at<std::uint8_t>(0, 2) = 254;
        const Composite result = composite(Picture::fromMat(source.clone()), edited, mask);
        const cv::Mat& out = result.picture.pixels();
        QCOMPARE(out.at<cv::Vec4b>(0, 0), cv::Vec4b(1, 100, 254, 255));
        QCOMPARE(out.at<cv::Vec4b>(0, 1), cv::Vec4b(128, 150, 127, 255));
        QCOMPARE(out.at<cv::Vec4b>(0, 2), cv::Vec4b(254, 200, 1, 255));
    }

    void boundsWhatChanged()
    {
        const cv::Mat source(50, 70, CV_8UC4, cv::Scalar(10, 20, 30, 255));
        const cv::Mat edited(50, 70, CV_8UC4, cv::Scalar(90, 20, 30, 255));
        cv::Mat mask = cv::Mat::zeros(50, 70, CV_8UC1);
        mask(cv::Rect(11, 7, 23, 31)) = 255;
        const Composite result = composite(Picture::fromMat(source.clone()), edited, mask);
        QCOMPARE(result.changedBounds, cv::Rect(11, 7, 23, 31));
        QCOMPARE(cv::countNonZero(result.changed), 23 * 31);
    }

    void nothingChangedIsTheSourceItself()
    {
        const Picture native = Picture::fromMat(cv::Mat(20, 20, CV_8UC4, cv::Scalar(1, 2, 3, 4)));
        const Composite result =
            composite(native, native.pixels().clone(), cv::Mat(20, 20, CV_8UC1, cv::Scalar(255)));
        QVERIFY(result.picture.sharesPixelsWith(native));
        QVERIFY(result.changedBounds.empty());
    }

    void refusesWhatDoesNotMatch()
    {
        const Picture native = Picture::fromMat(cv::Mat(20, 20, CV_8UC4, cv::Scalar::all(0)));
        const cv::Mat mask(20, 20, CV_8UC1, cv::Scalar(0));
        QVERIFY_EXCEPTION_THROWN(composite(native, cv::Mat(20, 21, CV_8UC4), mask), LogicError);
        QVERIFY_EXCEPTION_THROWN(composite(native, cv::Mat(20, 20, CV_16UC4), mask), LogicError);
        QVERIFY_EXCEPTION_THROWN(composite(native, native.pixels(), cv::Mat(20, 21, CV_8UC1)), LogicError);
        QVERIFY_EXCEPTION_THROWN(composite(native, native.pixels(), cv::Mat(20, 20, CV_32FC1)), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestComposite)
#include "tst_composite.moc"
