#include "core/qwen/denoise.h"

#include "core/base/error.h"
#include "core/qwen/guidance.h"
#include "core/qwen/latents.h"

#include <QElapsedTimer>

namespace focal {

namespace {

/// Counts blocks and foretells the rest from the time that they took.
class Clock
{
public:
    Clock(int steps, int64_t blocks) : m_steps(steps), m_blocks(blocks) { m_timer.start(); }

    DenoiseProgress at(int step, int64_t blocksDone) const
    {
        const double all = double(m_steps) * double(m_blocks);
        const double done = double(step) * double(m_blocks) + double(blocksDone);
        const double seconds = double(m_timer.nsecsElapsed()) * 1e-9;
        return {step, m_steps, done / all, done > 0 ? seconds / done * (all - done) : 0};
    }

private:
    int m_steps;
    int64_t m_blocks;
    QElapsedTimer m_timer;
};

QwenImageTransformer::Watch watchOf(const DenoiseWatch& watch, const Clock& clock, int step)
{
    QwenImageTransformer::Watch result;
    result.cancel = watch.cancel;
    result.sink = step == 0 ? watch.sink : nullptr;
    if (watch.onProgress)
        result.onBlock = [&watch, &clock, step](int64_t blocks) { watch.onProgress(clock.at(step, blocks)); };
    if (watch.recorder)
        result.tap = [&watch, step](int64_t block) -> AttentionTap* {
            return watch.recorder->enter(step, int(block)) ? watch.recorder : nullptr;
        };
    return result;
}

/// The velocity of the target's tokens, guided where that is asked for.
at::Tensor velocity(const QwenImageTransformer& transformer, const DenoiseInput& input,
                    const at::Tensor& tokens, const RotaryTable& pictures, int step,
                    std::span<const QwenImageTransformer::Prompt> prompts, const DenoiseWatch& watch,
                    const Clock& clock)
{
    const double time = transformer.modelTime(input.sigmas[size_t(step)]);
    const auto results =
        transformer(tokens, input.grids, pictures, time, prompts, watchOf(watch, clock, step));
    const std::string name = "step." + std::to_string(step);
    dumpStage(watch.sink, name + ".positive", results[0]);
    if (results.size() == 1)
        return results[0];
    dumpStage(watch.sink, name + ".negative", results[1]);
    at::Tensor result = guided(results[0], results[1], input.guidance);
    dumpStage(watch.sink, name + ".guided", result);
    return result;
}

} // namespace

at::Tensor denoise(const QwenImageTransformer& transformer, const DenoiseInput& input,
                   const DenoiseWatch& watch)
{
    if (input.grids.empty() || input.sigmas.size() < 2)
        throw LogicError(QStringLiteral("Nothing to denoise"));
    const TokenGrid target = input.grids[0];
    const RotaryTable pictures = pictureRotary(input.grids, transformer.config().axes);
    std::vector<QwenImageTransformer::Prompt> prompts = {input.positive};
    if (needsNegative(input.guidance) && input.negative)
        prompts.push_back(*input.negative);

    const int steps = int(input.sigmas.size()) - 1;
    const Clock clock(steps, transformer.blockCount());
    const at::Tensor noise = noiseLatents(input.seed, transformer.config().outChannels, target);
    dumpStage(watch.sink, "noise", noise);
    at::Tensor latents = packLatents(noise);
    for (int step = 0; step < steps; ++step) {
        watch.cancel.throwIfCancelled();
        const at::Tensor tokens =
            input.references.defined() ? at::cat({latents, input.references}, 0) : latents;
        const at::Tensor v = velocity(transformer, input, tokens, pictures, step, prompts, watch, clock);
        const float sigma = input.sigmas[size_t(step)];
        if (watch.onPreview && step + 1 < steps)
            watch.onPreview(step, unpackLatents(latents - v * double(sigma), target));
        latents = latents + v * double(input.sigmas[size_t(step) + 1] - sigma);
        dumpStage(watch.sink, "step." + std::to_string(step) + ".latents", latents);
    }
    return unpackLatents(latents, target);
}

} // namespace focal
