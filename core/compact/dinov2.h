#pragma once

#include "core/base/canceltoken.h"
#include "core/nn/layers.h"

#include <vector>

namespace focal {

/// DINOv2 ViT-S/14 (Oquab et al., 2023, "DINOv2: Learning Robust Visual Features without Supervision"), with
/// the names and the arithmetic of the published checkpoint facebook/dinov2-small.
class Dinov2
{
public:
    static constexpr int64_t width = 384;
    static constexpr int64_t heads = 6;
    static constexpr int64_t layers = 12;
    static constexpr int64_t patch = 14;

    struct Output
    {
        at::Tensor middle; ///< [batch, patches, 384] float: hidden state after block 8, after the final norm.
        at::Tensor last;   ///< [batch, patches, 384] float: the last hidden state, after the final norm.
        at::Tensor cls;    ///< [batch, 384] float: the class token of the last hidden state.
    };

    /// @param reader  float for the published arithmetic; bfloat16 runs the blocks' products in it, several
    /// times
    ///                faster where cpuHasFastBf16(), with the residual stream kept in float
    explicit Dinov2(const TensorReader& reader);

    /// @param pixels  [batch, 3, h, w] float, normalised with imageMean and imageDeviation; h and w multiples
    /// of 14,
    ///                any size. Position embeddings are interpolated (bicubic) from those of 518 x 518.
    /// @throws LogicError for another shape, Cancelled between and inside the blocks
    Output operator()(const at::Tensor& pixels, const CancelToken& cancel = {}) const;

    /// ImageNet's mean and deviation, [1, 3, 1, 1]. @param rgb [batch, 3, h, w] 0..1
    static at::Tensor normalised(const at::Tensor& rgb);

private:
    static constexpr int64_t trainedGrid = 37;
    static constexpr int64_t middleLayer = 8;

    struct Block
    {
        LayerNorm norm1;
        Linear qkv;
        Linear dense;
        at::Tensor scale1;
        LayerNorm norm2;
        Mlp mlp;
        at::Tensor scale2;

        explicit Block(const TensorReader& reader);
        at::Tensor attention(const at::Tensor& x) const;
    };

    at::ScalarType m_type;
    at::Tensor m_patchWeight;
    at::Tensor m_patchBias;
    at::Tensor m_cls;
    at::Tensor m_positions; ///< [1, 1 + 37 * 37, 384]
    std::vector<Block> m_blocks;
    LayerNorm m_norm;

    at::Tensor positions(int64_t rows, int64_t columns) const;
};

} // namespace focal
