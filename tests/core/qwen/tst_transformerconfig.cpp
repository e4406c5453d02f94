#include "core/base/error.h"
#include "core/qwen/transformerconfig.h"

#include <QJsonArray>
#include <QMap>
#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestTransformerConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsConfigJson()
    {
        const QJsonObject json{{u"_class_name"_s, u"QwenImageTransformer2DModel"_s},
                               {u"num_layers"_s, 2},
                               {u"num_attention_heads"_s, 3},
                               {u"joint_attention_dim"_s, 64},
                               {u"axes_dims_rope"_s, QJsonArray{16, 56, 56}},
                               {u"pooled_projection_dim"_s, 768},
                               {u"zero_cond_t"_s, true}};
        const TransformerConfig config = TransformerConfig::fromJson(json);
        QCOMPARE(config.layers, 2);
        QCOMPARE(config.width(), 384);
        QCOMPARE(config.jointWidth, 64);
        QVERIFY(config.zeroCondT);
        const TransformerConfig published = TransformerConfig::fromJson({});
        QCOMPARE(published.layers, 60);
        QCOMPARE(published.width(), 3072);
        QVERIFY(!published.zeroCondT);
    }

    void refusesOtherModels_data()
    {
        QTest::addColumn<QJsonObject>("json");
        QTest::newRow("class") << QJsonObject{{u"_class_name"_s, u"FluxTransformer2DModel"_s}};
        QTest::newRow("layered") << QJsonObject{{u"use_layer3d_rope"_s, true}};
        QTest::newRow("no layers") << QJsonObject{{u"num_layers"_s, 0}};
        QTest::newRow("fraction") << QJsonObject{{u"num_layers"_s, 1.5}};
        QTest::newRow("text") << QJsonObject{{u"num_layers"_s, u"sixty"_s}};
        QTest::newRow("too large") << QJsonObject{{u"num_attention_heads"_s, 1e15}};
        QTest::newRow("axes") << QJsonObject{{u"axes_dims_rope"_s, QJsonArray{16, 56, 55}}};
        QTest::newRow("patches") << QJsonObject{{u"in_channels"_s, 65}};
    }

    void refusesOtherModels()
    {
        QFETCH(const QJsonObject, json);
        QVERIFY_EXCEPTION_THROWN(TransformerConfig::fromJson(json), UserError);
    }

    void readsShapes()
    {
        QMap<QString, TensorShape> shapes = {{u"img_in.weight"_s, {256, 64}},
                                             {u"txt_in.weight"_s, {256, 96}}};
        for (const int block : {0, 1, 2})
            shapes[u"transformer_blocks.%1.attn.norm_q.weight"_s.arg(block)] = {128};
        const auto shapeOf = [&](const QString& name) -> std::optional<TensorShape> {
            const auto found = shapes.find(name);
            return found == shapes.end() ? std::optional<TensorShape>() : *found;
        };
        const TransformerConfig config = TransformerConfig::fromTensors(shapeOf);
        QCOMPARE(config.layers, 3);
        QCOMPARE(config.heads, 2);
        QCOMPARE(config.jointWidth, 96);
        QVERIFY(!config.zeroCondT);
        shapes[u"__index_timestep_zero__"_s] = {0};
        QVERIFY(TransformerConfig::fromTensors(shapeOf).zeroCondT);
        shapes.remove(u"txt_in.weight"_s);
        QVERIFY_EXCEPTION_THROWN(TransformerConfig::fromTensors(shapeOf), UserError);
    }
};

QTEST_GUILESS_MAIN(TestTransformerConfig)
#include "tst_transformerconfig.moc"
