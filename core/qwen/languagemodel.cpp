#include "core/qwen/languagemodel.h"

#include "core/qwen/encoderops.h"
#include "core/qwen/mrope.h"

#include <string>

namespace focal {

namespace {

LanguageModel::LayerSource residentLayers(const TensorReader& reader, const LanguageConfig& config)
{
    std::vector<std::shared_ptr<const DecoderLayer>> layers;
    for (int64_t i = 0; i < config.layers; ++i)
        layers.push_back(std::make_shared<DecoderLayer>(reader.inside("layers").inside(int(i)), config));
    return [layers](int64_t index, const CancelToken&) { return layers.at(size_t(index)); };
}

Linear projection(const TensorReader& reader, const char* name, const LanguageConfig& config, int64_t heads)
{
    return Linear(reader.inside("self_attn").inside(name), config.hidden, heads * config.headWidth());
}

} // namespace

DecoderLayer::DecoderLayer(const TensorReader& reader, const LanguageConfig& config)
    : m_inputNorm(reader.inside("input_layernorm"), config.hidden, config.normEpsilon),
      m_q(projection(reader, "q_proj", config, config.heads)),
      m_k(projection(reader, "k_proj", config, config.keyHeads)),
      m_v(projection(reader, "v_proj", config, config.keyHeads)),
      m_o(linearWithoutBias(reader.inside("self_attn.o_proj"), config.hidden, config.hidden)),
      m_postNorm(reader.inside("post_attention_layernorm"), config.hidden, config.normEpsilon),
      m_mlp(reader.inside("mlp"), config.hidden, config.intermediate, false), m_heads(config.heads),
      m_keyHeads(config.keyHeads)
{
}

void DecoderLayer::operator()(at::Tensor& x, const HalvesRotary& rotary, const CancelToken& cancel) const
{
    cancel.throwIfCancelled();
    const at::ScalarType type = m_q.weight.scalar_type();
    const at::Tensor normed = m_inputNorm(x, type);
    const auto inHeads = [&](const Linear& layer, int64_t heads) { // -> [tokens, heads, width]
        return layer(normed).view({x.size(0), heads, -1});
    };
    // Each head of keys and values serves as many heads of queries in a row.
    const auto forQueries = [&](const at::Tensor& shared) {
        return shared.repeat_interleave(m_heads / m_keyHeads, 0).unsqueeze(0);
    };
    const at::Tensor q = rotary.rotated(inHeads(m_q, m_heads)).unsqueeze(0);
    const at::Tensor k = forQueries(rotary.rotated(inHeads(m_k, m_keyHeads)));
    const at::Tensor v = forQueries(inHeads(m_v, m_keyHeads).transpose(0, 1));
    cancel.throwIfCancelled();
    const at::Tensor mixed = at::scaled_dot_product_attention(q, k, v, {}, 0, true);
    cancel.throwIfCancelled();
    addInto(x, m_o(mixed.squeeze(0).transpose(0, 1).reshape(x.sizes())));
    addInto(x, m_mlp(m_postNorm(x, type), cancel));
}

LanguageModel::LanguageModel(const TensorReader& reader, const LanguageConfig& config)
    : LanguageModel(reader, config, residentLayers(reader, config))
{
}

LanguageModel::LanguageModel(const TensorReader& reader, const LanguageConfig& config, LayerSource layers)
    : m_config(config), m_tensors(reader.claims().tensors()),
      m_embeddings(reader.stored("embed_tokens.weight", {config.vocabulary, config.hidden})),
      m_type(reader.type()), m_layers(std::move(layers)),
      m_norm(reader.inside("norm"), config.hidden, config.normEpsilon)
{
}

at::Tensor LanguageModel::embed(const at::Tensor& ids) const
{
    const at::Tensor rows = rowsOf(*m_embeddings, ids, m_type);
    m_tensors.throwIfChanged();
    return rows.to(device(), at::kFloat);
}

std::vector<at::Tensor> LanguageModel::operator()(std::span<const Sequence> sequences,
                                                  const CancelToken& cancel, StageSink* sink) const
{
    std::vector<at::Tensor> states;
    std::vector<HalvesRotary> rotaries;
    for (const Sequence& sequence : sequences) {
        const HalvesRotary onHost = multimodalRotary(sequence.positions, m_config);
        rotaries.push_back({onHost.cosines.to(device()), onHost.sines.to(device())});
        states.push_back(sequence.embeds.clone());
    }
    for (int64_t i = 0; i < m_config.layers; ++i) {
        const std::shared_ptr<const DecoderLayer> layer = m_layers(i, cancel);
        for (std::size_t k = 0; k < states.size(); ++k)
            (*layer)(states[k], rotaries[k], cancel);
        dumpStage(sink, "lm.layers." + std::to_string(i), states.front());
    }
    for (at::Tensor& state : states)
        state = m_norm(state, at::kFloat);
    dumpStage(sink, "lm.norm", states.front());
    return states;
}

} // namespace focal
