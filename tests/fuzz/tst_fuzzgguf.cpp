#include "core/weights/tensorset.h"
#include "tests/core/weights/gguffiles.h"
#include "tests/fuzz/fuzzing.h"

#include <QTemporaryDir>

using namespace focal;
using namespace focal::fuzz;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

class TestFuzzGguf : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void quantisedAndJoined()
    {
        const std::vector<QByteArray> pairs{
            ggufPair("general.architecture", 8, ggufText("qwen2vl")),
            ggufPair("general.alignment", 4, rawBytes(quint32{32})),
            ggufPair("tokens", 9,
                     rawBytes(quint32{8}) + rawBytes(quint64{2}) + ggufText("a") + ggufText("bc")),
            ggufPair("sections", 9,
                     rawBytes(quint32{5}) + rawBytes(quint64{3}) + rawBytes(16) + rawBytes(24) +
                         rawBytes(24)),
            ggufPair("eps", 6, rawBytes(1e-6F))};
        const auto tensor = [](const char* name, quint32 type, std::vector<quint64> dimensions,
                               qsizetype bytes) {
            return GgufTensor{name, type, std::move(dimensions), QByteArray(bytes, '\x3b')};
        };
        const QByteArray sound = ggufBytes(
            pairs,
            {tensor("blk.0.attn_q.weight", 12, {256, 2}, 288), tensor("blk.0.attn_k.weight", 8, {32, 2}, 68),
             tensor("v.blk.0.attn_q.weight", 1, {2, 2}, 8), tensor("v.blk.0.attn_k.weight", 0, {2, 2}, 16),
             tensor("v.blk.0.attn_v.weight", 30, {2, 2}, 8),
             tensor("v.patch_embd.weight", 0, {2, 2, 3, 2}, 96),
             tensor("v.patch_embd.weight.1", 0, {2, 2, 3, 2}, 96),
             tensor("blk.0.ffn_up.weight", 11, {256, 1}, 110),
             tensor("blk.0.ffn_gate.weight", 14, {256, 1}, 210), tensor("output_norm.weight", 0, {2}, 8)});
        const qint64 before = peakResident();
        const Outcome outcome =
            damage(m_folder.filePath(u"f.gguf"_s), sound, 7000, 1, [](const QString& path) {
                const GgufFile file(path);
                for (const QString& key : file.metadata().keys()) {
                    file.texts(key);
                    file.integers(key);
                    file.real(key);
                }
                const TensorSet set = TensorSet::open(ModelPart::TextEncoder, {path});
                decodeAll(set);
                throwTensorFaults(path, set.faults());
            });
        QVERIFY(outcome.refused > 3500 && outcome.accepted > 100);
        QVERIFY(keepsMemorySmall(before));
    }
};

QTEST_GUILESS_MAIN(TestFuzzGguf)
#include "tst_fuzzgguf.moc"
