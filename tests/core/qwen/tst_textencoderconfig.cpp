#include "core/base/error.h"
#include "core/qwen/textencoderconfig.h"

#include <QRandomGenerator>
#include <QTest>

using namespace focal;

namespace {

// As published: flat, with rope_scaling.
const QByteArray flat =
    R"({"hidden_act": "silu", "hidden_size": 256, "intermediate_size": 320, "num_hidden_layers": 3,
 "num_attention_heads": 2, "num_key_value_heads": 1, "vocab_size": 1000, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
 "rope_scaling": {"type": "default", "mrope_section": [16, 24, 24]}, "use_sliding_window": false,
 "vision_config": {"depth": 4, "hidden_size": 64, "intermediate_size": 96, "num_heads": 4, "out_hidden_size": 256,
 "in_chans": 3, "window_size": 56, "fullatt_block_indexes": [0, 3], "hidden_act": "silu"}})";
// As transformers 5 saves it.
const QByteArray nested =
    R"({"text_config": {"hidden_size": 256, "intermediate_size": 320, "num_hidden_layers": 3,
 "num_attention_heads": 2, "num_key_value_heads": 1, "vocab_size": 1000, "rms_norm_eps": 1e-5, "rope_parameters":
 {"rope_theta": 10000.0, "rope_type": "default", "mrope_section": [16, 24, 24]}}, "vision_config": {"depth": 4,
 "hidden_size": 64, "intermediate_size": 96, "num_heads": 4, "out_hidden_size": 256, "in_channels": 3, "window_size": 56,
 "fullatt_block_indexes": [0, 3]}})";

} // namespace

class TestTextEncoderConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothSpellingsAreRead_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("flat") << flat;
        QTest::newRow("nested") << nested;
    }

    void bothSpellingsAreRead()
    {
        QFETCH(const QByteArray, json);
        const TextEncoderConfig config = TextEncoderConfig::fromJson(json, QStringLiteral("config.json"));
        QCOMPARE(config.language.hidden, int64_t(256));
        QCOMPARE(config.language.intermediate, int64_t(320));
        QCOMPARE(config.language.layers, int64_t(3));
        QCOMPARE(config.language.headWidth(), int64_t(128));
        QCOMPARE(config.language.keyHeads, int64_t(1));
        QCOMPARE(config.language.vocabulary, int64_t(1000));
        QCOMPARE(config.language.normEpsilon, 1e-5);
        QCOMPARE(config.language.ropeTheta, 10000.0);
        QVERIFY((config.language.ropeSections == std::array<int64_t, 3>{16, 24, 24}));
        QCOMPARE(config.vision.depth, int64_t(4));
        QCOMPARE(config.vision.headWidth(), int64_t(16));
        QCOMPARE(config.vision.windowCells(), int64_t(2));
        QVERIFY(config.vision.isFull(0) && config.vision.isFull(3) && !config.vision.isFull(1));
    }

    void otherModelsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("activation") << QByteArray(R"("hidden_act": "silu", "hidden_size")")
                                    << QByteArray(R"("hidden_act": "gelu", "hidden_size")");
        QTest::newRow("heads") << QByteArray(R"("num_attention_heads": 2)")
                               << QByteArray(R"("num_attention_heads": 3)");
        QTest::newRow("zero") << QByteArray(R"("num_hidden_layers": 3)")
                              << QByteArray(R"("num_hidden_layers": 0)");
        QTest::newRow("fraction") << QByteArray(R"("depth": 4)") << QByteArray(R"("depth": 4.5)");
        QTest::newRow("widths") << QByteArray(R"("out_hidden_size": 256)")
                                << QByteArray(R"("out_hidden_size": 128)");
        QTest::newRow("rope") << QByteArray(R"("type": "default")") << QByteArray(R"("type": "yarn")");
        QTest::newRow("windows") << QByteArray(R"("use_sliding_window": false)")
                                 << QByteArray(R"("use_sliding_window": true)");
        QTest::newRow("no vision") << QByteArray("vision_config") << QByteArray("audio_config");
        QTest::newRow("not JSON") << QByteArray("{") << QByteArray("<");
    }

    void otherModelsAreRefused()
    {
        QFETCH(const QByteArray, from);
        QFETCH(const QByteArray, to);
        QByteArray json = flat;
        QVERIFY(json.contains(from));
        json.replace(from, to);
        QVERIFY_EXCEPTION_THROWN(TextEncoderConfig::fromJson(json, QStringLiteral("config.json")), UserError);
        QVERIFY_EXCEPTION_THROWN(TextEncoderConfig::fromFile(QStringLiteral("/nowhere")), UserError);
    }

    void mutatedDescriptionsAreErrorsOrSound()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 3000; ++round) {
            QByteArray json = round % 2 ? flat : nested;
            for (int change = 0; change <= random.bounded(3); ++change) {
                const int at = random.bounded(int(json.size()));
                if (random.bounded(2))
                    json[at] = char(random.bounded(128));
                else
                    json.remove(at, random.bounded(12));
            }
            try {
                const TextEncoderConfig config =
                    TextEncoderConfig::fromJson(json, QStringLiteral("config.json"));
                QVERIFY(config.language.headWidth() > 0 && config.vision.headWidth() > 0);
                QVERIFY(config.vision.windowCells() > 0);
            } catch (const UserError&) {
                continue;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTextEncoderConfig)
#include "tst_textencoderconfig.moc"
