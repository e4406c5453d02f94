#include "core/base/error.h"
#include "core/document/packedmask.h"

#include <QTest>

#include <opencv2/imgproc.hpp>

using namespace focal;

namespace {

bool same(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

} // namespace

class TestPackedMask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackExactly_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        int row = 0;
        for (const int kind : {0, 1, 2, 3})
            for (const auto& [w, h] : {std::pair{1, 1}, {7, 3}, {64, 64}, {129, 301}, {1000, 517}})
                QTest::addRow("%d: kind %d, %dx%d", row++, kind, w, h) << kind << w << h;
    }
    void comesBackExactly()
    {
        QFETCH(int, kind);
        QFETCH(int, width);
        QFETCH(int, height);
        cv::Mat mask(height, width, CV_8UC1, cv::Scalar(0));
        if (kind == 1)
            mask = 255;
        if (kind == 2)
            cv::randu(mask, 0, 256);
        if (kind == 3) {
            cv::circle(mask, {width / 2, height / 2}, std::min(width, height) / 3, 255, -1);
            cv::GaussianBlur(mask, mask, {5, 5}, 0);
        }
        const PackedMask packed = PackedMask::fromMat(mask);
        QVERIFY(!packed.isEmpty());
        QCOMPARE(packed.size().width, width);
        QVERIFY(same(packed.toMat(), mask));
    }

    void packsAPartOfALargerMask()
    {
        cv::Mat mask(90, 90, CV_8UC1);
        cv::randu(mask, 0, 3);
        const cv::Mat part = mask(cv::Rect(11, 20, 33, 40));
        QVERIFY(same(PackedMask::fromMat(part).toMat(), part));
    }

    void anEmptyMaskStaysEmpty()
    {
        QVERIFY(PackedMask::fromMat({}).isEmpty());
        QVERIFY(PackedMask::fromMat({}).toMat().empty());
        QCOMPARE(PackedMask().byteCount(), 0);
    }

    void isSmallAndQuickForTheMaskOfAPhoto()
    {
        cv::Mat mask(3000, 4000, CV_8UC1, cv::Scalar(0));
        cv::ellipse(mask, {2000, 1500}, {900, 1100}, 20, 0, 360, 255, -1);
        cv::GaussianBlur(mask, mask, {9, 9}, 0);
        const PackedMask packed = PackedMask::fromMat(mask);
        QVERIFY2(packed.byteCount() < 200'000, qPrintable(QString::number(packed.byteCount())));
        QVERIFY(same(packed.toMat(), mask));
        QBENCHMARK_ONCE(PackedMask::fromMat(mask));
    }

    void refusesOtherTypes()
    {
        QVERIFY_EXCEPTION_THROWN(PackedMask::fromMat(cv::Mat(4, 4, CV_32FC1)), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestPackedMask)
#include "tst_packedmask.moc"
