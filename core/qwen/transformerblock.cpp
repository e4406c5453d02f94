#include "core/qwen/transformerblock.h"

#include "core/nn/streamingattention.h"
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

/// The MLP in shares of rows: its hidden layer is the largest of all activations.
at::Tensor feedForward(const StreamLayers& layers, const at::Tensor& x, const CancelToken& cancel)
{
    constexpr int64_t share = 2048;
    at::Tensor result = at::empty_like(x);
    for (int64_t first = 0; first < x.size(0); first += share) {
        cancel.throwIfCancelled();
        const int64_t rows = std::min(share, x.size(0) - first);
        at::Tensor hidden = layers.mlpFirst(x.narrow(0, first, rows));
        geluInPlace(hidden);
        cancel.throwIfCancelled();
        result.narrow(0, first, rows).copy_(layers.mlpSecond(hidden));
    }
    return result;
}

void afterAttention(const StreamLayers& layers, at::Tensor& state, const at::Tensor& modulation,
                    RowSplit split, const at::Tensor& mixed, const CancelToken& cancel)
{
    const at::ScalarType type = mixed.scalar_type();
    addGated(state, layers.out(mixed), part(modulation, 2), split);
    cancel.throwIfCancelled();
    const at::Tensor norm = modulatedNorm(state, part(modulation, 3), part(modulation, 4), split, type);
    addGated(state, feedForward(layers, norm, cancel), part(modulation, 5), split);
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
at::Tensor TransformerBlock::attention(const at::Tensor& pictureNorm, const at::Tensor& textNorm,
                                       const BlockContext& context) const
{
    const int64_t words = textNorm.size(0);
    const int64_t patches = pictureNorm.size(0);
    const int64_t channels = pictureNorm.size(1) / heads;
    const auto joint = [&] { return at::empty({heads, words + patches, channels}, pictureNorm.options()); };
    JointQkv qkv{joint(), joint(), joint(), words};

    const auto fill = [&](const StreamLayers& layers, const at::Tensor& x, const RotaryTable& table,
                          int64_t first) {
        const int64_t tokens = x.size(0);
        normAndRotate(layers.q(x), layers.normQ, table, qkv.q.narrow(1, first, tokens));
        context.cancel.throwIfCancelled();
        normAndRotate(layers.k(x), layers.normK, table, qkv.k.narrow(1, first, tokens));
        context.cancel.throwIfCancelled();
        qkv.v.narrow(1, first, tokens).copy_(layers.v(x).view({tokens, heads, channels}).transpose(0, 1));
        context.cancel.throwIfCancelled();
    };
    fill(text, textNorm, *context.text, 0);
    fill(picture, pictureNorm, *context.picture, words);
    if (context.sink) {
        dumpStage(context.sink, context.name + ".q", qkv.q);
        dumpStage(context.sink, context.name + ".k", qkv.k);
    }
    at::Tensor logSums;
    at::Tensor mixed =
        streamingAttention(qkv.q, qkv.k, qkv.v, context.tap ? &logSums : nullptr, context.cancel);
    if (context.tap)
        context.tap->attention(qkv, logSums, mixed, context.cancel);
    return mixed;
}

void TransformerBlock::operator()(StreamState& state, const BlockModulation& modulation,
                                  const BlockContext& context) const
{
    const RowSplit target{context.targetTokens};
    const at::ScalarType type = picture.q.weight.scalar_type();
    const auto normed = [&](const at::Tensor& x, const at::Tensor& by) {
        return modulatedNorm(x, part(by, 0), part(by, 1), target, type);
    };
    const at::Tensor mixed =
        attention(normed(state.picture, modulation.picture), normed(state.text, modulation.text), context);
    dumpStage(context.sink, context.name + ".attention", mixed);

    const int64_t words = state.text.size(0);
    afterAttention(text, state.text, modulation.text, target, mixed.narrow(0, 0, words), context.cancel);
    afterAttention(picture, state.picture, modulation.picture, target,
                   mixed.narrow(0, words, state.picture.size(0)), context.cancel);
    dumpStage(context.sink, context.name + ".text", state.text);
    dumpStage(context.sink, context.name + ".picture", state.picture);
}

} // namespace focal
