#include "core/weights/lorafile.h"
#include "core/weights/tensorset.h"
#include "tests/core/weights/modelparts.h"
#include "tests/fuzz/fuzzing.h"

#include <QTemporaryDir>

using namespace focal;
using namespace focal::fuzz;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

class TestFuzzSafetensors : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    qint64 m_before = 0;

    QByteArray written(const std::vector<OwnedTensor>& tensors, const QMap<QString, QString>& metadata) const
    {
        QFile file(writeTensors(m_folder.filePath(u"sound"_s), tensors, metadata));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read");
        return file.readAll();
    }

private Q_SLOTS:
    void init() { m_before = peakResident(); }

    void weights()
    {
        const QByteArray json = R"({"format":"float8_e4m3fn"})";
        const QByteArray sound = written(
            {floats(u"p.transformer_blocks.0.img_mod.1.weight"_s, {6, 2}),
             raw(u"p.l.weight"_s, TensorType::F8E4M3, {3, 4}, QByteArray(12, '\x38')),
             floats(u"p.l.weight_scale"_s, {3, 1}),
             raw(u"p.l.comfy_quant"_s, TensorType::U8, {json.size()}, json),
             raw(u"p.b"_s, TensorType::BF16, {5}, QByteArray(10, 'x')),
             raw(u"scaled_fp8"_s, TensorType::F8E4M3, {0}, {})},
            {{u"format"_s, u"pt"_s},
             {u"_quantization_metadata"_s, u"{\"layers\":{\"p.l\":{\"format\":\"float8_e4m3fn\"}}}"_s}});
        const Outcome outcome = damage(m_folder.filePath(u"f"_s), sound, 6000, 1, [](const QString& path) {
            const TensorSet set = TensorSet::open(ModelPart::Transformer, {path});
            decodeAll(set);
            throwTensorFaults(path, set.faults());
        });
        QVERIFY(outcome.refused > 4000 && outcome.accepted > 100);
        QVERIFY(keepsMemorySmall(m_before));
    }

    void adapters()
    {
        const QHash<QString, TensorShape> modules{{u"txt_in"_s, {4, 3}}};
        const QByteArray sound = written({floats(u"transformer.txt_in.lora_A.weight"_s, {2, 3}),
                                          floats(u"transformer.txt_in.lora_B.weight"_s, {4, 2}),
                                          floats(u"transformer.txt_in.alpha"_s, {})},
                                         {{u"lora_adapter_metadata"_s, u"{\"transformer.lora_alpha\":4}"_s}});
        const Outcome outcome =
            damage(m_folder.filePath(u"f"_s), sound, 3000, 20'000,
                   [&modules](const QString& path) { LoraFile(path, modules).identity(); });
        QVERIFY(outcome.refused > 1500 && outcome.accepted > 50);
        QVERIFY(keepsMemorySmall(m_before));
    }
};

QTEST_GUILESS_MAIN(TestFuzzSafetensors)
#include "tst_fuzzsafetensors.moc"
