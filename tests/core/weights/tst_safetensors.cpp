#include "core/weights/safetensors.h"

#include "core/base/error.h"
#include "tests/core/base/filesizelimit.h"
#include "tests/core/weights/tensorfiles.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <sys/stat.h>

using namespace focal;
using namespace focal::test;

namespace {

std::span<const std::byte> bytesOf(const auto& values)
{
    return std::as_bytes(std::span(values));
}

} // namespace

class TestSafetensors : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path() const { return m_folder.filePath(QStringLiteral("model.safetensors")); }

private Q_SLOTS:
    void readsTheReferenceImplementationsFile()
    {
        // safetensors.numpy.save({"b": uint8 [1, 2, 3], "a.weight": float32 [[1, 2], [3, -4.5]]}, {"format":
        // "pt"})
        const QByteArray json =
            R"({"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
            R"("b":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}})";
        const QByteArray data = QByteArray::fromHex("0000803f0000004000004040000090c0010203");
        const SafetensorsFile file(writeBytes(path(), safetensorsBytes(json.leftJustified(160, ' '), data)));
        file.throwIfFaulty();
        QCOMPARE(file.tensors().size(), std::size_t{2});
        QCOMPARE(file.metadata().value(QStringLiteral("format")), QStringLiteral("pt"));
        const TensorView* a = file.find(QStringLiteral("a.weight"));
        QVERIFY(a);
        QCOMPARE(a->type, TensorType::F32);
        QCOMPARE(a->shape, (TensorShape{2, 2}));
        QCOMPARE(a->elementCount(), qint64{4});
        QVERIFY(a->isAligned());
        float values[4];
        std::memcpy(values, a->data, sizeof values);
        QCOMPARE(values[0], 1.f);
        QCOMPARE(values[3], -4.5f);
        const TensorView* b = file.find(QStringLiteral("b"));
        QVERIFY(b);
        QCOMPARE(static_cast<int>(b->data[2]), 3);
        QVERIFY(!file.find(QStringLiteral("c")));
        file.throwIfChanged();
    }

    void readsCornersOfTheFormat_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<qint64>("dataBytes");
        QTest::addColumn<int>("tensors");
        QTest::newRow("no tensors") << QByteArray("{}") << qint64{0} << 0;
        QTest::newRow("metadata only")
            << QByteArray(R"({"__metadata__":{"a":"b","c":"中"}})") << qint64{0} << 0;
        QTest::newRow("scalar") << '{' + tensorJson("s", "F64", "[]", 0, 8) + '}' << qint64{8} << 1;
        QTest::newRow("empty tensor") << '{' + tensorJson("e", "F32", "[0,9223372036854775807]", 0, 0) + ',' +
                                             tensorJson("f", "I8", "[2]", 0, 2) + '}'
                                      << qint64{2} << 2;
        QTest::newRow("order of the header is not that of the data")
            << '{' + tensorJson("b", "U8", "[2]", 3, 5) + ',' + tensorJson("a", "U8", "[3]", 0, 3) + '}'
            << qint64{5} << 2;
        QTest::newRow("trailing spaces")
            << '{' + tensorJson("s", "BF16", "[1]", 0, 2) + "}     " << qint64{2} << 1;
    }
    void readsCornersOfTheFormat()
    {
        QFETCH(QByteArray, json);
        QFETCH(qint64, dataBytes);
        QFETCH(int, tensors);
        const SafetensorsFile file(writeBytes(path(), safetensorsBytes(json, QByteArray(dataBytes, 'x'))));
        file.throwIfFaulty();
        QCOMPARE(static_cast<int>(file.tensors().size()), tensors);
    }

    void toleratesMisalignedData()
    {
        const QByteArray json =
            '{' + tensorJson("a", "U8", "[1]", 0, 1) + ',' + tensorJson("b", "F32", "[1]", 1, 5) + '}';
        const SafetensorsFile file(
            writeBytes(path(), safetensorsBytes(json.leftJustified(160, ' '), "x1234")));
        file.throwIfFaulty();
        QVERIFY(!file.find(QStringLiteral("b"))->isAligned());
        QVERIFY(file.find(QStringLiteral("a"))->isAligned());
    }

    void refusesAtOnce_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& content, const char* says) {
            QTest::newRow(name) << content << QString::fromUtf8(says);
        };
        const auto header = [&row](const char* name, const QByteArray& json, const char* says) {
            row(name, safetensorsBytes(json, QByteArray(4, 'x')), says);
        };
        row("empty", "", "is empty");
        row("seven bytes", "1234567", "too few");
        row("huge header", QByteArray(8, '\xff') + "{}", "limit is 100000000");
        row("header above the limit", QByteArray::fromHex("01e1f50500000000") + "{}",
            "claims 100000001 bytes");
        row("header beyond the file", QByteArray::fromHex("0300000000000000") + "{}", "cut off");
        header("not JSON", "{\"a\":", "not valid JSON");
        header("no header", "", "not valid JSON");
        header("bad UTF-8", "{\"\xff\xfe\":{}}", "not valid JSON");
        header("text behind", "{}x", "not valid JSON");
        header("array", "[]", "structure");
        header("number", "7", "structure");
        header("entry is no object", R"({"a":3})", "\"a\"");
        header("entry without range", R"({"a":{"dtype":"U8","shape":[4]}})", "lacks");
        header("unknown member", R"({"a":{"dtype":"U8","color":1}})", "color");
        header("member twice", R"({"a":{"dtype":"U8","dtype":"U8"}})", "twice");
        header("metadata twice", R"({"__metadata__":{},"__metadata__":{}})", "twice");
        header("metadata key twice", R"({"__metadata__":{"k":"1","k":"2"}})", "\"k\" twice");
        header("metadata of numbers", R"({"__metadata__":{"k":1}})", "structure");
        header("negative shape", '{' + tensorJson("a", "U8", "[-4]", 0, 4) + '}', "-4");
        header("fractional shape", '{' + tensorJson("a", "U8", "[4.5]", 0, 4) + '}', "4.5");
        header("shape above 63 bits", '{' + tensorJson("a", "U8", "[9223372036854775808]", 0, 4) + '}',
               "9223372036854775808");
        header("shape above 64 bits", '{' + tensorJson("a", "U8", "[99999999999999999999]", 0, 4) + '}',
               "99999");
        header("negative offset", '{' + tensorJson("a", "U8", "[4]", -1, 4) + '}', "-1");
        header("three offsets", R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,5]}})", "two numbers");
        header("one offset", R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[4]}})", "two numbers");
        header("nested shape", R"({"a":{"dtype":"U8","shape":[[4]],"data_offsets":[0,4]}})", "structure");
        header("deep arrays", QByteArray(1'000'000, '['), "structure");
        header("deep objects", QByteArray("{\"a\":").repeated(200'000), "unknown member");
        header("text for a number", R"({"a":{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}})",
               "structure");
    }
    void refusesAtOnce()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        try {
            const SafetensorsFile file(writeBytes(path(), content));
            QFAIL("opened");
        } catch (const UserError& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(error.message().contains(says), error.what());
            QVERIFY2(error.message().contains(path()), error.what());
        }
    }

    void keepsFaultyTensorsApart_data()
    {
        using Kind = TensorFault::Kind;
        QTest::addColumn<QByteArray>("tensors");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& tensors, Kind kind, const char* says) {
            QTest::newRow(name) << tensors << static_cast<int>(kind) << QString::fromUtf8(says);
        };
        row("beyond the end", tensorJson("bad", "U8", "[9]", 4, 13), Kind::OutOfFile, "0 to 8, got 4 to 13");
        row("far beyond the end", tensorJson("bad", "U8", "[9223372036854775803]", 4, 9223372036854775807),
            Kind::OutOfFile, "9223372036854775807");
        row("backwards", tensorJson("bad", "U8", "[4]", 8, 4), Kind::OutOfFile, "8 to 4");
        row("too short for its shape", tensorJson("bad", "F32", "[2]", 4, 8), Kind::Inconsistent,
            "needs 8 bytes, got 4");
        row("shape whose product overflows to the right length",
            tensorJson("bad", "F32", "[4611686018427387905,1]", 4, 8), Kind::Inconsistent, "more than 2^63");
        row("overflow through a zero", tensorJson("bad", "U8", "[4294967296,4294967296,0]", 4, 8),
            Kind::Inconsistent, "needs 0 bytes");
        row("overlap", tensorJson("bad", "U8", "[6]", 2, 8), Kind::Inconsistent, "overlap");
        row("hole", tensorJson("bad", "U8", "[2]", 6, 8), Kind::Inconsistent, "4 to 6");
        row("rest", tensorJson("bad", "U8", "[2]", 4, 6), Kind::Inconsistent, "6 to 8");
        row("unknown type", tensorJson("bad", "F3", "[4]", 4, 8), Kind::WrongType, "F3");
        row("twice", tensorJson("bad", "U8", "[2]", 4, 6) + ',' + tensorJson("bad", "U8", "[2]", 6, 8),
            Kind::Duplicate, "2 times");
    }
    void keepsFaultyTensorsApart()
    {
        QFETCH(QByteArray, tensors);
        QFETCH(int, kind);
        QFETCH(QString, says);
        const QByteArray json = '{' + tensorJson("good", "U8", "[4]", 0, 4) + ',' + tensors + '}';
        const SafetensorsFile file(writeBytes(path(), safetensorsBytes(json, "abcdefgh")));
        bool found = false;
        for (const TensorFault& fault : file.faults())
            found = found || (static_cast<int>(fault.kind) == kind && fault.detail.contains(says));
        QVERIFY2(found,
                 qPrintable(file.faults().empty() ? QStringLiteral("none") : file.faults().front().detail));
        if (TensorFault::Kind(kind) != TensorFault::Kind::Inconsistent ||
            !QByteArrayList({"hole", "rest"}).contains(QTest::currentDataTag()))
            QVERIFY(!file.find(QStringLiteral("bad")));
        try {
            file.throwIfFaulty();
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(says), error.what());
        }
    }

    void writesWhatItReads()
    {
        const std::vector<float> floats{1.5f, -2, 3e30f};
        const std::vector<std::uint8_t> small{1, 2, 3};
        const std::vector<qint64> large{-1};
        const QMap<QString, QString> metadata{
            {QStringLiteral("licence"), QStringLiteral("Apache-2.0 \"聚焦\"\n")}};
        const std::vector<TensorSource> sources{
            {QStringLiteral("z"), TensorType::U8, {3}, bytesOf(small)},
            {QStringLiteral("f.权重"), TensorType::F32, {1, 3}, bytesOf(floats)},
            {QStringLiteral("empty"), TensorType::F32, {0, 7}, {}},
            {QStringLiteral("large"), TensorType::I64, {}, bytesOf(large)},
        };
        writeSafetensors(path(), sources, metadata);
        {
            const SafetensorsFile file(path());
            file.throwIfFaulty();
            QCOMPARE(file.metadata(), metadata);
            QCOMPARE(file.tensors().size(), sources.size());
            for (const TensorSource& source : sources) {
                const TensorView* view = file.find(source.name);
                QVERIFY(view);
                QCOMPARE(view->type, source.type);
                QCOMPARE(view->shape, source.shape);
                QVERIFY(view->isAligned());
                QCOMPARE(view->bytes, static_cast<qint64>(source.bytes.size()));
                QVERIFY(source.bytes.empty() ||
                        std::memcmp(view->data, source.bytes.data(), source.bytes.size()) == 0);
            }
        }
        QFile first(path());
        QVERIFY(first.open(QIODevice::ReadOnly));
        const QByteArray before = first.readAll();
        std::vector<TensorSource> turned(sources.rbegin(), sources.rend());
        writeSafetensors(path(), turned, metadata);
        QFile second(path());
        QVERIFY(second.open(QIODevice::ReadOnly));
        QCOMPARE(second.readAll(), before);
    }

    void failsToWriteCleanly()
    {
        const std::vector<float> one{1};
        const TensorSource source{QStringLiteral("a"), TensorType::F32, {1}, bytesOf(one)};
        QVERIFY_EXCEPTION_THROWN(writeSafetensors(m_folder.filePath(QStringLiteral("no/such/f")), {source}),
                                 UserError);
        QVERIFY_EXCEPTION_THROWN(writeSafetensors(m_folder.path(), {source}), UserError);
        const QString pipe = m_folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QVERIFY_EXCEPTION_THROWN(writeSafetensors(pipe, {source}), UserError);
        QVERIFY_EXCEPTION_THROWN(writeSafetensors(path(), {source, source}), LogicError);
        QVERIFY_EXCEPTION_THROWN(
            writeSafetensors(path(), {{QStringLiteral("a"), TensorType::F32, {2}, bytesOf(one)}}),
            LogicError);
        writeBytes(path(), "old");
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(writeSafetensors(path(), {source}, {}, cancel), Cancelled);
        QFile old(path());
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("old"));
        QCOMPARE(QDir(m_folder.path()).entryList({QStringLiteral("model*")}, QDir::Files).size(), 1);
    }

    void keepsTheOldFileWhenTheDiskTakesNoMore()
    {
        writeBytes(path(), "old");
        const FileSizeLimit limit(100'000);
        const std::vector<float> many(100'000, 1.f);
        try {
            writeSafetensors(path(), {{QStringLiteral("a"), TensorType::F32, {100'000}, bytesOf(many)}});
            QFAIL("written");
        } catch (const UserError& error) {
            QVERIFY2(!error.why().isEmpty() && error.message().contains(path()), error.what());
        }
        QFile old(path());
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("old"));
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files).size(), 1);
    }

    void survivesAFileThatShrinks()
    {
        const std::vector<float> values(100'000, 1.f);
        writeSafetensors(path(), {{QStringLiteral("a"), TensorType::F32, {100'000}, bytesOf(values)}});
        const SafetensorsFile file(path());
        QVERIFY(QFile::resize(path(), 5000));
        const TensorView* view = file.find(QStringLiteral("a"));
        std::vector<std::byte> copy(view->data, view->data + view->bytes);
        QVERIFY(copy.back() == std::byte{0});
        QVERIFY_EXCEPTION_THROWN(file.throwIfChanged(), UserError);
    }

    /// Whatever the bytes, the file is refused with a UserError or every view handed out lies inside it.
    void survivesMutations()
    {
        QByteArray json = "{\"__metadata__\":{\"k\":\"v\"}";
        qint64 at = 0;
        for (const char* name : {"a", "b.weight", "c.bias", "d"}) {
            json += ',' + tensorJson(name, "F32", "[2,3]", at, at + 24);
            at += 24;
        }
        const QByteArray original = safetensorsBytes(json + '}', QByteArray(at, 'x'));
        QRandomGenerator random(20240607);
        const QByteArray likely = "0123456789\"{}[]:,-e.UF8\\ ";
        int opened = 0;
        int refused = 0;
        for (int round = 0; round < 4000; ++round) {
            QByteArray mutated = original;
            const int edits = 1 + random.bounded(3);
            for (int i = 0; i < edits; ++i) {
                const int position = random.bounded(static_cast<int>(mutated.size()));
                switch (random.bounded(5)) {
                case 0:
                    mutated[position] = static_cast<char>(random.bounded(256));
                    break;
                case 1:
                    mutated[position] = likely[random.bounded(static_cast<int>(likely.size()))];
                    break;
                case 2:
                    mutated.remove(position, 1 + random.bounded(20));
                    break;
                case 3:
                    mutated.insert(position, likely[random.bounded(static_cast<int>(likely.size()))]);
                    break;
                default:
                    mutated.insert(position,
                                   mutated.mid(random.bounded(static_cast<int>(mutated.size())), 40));
                    break;
                }
                if (mutated.isEmpty())
                    mutated = "x";
            }
            try {
                const SafetensorsFile file(writeBytes(path(), mutated));
                ++opened;
                int sum = 0;
                for (const TensorView& view : file.tensors()) {
                    QVERIFY(view.bytes >= 0 && view.bytes <= mutated.size());
                    QCOMPARE(tensorBytes(view.type, view.shape), std::optional<qint64>(view.bytes));
                    for (qint64 i = 0; i < view.bytes; ++i)
                        sum += static_cast<int>(view.data[i]);
                }
                QVERIFY(sum >= 0);
                file.throwIfFaulty();
            } catch (const UserError&) {
                ++refused;
            }
        }
        QVERIFY2(opened > 200 && refused > 2000,
                 qPrintable(QStringLiteral("%1 %2").arg(opened).arg(refused)));
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
