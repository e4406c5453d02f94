#include "core/base/error.h"
#include "core/nn/parallel.h"
#include "core/nn/threads.h"

#include <QTest>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace focal;

class TestParallel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setThreadBudget(2); }
    void cleanup() { setThreadBudget(availableThreads()); }

    void eachIndexOnce_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("grain");
        QTest::newRow("none") << 0 << 4;
        QTest::newRow("one") << 1 << 4;
        QTest::newRow("whole shares") << 64 << 4;
        QTest::newRow("a rest") << 67 << 4;
        QTest::newRow("no grain") << 9 << 0;
    }

    void eachIndexOnce()
    {
        QFETCH(const int, count);
        QFETCH(const int, grain);
        constexpr int begin = 5;
        std::vector<std::atomic<int>> visits(std::size_t(begin + count + 5));
        parallelFor(begin, begin + count, grain, [&](int64_t first, int64_t last) {
            for (int64_t i = first; i < last; ++i)
                ++visits[std::size_t(i)];
        });
        for (int i = 0; i < int(visits.size()); ++i)
            QCOMPARE(visits[std::size_t(i)].load(), int(i >= begin && i < begin + count));
    }

    /// Two shares, each of which ends only when both have begun.
    void severalThreadsWorkAtATime()
    {
        std::atomic<int> begun = 0;
        std::atomic<bool> met = false;
        parallelFor(0, 2, 1, [&](int64_t, int64_t) {
            ++begun;
            const QDeadlineTimer patience(30000);
            while (begun < 2 && !patience.hasExpired())
                std::this_thread::yield();
            if (begun == 2)
                met = true;
        });
        QVERIFY(met);
    }

    void theBudgetIsKept()
    {
        setThreadBudget(1);
        std::mutex mutex;
        std::set<std::thread::id> threads;
        parallelFor(0, 100, 1, [&](int64_t, int64_t) {
            const std::lock_guard lock(mutex);
            threads.insert(std::this_thread::get_id());
        });
        QCOMPARE(threads, std::set<std::thread::id>{std::this_thread::get_id()});
    }

    void whatIsThrownComesOut()
    {
        QVERIFY_EXCEPTION_THROWN(parallelFor(0, 100, 1,
                                             [](int64_t first, int64_t) {
                                                 if (first == 40)
                                                     throw LogicError(QStringLiteral("forty"));
                                             }),
                                 LogicError);
    }

    void callsWithinCallsAreWhole()
    {
        std::atomic<int64_t> sum = 0;
        parallelFor(0, 4, 1, [&](int64_t first, int64_t) {
            parallelFor(0, 10, 1, [&](int64_t i, int64_t last) {
                for (; i < last; ++i)
                    sum += 10 * first + i;
            });
        });
        QCOMPARE(sum.load(), int64_t(39 * 40 / 2));
    }
};

QTEST_GUILESS_MAIN(TestParallel)
#include "tst_parallel.moc"
