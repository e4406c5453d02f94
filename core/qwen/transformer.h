#pragma once

#include "core/nn/tensorreader.h"
#include "core/qwen/blocksource.h"

#include <functional>
#include <span>

namespace focal {

/// QwenImageTransformer2DModel: predicts the velocity of the target picture's tokens from all pictures'
/// tokens, the prompt and the time.
class QwenImageTransformer
{
public:
    /// A prompt as all steps use it.
    struct Prompt
    {
        at::Tensor text; ///< [tokens, width]: after txt_norm and txt_in.
        RotaryTable rotary;
    };

    /// What runs beside one forward pass.
    struct Watch
    {
        CancelToken cancel;
        std::function<void(int64_t blocks)> onBlock;     ///< So many of the blocks are through; may be empty.
        std::function<AttentionTap*(int64_t block)> tap; ///< For the first prompt's attention; may be empty.
        StageSink* sink = nullptr;                       ///< Receives "transformer.*" of the first prompt.
    };

    /// @param reader  of the whole transformer, in the type that it shall compute in; blocks are left to @p
    /// blocks
    QwenImageTransformer(const TransformerConfig& config, const TensorReader& reader,
                         std::shared_ptr<BlockSource> blocks);

    const TransformerConfig& config() const noexcept { return m_config; }
    at::ScalarType type() const noexcept { return m_type; }
    at::Device device() const { return m_imgIn.weight.device(); }
    int64_t blockCount() const { return m_blocks->count(); }
    /// For weights that were not in memory when a block was to begin, in all.
    double secondsWaited() const { return m_blocks->secondsWaited(); }

    /// @param embeddings [tokens, jointWidth] of any type
    Prompt prompt(const at::Tensor& embeddings, const std::vector<TokenGrid>& grids) const;

    /// The time as the published pipeline hands it to a model of this type: 1000 sigma, rounded, divided.
    double modelTime(float sigma) const;
    TimeCondition timeCondition(double timestep) const;

    /// Each block is fetched once and computes all prompts (with guidance there are two).
    /// @param tokens    [tokens of all grids, inChannels] float: the target's, then the references'
    /// @param grids     the target's, then the references'
    /// @param pictures  pictureRotary(grids, config().axes)
    /// @param timestep  modelTime()
    /// @return for each prompt [target tokens, inChannels] float, on the CPU whatever computes
    /// @throws LogicError for shapes that do not fit, UserError where weights cannot be read, Cancelled
    std::vector<at::Tensor> operator()(const at::Tensor& tokens, const std::vector<TokenGrid>& grids,
                                       const RotaryTable& pictures, double timestep,
                                       std::span<const Prompt> prompts, const Watch& watch) const;

private:
    TransformerConfig m_config;
    at::ScalarType m_type;
    Linear m_imgIn;
    at::Tensor m_txtNorm; ///< [jointWidth] float
    Linear m_txtIn;
    Linear m_time1;
    Linear m_time2;
    Linear m_normOut;
    Linear m_projOut;
    std::shared_ptr<BlockSource> m_blocks;

    at::Tensor output(const at::Tensor& picture, const TimeCondition& time) const;
};

} // namespace focal
