#include "ui/worker/fileworker.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>

namespace focal {

class tst_FileWorker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void savesAndOpens();
    void worksOnAnotherThread();
    void errorsAreTold();
    void openingCanBeStopped();
    void theNewestOpeningWins();
    void destructorStopsReadingAndWaitsForWriting();

private:
    QTemporaryDir m_folder;
};

namespace {

Picture grey(int side = 16)
{
    return Picture::fromMat(cv::Mat(side, side, CV_8UC4, cv::Scalar(90, 91, 92, 255)));
}

/// Goes on until its token is raised.
Picture endless(const CancelToken& token)
{
    for (;;) {
        token.throwIfCancelled();
        QThread::msleep(1);
    }
}

} // namespace

void tst_FileWorker::savesAndOpens()
{
    FileWorker worker;
    const QString path = m_folder.filePath(QStringLiteral("a.png"));
    QSignalSpy saved(&worker, &FileWorker::saved);
    worker.save(grey(), path, {}, 7);
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(saved[0][0].toString(), path);
    QCOMPARE(saved[0][1].toULongLong(), 7ULL);

    QList<Picture> pictures;
    QStringList names;
    connect(&worker, &FileWorker::opened, this,
            [&](const QString&, const QString& name, const Picture& picture) {
                names.append(name);
                pictures.append(picture);
            });
    worker.open(path, LoadOptions{});
    QVERIFY(worker.isOpening());
    QCOMPARE(worker.openingName(), QStringLiteral("a.png"));
    QTRY_COMPARE(pictures.size(), 1);
    QCOMPARE(names[0], QStringLiteral("a.png"));
    QCOMPARE(pictures[0].pixels().at<cv::Vec4b>(3, 3), cv::Vec4b(90, 91, 92, 255));
    QVERIFY(!worker.isOpening());
}

void tst_FileWorker::worksOnAnotherThread()
{
    FileWorker worker;
    std::atomic<QThread*> thread = nullptr;
    QSignalSpy opened(&worker, &FileWorker::opened);
    worker.open(QStringLiteral("made"), [&thread](const CancelToken&) {
        thread = QThread::currentThread();
        return grey();
    });
    QTRY_COMPARE(opened.size(), 1);
    QVERIFY(thread != nullptr && thread != QThread::currentThread());
}

void tst_FileWorker::errorsAreTold()
{
    FileWorker worker;
    QList<ErrorText> errors;
    connect(&worker, &FileWorker::openFailed, this,
            [&](const QString&, const ErrorText& error) { errors.append(error); });
    connect(&worker, &FileWorker::saveFailed, this,
            [&](const QString&, quint64, const ErrorText& error) { errors.append(error); });
    worker.open(m_folder.filePath(QStringLiteral("missing.png")), LoadOptions{});
    QTRY_COMPARE(errors.size(), 1);
    QCOMPARE(errors[0].kind, std::optional(ErrorKind::BadInput));
    QVERIFY(errors[0].message().contains(QStringLiteral("missing.png")));
    worker.save(grey(), m_folder.filePath(QStringLiteral("no/folder/a.png")), {}, 1);
    QTRY_COMPARE(errors.size(), 2);
}

void tst_FileWorker::openingCanBeStopped()
{
    FileWorker worker;
    QSignalSpy opened(&worker, &FileWorker::opened);
    QSignalSpy failed(&worker, &FileWorker::openFailed);
    QSignalSpy changed(&worker, &FileWorker::openingChanged);
    worker.open(QStringLiteral("endless"), endless);
    QElapsedTimer clock;
    clock.start();
    worker.stopOpening();
    QVERIFY(clock.elapsed() < 20);
    QVERIFY(!worker.isOpening());
    QCOMPARE(changed.size(), 2);
    worker.open(QStringLiteral("next"), [](const CancelToken&) { return grey(); });
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened[0][1].toString(), QStringLiteral("next"));
    QCOMPARE(failed.size(), 0);
}

void tst_FileWorker::theNewestOpeningWins()
{
    FileWorker worker;
    QSignalSpy opened(&worker, &FileWorker::opened);
    worker.open(QStringLiteral("first"), endless);
    worker.open(QStringLiteral("second"), endless);
    worker.open(QStringLiteral("third"), [](const CancelToken&) { return grey(); });
    QTRY_COMPARE(opened.size(), 1);
    QTest::qWait(20);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][1].toString(), QStringLiteral("third"));
}

void tst_FileWorker::destructorStopsReadingAndWaitsForWriting()
{
    const QString path = m_folder.filePath(QStringLiteral("last.png"));
    QElapsedTimer clock;
    {
        FileWorker worker;
        worker.open(QStringLiteral("endless"), endless);
        worker.save(grey(600), path, {}, 1);
        clock.start();
    }
    QVERIFY(clock.elapsed() < 2000);
    QCOMPARE(loadPicture(path).width(), 600);
}

} // namespace focal

QTEST_GUILESS_MAIN(focal::tst_FileWorker)
#include "tst_fileworker.moc"
