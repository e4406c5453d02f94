// The picture coder and the two halves of the text encoder at their true width, for
// bench_diffusers_coders.py, which runs them in turn with diffusers and transformers.
//
//   bench_coders --serve --checkpoint FILE
//   bench_coders
//
// FILE is what the script wrote. --serve answers each line "PART SIZE" on stdin with "SECONDS NORM": "encode"
// and "decode" take pixels a side, "vision" patches a side, "language" tokens. Without it nothing of the true
// width is made: the time that a tiny coder takes is shown.
#include "tests/bench/benchtable.h"

#include "core/nn/threads.h"
#include "core/qwen/languagemodel.h"
#include "core/qwen/visiontower.h"
#include "tests/core/qwen/qwencheckpoints.h"

#include <c10/core/InferenceMode.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

using namespace focal;
using namespace focal::bench;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

/// As in the script: four of 32 blocks and two of 28 layers; one of the blocks attends to the whole picture.
VisionConfig visionConfig()
{
    VisionConfig config;
    config.depth = 4;
    config.fullAttention = {3};
    return config;
}

LanguageConfig languageConfig()
{
    LanguageConfig config;
    config.layers = 2;
    config.vocabulary = 64;
    return config;
}

class Networks
{
public:
    explicit Networks(const QString& checkpoint)
        : m_claims(SafetensorsFile(checkpoint)), m_reader(m_claims, at::kBFloat16),
          m_vae(VaeConfig(), m_reader.inside("vae")), m_vision(m_reader.inside("visual"), visionConfig()),
          m_language(m_reader.inside("model"), languageConfig())
    {
        for (const QString& name : QwenImageVae::unusedTensors(VaeConfig()))
            m_claims.ignore(u"vae."_s + name);
        m_claims.finish();
    }

    at::Tensor run(const QString& part, int64_t size) const
    {
        if (part == "encode"_L1)
            return m_vae.encode(values(u"pixels"_s, {3, size, size}));
        if (part == "decode"_L1)
            return m_vae.decode(values(u"latents"_s, {16, size / 8, size / 8}));
        if (part == "vision"_L1)
            return m_vision({values(u"patches"_s, {size * size, 1176}), {{size, size}}});
        const at::Tensor positions = at::arange(size, at::kLong).unsqueeze(0).repeat({3, 1});
        const LanguageModel::Sequence sequence{values(u"embeds"_s, {size, 3584}), positions};
        return m_language(std::span(&sequence, 1)).front();
    }

private:
    TensorClaims m_claims;
    TensorReader m_reader;
    QwenImageVae m_vae;
    VisionTower m_vision;
    LanguageModel m_language;
};

int serve(const Networks& networks)
{
    QTextStream input(stdin);
    QString line;
    while (input.readLineInto(&line)) {
        const QStringList words = line.split(u' ');
        if (words.size() != 2)
            return 1;
        at::Tensor output;
        const double seconds = secondsOf([&] { output = networks.run(words[0], words[1].toLongLong()); });
        std::printf("%.4f %.6f\n", seconds, output.norm().item<double>());
        std::fflush(stdout);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    letThreadsSleep(argv);
    const QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption({u"checkpoint"_s, u"From bench_diffusers_coders.py."_s, u"FILE"_s});
    options.addOption({u"serve"_s, u"Answer the script."_s});
    options.process(app);
    try {
        setThreadBudget(availableThreads());
        const c10::InferenceMode inference;
        if (options.isSet(u"serve"_s))
            return serve(Networks(options.value(u"checkpoint"_s)));
        Checkpoints small;
        const auto vae = small.vae(at::kBFloat16);
        printHead("tiny picture coder, bfloat16");
        printRow(u"decode 128 x 128"_s, measured(3, [&] {
                     vae->decode(values(u"latents"_s, {16, 16, 16}));
                 }));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_coders: %s\n", error.what());
        return 1;
    }
    return 0;
}
