#include "core/weights/tensorclaims.h"

#include "core/base/error.h"
#include "core/weights/dequantise.h"
#include "tests/core/weights/gguffiles.h"
#include "tests/core/weights/modelparts.h"
#include "tests/core/weights/tensorfiles.h"

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString anchor = u"transformer_blocks.0.img_mod.1.weight"_s;

/// 1, 2, 0.5, -4 and so on as F8_E4M3.
const QByteArray fp8 = QByteArray::fromHex("384030c83c2cb840");
const std::vector<float> fp8Values{1, 2, 0.5, -4, 1.5, 0.375, -1, 2};

std::vector<float> decoded(const StoredTensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    decodeRows(tensor, 0, tensor.rows(), values.data());
    std::vector<std::uint16_t> rounded(values.size());
    decodeRowsToBf16(tensor, 0, tensor.rows(), rounded.data());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (rounded[i] != bf16FromFloat(values[i]))
            qFatal("the two ways to decode %s differ", qPrintable(tensor.name));
    }
    return values;
}

QByteArray oneFloat(float value)
{
    return rawBytes(value);
}

} // namespace

class TestTensorSet : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const char* name = "model.safetensors") const
    {
        return m_folder.filePath(QLatin1String(name));
    }
    TensorSet transformer(const std::vector<OwnedTensor>& tensors,
                          const QMap<QString, QString>& metadata = {}) const
    {
        return TensorSet::open(ModelPart::Transformer, {writeTensors(path(), tensors, metadata)});
    }

private Q_SLOTS:
    void scalesFp8InEverySpelling_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("scale");
        QTest::addColumn<TensorShape>("shape");
        QTest::addColumn<std::vector<float>>("factors"); // one for each element
        const QByteArray half = oneFloat(0.5F);
        const std::vector<float> all(8, 0.5F);
        QTest::newRow("scale_weight") << u"l.scale_weight"_s << half << TensorShape{} << all;
        QTest::newRow("of one element") << u"l.scale_weight"_s << half << TensorShape{1} << all;
        QTest::newRow("weight_scale") << u"l.weight_scale"_s << half << TensorShape{} << all;
        QTest::newRow("for each row") << u"l.weight_scale"_s << half + oneFloat(2) << TensorShape{2, 1}
                                      << std::vector<float>{.5, .5, .5, .5, 2, 2, 2, 2};
        QTest::newRow("for blocks") << u"l.scale_weight"_s << half + oneFloat(2) + oneFloat(3) + oneFloat(4)
                                    << TensorShape{2, 2, 1} << std::vector<float>{.5, .5, 2, 2, 3, 3, 4, 4};
    }
    void scalesFp8InEverySpelling()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, scale);
        QFETCH(TensorShape, shape);
        QFETCH(std::vector<float>, factors);
        const QByteArray json = R"({"format":"float8_e4m3fn"})";
        const TensorSet set =
            transformer({floats(anchor, {6, 1}), raw(u"l.weight"_s, TensorType::F8E4M3, {2, 4}, fp8),
                         raw(name, TensorType::F32, shape, scale),
                         raw(u"l.scale_input"_s, TensorType::F32, {}, oneFloat(3)),
                         raw(u"l.comfy_quant"_s, TensorType::U8, {json.size()}, json),
                         raw(u"scaled_fp8"_s, TensorType::F8E4M3, {0}, {}),
                         raw(u"__index_timestep_zero__"_s, TensorType::F32, {0}, {})});
        QVERIFY(set.faults().empty());
        QCOMPARE(set.tensors().size(), std::size_t{2});
        QVERIFY(set.hasMarker(u"scaled_fp8"_s) && set.hasMarker(u"__index_timestep_zero__"_s));
        const StoredTensor* weight = set.find(u"l.weight"_s);
        QVERIFY(weight && weight->scale);
        const std::vector<float> values = decoded(*weight);
        for (std::size_t i = 0; i < values.size(); ++i)
            QCOMPARE(values[i], fp8Values[i] * factors[i]);
    }

    void refusesWhatItCannotScale_data()
    {
        QTest::addColumn<std::vector<OwnedTensor>>("tensors");
        QTest::addColumn<QString>("says");
        const OwnedTensor weight = raw(u"l.weight"_s, TensorType::F8E4M3, {2, 4}, fp8);
        const QByteArray nv = R"({"format":"nvfp4"})";
        QTest::newRow("nvfp4") << std::vector{weight,
                                              raw(u"l.comfy_quant"_s, TensorType::U8, {nv.size()}, nv)}
                               << u"quantised as \"nvfp4\""_s;
        QTest::newRow("three factors")
            << std::vector{weight, floats(u"l.weight_scale"_s, {3})} << u"a scale F32 [3] for"_s;
        QTest::newRow("no weight") << std::vector{floats(u"k.weight_scale"_s, {})} << u"that is not there"_s;
        QTest::newRow("two scales") << std::vector{weight, floats(u"l.weight_scale"_s, {}),
                                                   floats(u"l.scale_weight"_s, {})}
                                    << u"a second scale"_s;
        QTest::newRow("packed") << std::vector{raw(u"l.weight"_s, TensorType::U8, {2, 4}, QByteArray(8, 'x'))}
                                << u"weights stored as U8"_s;
    }
    void refusesWhatItCannotScale()
    {
        QFETCH(std::vector<OwnedTensor>, tensors);
        QFETCH(QString, says);
        tensors.push_back(floats(anchor, {6, 1}));
        const TensorSet set = transformer(tensors);
        QCOMPARE(set.faults().size(), std::size_t{1});
        QVERIFY2(set.faults().front().detail.contains(says), qPrintable(set.faults().front().detail));
        TensorClaims claims(set);
        claims.claimStored(anchor, {6, 1});
        claims.ignore(u"l.weight"_s);
        QVERIFY_EXCEPTION_THROWN(claims.finish(), UserError);
    }

    void readsHowLayersWereQuantisedFromMetadata()
    {
        const OwnedTensor weight = raw(u"l.weight"_s, TensorType::F8E4M3, {2, 4}, fp8);
        const auto metadata = [](const char* format) {
            return QMap<QString, QString>{
                {u"_quantization_metadata"_s,
                 u"{\"layers\":{\"l\":{\"format\":\"%1\"}}}"_s.arg(QLatin1String(format))}};
        };
        QVERIFY(transformer({floats(anchor, {6, 1}), weight}, metadata("float8_e4m3fn")).faults().empty());
        QCOMPARE(transformer({floats(anchor, {6, 1}), weight}, metadata("int8_tensorwise")).faults().size(),
                 std::size_t{1});
    }

    void putsTheVisionTowerTogether()
    {
        const auto tensor = [](const char* name, std::vector<quint64> dimensions, float offset) {
            quint64 count = 1;
            for (const quint64 dimension : dimensions)
                count *= dimension;
            QByteArray data;
            for (quint64 i = 0; i < count; ++i)
                data += rawBytes(offset + static_cast<float>(i));
            return GgufTensor{name, 0, std::move(dimensions), data};
        };
        const QString language =
            writeBytes(path("text.gguf"), ggufBytes({}, {tensor("blk.0.attn_q.weight", {2, 2}, 0)}));
        const QString vision =
            writeBytes(path("mmproj.gguf"), ggufBytes({}, {tensor("v.blk.0.attn_v.weight", {2, 2}, 200),
                                                           tensor("v.blk.0.attn_q.weight", {2, 2}, 0),
                                                           tensor("v.blk.0.attn_k.weight", {2, 2}, 100),
                                                           tensor("v.patch_embd.weight", {2, 1, 3, 2}, 0),
                                                           tensor("v.patch_embd.weight.1", {2, 1, 3, 2}, 100),
                                                           tensor("v.blk.1.attn_q.bias", {2}, 0)}));
        const TensorSet set = TensorSet::open(ModelPart::TextEncoder, {language, vision});
        QVERIFY(set.find(u"model.layers.0.self_attn.q_proj.weight"_s));
        QCOMPARE(set.container(), u"GGUF"_s);
        const StoredTensor* qkv = set.find(u"visual.blocks.0.attn.qkv.weight"_s);
        QVERIFY(qkv);
        QCOMPARE(qkv->shape, (TensorShape{6, 2}));
        QCOMPARE(decoded(*qkv), (std::vector<float>{0, 1, 2, 3, 100, 101, 102, 103, 200, 201, 202, 203}));
        std::vector<float> middle(4);
        decodeRows(*qkv, 1, 2, middle.data());
        QCOMPARE(middle, (std::vector<float>{2, 3, 100, 101}));
        const StoredTensor* patch = set.find(u"visual.patch_embed.proj.weight"_s);
        QVERIFY(patch);
        QCOMPARE(patch->shape, (TensorShape{2, 3, 2, 1, 2}));
        QCOMPARE(decoded(*patch), (std::vector<float>{0, 1, 100, 101, 2, 3, 102, 103, 4,  5,  104, 105,
                                                      6, 7, 106, 107, 8, 9, 108, 109, 10, 11, 110, 111}));
        QCOMPARE(set.faults().size(), std::size_t{1}); // of the second block's bias two thirds are missing
        QCOMPARE(set.faults().front().kind, TensorFault::Kind::Missing);
    }

    void claimsSeeOnePartOfAFile()
    {
        const TensorSet set = transformer({floats(u"diffusion_model."_s + anchor, {6, 1}),
                                           floats(u"diffusion_model.img_in.bias"_s, {3}),
                                           floats(u"vae.conv1.bias"_s, {4}), floats(u"surprise"_s, {1})});
        TensorClaims claims(set);
        QVERIFY(claims.claimStored(anchor, {6, 1}));
        QVERIFY(!claims.claimStored(u"img_in.bias"_s, {4}));
        QVERIFY(!claims.claimStored(u"txt_in.bias"_s, {4}));
        try {
            claims.finish();
            QFAIL("nothing was said");
        } catch (const UserError& error) {
            const QString message = error.message();
            QVERIFY2(message.contains(u"img_in.bias (expected [4], got [3])"_s), qPrintable(message));
            QVERIFY2(message.contains(u"Missing: txt_in.bias"_s), qPrintable(message));
            QVERIFY2(message.contains(u"Not wanted: surprise"_s), qPrintable(message));
            QVERIFY2(!message.contains(u"conv1"_s), qPrintable(message));
        }
    }

    void rowsBeyondTheTensorAreABug()
    {
        const TensorSet set = transformer({floats(anchor, {6, 1})});
        std::vector<float> values(8);
        QVERIFY_EXCEPTION_THROWN(decodeRows(*set.find(anchor), 4, 3, values.data()), LogicError);
    }

    void bytesThatWereGivenBackAreReadAgain()
    {
        const TensorSet set = transformer({floats(anchor, {60'000, 1})});
        const StoredTensor& tensor = *set.find(anchor);
        const std::vector<float> before = decoded(tensor);
        set.release(tensor);
        set.willNeed(tensor);
        QCOMPARE(decoded(tensor), before);
        set.throwIfChanged();
    }

    void saysThatAFileHoldsAnotherPart()
    {
        QVERIFY_EXCEPTION_THROWN(
            TensorSet::open(ModelPart::Vae, {writeTensors(path(), {floats(anchor, {6, 1})})}), UserError);
    }
};

QTEST_GUILESS_MAIN(TestTensorSet)
#include "tst_tensorset.moc"
