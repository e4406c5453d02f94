#include "core/edit/editresult.h"
#include "core/edit/job.h"

#include <QTest>

using namespace focal;

class TestJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsProgressThatNeverFalls()
    {
        QList<double> fractions;
        Job job({}, [&](const Progress& progress) { fractions << progress.fraction; });
        job.enter(QStringLiteral("plan"), 0.1);
        job.enter(QStringLiteral("search"), 0.5);
        job.enter(QStringLiteral("search"), 0.3);
        job.enter(QStringLiteral("composite"), 7.0);
        QCOMPARE(fractions, QList<double>({0.1, 0.5, 0.5, 1.0}));
    }

    void addsUpStagesOfOneName()
    {
        Job job;
        job.enter(QStringLiteral("search"), 0);
        QTest::qSleep(12);
        job.enter(QStringLiteral("operate"), 0.5);
        job.enter(QStringLiteral("search"), 0.6);
        QTest::qSleep(12);
        const QList<StageTiming> timings = job.finish();
        QCOMPARE(timings.size(), 2);
        QCOMPARE(timings.at(0).stage, QStringLiteral("search"));
        QVERIFY(timings.at(0).seconds >= 0.024);
        QVERIFY(timings.at(1).seconds < 0.012);
    }

    void endsWhenItsTokenIsRaised()
    {
        CancelToken token;
        Job job(token);
        job.enter(QStringLiteral("plan"), 0);
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(job.throwIfCancelled(), Cancelled);
        QVERIFY_EXCEPTION_THROWN(job.enter(QStringLiteral("search"), 0.5), Cancelled);
    }

    void tokensOfOtherJobsAreTheirOwn()
    {
        Job first, second;
        first.token().cancel();
        QVERIFY(first.token().isCancelled());
        QVERIFY(!second.token().isCancelled());
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
