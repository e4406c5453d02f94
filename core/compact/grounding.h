#pragma once

#include "core/nn/crossmodalattention.h"

#include <array>
#include <vector>

namespace focal {

/// The network that finds what words name in a picture: a text encoder, an alignment of words with patches,
/// three fusion layers in which words and patches look at each other, and a mask head. Trained by the
/// project; see models/compact/README.md.
class Grounding
{
public:
    static constexpr int64_t width = 256;
    static constexpr int64_t heads = 8;
    static constexpr int64_t layers = 3;
    static constexpr int64_t vocabulary = 600;
    static constexpr int64_t maxTokens = 47; ///< Beside the summary token; longer phrases are cut.

    /// All that depends on the picture alone.
    struct PicturePart
    {
        int64_t rows = 0;
        int64_t columns = 0;
        at::Tensor tokens;  ///< [1, patches, 256]
        at::Tensor aligned; ///< [1, patches, 256], unit length
        at::Tensor stem;    ///< [1, 64, h / 4, w / 4]
    };

    struct Output
    {
        at::Tensor summary;    ///< [1, 256] unit length: the phrase, comparable with PicturePart::aligned
        at::Tensor words;      ///< [1, tokens, 256]: the fused tokens, without the summary
        at::Tensor alignment;  ///< [rows, columns] logits that a patch belongs to what the phrase names
        at::Tensor maskLogits; ///< [h / 4, w / 4] over the whole input
        /// Per fusion layer [heads, 1 + tokens, patches]: where each word looked; the first is the summary
        /// token.
        std::array<at::Tensor, size_t(layers)> textToImage;
        /// Per fusion layer [heads, patches, 1 + tokens]: the words at which each patch looked.
        std::array<at::Tensor, size_t(layers)> imageToText;
    };

    explicit Grounding(const TensorReader& reader);

    /// @param rgb      [1, 3, rows * 14, columns * 14] float, 0..1
    /// @param patches  [1, rows * columns, 768] float, as PictureFeatures::patches
    PicturePart readPicture(const at::Tensor& rgb, const at::Tensor& patches) const;

    /// @param tokens  [tokens] or [1, tokens] int64 as PhraseTokenizer gives them: 1.., 0 is padding; at
    /// least one that
    ///                is not padding
    Output search(const PicturePart& picture, const at::Tensor& tokens) const;

private:
    struct TextBlock
    {
        LayerNorm norm1;
        SelfAttention attention;
        LayerNorm norm2;
        Mlp mlp;

        explicit TextBlock(const TensorReader& reader);
    };
    struct FusionLayer
    {
        LayerNorm textNorm1;
        LayerNorm imageNorm1;
        CrossModalAttention textToImage;
        LayerNorm textMlpNorm;
        Mlp textMlp;
        LayerNorm textNorm2;
        LayerNorm imageNorm2;
        CrossModalAttention imageToText;
        LayerNorm imageMlpNorm;
        Mlp imageMlp;

        explicit FusionLayer(const TensorReader& reader);
    };

    at::Tensor m_tokenTable;     ///< [600, 256]
    at::Tensor m_summaryToken;   ///< [1, 1, 256]
    at::Tensor m_textPositions;  ///< [48, 256]
    at::Tensor m_imagePositions; ///< [1, 256, 18, 18]
    at::Tensor m_logScale;       ///< []
    at::Tensor m_alignmentBias;  ///< []
    std::vector<TextBlock> m_textBlocks;
    Linear m_featureProjection;
    Linear m_colourProjection;
    std::vector<Conv2d> m_stem;
    LayerNorm m_alignedImageNorm;
    Mlp m_alignedImage;
    LayerNorm m_alignedTextNorm;
    Linear m_alignedText;
    Linear m_alignmentFeedback;
    std::vector<FusionLayer> m_fusion;
    Conv2d m_maskReduce;
    Conv2d m_maskConv1;
    Conv2d m_maskConv2;
    Mlp m_maskKernel;

    at::Tensor encodeText(const at::Tensor& tokens, const at::Tensor& visible) const;
    at::Tensor maskLogits(const PicturePart& picture, const at::Tensor& imageTokens,
                          const at::Tensor& summary) const;
};

} // namespace focal
