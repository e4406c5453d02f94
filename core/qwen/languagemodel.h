#pragma once

#include "core/qwen/encoderlayers.h"
#include "core/qwen/stagesink.h"
#include "core/qwen/textencoderconfig.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace focal {

/// One layer of the language model: causal attention with shared keys and a gated MLP, each behind a norm.
/// The stream of activations stays in float; products are done in the type that the weights were read as.
class DecoderLayer
{
public:
    /// Weights below @p reader: input_layernorm, self_attn.*, post_attention_layernorm, mlp.*.
    DecoderLayer(const TensorReader& reader, const LanguageConfig& config);

    /// @param x  [tokens, hidden] float, changed in place @throws Cancelled between the products
    void operator()(at::Tensor& x, const HalvesRotary& rotary, const CancelToken& cancel) const;

private:
    RmsNorm m_inputNorm;
    Linear m_q;
    Linear m_k;
    Linear m_v;
    Linear m_o;
    RmsNorm m_postNorm;
    SwiGlu m_mlp;
    int64_t m_heads;
    int64_t m_keyHeads;
};

/// The language model of Qwen2.5-VL up to its last hidden state; what would predict words is not read.
class LanguageModel
{
public:
    /// Gives the layer of an index, from memory or from disk; it may be let go after use.
    using LayerSource =
        std::function<std::shared_ptr<const DecoderLayer>(int64_t index, const CancelToken& cancel)>;
    /// Text to be read, apart from any other.
    struct Sequence
    {
        at::Tensor embeds;    ///< [tokens, hidden] float
        at::Tensor positions; ///< [3, tokens] int64, see multimodalPositions()
    };

    /// Holds all layers in memory, and no embeddings: of these the rows that are asked for are read.
    /// @param reader  at what the checkpoint calls "model" or "model.language_model"
    LanguageModel(const TensorReader& reader, const LanguageConfig& config);
    /// Holds the last norm alone.
    LanguageModel(const TensorReader& reader, const LanguageConfig& config, LayerSource layers);

    const LanguageConfig& config() const noexcept { return m_config; }

    /// [tokens] int64 -> [tokens, hidden] float @throws UserError (BadInput) where the file changed
    at::Tensor embed(const at::Tensor& ids) const;

    /// Each layer is fetched once and computes all sequences.
    /// Stages of the first one: lm.layers.N, lm.norm
    /// @return of each [tokens, hidden] float, after the final norm @throws Cancelled
    std::vector<at::Tensor> operator()(std::span<const Sequence> sequences, const CancelToken& cancel = {},
                                       StageSink* sink = nullptr) const;

private:
    LanguageConfig m_config;
    TensorSet m_tensors;              ///< keeps the table's file open
    const StoredTensor* m_embeddings; ///< a tenth of the model's weights; a prompt needs some hundred rows
    at::ScalarType m_type;
    LayerSource m_layers;
    RmsNorm m_norm;

    at::Device device() const { return m_norm.weight.device(); }
};

} // namespace focal
