#include "core/weights/mappedfile.h"

#include "core/base/error.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <sys/stat.h>
#include <thread>

using namespace focal;

namespace {

qint64 sumOf(const MappedFile& file)
{
    qint64 sum = 0;
    for (const std::byte value : file.bytes())
        sum += static_cast<int>(value);
    return sum;
}

} // namespace

class TestMappedFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString make(const QByteArray& content)
    {
        const QString path = m_folder.filePath(QStringLiteral("file.bin"));
        QFile::remove(path);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write a test file");
        return path;
    }

private Q_SLOTS:
    void maps()
    {
        const MappedFile file(make("\1\2\3"));
        QCOMPARE(file.bytes().size(), std::size_t{3});
        QCOMPARE(sumOf(file), 6);
        file.throwIfChanged();
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        QTest::newRow("not there") << m_folder.filePath(QStringLiteral("none")) << "no such file";
        QTest::newRow("folder") << m_folder.path() << "folder";
        QFile::remove(m_folder.filePath(QStringLiteral("empty")));
        QFile empty(m_folder.filePath(QStringLiteral("empty")));
        QVERIFY(empty.open(QIODevice::WriteOnly));
        QTest::newRow("empty") << empty.fileName() << "is empty";
        const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
        mkfifo(QFile::encodeName(pipe).constData(), 0600);
        QTest::newRow("a pipe nobody writes to") << pipe << "not a regular file";
    }
    void refuses()
    {
        QFETCH(QString, path);
        QFETCH(QString, says);
        try {
            const MappedFile file(path);
            QFAIL("opened");
        } catch (const UserError& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(error.message().contains(says) && error.message().contains(path), error.what());
        }
    }

    void survivesAFileThatShrinks_data()
    {
        QTest::addColumn<qint64>("left");
        QTest::newRow("to nothing") << qint64{0};
        QTest::newRow("to one page") << qint64{4096};
        QTest::newRow("within a page, which gives no signal") << qint64{20 * 4096 - 100};
    }
    void survivesAFileThatShrinks()
    {
        QFETCH(qint64, left);
        const QString path = make(QByteArray(20 * 4096, '\1'));
        const MappedFile file(path);
        QVERIFY(QFile::resize(path, left));
        QCOMPARE(sumOf(file), left);
        QVERIFY_EXCEPTION_THROWN(file.throwIfChanged(), UserError);
    }

    void survivesInManyThreadsAndFiles()
    {
        const QString path = make(QByteArray(300 * 4096, '\1'));
        const MappedFile file(path);
        const MappedFile same(path);
        QFile other(m_folder.filePath(QStringLiteral("other")));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write(QByteArray(10 * 4096, '\2'));
        other.close();
        const MappedFile sound(other.fileName());
        QVERIFY(QFile::resize(path, 4096));
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, i] { sumOf(i % 2 == 0 ? file : same); });
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY_EXCEPTION_THROWN(file.throwIfChanged(), UserError);
        QVERIFY_EXCEPTION_THROWN(same.throwIfChanged(), UserError);
        sound.throwIfChanged();
        QCOMPARE(sumOf(sound), qint64{2 * 10 * 4096});
    }

    void seesAFileThatIsRewritten()
    {
        const QString path = make(QByteArray(100, '\1'));
        const MappedFile file(path);
        QTest::qSleep(20); // file systems count time in ticks
        QFile again(path);
        QVERIFY(again.open(QIODevice::ReadWrite));
        again.write("\2");
        again.close();
        QVERIFY_EXCEPTION_THROWN(file.throwIfChanged(), UserError);
    }

    void isAsGoodAsBeforeWhenDeleted()
    {
        const QString path = make(QByteArray(8192, '\1'));
        const MappedFile file(path);
        QVERIFY(QFile::remove(path));
        file.throwIfChanged();
        QCOMPARE(sumOf(file), qint64{8192});
    }
};

QTEST_GUILESS_MAIN(TestMappedFile)
#include "tst_mappedfile.moc"
