#pragma once

#include "core/base/canceltoken.h"
#include "core/nn/layers.h"

#include <array>
#include <optional>
#include <vector>

namespace focal {

/// The picture encoder of MobileSAM (Zhang et al., 2023, "Faster Segment Anything"): TinyViT-5M (Wu et al.,
/// 2022) with the neck of SAM's encoder behind it; names and arithmetic of the published checkpoint
/// mobile_sam.pt. Batch norms are folded into the convolutions before them.
class TinyVit
{
public:
    static constexpr int64_t patch = 16; ///< Pixels a side for each place of the output.
    static constexpr int64_t width = 256;

    /// @param reader  at image_encoder; float for the published arithmetic, bfloat16 where it is fast
    explicit TinyVit(const TensorReader& reader);

    /// @param pixels  [1, 3, h, w] float, normalised with ImageNet's mean and deviation; h and w multiples of
    ///                16, any size (it was trained with 1024 on the longer side)
    /// @return [1, 256, h / 16, w / 16] float
    /// @throws LogicError for another shape, Cancelled between the blocks
    at::Tensor operator()(const at::Tensor& pixels, const CancelToken& cancel = {}) const;

private:
    /// A convolution without a bias and the batch norm behind it, as one convolution.
    struct Convolution
    {
        at::Tensor weight;
        at::Tensor bias;
        int64_t stride = 1;
        int64_t groups = 1;

        Convolution(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel,
                    int64_t strideLength = 1, int64_t groupCount = 1);
        at::Tensor operator()(const at::Tensor& x) const;
    };
    /// Widened, convolved channel by channel, narrowed; with what went in added or not.
    struct Bottleneck
    {
        Convolution widen;
        Convolution each;
        Convolution narrow;

        /// @param names  conv1, conv2 and conv3 below @p reader
        Bottleneck(const TensorReader& reader, int64_t input, int64_t hidden, int64_t output, int64_t stride);
        at::Tensor operator()(const at::Tensor& x) const;
    };
    struct Block
    {
        int64_t heads;
        int64_t side; ///< Of a window, in places.
        LayerNorm norm;
        Linear qkv;
        at::Tensor biases; ///< [heads, side * side, side * side], by how far two places are apart
        Linear projection;
        Convolution local;
        LayerNorm mlpNorm;
        Mlp mlp;

        Block(const TensorReader& reader, int64_t channelCount, int64_t headCount, int64_t windowSide);
        at::Tensor operator()(const at::Tensor& x) const;

    private:
        at::Tensor attention(const at::Tensor& windows) const;
    };
    struct Stage
    {
        std::vector<Block> blocks;
        std::optional<Bottleneck> reduce; ///< After the blocks.
    };
    struct Neck
    {
        at::Tensor first;
        LayerNorm firstNorm;
        at::Tensor second;
        LayerNorm secondNorm;
    };

    at::ScalarType m_type;
    Convolution m_embedFirst;
    Convolution m_embedSecond;
    std::vector<Bottleneck> m_bottlenecks;
    Bottleneck m_reduce;
    std::vector<Stage> m_stages;
    Neck m_neck;
};

} // namespace focal
