#include "core/nn/threads.h"
#include "core/qwen/denoise.h"
#include "core/qwen/flowmatch.h"
#include "core/qwen/latents.h"
#include "tests/core/qwen/qwencheckpoints.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

/// The whole loop against diffusers', from given embeddings to the picture.
class TestDenoise : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"qwen_denoise.safetensors"_s};
    Checkpoints m_checkpoints;
    std::unique_ptr<QwenImageVae> m_vae;

    DenoiseInput input(const QwenImageTransformer& net, const Grids& pictures, double guidance) const
    {
        const QString name = QString::fromUtf8(pictures.name);
        DenoiseInput result;
        result.grids = pictures.grids;
        std::vector<at::Tensor> references;
        for (size_t i = 1; i < pictures.grids.size(); ++i) {
            const TokenGrid grid = pictures.grids[i];
            const at::Tensor pixels =
                values(u"reference.%1.%2"_s.arg(name).arg(i - 1), {3, grid.rows * 16, grid.columns * 16});
            references.push_back(packLatents(m_vae->encode(pixels)));
        }
        if (!references.empty())
            result.references = at::cat(references, 0);
        result.positive = net.prompt(values(u"prompt."_s + name, {7, 64}), pictures.grids);
        result.negative = net.prompt(values(u"negative."_s + name, {5, 64}), pictures.grids);
        result.guidance = guidance;
        result.sigmas = FlowMatch().sigmas(3, pictures.grids[0].tokens());
        result.seed = 42;
        return result;
    }

private Q_SLOTS:
    void initTestCase()
    {
        setThreadBudget(availableThreads());
        m_vae = m_checkpoints.vae();
    }

    void agreesWithDiffusers_data()
    {
        QTest::addColumn<int>("pictures");
        QTest::addColumn<double>("guidance");
        QTest::addColumn<bool>("zeroCondT");
        for (const bool zeroCondT : {false, true}) {
            const char* release = zeroCondT ? "2511" : "2509";
            QTest::addRow("one.%s", release) << 0 << 1.0 << zeroCondT;
            QTest::addRow("two.%s", release) << 1 << 4.0 << zeroCondT;
            QTest::addRow("three.%s", release) << 2 << 4.0 << zeroCondT;
        }
    }

    void agreesWithDiffusers()
    {
        QFETCH(const int, pictures);
        QFETCH(const double, guidance);
        QFETCH(const bool, zeroCondT);
        const c10::InferenceMode inference;
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        const auto net = m_checkpoints.transformer(zeroCondT);
        KeptStages kept;
        DenoiseWatch watch;
        watch.sink = &kept;
        const DenoiseInput start = input(*net, gridCases()[size_t(pictures)], guidance);
        const at::Tensor latents = denoise(*net, start, watch);

        const at::Tensor sigmas = m_reference[name + u".sigmas"_s];
        QCOMPARE(size_t(sigmas.numel()), start.sigmas.size());
        for (int64_t i = 0; i < sigmas.numel(); ++i)
            QVERIFY(std::abs(sigmas[i].item<float>() - start.sigmas[size_t(i)]) < 2e-7F);
        for (int step = 0; step < 3; ++step) {
            const std::string stage = "step." + std::to_string(step) + ".latents";
            const double error =
                relativeError(sampled(kept.stages[stage], 37),
                              m_reference[u"%1.%2"_s.arg(name, QString::fromStdString(stage))]);
            QVERIFY2(error < 1e-5, qPrintable(u"step %1: %2"_s.arg(step).arg(error)));
        }
        QCOMPARE(kept.stages.count("step.0.negative"), size_t(guidance > 1 ? 1 : 0));
        const at::Tensor picture = (m_vae->decode(latents) * 0.5 + 0.5).clamp(0, 1).mul(255).round();
        const double error = maxError(sampled(picture, 11), m_reference[name + u".picture"_s]);
        QVERIFY2(error <= 1, qPrintable(u"picture: %1/255"_s.arg(error)));
    }

    void reportsBlocksAndForeseesThePicture()
    {
        const c10::InferenceMode inference;
        const auto net = m_checkpoints.transformer(false);
        std::vector<DenoiseProgress> progress;
        std::vector<int> previews;
        at::Tensor last;
        DenoiseWatch watch;
        watch.onProgress = [&](const DenoiseProgress& now) { progress.push_back(now); };
        watch.onPreview = [&](int step, const at::Tensor& latents) {
            previews.push_back(step);
            last = latents;
        };
        DenoiseInput start = input(*net, gridCases()[0], 1);
        const at::Tensor result = denoise(*net, start, watch);
        QCOMPARE(progress.size(), size_t(3 * 2));
        for (size_t i = 0; i < progress.size(); ++i) {
            QCOMPARE(progress[i].fraction, double(i + 1) / 6);
            QCOMPARE(progress[i].step, int(i / 2));
            QVERIFY(progress[i].secondsLeft > 0 || i + 1 == progress.size());
        }
        QCOMPARE(previews, (std::vector<int>{0, 1}));
        QVERIFY(last.sizes() == result.sizes());
        // The last step before the end foresees the end, where the schedule goes there at once.
        start.sigmas = {start.sigmas[0], 0.0F, 0.0F};
        const at::Tensor direct = denoise(*net, start, watch);
        QVERIFY(relativeError(last, direct) < 1e-6);
    }

    void cancelStopsBetweenBlocks()
    {
        const auto net = m_checkpoints.transformer(false);
        int blocks = 0;
        DenoiseWatch watch;
        watch.onProgress = [&](const DenoiseProgress&) {
            ++blocks;
            watch.cancel.cancel();
        };
        QVERIFY_EXCEPTION_THROWN(denoise(*net, input(*net, gridCases()[1], 4), watch), Cancelled);
        QCOMPARE(blocks, 1);
    }
};

QTEST_GUILESS_MAIN(TestDenoise)
#include "tst_denoise.moc"
