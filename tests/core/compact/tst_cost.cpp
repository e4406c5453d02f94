#include "core/compact/cost.h"

#include <QTest>

using namespace focal;

class TestCost : public QObject
{
    Q_OBJECT

    static Picture picture(int width, int height)
    {
        return Picture::fromMat(cv::Mat(height, width, CV_8UC4, cv::Scalar::all(255)));
    }

private Q_SLOTS:
    void costGrowsWithTheWork()
    {
        const CompactCost cost;
        const Picture small = picture(512, 512);
        const double known = cost.estimate(small, Operation::Recolor, 0).seconds;
        const double fresh = cost.estimate(small, Operation::Recolor, 1024).seconds;
        QVERIFY(known > 0 && fresh > known);
        QVERIFY(cost.estimate(picture(4000, 3000), Operation::Recolor, 0).seconds > known);
        QVERIFY(cost.estimate(small, Operation::Remove, 0).seconds > known);
        QVERIFY(cost.estimate(picture(4000, 3000), Operation::Recolor, 0).peakBytes >
                cost.estimate(small, Operation::Recolor, 0).peakBytes);
        QVERIFY(!cost.estimate(small, Operation::Recolor, 0).words.isEmpty());
        QVERIFY(cost.estimate(small, Operation::Recolor, 0).fits);
    }

    void whatThisMachineDidIsLearned()
    {
        CompactCost cost;
        const Picture small = picture(512, 512);
        for (int i = 0; i < 12; ++i) {
            cost.learnReading(1024, 3.0);
            cost.learnEdit(Operation::Recolor, 0.262144, 2.0);
        }
        QVERIFY(std::abs(cost.estimate(small, Operation::Recolor, 1024).seconds - 5.0) < 0.05);
        QVERIFY(std::abs(cost.estimate(small, Operation::Recolor, 0).seconds - 2.0) < 0.05);
    }

    void memoryIsWhatTheSystemSays()
    {
        const qint64 available = availableMemory();
        QVERIFY(available > 50'000'000 && available < qint64(1) << 50);
    }
};

QTEST_GUILESS_MAIN(TestCost)
#include "tst_cost.moc"
