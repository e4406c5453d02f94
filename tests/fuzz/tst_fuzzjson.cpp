#include "core/weights/modelfiles.h"
#include "tests/core/weights/modelparts.h"
#include "tests/fuzz/fuzzing.h"

#include <QTemporaryDir>

using namespace focal;
using namespace focal::fuzz;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

/// The JSON files beside the weights: configurations, and the index of shards.
class TestFuzzJson : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void configurations()
    {
        const QByteArray transformer =
            R"({"num_layers":2,"num_attention_heads":2,"attention_head_dim":128,"in_channels":64,)"
            R"("out_channels":16,"joint_attention_dim":256,"patch_size":2})";
        const QByteArray text =
            R"({"text_config":{"hidden_size":256,"intermediate_size":320,"num_hidden_layers":2,)"
            R"("num_attention_heads":2,"num_key_value_heads":1,"vocab_size":512},"vision_config":)"
            R"({"depth":2,"hidden_size":64,"intermediate_size":96,"out_hidden_size":256}})";
        const QByteArray vae = R"({"base_dim":16,"z_dim":16,"dim_mult":[1,2,4,4],"num_res_blocks":2,)"
                               R"("temperal_downsample":[false,true,true]})";
        const qint64 before = peakResident();
        quint32 seed = 1;
        for (const auto& [part, sound] :
             {std::pair(ModelPart::Transformer, transformer), std::pair(ModelPart::TextEncoder, text),
              std::pair(ModelPart::Vae, vae)}) {
            const Outcome outcome =
                damage(m_folder.filePath(u"config.json"_s), sound, 1000, seed,
                       [kind = part](const QString& path) { publishedTensors(kind, readJsonObject(path)); });
            QVERIFY2(outcome.refused > 100 && outcome.accepted > 0,
                     qPrintable(u"%1 refused, %2 accepted"_s.arg(outcome.refused).arg(outcome.accepted)));
            seed += 10'000;
        }
        QVERIFY(keepsMemorySmall(before));
    }

    void indices()
    {
        const QDir folder(m_folder.path());
        writeTensors(folder.filePath(u"transformer/a.safetensors"_s),
                     {floats(u"transformer_blocks.0.img_mod.1.weight"_s, {2})});
        QFile index(folder.filePath(u"model_index.json"_s));
        QVERIFY(index.open(QIODevice::WriteOnly));
        index.write(R"({"_class_name":"QwenImageEditPlusPipeline"})");
        index.close();
        const QByteArray sound =
            R"({"metadata":{"total_size":8},"weight_map":{"transformer_blocks.0.img_mod.1.weight":)"
            R"("a.safetensors","x":"a.safetensors"}})";
        const qint64 before = peakResident();
        const Outcome outcome =
            damage(folder.filePath(u"transformer/a.safetensors.index.json"_s), sound, 1000, 50'000,
                   [&folder](const QString&) { findModelFiles(folder.path()); });
        QVERIFY(outcome.refused > 100 && outcome.accepted > 10);
        QVERIFY(keepsMemorySmall(before));
    }
};

QTEST_GUILESS_MAIN(TestFuzzJson)
#include "tst_fuzzjson.moc"
