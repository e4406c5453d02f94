#include "core/qwen/transformerblock.h"

#include "core/nn/rowshares.h"
#include "core/qwen/fusedops.h"

namespace focal {

namespace {

StreamLayers streamOf(const TensorReader& reader, const TransformerConfig& config, bool text)
{
    const int64_t width = config.width();
    const TensorReader attn = reader.inside("attn");
    const TensorReader mlp = reader.inside(text ? "txt_mlp.net" : "img_mlp.net");
    const auto square = [&](const char* name) { return Linear(attn.inside(name), width, width); };
    const auto norm = [&](const char* name) {
        return attn.as(at::kFloat).read(std::string(name) + ".weight", {config.headChannels});
    };
    return {square(text ? "add_q_proj" : "to_q"),           square(text ? "add_k_proj" : "to_k"),
            square(text ? "add_v_proj" : "to_v"),           square(text ? "to_add_out" : "to_out.0"),
            norm(text ? "norm_added_q" : "norm_q"),         norm(text ? "norm_added_k" : "norm_k"),
            Linear(mlp.inside("0.proj"), width, 4 * width), Linear(mlp.inside("2"), 4 * width, width)};
}

/// One of the six parts of a modulation. @return [rows, width]
at::Tensor part(const at::Tensor& modulation, int64_t index)
{
    const int64_t width = modulation.size(1) / 6;
    return modulation.narrow(1, index * width, width);
}

RotaryTable some(const RotaryTable& table, int64_t first, int64_t rows)
{
    return {table.cos.narrow(0, first, rows), table.sin.narrow(0, first, rows)};
}

/// The outer projection of what attention mixed, and the MLP: both added to the residuals.
void afterAttention(const StreamLayers& layers, at::Tensor& state, const at::Tensor& modulation,
                    RowSplit split, const at::Tensor& mixed, const CancelToken& cancel)
{
    const at::ScalarType type = mixed.scalar_type();
    inRowShares(state, cancel, [&](int64_t first, int64_t rows) {
        const RowSplit here = split.from(first);
        at::Tensor x = state.narrow(0, first, rows);
        addGated(x, layers.out(mixed.narrow(0, first, rows)), part(modulation, 2), here);
        cancel.throwIfCancelled();
        at::Tensor hidden =
            layers.mlpFirst(modulatedNorm(x, part(modulation, 3), part(modulation, 4), here, type));
        geluInPlace(hidden);
        cancel.throwIfCancelled();
        addGated(x, layers.mlpSecond(hidden), part(modulation, 5), here);
    });
}

} // namespace

ModulationLayers::ModulationLayers(const TensorReader& reader, int64_t width)
    : imgMod(reader.inside("img_mod.1"), width, 6 * width),
      txtMod(reader.inside("txt_mod.1"), width, 6 * width)
{
}

BlockModulation ModulationLayers::operator()(const at::Tensor& time) const
{
    return {imgMod(time), txtMod(time.narrow(0, 0, 1))};
}

TransformerBlock::TransformerBlock(const TensorReader& reader, const TransformerConfig& config)
    : picture(streamOf(reader, config, false)), text(streamOf(reader, config, true)), heads(config.heads)
{
}

/// @return [text tokens + picture tokens, width]: what attention mixed, before the outer projections
at::Tensor TransformerBlock::attention(const StreamState& state, const BlockModulation& modulation,
                                       const BlockContext& context) const
{
    const int64_t words = state.text.size(0);
    const int64_t tokens = words + state.picture.size(0);
    const int64_t channels = state.text.size(1) / heads;
    const at::ScalarType type = picture.q.weight.scalar_type();
    const auto joint = [&](ReusedMemory& memory) {
        return memory.empty({heads, tokens, channels}, state.picture.options().dtype(type));
    };
    BlockMemory& memory = *context.memory;
    JointQkv qkv{joint(memory.q), joint(memory.k), joint(memory.v), words};

    const auto fill = [&](const StreamLayers& layers, const at::Tensor& residuals, const at::Tensor& by,
                          const RotaryTable& table, int64_t place) {
        inRowShares(residuals, context.cancel, [&](int64_t first, int64_t rows) {
            const at::Tensor x = modulatedNorm(residuals.narrow(0, first, rows), part(by, 0), part(by, 1),
                                               RowSplit{context.targetTokens}.from(first), type);
            const RotaryTable turns = some(table, first, rows);
            const auto into = [&](at::Tensor& all) { return all.narrow(1, place + first, rows); };
            normAndRotate(layers.q(x), layers.normQ, turns, into(qkv.q));
            context.cancel.throwIfCancelled();
            normAndRotate(layers.k(x), layers.normK, turns, into(qkv.k));
            context.cancel.throwIfCancelled();
            into(qkv.v).copy_(layers.v(x).view({rows, heads, channels}).transpose(0, 1));
        });
    };
    fill(text, state.text, modulation.text, *context.text, 0);
    fill(picture, state.picture, modulation.picture, *context.picture, words);
    if (context.sink) {
        dumpStage(context.sink, context.name + ".q", qkv.q);
        dumpStage(context.sink, context.name + ".k", qkv.k);
    }
    at::Tensor logSums;
    at::Tensor mixed = streamingAttention(qkv.q, qkv.k, qkv.v, context.tap ? &logSums : nullptr,
                                          context.cancel, &memory.attention);
    if (context.tap)
        context.tap->attention(qkv, logSums, mixed, context.cancel);
    return mixed;
}

void TransformerBlock::operator()(StreamState& state, const BlockModulation& modulation,
                                  const BlockContext& context) const
{
    const at::Tensor mixed = attention(state, modulation, context);
    dumpStage(context.sink, context.name + ".attention", mixed);

    const RowSplit target{context.targetTokens};
    const int64_t words = state.text.size(0);
    afterAttention(text, state.text, modulation.text, target, mixed.narrow(0, 0, words), context.cancel);
    afterAttention(picture, state.picture, modulation.picture, target,
                   mixed.narrow(0, words, state.picture.size(0)), context.cancel);
    dumpStage(context.sink, context.name + ".text", state.text);
    dumpStage(context.sink, context.name + ".picture", state.picture);
}

} // namespace focal
