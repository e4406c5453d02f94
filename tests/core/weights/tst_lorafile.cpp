#include "core/weights/lorafile.h"

#include "core/base/error.h"
#include "tests/core/weights/gguffiles.h"
#include "tests/core/weights/modelparts.h"

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

class TestLoraFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    const QHash<QString, TensorShape> m_modules{{u"transformer_blocks.0.attn.to_q"_s, {6, 4}},
                                                {u"transformer_blocks.0.attn.to_out.0"_s, {6, 4}},
                                                {u"transformer_blocks.0.img_mlp.net.0.proj"_s, {8, 4}},
                                                {u"txt_in"_s, {4, 3}}};

    LoraFile opened(const std::vector<OwnedTensor>& tensors,
                    const QMap<QString, QString>& metadata = {}) const
    {
        return LoraFile(writeTensors(m_folder.filePath(u"lora.safetensors"_s), tensors, metadata), m_modules);
    }

private Q_SLOTS:
    void readsEverySpelling_data()
    {
        QTest::addColumn<QString>("down");
        QTest::addColumn<QString>("up");
        QTest::addColumn<QString>("module");
        const auto row = [](const char* down, const char* up, const char* module) {
            QTest::newRow(down) << QString::fromLatin1(down) << QString::fromLatin1(up)
                                << QString::fromLatin1(module);
        };
        const char* const q = "transformer_blocks.0.attn.to_q";
        const char* const out = "transformer_blocks.0.attn.to_out.0";
        row("transformer_blocks.0.attn.to_q.lora_down.weight",
            "transformer_blocks.0.attn.to_q.lora_up.weight", q);
        row("transformer.transformer_blocks.0.attn.to_q.lora_A.weight",
            "transformer.transformer_blocks.0.attn.to_q.lora_B.weight", q);
        row("transformer.transformer_blocks.0.attn.to_out.0.lora_A.default.weight",
            "transformer.transformer_blocks.0.attn.to_out.0.lora_B.default.weight", out);
        row("diffusion_model.transformer_blocks.0.attn.to_q.lora_A.weight",
            "diffusion_model.transformer_blocks.0.attn.to_q.lora_B.weight", q);
        row("model.diffusion_model.transformer_blocks.0.attn.to_q.lora_down.weight",
            "model.diffusion_model.transformer_blocks.0.attn.to_q.lora_up.weight", q);
        row("base_model.model.transformer_blocks.0.attn.to_q.lora_A.weight",
            "base_model.model.transformer_blocks.0.attn.to_q.lora_B.weight", q);
        row("transformer_blocks.0.attn.to_q.lora.down.weight",
            "transformer_blocks.0.attn.to_q.lora.up.weight", q);
        row("transformer_blocks.0.attn.processor.to_out_lora.down.weight",
            "transformer_blocks.0.attn.processor.to_out_lora.up.weight", out);
        row("lora_unet_transformer_blocks_0_attn_to_out_0.lora_down.weight",
            "lora_unet_transformer_blocks_0_attn_to_out_0.lora_up.weight", out);
        row("lycoris_transformer_blocks_0_attn_to_q.lora_down.weight",
            "lycoris_transformer_blocks_0_attn_to_q.lora_up.weight", q);
    }
    void readsEverySpelling()
    {
        QFETCH(QString, down);
        QFETCH(QString, up);
        QFETCH(QString, module);
        const LoraFile file = opened({floats(down, {2, 4}), floats(up, {6, 2})});
        QCOMPARE(file.modules().size(), std::size_t{1});
        QVERIFY(file.unmatched().isEmpty());
        const LoraModule* found = file.find(module);
        QVERIFY(found);
        QCOMPARE(found->rank(), qint64{2});
        QCOMPARE(found->factor, 1.0);
        QCOMPARE(found->up.shape, (TensorShape{6, 2}));
    }

    void readsAlphaOfAnyType_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("BF16") << static_cast<int>(TensorType::BF16) << rawBytes(quint16{0x4100});
        QTest::newRow("F16") << static_cast<int>(TensorType::F16) << rawBytes(quint16{0x4800});
        QTest::newRow("F32") << static_cast<int>(TensorType::F32) << rawBytes(8.F);
        QTest::newRow("F64") << static_cast<int>(TensorType::F64) << rawBytes(8.0);
        QTest::newRow("I64") << static_cast<int>(TensorType::I64) << rawBytes(qint64{8});
        QTest::newRow("I32") << static_cast<int>(TensorType::I32) << rawBytes(8);
        QTest::newRow("U8") << static_cast<int>(TensorType::U8) << rawBytes(quint8{8});
    }
    void readsAlphaOfAnyType()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, bytes);
        const LoraFile file =
            opened({floats(u"txt_in.lora_down.weight"_s, {2, 3}), floats(u"txt_in.lora_up.weight"_s, {4, 2}),
                    raw(u"txt_in.alpha"_s, static_cast<TensorType>(type), {}, bytes)});
        QCOMPARE(file.find(u"txt_in"_s)->factor, 4.0);
    }

    void readsAlphaOfPeft()
    {
        const std::vector tensors{
            floats(u"transformer.txt_in.lora_A.weight"_s, {2, 3}),
            floats(u"transformer.txt_in.lora_B.weight"_s, {4, 2}),
            floats(u"transformer.transformer_blocks.0.attn.to_q.lora_A.weight"_s, {2, 4}),
            floats(u"transformer.transformer_blocks.0.attn.to_q.lora_B.weight"_s, {6, 2})};
        const QString json = u"{\"transformer.lora_alpha\": 6, \"transformer.r\": 2,"
                             "\"transformer.alpha_pattern\": {\"attn.to_q\": 1}}"_s;
        const LoraFile file = opened(tensors, {{u"lora_adapter_metadata"_s, json}});
        QCOMPARE(file.find(u"txt_in"_s)->factor, 3.0);
        QCOMPARE(file.find(u"transformer_blocks.0.attn.to_q"_s)->factor, 0.5);
        QFile beside(m_folder.filePath(u"adapter_config.json"_s));
        QVERIFY(beside.open(QIODevice::WriteOnly));
        beside.write("{\"lora_alpha\": 4, \"r\": 2, \"use_rslora\": true}");
        beside.close();
        QCOMPARE(opened(tensors).find(u"txt_in"_s)->factor, 4 / std::sqrt(2.0));
        QVERIFY(beside.remove());
    }

    void refuses_data()
    {
        QTest::addColumn<std::vector<OwnedTensor>>("tensors");
        QTest::addColumn<QString>("says");
        const OwnedTensor down = floats(u"txt_in.lora_down.weight"_s, {2, 3});
        const OwnedTensor up = floats(u"txt_in.lora_up.weight"_s, {4, 2});
        QTest::newRow("LoKr") << std::vector{floats(u"lycoris_txt_in.lokr_w1"_s, {2, 2})} << u"kind LoKr"_s;
        QTest::newRow("LoHa") << std::vector{floats(u"txt_in.hada_w1_a"_s, {2, 2})} << u"kind LoHa"_s;
        QTest::newRow("DoRA") << std::vector{down, up, floats(u"txt_in.dora_scale"_s, {4, 1})}
                              << u"kind DoRA"_s;
        QTest::newRow("diff") << std::vector{floats(u"txt_in.diff"_s, {4, 3})} << u"kind diff"_s;
        QTest::newRow("half a pair") << std::vector{down} << u"Half of the pair for \"txt_in\""_s;
        QTest::newRow("ranks") << std::vector{down, floats(u"txt_in.lora_up.weight"_s, {4, 3})}
                               << u"expected [4, 3], got [4, 3] times [2, 3]"_s;
        QTest::newRow("another width") << std::vector{down, floats(u"txt_in.lora_up.weight"_s, {5, 2})}
                                       << u"expected [4, 3], got [5, 2] times [2, 3]"_s;
        QTest::newRow("twice") << std::vector{down, up, floats(u"transformer.txt_in.lora_A.weight"_s, {2, 3})}
                               << u"for the same layer"_s;
        QTest::newRow("other model") << std::vector{floats(u"lora_unet_double_blocks_0.lora_down.weight"_s,
                                                           {2, 2})}
                                     << u"it begins with \"lora_unet_double_blocks_0\""_s;
        QTest::newRow("alpha") << std::vector{down, up, floats(u"txt_in.alpha"_s, {2})} << u"is no number"_s;
    }
    void refuses()
    {
        QFETCH(std::vector<OwnedTensor>, tensors);
        QFETCH(QString, says);
        try {
            opened(tensors);
            QFAIL("accepted");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(says), qPrintable(error.message()));
        }
    }

    void tellsWhatTheModelLacks()
    {
        const LoraFile file =
            opened({floats(u"txt_in.lora_down.weight"_s, {2, 3}), floats(u"txt_in.lora_up.weight"_s, {4, 2}),
                    floats(u"text_encoder.layers.0.lora_A.weight"_s, {2, 3}),
                    floats(u"transformer_blocks.7.attn.to_q.lora_A.weight"_s, {2, 4})});
        QCOMPARE(file.unmatched(),
                 QStringList({u"text_encoder.layers.0"_s, u"transformer_blocks.7.attn.to_q"_s}));
    }

    void identityTellsNumbersApart()
    {
        const auto identity = [this](float offset) {
            return opened({floats(u"txt_in.lora_down.weight"_s, {2, 3}, offset),
                           floats(u"txt_in.lora_up.weight"_s, {4, 2})})
                .identity();
        };
        QCOMPARE(identity(0), identity(0));
        QVERIFY(identity(0) != identity(1));
    }
};

QTEST_GUILESS_MAIN(TestLoraFile)
#include "tst_lorafile.moc"
