#pragma once

#include "core/qwen/encoderlayers.h"
#include "core/qwen/stagesink.h"
#include "core/qwen/visionlayout.h"

#include <functional>
#include <memory>

namespace focal {

/// One block of the vision tower: attention and a gated MLP, each behind a norm. The stream of activations
/// stays in float; products are done in the type that the weights were read as.
class VisionBlock
{
public:
    /// Weights below @p reader: norm1, norm2, attn.qkv, attn.proj, mlp.*.
    VisionBlock(const TensorReader& reader, const VisionConfig& config);

    /// @param x  [patches, hidden] float, changed in place @throws Cancelled
    void operator()(at::Tensor& x, const HalvesRotary& rotary, const SegmentedAttention& attention,
                    const CancelToken& cancel) const;

private:
    RmsNorm m_norm1;
    Linear m_qkv;
    Linear m_proj;
    RmsNorm m_norm2;
    SwiGlu m_mlp;
    int64_t m_heads;
};

/// The vision tower of Qwen2.5-VL: patches of pictures in, one row for each group of four patches out.
/// Pictures do not attend to each other.
class VisionTower
{
public:
    /// Gives the block of an index, from memory or from disk; it may be let go after use.
    using BlockSource =
        std::function<std::shared_ptr<const VisionBlock>(int64_t index, const CancelToken& cancel)>;

    /// Holds every block in memory. @param reader at what the checkpoint calls "visual" or "model.visual"
    VisionTower(const TensorReader& reader, const VisionConfig& config);
    /// Holds all but the blocks.
    VisionTower(const TensorReader& reader, const VisionConfig& config, BlockSource blocks);

    /// Stages: vision.patch_embed (in the pictures' order), vision.window_index, vision.angles,
    /// vision.blocks.N (in reading order), vision.merged
    /// @return [tokens of all pictures, output] float, in the pictures' order
    /// @throws Cancelled between the products of the blocks
    at::Tensor operator()(const VlPictures& pictures, const CancelToken& cancel = {},
                          StageSink* sink = nullptr) const;

private:
    VisionConfig m_config;
    at::ScalarType m_type;
    at::Tensor m_patchEmbed; ///< [hidden, values of a patch]
    BlockSource m_blocks;
    RmsNorm m_mergerNorm;
    Linear m_mergerFirst;
    Linear m_mergerSecond;

    at::Device device() const { return m_mergerNorm.weight.device(); }
    HalvesRotary rotaryFor(const VisionLayout& layout, StageSink* sink) const;
    at::Tensor merged(const at::Tensor& x) const;
};

} // namespace focal
