#include "core/base/error.h"
#include "core/nn/threads.h"

#include <ATen/Parallel.h>
#include <opencv2/core/utility.hpp>

#include <QProcess>
#include <QTest>

#include <sched.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>

using namespace focal;

class TestThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void affinityLimitsTheThreads()
    {
        const int before = availableThreads();
        QVERIFY(before >= 1);
        cpu_set_t all;
        QCOMPARE(sched_getaffinity(0, sizeof all, &all), 0);
        cpu_set_t one;
        CPU_ZERO(&one);
        int first = 0;
        while (!CPU_ISSET(first, &all))
            ++first;
        CPU_SET(first, &one);
        QCOMPARE(sched_setaffinity(0, sizeof one, &one), 0);
        const int alone = availableThreads();
        QCOMPARE(sched_setaffinity(0, sizeof all, &all), 0);
        QCOMPARE(alone, 1);
        QCOMPARE(availableThreads(), before);
    }

    void theBudgetHoldsForBothLibrariesAndEveryThread()
    {
        for (const int threads : {1, 2}) {
            setThreadBudget(threads);
            QCOMPARE(threadBudget(), threads);
            QCOMPARE(cv::getNumThreads(), threads);
            int elsewhere = 0;
            std::thread([&] { elsewhere = at::get_num_threads(); }).join();
            QCOMPARE(elsewhere, threads);
        }
        QVERIFY_EXCEPTION_THROWN(setThreadBudget(0), LogicError);
    }

    void threadsSleepUnlessToldOtherwise()
    {
        const auto told = [](std::optional<QString> policy) {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.remove(QStringLiteral("OMP_WAIT_POLICY"));
            if (policy)
                environment.insert(QStringLiteral("OMP_WAIT_POLICY"), *policy);
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(QCoreApplication::applicationFilePath(),
                          {QStringLiteral("--tell"), QStringLiteral("an argument")});
            process.waitForFinished(30000);
            return process.readAllStandardOutput();
        };
        QCOMPARE(told({}), QByteArray("PASSIVE an argument"));
        QCOMPARE(told(QStringLiteral("ACTIVE")), QByteArray("ACTIVE an argument"));
    }
};

int main(int argc, char** argv)
{
    if (argc > 1 && qstrcmp(argv[1], "--tell") == 0) {
        letThreadsSleep(argv);
        std::printf("%s %s", std::getenv("OMP_WAIT_POLICY"), argv[2]);
        return 0;
    }
    QCoreApplication application(argc, argv);
    TestThreads test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_threads.moc"
