#pragma once

#include "core/base/canceltoken.h"
#include "core/nn/layers.h"
#include "core/nn/streamingattention.h"
#include "core/qwen/jointattention.h"
#include "core/qwen/rotary.h"
#include "core/qwen/stagesink.h"
#include "core/qwen/transformerconfig.h"

namespace focal {

/// Shift, scale and gate before and after attention, then the same around the MLP: six times width side by
/// side.
struct BlockModulation
{
    at::Tensor picture; ///< [1, 6 width]; with zero_cond_t [2, 6 width]: the target's, the references'
    at::Tensor text;    ///< [1, 6 width]
};

/// img_mod.1 and txt_mod.1. Apart from the block: their outputs follow from the time alone.
struct ModulationLayers
{
    Linear imgMod;
    Linear txtMod;

    /// @param reader  of the block
    ModulationLayers(const TensorReader& reader, int64_t width);
    /// @param time  SiLU of the time embedding, [1 or 2, width]; the text takes the first row
    BlockModulation operator()(const at::Tensor& time) const;
};

/// What one of the two streams owns of a block.
struct StreamLayers
{
    Linear q;
    Linear k;
    Linear v;
    Linear out;
    at::Tensor normQ; ///< [head channels]
    at::Tensor normK; ///< [head channels]
    Linear mlpFirst;
    Linear mlpSecond;
};

/// Both streams' residuals within a forward pass, changed in place: [tokens, width], float.
struct StreamState
{
    at::Tensor picture; ///< The target's tokens, then the references'.
    at::Tensor text;
};

/// What blocks work in, one after another.
struct BlockMemory
{
    ReusedMemory q;
    ReusedMemory k;
    ReusedMemory v;
    AttentionMemory attention;
};

/// What a block needs beside its weights and the state.
struct BlockContext
{
    const RotaryTable* picture = nullptr;
    const RotaryTable* text = nullptr;
    int64_t targetTokens = 0;    ///< Of the picture stream: the first, which are denoised.
    AttentionTap* tap = nullptr; ///< Looks on at the attention of this block; may be null.
    StageSink* sink = nullptr;
    std::string name; ///< Of the block, for the sink: "transformer.block.0"
    CancelToken cancel;
    BlockMemory* memory = nullptr; ///< Never null when a block runs.
};

/// QwenImageTransformerBlock: two streams with layers of their own that meet in one attention, text first.
struct TransformerBlock
{
    StreamLayers picture;
    StreamLayers text;
    int64_t heads;

    TransformerBlock(const TensorReader& reader, const TransformerConfig& config);

    /// @throws Cancelled between products, each of some hundred rows, and inside the attention
    void operator()(StreamState& state, const BlockModulation& modulation, const BlockContext& context) const;

private:
    at::Tensor attention(const StreamState& state, const BlockModulation& modulation,
                         const BlockContext& context) const;
};

} // namespace focal
