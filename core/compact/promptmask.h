#pragma once

#include "core/base/canceltoken.h"
#include "core/nn/layers.h"

#include <array>
#include <vector>

namespace focal {

/// The prompt encoder and the mask decoder of SAM (Kirillov et al., 2023, "Segment Anything"), as MobileSAM
/// trained them for TinyVit: points and boxes in, masks out. Names and arithmetic of mobile_sam.pt.
class PromptMask
{
public:
    enum class Label { NotHere, Here, TopLeft, BottomRight };
    struct Point
    {
        double x; ///< Pixels of the encoder's input, the centre of the first at 0.
        double y;
        Label label;
    };
    /// What one mask is asked with: points, or a box as its two corners, or both.
    using Prompt = std::vector<Point>;

    struct Masks
    {
        at::Tensor logits; ///< [prompts, 4, h / 4, w / 4]: one for prompts that leave no doubt, then three
                           ///< from part to whole.
        at::Tensor scores; ///< [prompts, 4]: the overlap that the network expects, about 0..1.
    };

    /// @param reader  at the root: prompt_encoder and mask_decoder are below; float
    explicit PromptMask(const TensorReader& reader);

    /// @param features  [1, 256, h / 16, w / 16] float, of TinyVit
    /// @param longSide  of TinyVit's input, pixels: what places are measured with
    /// @param prompts   at least one, each with as many points
    /// @throws LogicError where shapes do not fit, Cancelled
    Masks operator()(const at::Tensor& features, int64_t longSide, const std::vector<Prompt>& prompts,
                     const CancelToken& cancel = {}) const;

private:
    struct Attention
    {
        Linear q;
        Linear k;
        Linear v;
        Linear out;

        Attention(const TensorReader& reader, int64_t inner);
        at::Tensor operator()(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) const;
    };
    struct Layer
    {
        Attention self;
        LayerNorm norm1;
        Attention toPicture;
        LayerNorm norm2;
        Linear mlpFirst;
        Linear mlpSecond;
        LayerNorm norm3;
        Attention toPrompt;
        LayerNorm norm4;

        explicit Layer(const TensorReader& reader);
    };
    using Mlp3 = std::array<Linear, 3>;

    at::Tensor m_frequencies; ///< [2, 128]
    at::Tensor m_labels;      ///< [5, 256]: no point, not here, here, top left, bottom right
    at::Tensor m_noMask;      ///< [256]
    at::Tensor m_ownTokens;   ///< [5, 256]: of the scores, then of the four masks
    std::vector<Layer> m_layers;
    Attention m_finalToPicture;
    LayerNorm m_finalNorm;
    at::Tensor m_enlargeFirst;
    at::Tensor m_enlargeFirstBias;
    LayerNorm m_enlargeNorm;
    at::Tensor m_enlargeSecond;
    at::Tensor m_enlargeSecondBias;
    std::vector<Mlp3> m_maskWeights;
    Mlp3 m_scores;

    at::Tensor positions(const at::Tensor& places) const;
    at::Tensor tokensOf(const std::vector<Prompt>& prompts, int64_t longSide) const;
};

} // namespace focal
