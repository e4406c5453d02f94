#include "core/base/error.h"
#include "core/nn/threads.h"
#include "tests/core/qwen/qwencheckpoints.h"

#include <c10/core/InferenceMode.h>

#include <QJsonArray>
#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

/// Against diffusers on a checkpoint of a sixth of the width.
class TestVae : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"qwen_vae.safetensors"_s};
    Checkpoints m_checkpoints;
    std::unique_ptr<QwenImageVae> m_vae;

private Q_SLOTS:
    void initTestCase()
    {
        setThreadBudget(availableThreads());
        m_vae = m_checkpoints.vae();
    }

    void agreesWithDiffusersBothWays_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("even") << 64 << 96;
        QTest::newRow("odd") << 56 << 40;
    }

    void agreesWithDiffusersBothWays()
    {
        QFETCH(const int, height);
        QFETCH(const int, width);
        const c10::InferenceMode inference;
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        KeptStages kept;
        const at::Tensor latents = m_vae->encode(values(u"pixels."_s + name, {3, height, width}), {}, &kept);
        const at::Tensor picture =
            m_vae->decode(values(u"latents."_s + name, {16, height / 8, width / 8}), {}, &kept);
        for (const char* stage :
             {"vae.encoder.down_blocks.1", "vae.encoder.down_blocks.3", "vae.encoder.mid_block",
              "vae.decoder.mid_block", "vae.decoder.up_blocks.1", "vae.decoder.conv_out"}) {
            QVERIFY2(kept.stages.count(stage), stage);
            const double error = relativeError(sampled(kept.stages[stage].contiguous(), 211),
                                               m_reference[u"%1.%2"_s.arg(name, QString::fromUtf8(stage))]);
            QVERIFY2(error < 1e-5, qPrintable(u"%1: %2"_s.arg(QString::fromUtf8(stage)).arg(error)));
        }
        const double encoding = relativeError(sampled(latents, 3), m_reference[name + u".encoded"_s]);
        QVERIFY2(encoding < 1e-5, qPrintable(u"encode: %1"_s.arg(encoding)));
        const double decoding = relativeError(sampled(picture, 29), m_reference[name + u".decoded"_s]);
        QVERIFY2(decoding < 1e-5, qPrintable(u"decode: %1"_s.arg(decoding)));
    }

    /// Tiles carry what influences them: no seam, at any cut.
    void tilesMakeTheSamePicture()
    {
        const c10::InferenceMode inference;
        const at::Tensor pixels = values(u"pixels.tiles"_s, {3, 168, 232});
        const at::Tensor whole = m_vae->encode(pixels, {}, nullptr, QwenImageVae::wholePicture);
        const double encoding = (m_vae->encode(pixels, {}, nullptr, 64) - whole).abs().max().item<double>();
        QVERIFY2(encoding < 2e-5, qPrintable(u"encode: %1"_s.arg(encoding)));

        const at::Tensor latents = values(u"latents.tiles"_s, {16, 21, 29});
        const at::Tensor picture = m_vae->decode(latents, {}, nullptr, QwenImageVae::wholePicture);
        const double decoding =
            (m_vae->decode(latents, {}, nullptr, 64) - picture).abs().max().item<double>();
        QVERIFY2(decoding < 2e-5, qPrintable(u"decode: %1"_s.arg(decoding)));
    }

    void bandsOfAConvolutionFitTogether()
    {
        const c10::InferenceMode inference;
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"conv.safetensors"_s);
        writeFormulaCheckpoint(path, {{u"conv.weight"_s, {5, 4, 3, 3}}, {u"conv.bias"_s, {5}}});
        TensorClaims claims{SafetensorsFile(path)};
        const PlaneConv conv(TensorReader(claims, at::kFloat).inside("conv"), 4, 5, 3,
                             PlaneConv::Stored::Plane);
        claims.finish();
        const at::Tensor x = values(u"plane"_s, {1, 4, 23, 17}).contiguous(at::MemoryFormat::ChannelsLast);
        const at::Tensor whole = conv(x, {});
        const double work = 2.0 * 5 * 4 * 9 * 23 * 17;
        for (const double bands : {2.0, 7.0, 23.0, 100.0}) {
            const at::Tensor made = conv(x, {}, work / bands);
            QVERIFY(made.sizes() == whole.sizes());
            QVERIFY((made - whole).abs().max().item<double>() < 1e-6);
        }
    }

    void bfloat16StaysClose()
    {
        const c10::InferenceMode inference;
        const auto fast = m_checkpoints.vae(at::kBFloat16);
        const at::Tensor latents = values(u"latents.even"_s, {16, 8, 12});
        const double error = relativeError(fast->decode(latents), m_vae->decode(latents));
        QVERIFY2(error < 0.03 && error > 0, qPrintable(QString::number(error)));
    }

    void refusesOtherShapesAndObeysCancel()
    {
        QVERIFY_EXCEPTION_THROWN(m_vae->encode(at::zeros({3, 60, 64})), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_vae->decode(at::zeros({15, 8, 8})), LogicError);
        const CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(m_vae->encode(at::zeros({3, 64, 64}), token), Cancelled);
        QVERIFY_EXCEPTION_THROWN(m_vae->decode(at::zeros({16, 8, 8}), token), Cancelled);
    }

    void configIsReadAndChecked()
    {
        QJsonObject json{
            {u"base_dim"_s, 16}, {u"z_dim"_s, 16}, {u"temperal_downsample"_s, QJsonArray{false, true, true}}};
        QCOMPARE(VaeConfig::fromJson(json).baseWidth, 16);
        json[u"latents_std"_s] = QJsonArray{1, 2};
        QVERIFY_EXCEPTION_THROWN(VaeConfig::fromJson(json), UserError);
        json.remove(u"latents_std"_s);
        json[u"base_dim"_s] = -4;
        QVERIFY_EXCEPTION_THROWN(VaeConfig::fromJson(json), UserError);
    }
};

QTEST_GUILESS_MAIN(TestVae)
#include "tst_vae.moc"
