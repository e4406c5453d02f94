/// What gives way is the thread that asked for it, and no other.
#include "core/base/threadpriority.h"

#include <QTest>

#include <thread>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace focal;

class TestThreadPriority : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheThreadGivesWay();
};

void TestThreadPriority::onlyTheThreadGivesWay()
{
#ifdef __linux__
    const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
    const int before = niceness();
    int inThread = before;
    std::thread([&] {
        giveWay();
        giveWay();
        inThread = niceness();
    }).join();
    QCOMPARE(inThread, std::max(before, 10));
    QCOMPARE(niceness(), before);
#else
    giveWay();
    QSKIP("Only Linux has niceness of threads.");
#endif
}

QTEST_APPLESS_MAIN(TestThreadPriority)
#include "tst_threadpriority.moc"
