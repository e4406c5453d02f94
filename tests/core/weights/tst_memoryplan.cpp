#include "core/weights/memoryplan.h"

#include "core/base/error.h"
#include "tests/core/weights/modelparts.h"
#include "tests/core/weights/tensorfiles.h"

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 giga = 1'000'000'000;

/// The published model as bfloat16 files.
ModelNeeds published()
{
    ModelNeeds needs;
    needs.blockCount = 60;
    needs.blocksStored = 27 * giga;
    needs.blocksDecoded = 27 * giga;
    needs.largestBlockDecoded = 450'000'000;
    needs.modulationStored = 136 * giga / 10;
    needs.outerDecoded = 140'000'000;
    needs.textStored = 14 * giga;
    needs.textDecoded = 14 * giga;
    needs.largestTextLayerDecoded = 470'000'000;
    needs.vaeDecoded = 250'000'000;
    return needs;
}

/// The same with the transformer as Q4_K.
ModelNeeds quantised()
{
    ModelNeeds needs = published();
    needs.blocksStored = 8 * giga;
    return needs;
}

Machine machine(qint64 available)
{
    Machine made;
    made.totalBytes = 2 * available;
    made.availableBytes = available;
    made.diskBytesPerSecond = 2e9;
    return made;
}

} // namespace

class TestMemoryPlan : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    void text(const QString& name, const QByteArray& content) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        writeBytes(path, content);
    }

private Q_SLOTS:
    void cleanup()
    {
        QDir folder(m_folder.path());
        folder.removeRecursively();
        folder.mkpath(u"."_s);
    }

    void choosesTheQuickestWayThatFits_data()
    {
        QTest::addColumn<qint64>("available");
        QTest::addColumn<bool>("compressed");
        QTest::addColumn<int>("transformer");
        QTest::addColumn<int>("text");
        const auto row = [](const char* name, qint64 available, bool compressed, Placement transformer,
                            Placement encoder) {
            QTest::newRow(name) << available << compressed << static_cast<int>(transformer)
                                << static_cast<int>(encoder);
        };
        row("64 GB", 64 * giga, false, Placement::Resident, Placement::Resident);
        row("24 GB", 24 * giga, false, Placement::Streamed, Placement::Resident);
        row("8 GB", 8 * giga, false, Placement::Streamed, Placement::Streamed);
        row("24 GB, Q4_K", 24 * giga, true, Placement::Compressed, Placement::Resident);
        row("64 GB, Q4_K", 64 * giga, true, Placement::Resident, Placement::Resident);
        row("3 GB", 3 * giga, true, Placement::DoesNotFit, Placement::DoesNotFit);
    }
    void choosesTheQuickestWayThatFits()
    {
        QFETCH(qint64, available);
        QFETCH(bool, compressed);
        QFETCH(int, transformer);
        QFETCH(int, text);
        const ModelNeeds needs = compressed ? quantised() : published();
        const MemoryPlan plan = planMemory(needs, machine(available), 3 * giga / 2);
        QCOMPARE(static_cast<int>(plan.transformer), transformer);
        QCOMPARE(static_cast<int>(plan.text), text);
        QCOMPARE(plan.fits(), available > 4 * giga);
        if (plan.fits())
            QVERIFY(plan.peakBytes <= available);
        QCOMPARE(plan.readPerStep, plan.transformer == Placement::Streamed ? needs.blocksStored : 0);
    }

    void saysWhatWouldFit()
    {
        Machine limited = machine(64 * giga);
        limited.limitBytes = 3 * giga;
        limited.limitLeftBytes = 2 * giga;
        const MemoryPlan plan = planMemory(published(), limited, 3 * giga / 2);
        QVERIFY(!plan.fits());
        QVERIFY2(plan.words.contains(u"The memory limit of this session is 3.0 GB; raise it by 1.9 GB."_s),
                 qPrintable(plan.words));
        const QString streamed = planMemory(published(), machine(8 * giga), giga).words;
        QVERIFY2(streamed.contains(u"Each pass reads 27.0 GB, at least 14 s"_s), qPrintable(streamed));
        const QString open = planMemory(published(), machine(2 * giga), giga).words;
        QVERIFY2(open.contains(u"Close other programs"_s), qPrintable(open));
    }

    void usesAGpuThatHoldsTwoBlocks_data()
    {
        QTest::addColumn<qint64>("memory");
        QTest::addColumn<qint64>("gpu");
        QTest::addColumn<bool>("isQuantised");
        QTest::addColumn<Placement>("transformer");
        QTest::addColumn<Placement>("text");
        QTest::addColumn<bool>("isUsed");
        QTest::newRow("48 GB") << 64 * giga << 48 * giga << false << Placement::OnGpu << Placement::OnGpu
                               << true;
        QTest::newRow("24 GB") << 64 * giga << 24 * giga << false << Placement::Compressed << Placement::OnGpu
                               << true;
        QTest::newRow("12 GB") << 64 * giga << 12 * giga << false << Placement::Compressed
                               << Placement::Compressed << true;
        QTest::newRow("12 GB, little memory")
            << 8 * giga << 12 * giga << false << Placement::Streamed << Placement::Streamed << true;
        QTest::newRow("12 GB, Q4_K") << 24 * giga << 12 * giga << true << Placement::Compressed
                                     << Placement::Compressed << true;
        QTest::newRow("1 GB") << 64 * giga << giga << false << Placement::Resident << Placement::Resident
                              << false;
    }
    void usesAGpuThatHoldsTwoBlocks()
    {
        QFETCH(qint64, memory);
        QFETCH(qint64, gpu);
        QFETCH(bool, isQuantised);
        Machine with = machine(memory);
        with.gpu = Machine::Gpu{u"RTX"_s, gpu};
        const MemoryPlan plan = planMemory(isQuantised ? quantised() : published(), with, giga);
        QTEST(plan.transformer, "transformer");
        QTEST(plan.text, "text");
        QTEST(plan.usesGpu, "isUsed");
        QVERIFY(plan.gpuBytes <= gpu && plan.peakBytes <= memory);
        QCOMPARE(plan.gpuBytes > 0, plan.usesGpu);
        QCOMPARE(plan.words.contains(u"RTX computes"_s), plan.usesGpu);
    }

    void countsWhatFilesHold()
    {
        const QString path = writeTensors(m_folder.filePath(u"t.safetensors"_s),
                                          {floats(u"transformer_blocks.0.img_mod.1.weight"_s, {6, 2}),
                                           floats(u"transformer_blocks.0.attn.to_q.weight"_s, {4, 2}),
                                           floats(u"transformer_blocks.1.attn.to_q.weight"_s, {8, 2}),
                                           floats(u"img_in.weight"_s, {5, 2})});
        ModelNeeds needs;
        addNeeds(needs, ModelPart::Transformer, TensorSet::open(ModelPart::Transformer, {path}));
        QCOMPARE(needs.blockCount, qint64{2});
        QCOMPARE(needs.blocksStored, qint64{96});
        QCOMPARE(needs.blocksDecoded, qint64{48});
        QCOMPARE(needs.largestBlockDecoded, qint64{32});
        QCOMPARE(needs.modulationStored, qint64{48});
        QCOMPARE(needs.outerDecoded, qint64{20});
        QVERIFY(!needs.isCompressed());
    }

    void countsTheTextEncodersLayers()
    {
        const QString path =
            writeTensors(m_folder.filePath(u"e.safetensors"_s),
                         {floats(u"model.layers.0.self_attn.q_proj.weight"_s, {6, 2}),
                          floats(u"visual.blocks.0.attn.proj.weight"_s, {4, 2}),
                          floats(u"visual.merger.ln_q.weight"_s, {5}), floats(u"model.norm.weight"_s, {3}),
                          floats(u"model.embed_tokens.weight"_s, {7, 2})});
        ModelNeeds needs;
        addNeeds(needs, ModelPart::TextEncoder, TensorSet::open(ModelPart::TextEncoder, {path}));
        QCOMPARE(needs.textStored, qint64{80});
        QCOMPARE(needs.textDecoded, qint64{40});
        QCOMPARE(needs.largestTextLayerDecoded, qint64{24});
        QCOMPARE(needs.textOuterDecoded, qint64{16});
        QCOMPARE(needs.textTableStored, qint64{56});
        const QString words = planMemory(published(), machine(8 * giga), giga).words;
        QVERIFY2(words.contains(u"The text encoder is read from the disk block by block."_s),
                 qPrintable(words));
    }

    void readsTheMachine_data()
    {
        QTest::addColumn<QByteArray>("groups");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("limit");
        QTest::addColumn<QString>("used");
        QTest::addColumn<QByteArray>("stat");
        QTest::newRow("version 2") << QByteArray("0::/user/run\n") << u"sys/fs/cgroup/user"_s
                                   << u"memory.max"_s << u"memory.current"_s
                                   << QByteArray("anon 5\nactive_file 100\ninactive_file 200\n");
        QTest::newRow("version 2 in a container")
            << QByteArray("0::/somewhere/else\n") << u"sys/fs/cgroup"_s << u"memory.max"_s
            << u"memory.current"_s << QByteArray("active_file 100\ninactive_file 200\n");
        QTest::newRow("version 1") << QByteArray("5:cpu,cpuacct:/x\n4:memory:/user\n")
                                   << u"sys/fs/cgroup/memory/user"_s << u"memory.limit_in_bytes"_s
                                   << u"memory.usage_in_bytes"_s
                                   << QByteArray("total_active_file 100\ntotal_inactive_file 200\n");
    }
    void readsTheMachine()
    {
        QFETCH(QByteArray, groups);
        QFETCH(QString, folder);
        QFETCH(QString, limit);
        QFETCH(QString, used);
        QFETCH(QByteArray, stat);
        text(u"proc/meminfo"_s, "MemTotal:       16000 kB\nMemFree: 1 kB\nMemAvailable:    8000 kB\n");
        text(u"proc/self/cgroup"_s, groups);
        QCOMPARE(readMachine(m_folder.path()).budgetBytes(), qint64{8000 * 1024});
        text(folder + u'/' + limit, "9223372036854771712\n"); // none
        text(folder + u'/' + used, "5000\n");
        QVERIFY(!readMachine(m_folder.path()).limitBytes);
        text(folder + u'/' + limit, "7000\n");
        text(folder + u"/memory.stat"_s, stat);
        const Machine read = readMachine(m_folder.path());
        QCOMPARE(read.totalBytes, qint64{16000 * 1024});
        QCOMPARE(read.limitBytes.value(), qint64{7000});
        QCOMPARE(read.limitLeftBytes.value(), qint64{2300});
        QCOMPARE(read.budgetBytes(), qint64{2300});
    }

    void measuresADisk()
    {
        QVERIFY(!measureDiskSpeed(m_folder.filePath(u"absent"_s)));
        const QString path = writeBytes(m_folder.filePath(u"file"_s), QByteArray(9 << 20, 'x'));
        const std::optional<double> speed = measureDiskSpeed(path);
        QVERIFY(speed && *speed > 1e6);
        CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(measureDiskSpeed(path, cancel), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestMemoryPlan)
#include "tst_memoryplan.moc"
