#pragma once

#include "core/nn/crossmodalattention.h"

#include <array>
#include <vector>

namespace focal {

/// The network that finds what words name in a picture: a text encoder, an alignment of words with patches,
/// three fusion layers in which words and patches look at each other, a mask head, and a head that says
/// whether the thing is there at all. What the user points at stands beside the words. Trained by the
/// project; see models/compact/README.md.
class Grounding
{
public:
    static constexpr int64_t width = 256;
    static constexpr int64_t heads = 8;
    static constexpr int64_t layers = 3;
    static constexpr int64_t maxTokens = 47; ///< Beside the summary token; longer phrases are cut.

    /// All that depends on the picture alone.
    struct PicturePart
    {
        int64_t rows = 0;
        int64_t columns = 0;
        at::Tensor tokens;  ///< [1, patches, 256]
        at::Tensor aligned; ///< [1, patches, 256], unit length
        at::Tensor stem;    ///< [1, 64, h / 4, w / 4]
        at::Tensor looks;   ///< [2, patches, 384]: DINOv2's two layers, centred over the picture, unit length
    };

    /// Something that was pointed at.
    struct Prompt
    {
        enum class Kind {
            Here,    ///< A click on the thing.
            NotHere, ///< A click on something else.
            Box,     ///< Drawn around the thing.
            Brush,   ///< Painted over a part of the thing.
        };
        Kind kind = Kind::Here;
        std::vector<float> under;      ///< [patches]: how much of it lies on each patch; some above 0
        std::array<float, 4> bounds{}; ///< Left, top, right, bottom as shares of the input.
    };

    struct Output
    {
        at::Tensor summary;    ///< [1, 256] unit length: the phrase, comparable with PicturePart::aligned
        at::Tensor words;      ///< [1, tokens, 256]: the fused tokens, without the summary
        at::Tensor alignment;  ///< [rows, columns] logits that a patch belongs to what the phrase names; 0
                               ///< without words
        at::Tensor maskLogits; ///< [h / 4, w / 4] over the whole input
        double presence =
            0; ///< Logit that what the words name is in the picture; means nothing without words
        /// Per fusion layer [heads, 1 + tokens + prompts, patches]: where each word looked; the first is the
        /// summary token.
        std::array<at::Tensor, size_t(layers)> textToImage;
        /// Per fusion layer [heads, patches, 1 + tokens + prompts]: the words at which each patch looked.
        std::array<at::Tensor, size_t(layers)> imageToText;
    };

    explicit Grounding(const TensorReader& reader);

    /// @param rgb      [1, 3, rows * 14, columns * 14] float, 0..1
    /// @param patches  [1, rows * columns, 768] float, as PictureFeatures::patches
    PicturePart readPicture(const at::Tensor& rgb, const at::Tensor& patches) const;

    /// @param tokens   [tokens] or [1, tokens] int64 as PhraseTokenizer gives them: 1.., 0 is padding
    /// @param prompts  what was pointed at; there is at least one of them or a token that is not padding
    Output search(const PicturePart& picture, const at::Tensor& tokens,
                  const std::vector<Prompt>& prompts = {}) const;

    int64_t vocabulary() const noexcept { return m_tokenTable.size(0); }

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

    at::Tensor m_tokenTable;     ///< [vocabulary, 256]
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
    Mlp m_presence;
    at::Tensor m_promptKinds; ///< [4, 256]
    Linear m_promptBounds;
    Linear m_promptLikeness;

    struct Pointed
    {
        at::Tensor tokens;   ///< [1, prompts, 256]
        at::Tensor likeness; ///< [1, patches, 256]
    };
    Pointed readPrompts(const PicturePart& picture, const std::vector<Prompt>& prompts) const;
    double presence(const at::Tensor& summary, const at::Tensor& alignment) const;
    at::Tensor encodeText(const at::Tensor& tokens, const at::Tensor& visible) const;
    at::Tensor maskLogits(const PicturePart& picture, const at::Tensor& imageTokens,
                          const at::Tensor& summary) const;
};

} // namespace focal
