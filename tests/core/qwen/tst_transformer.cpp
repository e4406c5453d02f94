#include "core/base/error.h"
#include "core/nn/threads.h"
#include "tests/core/qwen/qwencheckpoints.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int64_t stride = 37;
constexpr int64_t words = 7;

std::vector<at::Tensor> run(const QwenImageTransformer& net, const Grids& pictures,
                            const QwenImageTransformer::Watch& watch = {}, int copies = 1)
{
    const QString name = QString::fromUtf8(pictures.name);
    const at::Tensor tokens = values(u"tokens."_s + name, {tokensOf(pictures.grids), 64});
    const auto prompt = net.prompt(values(u"prompt."_s + name, {words, 64}), pictures.grids);
    const std::vector<QwenImageTransformer::Prompt> prompts(size_t(copies), prompt);
    return net(tokens, pictures.grids, pictureRotary(pictures.grids, net.config().axes), net.modelTime(0.7F),
               prompts, watch);
}

} // namespace

/// Against diffusers on a checkpoint of two blocks.
class TestTransformer : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"qwen_transformer.safetensors"_s};
    Checkpoints m_checkpoints;

private Q_SLOTS:
    void initTestCase() { setThreadBudget(availableThreads()); }

    void agreesWithDiffusers_data()
    {
        QTest::addColumn<bool>("zeroCondT");
        QTest::newRow("2509") << false;
        QTest::newRow("2511") << true;
    }

    void agreesWithDiffusers()
    {
        QFETCH(const bool, zeroCondT);
        const c10::InferenceMode inference;
        const auto exact = m_checkpoints.transformer(zeroCondT);
        const auto fast = m_checkpoints.transformer(zeroCondT, at::kBFloat16);
        for (const Grids& pictures : gridCases()) {
            const QString place =
                u"%1.%2."_s.arg(QString::fromUtf8(pictures.name), zeroCondT ? u"2511"_s : u"2509"_s);
            const at::Tensor expected = m_reference[place + u"output"_s];
            const int64_t step = pictures.name == std::string("two") ? 1 : stride;
            const at::Tensor output = run(*exact, pictures)[0];
            const double error = relativeError(sampled(output, step), expected);
            QVERIFY2(error < 1e-5, qPrintable(u"%1%2"_s.arg(place).arg(error)));

            // bfloat16 against float, and so does diffusers.
            const double theirs = m_reference[place + u"bf16_error"_s].item<double>();
            const double ours = relativeError(run(*fast, pictures)[0], output);
            QVERIFY2(ours <= theirs && ours > 0, qPrintable(u"%1%2 > %3"_s.arg(place).arg(ours).arg(theirs)));
        }
    }

    void everyStageAgreesWithDiffusers_data() { agreesWithDiffusers_data(); }

    void everyStageAgreesWithDiffusers()
    {
        QFETCH(const bool, zeroCondT);
        const c10::InferenceMode inference;
        const auto net = m_checkpoints.transformer(zeroCondT);
        KeptStages kept;
        QwenImageTransformer::Watch watch;
        watch.sink = &kept;
        run(*net, gridCases()[1], watch);
        for (const char* stage :
             {"transformer.img_in", "transformer.txt_in", "transformer.block.0.picture",
              "transformer.block.0.text", "transformer.block.1.picture", "transformer.block.1.text"}) {
            QVERIFY2(kept.stages.count(stage), stage);
            const at::Tensor expected =
                m_reference[u"two.%1.%2"_s.arg(zeroCondT ? u"2511"_s : u"2509"_s, QString::fromUtf8(stage))];
            const double error = relativeError(sampled(kept.stages[stage], stride), expected);
            QVERIFY2(error < 1e-5, qPrintable(u"%1: %2"_s.arg(QString::fromUtf8(stage)).arg(error)));
        }
    }

    void referencesOfTheNewerReleaseStandAtTimeZero()
    {
        const c10::InferenceMode inference;
        const at::Tensor older = run(*m_checkpoints.transformer(false), gridCases()[1])[0];
        const at::Tensor newer = run(*m_checkpoints.transformer(true), gridCases()[1])[0];
        QVERIFY(relativeError(newer, older) > 1e-3);
        // Without references there is nothing to differ in.
        const at::Tensor alone = run(*m_checkpoints.transformer(false), gridCases()[0])[0];
        QVERIFY(relativeError(run(*m_checkpoints.transformer(true), gridCases()[0])[0], alone) < 1e-6);
    }

    void promptsDoNotMixAndBlocksAreFetchedOnce()
    {
        const c10::InferenceMode inference;
        const auto net = m_checkpoints.transformer(false);
        std::vector<int64_t> blocks;
        QwenImageTransformer::Watch watch;
        watch.onBlock = [&](int64_t done) { blocks.push_back(done); };
        const auto both = run(*net, gridCases()[2], watch, 2);
        QCOMPARE(both.size(), size_t(2));
        QVERIFY(at::equal(both[0], both[1]));
        QVERIFY(at::equal(both[0], run(*net, gridCases()[2])[0]));
        QCOMPARE(blocks, (std::vector<int64_t>{1, 2}));
    }

    void cancelEndsWithinABlock()
    {
        const auto net = m_checkpoints.transformer(false);
        QwenImageTransformer::Watch watch;
        const CancelToken token = watch.cancel;
        int fetched = 0;
        watch.tap = [&](int64_t) -> AttentionTap* {
            ++fetched;
            token.cancel();
            return nullptr;
        };
        QVERIFY_EXCEPTION_THROWN(run(*net, gridCases()[1], watch), Cancelled);
        QCOMPARE(fetched, 1);
    }

    void modelTimeIsRoundedAsThePublishedPipelineDoes()
    {
        // The values of four steps at 1024 x 1024 in bfloat16.
        const auto net = m_checkpoints.transformer(false, at::kBFloat16);
        QCOMPARE(net->modelTime(0.766709328F), 0.76953125);
        QCOMPARE(net->modelTime(0.455613732F), 0.455078125);
        QCOMPARE(float(net->modelTime(0.0199999809F)), 0.0200195312F);
    }

    void wrongShapesAreBugs()
    {
        const auto net = m_checkpoints.transformer(false);
        const std::vector<TokenGrid> grids = {{2, 2}};
        QVERIFY_EXCEPTION_THROWN(net->prompt(at::zeros({3, 63}), grids), LogicError);
        const std::vector<QwenImageTransformer::Prompt> prompts = {net->prompt(at::zeros({3, 64}), grids)};
        QVERIFY_EXCEPTION_THROWN(
            (*net)(at::zeros({5, 64}), grids, pictureRotary(grids, net->config().axes), 0.5, prompts, {}),
            LogicError);
    }
};

QTEST_GUILESS_MAIN(TestTransformer)
#include "tst_transformer.moc"
