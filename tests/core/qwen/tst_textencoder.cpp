#include "core/base/error.h"
#include "core/nn/threads.h"
#include "core/qwen/imagesizes.h"
#include "core/qwen/textencoder.h"
#include "tests/core/qwen/encoderreference.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double tolerance = 1e-5; // relative, float against transformers' float

} // namespace

/// A tiny Qwen2.5-VL against transformers, stage by stage, for one to three pictures of odd sizes in both
/// languages.
class TestTextEncoder : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SafetensorsFile> m_file;
    std::unique_ptr<Reference> m_reference;
    std::unique_ptr<QwenTokenizer> m_tokenizer;
    std::unique_ptr<TextEncoder> m_encoder;

    QString checkpoint() const { return m_folder.filePath(u"encoder.safetensors"_s); }
    FormulaShapes shapes() const { return formulaShapes(m_file->metadata()[u"weights"_s]); }

    static std::unique_ptr<TextEncoder> load(const QString& path, at::ScalarType type)
    {
        TensorClaims claims{SafetensorsFile(path)};
        const EncoderPlaces places = EncoderPlaces::in(claims);
        auto encoder = std::make_unique<TextEncoder>(TensorReader(claims, type), places, tinyEncoderConfig());
        claims.finish();
        return encoder;
    }

    std::vector<cv::Mat> pictures(const QString& name) const
    {
        std::vector<cv::Mat> result;
        for (const QString& size : m_file->metadata()[name + u".sizes"_s].split(u' ')) {
            const QStringList sides = size.split(u'x');
            result.push_back(picture({sides[0].toInt(), sides[1].toInt()}, int(result.size())));
        }
        return result;
    }

    StageKeeper run(const TextEncoder& encoder, const QString& name) const
    {
        StageKeeper keeper;
        const VlPictures prepared = preparedForVision(pictures(name), conditionArea, {}, &keeper);
        const QwenPrompt prompt =
            makePrompt(*m_tokenizer, m_file->metadata()[name + u".instruction"_s], prepared.grids);
        encoder.encode(prompt, encoder.look(prepared, {}, &keeper), {}, &keeper);
        return keeper;
    }

    static void cases()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"one", "two", "three", "negative"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        setThreadBudget(1);
        m_file = std::make_unique<SafetensorsFile>(referencePath(u"qwen_encoder.safetensors"_s));
        m_reference = std::make_unique<Reference>(u"qwen_encoder.safetensors"_s);
        m_tokenizer = std::make_unique<QwenTokenizer>(
            QwenVocabulary::fromFolder(QStringLiteral(FOCAL_QWEN_VOCABULARY)));
        writeFormulaCheckpoint(checkpoint(), shapes());
        m_encoder = load(checkpoint(), at::kFloat);
    }

    void everyStageIsThatOfTransformers_data() { cases(); }

    void everyStageIsThatOfTransformers()
    {
        QFETCH(const QString, name);
        StageKeeper run = this->run(*m_encoder, name);
        int compared = 0;
        for (const auto& [stage, value] : run.stages) {
            const QString key = name + u'.' + QString::fromStdString(stage);
            if (m_file->metadata().contains(key)) {
                QCOMPARE(hashOf(value), m_file->metadata()[key]); // bytes
                ++compared;
            }
            if (!m_reference->has(key))
                continue;
            ++compared;
            const at::Tensor expected = (*m_reference)[key];
            const bool whole = !value.is_floating_point();
            const at::Tensor got = whole ? value.to(at::kFloat) : stageSample(value);
            const double error = relativeError(got, expected);
            QVERIFY2(whole ? error == 0 : error < tolerance, qPrintable(u"%1: %2"_s.arg(key).arg(error)));
        }
        QVERIFY2(compared >= (name == "negative"_L1 ? 8 : 15), qPrintable(QString::number(compared)));
    }

    void pixelsAreBitForBitThoseOfTheProcessor_data() { cases(); }

    void pixelsAreBitForBitThoseOfTheProcessor()
    {
        QFETCH(const QString, name);
        const at::Tensor pixels = preparedForVision(pictures(name), conditionArea).pixels.view({-1, 3, 392});
        const at::Tensor mean = at::tensor({0.48145466F, 0.4578275F, 0.40821073F}).view({1, 3, 1});
        const at::Tensor deviation = at::tensor({0.26862954F, 0.26130258F, 0.27577711F}).view({1, 3, 1});
        const at::Tensor bytes = ((pixels * deviation + mean) * 255).round().to(at::kByte);
        QCOMPARE(hashOf(bytes), m_file->metadata()[name + u".vl.pixels"_s]);
    }

    /// Products in bfloat16, the stream in float: closer to the exact states than transformers' own bfloat16.
    void bf16IsNoWorseThanThatOfTransformers_data() { cases(); }

    void bf16IsNoWorseThanThatOfTransformers()
    {
        QFETCH(const QString, name);
        const std::unique_ptr<TextEncoder> half = load(checkpoint(), at::kBFloat16);
        StageKeeper exact = run(*m_encoder, name);
        StageKeeper rounded = run(*half, name);
        const at::Tensor theirs = (*m_reference)[name + u".bf16"_s];
        int64_t index = 0;
        for (const char* const stage : {"vision.merged", "prompt_embeds"}) {
            const double error = relativeError(rounded.stages[stage], exact.stages[stage]);
            const auto bound = theirs[index++].item<double>();
            QVERIFY2(error > 0 && error <= bound,
                     qPrintable(u"%1 %2, theirs %3"_s.arg(QLatin1String(stage)).arg(error).arg(bound)));
        }
    }

    void theOtherSpellingIsReadToo()
    {
        std::vector<at::Tensor> values;
        std::vector<TensorSource> sources;
        for (const auto& [name, shape] : shapes()) {
            values.push_back(formulaWeight(name, shape));
            const QString other =
                name.startsWith("model."_L1) ? u"model.language_model."_s + name.mid(6) : u"model."_s + name;
            sources.push_back(
                {other,
                 TensorType::F32,
                 shape,
                 {static_cast<const std::byte*>(values.back().data_ptr()), values.back().nbytes()}});
        }
        const QString path = m_folder.filePath(u"other.safetensors"_s);
        writeSafetensors(path, sources);
        const std::unique_ptr<TextEncoder> other = load(path, at::kFloat);
        QVERIFY(run(*other, u"one"_s)
                    .stages["prompt_embeds"]
                    .equal(run(*m_encoder, u"one"_s).stages["prompt_embeds"]));
    }

    void streamedIsResidentToTheBit_data()
    {
        QTest::addColumn<bool>("staying");
        QTest::addColumn<bool>("half");
        QTest::newRow("pages stay") << true << false;
        QTest::newRow("pages are given back") << false << false;
        QTest::newRow("bfloat16") << false << true;
    }
    void streamedIsResidentToTheBit()
    {
        QFETCH(const bool, staying);
        QFETCH(const bool, half);
        const at::ScalarType type = half ? at::kBFloat16 : at::kFloat;
        TensorClaims claims{SafetensorsFile(checkpoint())};
        const EncoderPlaces places = EncoderPlaces::in(claims);
        const TextEncoder streamed(TensorReader(claims, type), places, tinyEncoderConfig(),
                                   staying ? StreamedPages::Stay : StreamedPages::GivenBack);
        claims.finish(); // every tensor of every layer is claimed by now
        const std::unique_ptr<TextEncoder> resident = load(checkpoint(), type);
        for (int pass = 0; pass < 2; ++pass) {
            StageKeeper got = run(streamed, u"two"_s);
            StageKeeper expected = run(*resident, u"two"_s);
            QCOMPARE(got.stages.size(), expected.stages.size());
            for (const auto& [stage, value] : expected.stages)
                QVERIFY2(at::equal(got.stages[stage], value), stage.c_str());
        }
        QVERIFY(streamed.secondsWaited() > 0);
        QCOMPARE(resident->secondsWaited(), 0.0);
    }

    void severalPromptsInOnePass()
    {
        const VlPictures prepared = preparedForVision(pictures(u"one"_s), conditionArea);
        const at::Tensor seen = m_encoder->look(prepared);
        const std::vector<QwenPrompt> prompts{makePrompt(*m_tokenizer, u"make it red"_s, prepared.grids),
                                              makePrompt(*m_tokenizer, u" "_s, prepared.grids)};
        const std::vector<at::Tensor> together = m_encoder->encode(std::span(prompts), seen);
        QCOMPARE(together.size(), prompts.size());
        for (std::size_t i = 0; i < prompts.size(); ++i)
            QVERIFY(at::equal(together[i], m_encoder->encode(prompts[i], seen)));
    }

    void missingTensorsOfStreamedLayersAreNamed()
    {
        FormulaShapes some = shapes();
        some.erase(std::remove_if(some.begin(), some.end(),
                                  [](const auto& entry) {
                                      return entry.first == u"model.layers.1.mlp.up_proj.weight" ||
                                             entry.first == u"visual.blocks.2.norm1.weight";
                                  }),
                   some.end());
        const QString path = m_folder.filePath(u"some.safetensors"_s);
        writeFormulaCheckpoint(path, some);
        TensorClaims claims{SafetensorsFile(path)};
        const EncoderPlaces places = EncoderPlaces::in(claims);
        const TextEncoder streamed(TensorReader(claims, at::kFloat), places, tinyEncoderConfig(),
                                   StreamedPages::Stay);
        try {
            claims.finish();
            QFAIL("complete");
        } catch (const UserError& error) {
            QVERIFY(error.message().contains("model.layers.1.mlp.up_proj.weight"_L1));
            QVERIFY(error.message().contains("visual.blocks.2.norm1.weight"_L1));
        }
    }

    void cancelStopsBothHalves()
    {
        const VlPictures prepared = preparedForVision(pictures(u"one"_s), conditionArea);
        const QwenPrompt prompt = makePrompt(*m_tokenizer, u"x"_s, prepared.grids);
        const at::Tensor seen = m_encoder->look(prepared);
        // Asks to stop once a stage of the middle is reached.
        struct Stopper : StageSink
        {
            CancelToken token;
            std::string last;
            std::string at;
            explicit Stopper(std::string name) : at(std::move(name)) {}
            void stage(const std::string& name, const at::Tensor&) override
            {
                last = name;
                if (name == at)
                    token.cancel();
            }
        };
        Stopper vision("vision.blocks.1");
        QVERIFY_EXCEPTION_THROWN(m_encoder->look(prepared, vision.token, &vision), Cancelled);
        QCOMPARE(vision.last, vision.at);
        Stopper language("lm.layers.0");
        QVERIFY_EXCEPTION_THROWN(m_encoder->encode(prompt, seen, language.token, &language), Cancelled);
        QCOMPARE(language.last, language.at);
    }

    void strangersAreRefused()
    {
        const VlPictures prepared = preparedForVision(pictures(u"one"_s), conditionArea);
        QwenPrompt prompt = makePrompt(*m_tokenizer, u"x"_s, prepared.grids);
        const at::Tensor seen = m_encoder->look(prepared);
        QVERIFY_EXCEPTION_THROWN(m_encoder->encode(prompt, seen.narrow(0, 0, 3)), LogicError);
        prompt.ids[70] = 152064;
        QVERIFY_EXCEPTION_THROWN(m_encoder->encode(prompt, seen), UserError);
    }
};

QTEST_GUILESS_MAIN(TestTextEncoder)
#include "tst_textencoder.moc"
