// Times of one denoising step's transformer with and without its attention recorded, of its answer to cancel,
// and of the attention in it.
//
//   bench_transformer [--checkpoint FILE] [--tokens N] [--references N] [--words N] [--runs N] [--recorded N]
//                     [--cancels N]
//   bench_transformer --serve --checkpoint FILE
//
// FILE is what bench_diffusers_transformer.py or make_synthetic_checkpoint.py (q4_k) wrote; without it a
// small checkpoint is made. --serve answers each line "TOKENS REFERENCES WORDS" (squares of whole numbers) on
// stdin with "SECONDS NORM": so that the script can run both programs in turn on one machine.
#include "tests/bench/benchtable.h"

#include "core/base/error.h"
#include "core/nn/streamingattention.h"
#include "core/nn/threads.h"
#include "tests/core/qwen/qwencheckpoints.h"

#include "core/qwen/jointrecorder.h"
#include "core/qwen/streamedblocks.h"

#include <c10/core/InferenceMode.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QHash>
#include <QTextStream>

#include <array>
#include <chrono>
#include <cmath>
#include <thread>

using namespace focal;
using namespace focal::bench;
using namespace focal::parity;

namespace {

/// Of any checkpoint of a transformer, in any form; that of safetensors resident, others decoded block by
/// block.
std::unique_ptr<QwenImageTransformer> load(const QString& path)
{
    const TensorSet set = TensorSet::open(ModelPart::Transformer, {path});
    const TransformerConfig config =
        TransformerConfig::fromTensors([&](const QString& name) -> std::optional<TensorShape> {
            const StoredTensor* stored = set.find(name);
            return stored ? stored->shape : std::optional<TensorShape>();
        });
    TensorClaims claims(set);
    const TensorReader reader(claims, at::kBFloat16);
    std::shared_ptr<BlockSource> blocks;
    if (set.container() == QLatin1String("safetensors"))
        blocks = std::make_shared<ResidentBlocks>(config, reader);
    else
        blocks = std::make_shared<StreamedBlocks>(config, reader, StreamedPages::Stay);
    auto result = std::make_unique<QwenImageTransformer>(config, reader, std::move(blocks));
    claims.finish();
    return result;
}

/// A picture made and one it is made from, both square.
class Step
{
public:
    Step(const QwenImageTransformer& net, int64_t tokens, int64_t references, int64_t words) : m_net(net)
    {
        m_grids.push_back(square(tokens));
        if (references > 0)
            m_grids.push_back(square(references));
        m_rotary = pictureRotary(m_grids, net.config().axes);
        m_tokens = values(QStringLiteral("tokens"), {tokensOf(m_grids), net.config().inChannels});
        m_prompts.push_back(
            net.prompt(values(QStringLiteral("prompt"), {words, net.config().jointWidth}), m_grids));
    }

    const std::vector<TokenGrid>& grids() const { return m_grids; }

    at::Tensor run(const QwenImageTransformer::Watch& watch = {}) const
    {
        return m_net(m_tokens, m_grids, m_rotary, m_net.modelTime(0.7F), m_prompts, watch)[0];
    }

private:
    const QwenImageTransformer& m_net;
    std::vector<TokenGrid> m_grids;
    RotaryTable m_rotary;
    at::Tensor m_tokens;
    std::vector<QwenImageTransformer::Prompt> m_prompts;

    static TokenGrid square(int64_t tokens)
    {
        const auto side = int64_t(std::lround(std::sqrt(double(tokens))));
        return {side, side};
    }
};

int serve(const QwenImageTransformer& net)
{
    QTextStream input(stdin);
    QString line;
    while (input.readLineInto(&line)) {
        const QStringList words = line.split(u' ');
        if (words.size() != 3)
            return 1;
        const Step step(net, words[0].toLongLong(), words[1].toLongLong(), words[2].toLongLong());
        at::Tensor output;
        const double seconds = secondsOf([&] { output = step.run(); });
        std::printf("%.4f %.6f\n", seconds, output.norm().item<double>());
        std::fflush(stdout);
    }
    return 0;
}

void benchAttention(int64_t heads, int64_t channels, int64_t tokens, int runs)
{
    printHead("attention alone, bfloat16");
    const at::Tensor q = values(QStringLiteral("q"), {heads, tokens, channels}).to(at::kBFloat16);
    const at::Tensor k = values(QStringLiteral("k"), {heads, tokens, channels}).to(at::kBFloat16);
    printRow(QStringLiteral("streaming, %1 tokens").arg(tokens),
             measured(runs, [&] { streamingAttention(q, k, k, nullptr, {}); }));
    printRow(QStringLiteral("LibTorch's fused kernel"), measured(runs, [&] {
                 at::scaled_dot_product_attention(q.unsqueeze(0), k.unsqueeze(0), k.unsqueeze(0));
             }));
}

JointRecorder recorderOf(const Step& step, int blocks)
{
    JointSelection selection;
    for (int block = 0; block < blocks; ++block)
        selection.blocks.insert(block);
    std::vector<RecordedPicture> pictures;
    for (const TokenGrid& grid : step.grids())
        pictures.push_back({grid, {}});
    return {
        selection,
        {{QStringLiteral("a"), {}, {1}}, {QStringLiteral("b"), {}, {2, 3}}, {QStringLiteral("c"), {}, {4}}},
        pictures};
}

/// Plain and recorded in turn, since a busy machine changes from minute to minute.
void benchRecording(const QwenImageTransformer& net, const Step& step, int recorded, int runs)
{
    JointRecorder recorder = recorderOf(step, recorded);
    QwenImageTransformer::Watch watch;
    watch.tap = [&](int64_t block) -> AttentionTap* {
        return recorder.enter(0, int(block)) ? &recorder : nullptr;
    };
    std::array<std::vector<double>, 2> seconds;
    std::array<std::vector<double>, 2> processor;
    std::array<double, 2> peak{};
    step.run();
    for (int i = 0; i < 2 * runs; ++i) {
        const std::size_t which = std::size_t(i) % 2;
        forgetPeak();
        const double begin = processorSeconds();
        seconds[which].push_back(secondsOf([&] {
            step.run(which == 0 ? QwenImageTransformer::Watch() : watch);
            if (which == 1)
                recorder.take();
        }));
        processor[which].push_back(processorSeconds() - begin);
        peak[which] = std::max(peak[which], statusMiB("VmHWM:"));
    }
    printHead("one step of the transformer, bfloat16");
    printRow(QStringLiteral("%1 blocks").arg(net.blockCount()), spread(seconds[0]));
    printRow(QStringLiteral("with 3 words recorded in %1 blocks").arg(recorded), spread(seconds[1]));
    std::printf("recording takes %.3f times the time, %.3f times the processor's, and %+.0f MiB\n",
                spread(seconds[1]).median / spread(seconds[0]).median,
                spread(processor[1]).median / spread(processor[0]).median, peak[1] - peak[0]);
    std::fflush(stdout);
}

/// From asking to stop, at moments spread over a step, until it stopped.
void benchCancel(const Step& step, double stepSeconds, int runs)
{
    std::vector<double> answers;
    for (int i = 0; i < runs; ++i) {
        QwenImageTransformer::Watch watch;
        std::chrono::steady_clock::time_point asked;
        std::thread asking([&] {
            std::this_thread::sleep_for(std::chrono::duration<double>(stepSeconds * (i + 0.5) / (runs + 1)));
            asked = std::chrono::steady_clock::now();
            watch.cancel.cancel();
        });
        try {
            step.run(watch);
        } catch (const Cancelled&) {
            answers.push_back(
                std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count());
        }
        asking.join();
    }
    printHead("from cancel to its answer");
    if (!answers.empty())
        printRow(QStringLiteral("at %1 moments of a step").arg(answers.size()), spread(answers));
}

} // namespace

int main(int argc, char** argv)
{
    letThreadsSleep(argv);
    const QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    const auto add = [&](const char* name, const char* help, const char* otherwise) {
        options.addOption(
            {QLatin1String(name), QLatin1String(help), QStringLiteral("N"), QLatin1String(otherwise)});
    };
    add("checkpoint", "From bench_diffusers_transformer.py.", "");
    add("tokens", "Of the picture made.", "1024");
    add("references", "Of the picture it is made from.", "1024");
    add("words", "Tokens of the prompt.", "200");
    add("runs", "Of each.", "3");
    add("recorded", "Blocks of which attention is recorded; 0 for no such runs.", "1");
    add("cancels", "Moments of a step at which it is cancelled.", "12");
    options.addOption({QStringLiteral("serve"), QStringLiteral("Answer the script.")});
    options.process(app);
    const auto number = [&](const char* name) { return options.value(QLatin1String(name)).toLongLong(); };

    try {
        setThreadBudget(availableThreads());
        const c10::InferenceMode inference;
        Checkpoints small;
        const QString path = options.value(QStringLiteral("checkpoint"));
        const auto net = path.isEmpty() ? small.transformer(false, at::kBFloat16) : load(path);
        if (options.isSet(QStringLiteral("serve")))
            return serve(*net);
        const Step step(*net, number("tokens"), number("references"), number("words"));
        const int runs = std::max(1, int(number("runs")));
        if (number("recorded") > 0)
            benchRecording(*net, step, int(number("recorded")), runs);
        benchCancel(step, secondsOf([&] { step.run(); }), int(number("cancels")));
        benchAttention(net->config().heads, net->config().headChannels,
                       tokensOf(step.grids()) + number("words"), runs);
        std::printf("most memory ever resident: %.0f MiB\n", statusMiB("VmHWM:"));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_transformer: %s\n", error.what());
        return 1;
    }
    return 0;
}
