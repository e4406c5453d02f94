#include "core/qwen/transformer.h"

#include "core/base/error.h"
#include "core/nn/device.h"
#include "core/qwen/fusedops.h"

#include <cmath>

namespace focal {

namespace {

constexpr int64_t timeChannels = 256;

/// [count, 256] float: cosines, then sines.
at::Tensor sinusoids(const at::Tensor& timesteps)
{
    constexpr int64_t half = timeChannels / 2;
    const at::Tensor exponent = at::arange(half, at::kFloat).mul(-std::log(10000.0)).div(double(half));
    const at::Tensor angle = timesteps.unsqueeze(1).mul(exponent.exp().unsqueeze(0)).mul(1000);
    return at::cat({angle.cos(), angle.sin()}, 1);
}

} // namespace

QwenImageTransformer::QwenImageTransformer(const TransformerConfig& config, const TensorReader& reader,
                                           std::shared_ptr<BlockSource> blocks)
    : m_config(config), m_type(reader.type()),
      m_imgIn(reader.inside("img_in"), config.inChannels, config.width()),
      m_txtNorm(reader.as(at::kFloat).read("txt_norm.weight", {config.jointWidth})),
      m_txtIn(reader.inside("txt_in"), config.jointWidth, config.width()),
      m_time1(reader.inside("time_text_embed.timestep_embedder.linear_1"), timeChannels, config.width()),
      m_time2(reader.inside("time_text_embed.timestep_embedder.linear_2"), config.width(), config.width()),
      m_normOut(reader.inside("norm_out.linear"), config.width(), 2 * config.width()),
      m_projOut(reader.inside("proj_out"), config.width(), config.inChannels), m_blocks(std::move(blocks))
{
}

QwenImageTransformer::Prompt QwenImageTransformer::prompt(const at::Tensor& embeddings,
                                                          const std::vector<TokenGrid>& grids) const
{
    if (embeddings.dim() != 2 || embeddings.size(0) < 1 || embeddings.size(1) != m_config.jointWidth)
        throw LogicError(QStringLiteral("A prompt's embeddings are [tokens, %1]").arg(m_config.jointWidth));
    // The published norm rounds to the model's type before its scale.
    const at::Tensor value = embeddings.to(device(), m_type).to(at::kFloat);
    const at::Tensor normed = value * at::rsqrt(value.square().mean(-1, true) + 1e-6);
    const at::Tensor scaled = (normed.to(m_type).to(at::kFloat) * m_txtNorm).to(m_type);
    return {m_txtIn(scaled), textRotary(embeddings.size(0), grids, m_config.axes).on(device())};
}

double QwenImageTransformer::modelTime(float sigma) const
{
    return at::full({1}, sigma, at::kFloat).mul(1000).to(m_type).div(1000).item<double>();
}

TimeCondition QwenImageTransformer::timeCondition(double timestep) const
{
    at::Tensor times = at::full({1}, timestep, at::kFloat);
    if (m_config.zeroCondT)
        times = at::cat({times, at::zeros({1}, at::kFloat)});
    const at::Tensor first = m_time1(sinusoids(times).to(device(), m_type));
    return {timestep, at::silu(m_time2(at::silu(first)))};
}

at::Tensor QwenImageTransformer::output(const at::Tensor& picture, const TimeCondition& time) const
{
    const int64_t width = m_config.width();
    const at::Tensor modulation = m_normOut(time.embedding.narrow(0, 0, 1));
    // Other than in the blocks, the scale stands first.
    const at::Tensor normed = modulatedNorm(picture, modulation.narrow(1, width, width),
                                            modulation.narrow(1, 0, width), {}, m_type);
    return m_projOut(normed).to(at::kCPU, at::kFloat);
}

std::vector<at::Tensor> QwenImageTransformer::operator()(const at::Tensor& tokens,
                                                         const std::vector<TokenGrid>& grids,
                                                         const RotaryTable& pictures, double timestep,
                                                         std::span<const Prompt> prompts,
                                                         const Watch& watch) const
{
    int64_t expected = 0;
    for (const TokenGrid& grid : grids)
        expected += grid.tokens();
    if (grids.empty() || prompts.empty() || tokens.dim() != 2 || tokens.size(0) != expected ||
        tokens.size(1) != m_config.inChannels)
        throw LogicError(
            QStringLiteral("The transformer reads [%1, %2]").arg(expected).arg(m_config.inChannels));

    const TimeCondition time = timeCondition(timestep);
    const at::Tensor picture = m_imgIn(tokens.to(device(), m_type)).to(at::kFloat);
    const RotaryTable turns = pictures.on(device());
    dumpStage(watch.sink, "transformer.img_in", picture);
    dumpStage(watch.sink, "transformer.txt_in", prompts[0].text);
    dumpStage(watch.sink, "transformer.time", time.embedding);
    std::vector<StreamState> states;
    for (const Prompt& prompt : prompts)
        states.push_back({picture.clone(), prompt.text.to(at::kFloat, false, true)});

    BlockMemory memory;
    for (int64_t index = 0; index < m_blocks->count(); ++index) {
        const std::shared_ptr<const TransformerBlock> block = m_blocks->block(index, watch.cancel);
        const BlockModulation modulation = m_blocks->modulation(index, time, watch.cancel);
        for (size_t i = 0; i < states.size(); ++i) {
            BlockContext context;
            context.picture = &turns;
            context.text = &prompts[i].rotary;
            context.targetTokens = grids[0].tokens();
            context.tap = i == 0 && watch.tap ? watch.tap(index) : nullptr;
            context.sink = i == 0 ? watch.sink : nullptr;
            if (context.sink)
                context.name = "transformer.block." + std::to_string(index);
            context.cancel = watch.cancel;
            context.memory = &memory;
            (*block)(states[i], modulation, context);
        }
        finishWork(device()); // so that progress is true, and a request to stop is answered
        if (watch.onBlock)
            watch.onBlock(index + 1);
    }

    std::vector<at::Tensor> results;
    results.reserve(states.size());
    for (const StreamState& state : states)
        results.push_back(output(state.picture.narrow(0, 0, grids[0].tokens()), time));
    dumpStage(watch.sink, "transformer.proj_out", results[0]);
    return results;
}

} // namespace focal
