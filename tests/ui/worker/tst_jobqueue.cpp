#include "tests/mock/fakemodel.h"
#include "ui/worker/jobqueue.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <stdexcept>

namespace focal {

/// Notes how every job ended.
class Notes : public QObject
{
    Q_OBJECT

public:
    explicit Notes(JobQueue* queue)
    {
        connect(queue, &JobQueue::started, this, [this](JobId id) { began.append(id); });
        connect(queue, &JobQueue::finished, this, [this](JobId id, const EditResult& result) {
            done.append(id);
            results.append(result);
        });
        connect(queue, &JobQueue::failed, this, [this](JobId id, const ErrorText& error) {
            broke.append(id);
            errors.append(error);
        });
        connect(queue, &JobQueue::cancelled, this, [this](JobId id) { stopped.append(id); });
        connect(queue, &JobQueue::modelFailed, this,
                [this](const QString&, const ErrorText& error) { modelErrors.append(error); });
        connect(queue, &JobQueue::progressed, this,
                [this](JobId, const Progress& now) { progress.append(now); });
        connect(queue, &JobQueue::previewed, this,
                [this](JobId, const Preview& now) { previews.append(now); });
        connect(queue, &JobQueue::prepared, this, [this] { ++prepared; });
    }

    QList<JobId> began, done, broke, stopped;
    QList<EditResult> results;
    QList<ErrorText> errors, modelErrors;
    QList<Progress> progress;
    QList<Preview> previews;
    int prepared = 0;
};

class tst_JobQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void runsInOrder();
    void worksOnAnotherThread();
    void waitsForTheModel();
    void modelThatDoesNotLoadFailsWhatWaits();
    void anotherModelCanBeLoadedAfterwards();
    void errorsBecomeValues_data();
    void errorsBecomeValues();
    void whatDoesNotFitNeverStarts();
    void cancelOfARunningJobAnswersAtOnce();
    void aModelThatIgnoresItsTokenBlocksNothingHere();
    void cancelOfAWaitingJob();
    void waitingJobsCanBeMoved();
    void adjustmentsReplaceEachOther();
    void theLastAdjustmentStopsTheRunningOne();
    void adjustmentsGoFirst();
    void progressAndPreviews();
    void preparesWhenIdle();
    void destructorCancelsAndJoins();

private:
    std::shared_ptr<FakeBackend> m_backend;
    std::unique_ptr<JobQueue> m_queue;
    std::unique_ptr<Notes> m_notes;

    JobId ask(const QString& instruction);
    JobId adjust(quint64 key, double strength, bool last);
};

namespace {

Picture grey(int width = 32, int height = 24)
{
    return Picture::fromMat(cv::Mat(height, width, CV_8UC4, cv::Scalar(90, 90, 90, 255)));
}

} // namespace

void tst_JobQueue::init()
{
    m_backend = std::make_shared<FakeBackend>();
    m_queue = std::make_unique<JobQueue>(fakeRegistry(m_backend));
    m_notes = std::make_unique<Notes>(m_queue.get());
    m_queue->loadModel(QStringLiteral("fake"));
}

void tst_JobQueue::cleanup()
{
    m_queue.reset();
    m_notes.reset();
}

JobId tst_JobQueue::ask(const QString& instruction)
{
    EditRequest request;
    request.picture = grey();
    request.instruction = instruction;
    return m_queue->enqueue(std::move(request),
                            {.title = instruction, .replaces = {}, .stopRunning = true, .complete = {}});
}

JobId tst_JobQueue::adjust(quint64 key, double strength, bool last)
{
    EditRequest request;
    request.picture = grey();
    request.instruction = QStringLiteral("adjust");
    request.settings.strength = strength;
    return m_queue->enqueue(
        std::move(request),
        {.title = QStringLiteral("adjust"), .replaces = key, .stopRunning = last, .complete = {}});
}

void tst_JobQueue::runsInOrder()
{
    const QList<JobId> ids = {ask(QStringLiteral("one")), ask(QStringLiteral("second")),
                              ask(QStringLiteral("three"))};
    QCOMPARE(m_queue->jobs().size(), 3U);
    QTRY_COMPARE(m_notes->done.size(), 3);
    QCOMPARE(m_notes->done, ids);
    QCOMPARE(m_notes->began, ids);
    QCOMPARE(m_backend->instructions(),
             QStringList({QStringLiteral("one"), QStringLiteral("second"), QStringLiteral("three")}));
    QCOMPARE(m_notes->results[0].picture.pixels().at<cv::Vec4b>(12, 16), cv::Vec4b(255, 0, 0, 255));
    QTRY_VERIFY(m_queue->isIdle());
    QVERIFY(m_queue->jobs().empty());
}

void tst_JobQueue::worksOnAnotherThread()
{
    QThread* thread = nullptr;
    FakeStep step;
    step.result = [&thread](const EditRequest& request) {
        thread = QThread::currentThread();
        return FakeBackend::painted(request);
    };
    m_backend->plan(step);
    ask(QStringLiteral("one"));
    QTRY_COMPARE(m_notes->done.size(), 1);
    QVERIFY(thread && thread != QThread::currentThread());
}

void tst_JobQueue::waitsForTheModel()
{
    m_backend->setLoad(150);
    m_queue->loadModel(QStringLiteral("fake"));
    QVERIFY(m_queue->isLoadingModel());
    ask(QStringLiteral("early"));
    QTRY_VERIFY(!m_queue->jobs().empty() && m_queue->jobs().front().waitsForModel);
    QVERIFY(m_notes->began.isEmpty());
    QTRY_COMPARE(m_notes->done.size(), 1);
    QCOMPARE(m_queue->model()->id, QStringLiteral("fake"));
}

void tst_JobQueue::modelThatDoesNotLoadFailsWhatWaits()
{
    m_queue->loadModel(QStringLiteral("broken"));
    const JobId id = ask(QStringLiteral("early"));
    QTRY_COMPARE(m_notes->broke, QList<JobId>{id});
    QCOMPARE(m_notes->modelErrors.size(), 1);
    QCOMPARE(m_notes->errors[0].what, QStringLiteral("The weights are missing."));
    QCOMPARE(m_notes->errors[0].remedy, QStringLiteral("Run the set-up again."));
    QVERIFY(!m_queue->model());
}

void tst_JobQueue::anotherModelCanBeLoadedAfterwards()
{
    m_queue->loadModel(QStringLiteral("broken"));
    QTRY_COMPARE(m_notes->modelErrors.size(), 1);
    m_queue->loadModel(QStringLiteral("fake"));
    QTRY_VERIFY(m_queue->model());
    ask(QStringLiteral("now"));
    QTRY_COMPARE(m_notes->done.size(), 1);
    m_queue->loadModel(QStringLiteral("no-such-model"));
    QTRY_COMPARE(m_notes->modelErrors.size(), 2);
    QVERIFY(m_notes->modelErrors[1].what.contains(QStringLiteral("no-such-model")));
    // The one before stays in use.
    QCOMPARE(m_queue->model()->id, QStringLiteral("fake"));
    ask(QStringLiteral("and now"));
    QTRY_COMPARE(m_notes->done.size(), 2);
    m_queue->loadModel(QStringLiteral("broken"));
    const JobId meant = ask(QStringLiteral("for the broken one"));
    QTRY_VERIFY(m_notes->broke.contains(meant));
    QCOMPARE(m_notes->done.size(), 2);
    m_queue->setRegistry({});
    m_queue->loadModel(QStringLiteral("fake"));
    QTRY_COMPARE(m_notes->modelErrors.size(), 4);
}

void tst_JobQueue::errorsBecomeValues_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("user error") << 0;
    QTest::newRow("bug") << 1;
    QTest::newRow("out of memory") << 2;
    QTest::newRow("foreign") << 3;
    QTest::newRow("no exception class at all") << 4;
}

void tst_JobQueue::errorsBecomeValues()
{
    QFETCH(int, which);
    const std::exception_ptr all[] = {
        std::make_exception_ptr(
            UserError(ErrorKind::Refused, QStringLiteral("No."), QStringLiteral("Because."))),
        std::make_exception_ptr(LogicError(QStringLiteral("broken"))),
        std::make_exception_ptr(std::bad_alloc()),
        std::make_exception_ptr(std::runtime_error("strange")),
        std::make_exception_ptr(17),
    };
    FakeStep step;
    step.raise = all[which];
    m_backend->plan(step);
    const JobId bad = ask(QStringLiteral("bad"));
    const JobId good = ask(QStringLiteral("good"));
    QTRY_COMPARE(m_notes->done, QList<JobId>{good});
    QCOMPARE(m_notes->broke, QList<JobId>{bad});
    const ErrorText error = m_notes->errors[0];
    QVERIFY(!error.what.isEmpty());
    QCOMPARE(error.kind.has_value(), which == 0 || which == 2);
    if (which == 0)
        QCOMPARE(error.message(), QStringLiteral("No. Because."));
    if (which == 2)
        QCOMPARE(*error.kind, ErrorKind::DoesNotFit);
}

void tst_JobQueue::whatDoesNotFitNeverStarts()
{
    m_backend->setCost(
        {.seconds = 1, .peakBytes = 1LL << 40, .fits = false, .words = QStringLiteral("1 TB")});
    ask(QStringLiteral("huge"));
    QTRY_COMPARE(m_notes->broke.size(), 1);
    QCOMPARE(*m_notes->errors[0].kind, ErrorKind::DoesNotFit);
    QVERIFY(m_notes->errors[0].why.contains(QStringLiteral("1 TB")));
    QCOMPARE(m_backend->edits(), 0);
}

void tst_JobQueue::cancelOfARunningJobAnswersAtOnce()
{
    FakeStep slow;
    slow.delayMs = 20'000;
    m_backend->plan(slow);
    const JobId id = ask(QStringLiteral("slow"));
    QTRY_VERIFY(m_backend->working());
    QElapsedTimer clock;
    clock.start();
    m_queue->cancel(id);
    QVERIFY(clock.elapsed() < 20);
    QCOMPARE(m_notes->stopped, QList<JobId>{id});
    QVERIFY(m_queue->jobs().empty());
    QTRY_VERIFY_WITH_TIMEOUT(!m_backend->working(), 200);
    QTRY_VERIFY(m_queue->isIdle());
    QCOMPARE(m_backend->cancelled(), 1);
    QCOMPARE(m_notes->stopped.size(), 1);
    QVERIFY(m_notes->done.isEmpty() && m_notes->broke.isEmpty());
}

void tst_JobQueue::aModelThatIgnoresItsTokenBlocksNothingHere()
{
    FakeStep deaf;
    deaf.delayMs = 300;
    deaf.ignoreCancelMs = 10'000;
    m_backend->plan(deaf);
    const JobId id = ask(QStringLiteral("deaf"));
    QTRY_VERIFY(m_backend->working());
    QElapsedTimer clock;
    clock.start();
    m_queue->cancel(id);
    const JobId after = ask(QStringLiteral("after"));
    QVERIFY(clock.elapsed() < 50);
    QTRY_COMPARE(m_notes->done, QList<JobId>{after});
    QCOMPARE(m_notes->stopped, QList<JobId>{id});
}

void tst_JobQueue::cancelOfAWaitingJob()
{
    FakeStep slow;
    slow.delayMs = 100;
    m_backend->plan(slow);
    const JobId first = ask(QStringLiteral("first"));
    const JobId second = ask(QStringLiteral("second"));
    QTRY_VERIFY(m_backend->working());
    m_queue->cancel(second);
    QCOMPARE(m_notes->stopped, QList<JobId>{second});
    QTRY_COMPARE(m_notes->done, QList<JobId>{first});
    QTRY_VERIFY(m_queue->isIdle());
    QCOMPARE(m_backend->edits(), 1);
    m_queue->cancel(second); // Ended jobs are no error.
    QCOMPARE(m_notes->stopped.size(), 1);
}

void tst_JobQueue::waitingJobsCanBeMoved()
{
    FakeStep slow;
    slow.delayMs = 100;
    m_backend->plan(slow);
    ask(QStringLiteral("1"));
    ask(QStringLiteral("2"));
    const JobId third = ask(QStringLiteral("3"));
    QTRY_VERIFY(m_backend->working());
    m_queue->move(third, 0);
    QCOMPARE(m_queue->jobs()[1].id, third);
    QTRY_COMPARE(m_notes->done.size(), 3);
    QCOMPARE(m_backend->instructions(),
             QStringList({QStringLiteral("1"), QStringLiteral("3"), QStringLiteral("2")}));
}

void tst_JobQueue::adjustmentsReplaceEachOther()
{
    FakeStep slow;
    slow.delayMs = 100;
    m_backend->plan(slow);
    const JobId first = adjust(7, 0.1, false);
    QTRY_VERIFY(m_backend->working());
    for (int i = 2; i <= 9; ++i)
        adjust(7, i / 10.0, false);
    QCOMPARE(m_queue->jobs().size(), 2U);
    QTRY_COMPARE(m_notes->done.size(), 2);
    QCOMPARE(m_notes->done[0], first); // The picture follows the hand.
    QCOMPARE(m_notes->stopped.size(), 7);
    QCOMPARE(m_backend->requests().last().settings.strength, 0.9);
}

void tst_JobQueue::theLastAdjustmentStopsTheRunningOne()
{
    FakeStep slow;
    slow.delayMs = 20'000;
    m_backend->plan(slow);
    const JobId first = adjust(7, 0.1, false);
    QTRY_VERIFY(m_backend->working());
    const JobId last = adjust(7, 1.0, true);
    QCOMPARE(m_notes->stopped, QList<JobId>{first});
    QTRY_COMPARE(m_notes->done, QList<JobId>{last});
    const JobId other = adjust(8, 1.0, true);
    QTRY_COMPARE(m_notes->done.size(), 2);
    QCOMPARE(m_notes->done.last(), other);
}

void tst_JobQueue::adjustmentsGoFirst()
{
    FakeStep slow;
    slow.delayMs = 100;
    m_backend->plan(slow);
    ask(QStringLiteral("1"));
    ask(QStringLiteral("2"));
    QTRY_VERIFY(m_backend->working());
    adjust(1, 0.5, true);
    QTRY_COMPARE(m_notes->done.size(), 3);
    QCOMPARE(m_backend->instructions()[1], QStringLiteral("adjust"));
}

void tst_JobQueue::progressAndPreviews()
{
    FakeStep step;
    step.preview = true;
    step.delayMs = 30;
    m_backend->plan(step);
    ask(QStringLiteral("one"));
    QTRY_COMPARE(m_notes->done.size(), 1);
    QStringList stages;
    double last = 0;
    for (const Progress& now : m_notes->progress) {
        stages.append(now.stage);
        QVERIFY(now.fraction >= last);
        last = now.fraction;
        QCOMPARE(now.where, cv::Rect(8, 6, 16, 12));
    }
    QCOMPARE(stages, step.stages);
    QCOMPARE(m_notes->previews.size(), 2);
    QCOMPARE(m_notes->previews[0].mask.at<uchar>(3, 3), 255);
    QCOMPARE(m_notes->results[0].timings.size(), 3);
}

void tst_JobQueue::preparesWhenIdle()
{
    const Picture picture = grey();
    m_queue->prepare(picture);
    QTRY_COMPARE(m_notes->prepared, 1);
    m_queue->prepare(picture); // Known already.
    ask(QStringLiteral("one"));
    QTRY_COMPARE(m_notes->done.size(), 1);
    QCOMPARE(m_backend->prepared(), 1);
    m_queue->prepare(grey(40, 40));
    QTRY_COMPARE(m_backend->prepared(), 2);
}

void tst_JobQueue::destructorCancelsAndJoins()
{
    FakeStep slow;
    slow.delayMs = 20'000;
    m_backend->plan(slow);
    ask(QStringLiteral("slow"));
    ask(QStringLiteral("waiting"));
    QTRY_VERIFY(m_backend->working());
    QElapsedTimer clock;
    clock.start();
    m_queue.reset();
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!m_backend->working());
    QCOMPARE(m_backend->edits(), 1);
    QCOMPARE(m_backend.use_count(), 1L); // The model went with its thread.
}

} // namespace focal

QTEST_GUILESS_MAIN(focal::tst_JobQueue)
#include "tst_jobqueue.moc"
