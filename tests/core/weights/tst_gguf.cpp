#include "core/weights/gguf.h"

#include "core/base/error.h"
#include "tests/core/weights/gguffiles.h"
#include "tests/core/weights/tensorfiles.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

class TestGguf : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path() const { return m_folder.filePath(u"model.gguf"_s); }
    GgufFile opened(const QByteArray& content) const { return GgufFile(writeBytes(path(), content)); }

    static GgufTensor ones(const QByteArray& name) { return {name, 0, {2, 3}, rawBytes(1.5F).repeated(6)}; }

private Q_SLOTS:
    void readsBothVersions_data()
    {
        QTest::addColumn<quint32>("version");
        QTest::newRow("2") << 2U;
        QTest::newRow("3") << 3U;
    }
    void readsBothVersions()
    {
        QFETCH(quint32, version);
        const GgufFile file = opened(
            ggufBytes({ggufPair("general.architecture", 8, ggufText("qwen_image")),
                       ggufPair("n", 4, rawBytes(quint32{7})), ggufPair("m", 11, rawBytes(qint64{-7})),
                       ggufPair("r", 6, rawBytes(0.5F)),
                       ggufPair("words", 9,
                                rawBytes(quint32{8}) + rawBytes(quint64{2}) + ggufText("a") + ggufText("中")),
                       ggufPair("sections", 9,
                                rawBytes(quint32{5}) + rawBytes(quint64{2}) + rawBytes(16) + rawBytes(-24))},
                      {ones("a"), {"q", 12, {512, 2}, QByteArray(4 * 144, 'x')}}, version));
        file.throwIfFaulty();
        file.throwIfChanged();
        QCOMPARE(file.text(u"general.architecture"_s), u"qwen_image"_s);
        QCOMPARE(file.integer(u"n"_s), qint64{7});
        QCOMPARE(file.integer(u"m"_s), qint64{-7});
        QCOMPARE(file.real(u"r"_s), 0.5);
        QCOMPARE(file.real(u"n"_s), 7.0);
        QVERIFY(!file.integer(u"words"_s) && !file.text(u"absent"_s));
        QCOMPARE(file.texts(u"words"_s).value(), QStringList({u"a"_s, u"中"_s}));
        QCOMPARE(file.integers(u"sections"_s).value(), (std::vector<qint64>{16, -24}));
        QVERIFY(!file.integers(u"words"_s) && !file.texts(u"sections"_s));
        const TensorView* a = file.find(u"a"_s);
        QVERIFY(a);
        QCOMPARE(a->shape, (TensorShape{3, 2})); // reversed
        float value = 0;
        std::memcpy(&value, a->data + 20, sizeof value);
        QCOMPARE(value, 1.5F);
        const TensorView* q = file.find(u"q"_s);
        QVERIFY(q);
        QCOMPARE(q->type, TensorType::Q4_K);
        QCOMPARE(q->shape, (TensorShape{2, 512}));
        QCOMPARE(q->elementCount(), qint64{1024});
        QCOMPARE(q->bytes, qint64{4 * 144});
    }

    void honoursTheAlignment()
    {
        // 64 where 32 is usual: the data begin later, and every tensor at its multiple.
        QByteArray header = "GGUF" + rawBytes(3) + rawBytes(quint64{1}) + rawBytes(quint64{1}) +
                            ggufPair("general.alignment", 4, rawBytes(quint32{64})) + ggufText("a") +
                            rawBytes(1) + rawBytes(quint64{1}) + rawBytes(0) + rawBytes(quint64{64});
        header.append((64 - header.size() % 64) % 64, '\0');
        const GgufFile file = opened(header + QByteArray(64, '\0') + rawBytes(2.5F));
        file.throwIfFaulty();
        float value = 0;
        std::memcpy(&value, file.find(u"a"_s)->data, sizeof value);
        QCOMPARE(value, 2.5F);
    }

    void refusesAtOnce_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& content, const char* says) {
            QTest::newRow(name) << content << QString::fromUtf8(says);
        };
        const auto head = [](quint64 tensors, quint64 pairs) {
            return "GGUF" + rawBytes(3) + rawBytes(tensors) + rawBytes(pairs);
        };
        row("empty", "", "is empty");
        row("three bytes", "GGU", "does not begin");
        row("another format", QByteArray(64, 'x'), "does not begin");
        row("version 1", "GGUF" + rawBytes(1) + QByteArray(64, '\0'), "version 1");
        row("other byte order", "GGUF" + rawBytes(__builtin_bswap32(3)) + QByteArray(64, '\0'), "byte order");
        row("cut off in the counts", "GGUF" + rawBytes(3) + "1234", "ends at byte 12");
        row("too many tensors", head(~quint64{0}, 0), "claims 18446744073709551615 tensors");
        row("too many pairs", head(0, 100) + QByteArray(100, '\0'), "claims 100 metadata");
        row("long key", head(0, 1) + rawBytes(quint64{1} << 60) + QByteArray(64, 'k'), "bytes of a text");
        row("unknown kind", head(0, 1) + ggufPair("k", 13, QByteArray(16, '\0')), "unknown kind 13");
        row("array of arrays",
            head(0, 1) + ggufPair("k", 9, rawBytes(9) + rawBytes(quint64{1}) + QByteArray(64, '\0')),
            "unknown kind 9");
        row("long array",
            head(0, 1) + ggufPair("k", 9, rawBytes(10) + rawBytes(quint64{9}) + QByteArray(64, '\0')),
            "9 elements");
        row("key twice", head(0, 2) + ggufPair("k", 7, "1") + ggufPair("k", 7, "1"), "\"k\" twice");
        row("alignment", head(0, 1) + ggufPair("general.alignment", 4, rawBytes(24)), "power of two");
        row("alignment as text", head(0, 1) + ggufPair("general.alignment", 8, ggufText("32")),
            "power of two");
        row("five dimensions", head(1, 0) + ggufText("t") + rawBytes(5) + QByteArray(64, '\0'),
            "5 dimensions");
        row("negative dimension",
            head(1, 0) + ggufText("t") + rawBytes(1) + QByteArray(8, '\xff') + QByteArray(64, '\0'),
            "dimension of 1844");
    }
    void refusesAtOnce()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        try {
            opened(content);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(says), qPrintable(error.message()));
        }
    }

    void keepsFaultyTensorsApart_data()
    {
        QTest::addColumn<GgufTensor>("tensor");
        QTest::addColumn<QString>("says");
        QTest::newRow("type") << GgufTensor{"t", 23, {256}, QByteArray(136, 'x')} << u"IQ4_XS is not read"_s;
        QTest::newRow("unknown type") << GgufTensor{"t", 999, {256}, {}} << u"999 is not read"_s;
        QTest::newRow("part of a block")
            << GgufTensor{"t", 12, {128, 2}, QByteArray(144, 'x')} << u"whole number of blocks"_s;
        QTest::newRow("overflow") << GgufTensor{"t", 0, {quint64{1} << 62, 8}, {}} << u"2^63"_s;
        QTest::newRow("outside") << GgufTensor{"t", 0, {1000}, QByteArray(32, 'x')}
                                 << u"expected 4000 bytes from 32 on, got 64"_s;
        QTest::newRow("twice") << ones("good") << u"expected once, got 2 times"_s;
    }
    void keepsFaultyTensorsApart()
    {
        QFETCH(GgufTensor, tensor);
        QFETCH(QString, says);
        const GgufFile file = opened(ggufBytes({}, {ones("good"), tensor}));
        QCOMPARE(file.faults().size(), std::size_t{1});
        QVERIFY2(file.faults().front().detail.contains(says), qPrintable(file.faults().front().detail));
        QVERIFY(!file.find(u"t"_s));
        QVERIFY_EXCEPTION_THROWN(file.throwIfFaulty(), UserError);
    }

    void tensorsThatShareBytesAreBothFaulty()
    {
        QByteArray content = ggufBytes({}, {ones("a"), ones("b"), ones("c")});
        // The offset of b ends its entry, which the name of c follows.
        const qsizetype entry = content.indexOf(ggufText("b"));
        content.replace(entry + 9 + 4 + 16 + 4, 8, rawBytes(quint64{0}));
        const GgufFile file = opened(content);
        QVERIFY(!file.find(u"a"_s) && !file.find(u"b"_s) && file.find(u"c"_s));
        QVERIFY(file.faults().front().detail.contains(u"overlap"_s));
    }
};

QTEST_GUILESS_MAIN(TestGguf)
#include "tst_gguf.moc"
