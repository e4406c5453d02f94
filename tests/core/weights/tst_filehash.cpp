#include "core/weights/filehash.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

using namespace focal;

class TestFileHash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashes_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("hash");
        // FIPS 180-2's examples
        QTest::newRow("abc") << QByteArray("abc")
                             << QByteArray(
                                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("empty") << QByteArray()
                               << QByteArray(
                                      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("a million times a, more than one block")
            << QByteArray(1'000'000, 'a')
            << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        const QByteArray large(3'000'001, 'x');
        QTest::newRow("several blocks")
            << large << QCryptographicHash::hash(large, QCryptographicHash::Sha256).toHex();
    }
    void hashes()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, hash);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a.bin")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QCOMPARE(sha256OfFile(file.fileName()), hash);
    }
    void refusesWhatIsNoFile()
    {
        QTemporaryDir folder;
        QVERIFY_EXCEPTION_THROWN(sha256OfFile(folder.path()), UserError);
        QVERIFY_EXCEPTION_THROWN(sha256OfFile(folder.filePath(QStringLiteral("none"))), UserError);
    }
    void stopsWhenCancelled()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a.bin")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("abc");
        file.close();
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(sha256OfFile(file.fileName(), cancel), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestFileHash)
#include "tst_filehash.moc"
