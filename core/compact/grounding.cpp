#include "core/compact/grounding.h"

#include "core/base/error.h"
#include "core/compact/dinov2.h"

#include <cmath>

namespace focal {

namespace {

constexpr int64_t featureWidth = 2 * Dinov2::width;
constexpr int64_t trainedGrid = 18;
constexpr int64_t stemWidth = 64;
constexpr int64_t kernelWidth = 48;
constexpr int64_t promptKinds = 4;
constexpr double lengthEpsilon = 1e-12;

at::Tensor unitLength(const at::Tensor& x)
{
    return x / x.norm(2, -1, true).clamp_min(lengthEpsilon);
}

/// Mean, deviation and maximum of each colour in each patch: [1, patches, 9].
at::Tensor patchColours(const at::Tensor& rgb, int64_t rows, int64_t columns)
{
    const at::Tensor mean = at::adaptive_avg_pool2d(rgb, {rows, columns});
    const at::Tensor square = at::adaptive_avg_pool2d(rgb * rgb, {rows, columns});
    const at::Tensor deviation = (square - mean * mean).clamp_min(0).sqrt();
    const at::Tensor maximum = std::get<0>(at::adaptive_max_pool2d(rgb, {rows, columns}));
    return at::cat({mean, deviation, maximum}, 1).flatten(2).transpose(1, 2);
}

/// How many pieces the file's text encoder knows; 1 where it has none, which claiming it will report.
int64_t vocabularyIn(const TensorReader& reader)
{
    const StoredTensor* table = reader.claims().tensors().find(QStringLiteral("text_encoder.tokens"));
    return table != nullptr && !table->shape.empty() ? table->shape.front() : 1;
}

} // namespace

Grounding::TextBlock::TextBlock(const TensorReader& reader)
    : norm1(reader.inside("norm1"), width), attention(reader.inside("attn"), width, heads),
      norm2(reader.inside("norm2"), width), mlp(reader.inside("mlp"), {"fc1", "fc2"}, width, 4 * width, width)
{
}

Grounding::FusionLayer::FusionLayer(const TensorReader& reader)
    : textNorm1(reader.inside("text_norm1"), width), imageNorm1(reader.inside("image_norm1"), width),
      textToImage(reader.inside("text_to_image"), width, heads),
      textMlpNorm(reader.inside("text_mlp.norm"), width),
      textMlp(reader.inside("text_mlp"), {"fc1", "fc2"}, width, 4 * width, width),
      textNorm2(reader.inside("text_norm2"), width), imageNorm2(reader.inside("image_norm2"), width),
      imageToText(reader.inside("image_to_text"), width, heads),
      imageMlpNorm(reader.inside("image_mlp.norm"), width),
      imageMlp(reader.inside("image_mlp"), {"fc1", "fc2"}, width, 2 * width, width)
{
}

Grounding::Grounding(const TensorReader& reader)
    : m_tokenTable(reader.read("text_encoder.tokens", {vocabularyIn(reader), width})),
      m_summaryToken(reader.read("text_encoder.summary", {1, 1, width})),
      m_textPositions(reader.read("text_encoder.positions", {maxTokens + 1, width})),
      m_imagePositions(reader.read("image_encoder.positions", {1, width, trainedGrid, trainedGrid})),
      m_logScale(reader.read("alignment.log_scale", {})), m_alignmentBias(reader.read("alignment.bias", {})),
      m_featureProjection(reader.inside("image_encoder.features"), featureWidth, width),
      m_colourProjection(reader.inside("image_encoder.colours"), 9, width),
      m_alignedImageNorm(reader.inside("alignment.image.norm"), width),
      m_alignedImage(reader.inside("alignment.image"), {"fc1", "fc2"}, width, width, width),
      m_alignedTextNorm(reader.inside("alignment.text.norm"), width),
      m_alignedText(reader.inside("alignment.text.fc"), width, width),
      m_alignmentFeedback(reader.inside("alignment.feedback"), 1, width),
      m_maskReduce(reader.inside("mask_head.reduce"), width, stemWidth, 1),
      m_maskConv1(reader.inside("mask_head.conv1"), 2 * stemWidth, kernelWidth, 3),
      m_maskConv2(reader.inside("mask_head.conv2"), kernelWidth, kernelWidth, 3),
      m_maskKernel(reader.inside("mask_head.kernel"), {"fc1", "fc2"}, width, width, kernelWidth + 1),
      m_presence(reader.inside("presence"), {"fc1", "fc2"}, width + 2, stemWidth, 1),
      m_promptKinds(reader.read("prompt.kinds", {promptKinds, width})),
      m_promptBounds(reader.inside("prompt.bounds"), 4, width),
      m_promptLikeness(reader.inside("prompt.likeness"), 2, width)
{
    for (int block = 0; block < 2; ++block)
        m_textBlocks.emplace_back(reader.inside("text_encoder.blocks").inside(block));
    const TensorReader stem = reader.inside("image_encoder.stem");
    m_stem.emplace_back(stem.inside(0), 3, 32, 3, 2);
    m_stem.emplace_back(stem.inside(1), 32, 48, 3);
    m_stem.emplace_back(stem.inside(2), 48, stemWidth, 3, 2);
    m_stem.emplace_back(stem.inside(3), stemWidth, stemWidth, 3);
    for (int layer = 0; layer < int(layers); ++layer)
        m_fusion.emplace_back(reader.inside("fusion").inside(layer));
}

Grounding::PicturePart Grounding::readPicture(const at::Tensor& rgb, const at::Tensor& patches) const
{
    if (rgb.dim() != 4 || patches.dim() != 3 || rgb.size(2) % Dinov2::patch != 0 ||
        rgb.size(3) % Dinov2::patch != 0 ||
        patches.size(1) != rgb.size(2) / Dinov2::patch * (rgb.size(3) / Dinov2::patch) ||
        patches.size(2) != featureWidth)
        throw LogicError(QStringLiteral("Patches that do not fit their picture"));
    PicturePart part;
    part.rows = rgb.size(2) / Dinov2::patch;
    part.columns = rgb.size(3) / Dinov2::patch;
    const at::Tensor positions = at::upsample_bilinear2d(m_imagePositions, {part.rows, part.columns}, false)
                                     .flatten(2)
                                     .transpose(1, 2);
    part.tokens = m_featureProjection(patches) + positions +
                  m_colourProjection(patchColours(rgb, part.rows, part.columns));
    part.aligned = unitLength(m_alignedImage(m_alignedImageNorm(part.tokens)));
    part.stem = Dinov2::normalised(rgb);
    for (const Conv2d& convolution : m_stem) {
        part.stem = convolution(part.stem);
        at::gelu_(part.stem);
    }
    const at::Tensor halves = patches.view({-1, 2, Dinov2::width}).transpose(0, 1);
    part.looks = unitLength(halves - halves.mean(1, true));
    return part;
}

Grounding::Pointed Grounding::readPrompts(const PicturePart& picture,
                                          const std::vector<Prompt>& prompts) const
{
    const auto options = picture.tokens.options().device(at::kCPU);
    const int64_t patches = picture.tokens.size(1);
    at::Tensor under = at::zeros({int64_t(prompts.size()), patches}, options);
    at::Tensor bounds = at::zeros({int64_t(prompts.size()), 4}, options);
    at::Tensor kinds = at::zeros({int64_t(prompts.size())}, at::kLong);
    at::Tensor here = at::zeros({1, patches}, options);
    for (size_t i = 0; i < prompts.size(); ++i) {
        const Prompt& prompt = prompts[i];
        if (int64_t(prompt.under.size()) != patches)
            throw LogicError(QStringLiteral("A prompt that does not fit its picture"));
        // from_blob() takes no const pointer; nothing is written.
        const at::Tensor shares =
            at::from_blob(const_cast<float*>(prompt.under.data()), {patches}, at::kFloat); // NOLINT
        const auto row = int64_t(i);
        under[row] = shares / shares.sum().clamp_min(lengthEpsilon);
        bounds[row] = at::tensor(at::ArrayRef<float>(prompt.bounds));
        kinds[row] = int64_t(prompt.kind);
        if (prompt.kind != Prompt::Kind::NotHere)
            here += under[row];
    }
    const at::Device device = picture.tokens.device();
    Pointed pointed;
    pointed.tokens = at::matmul(under.to(device), picture.tokens) +
                     at::embedding(m_promptKinds, kinds.to(device)) + m_promptBounds(bounds.to(device));
    // [2, patches, 1]: cosine of each patch with the mean of those pointed at, in both layers.
    const at::Tensor meant = unitLength(at::matmul(here.to(device), picture.looks));
    const at::Tensor alike = at::matmul(picture.looks, meant.transpose(1, 2));
    pointed.likeness = m_promptLikeness(alike.squeeze(-1).transpose(0, 1)).unsqueeze(0);
    if (here.sum().item<float>() == 0)
        pointed.likeness = at::zeros_like(pointed.likeness);
    return pointed;
}

double Grounding::presence(const at::Tensor& summary, const at::Tensor& alignment) const
{
    const int64_t patches = alignment.size(1);
    const at::Tensor best = std::get<0>(
        at::topk(alignment.reshape({1, patches}), std::min(patches, std::max<int64_t>(3, patches / 100))));
    const at::Tensor told = at::cat({best.narrow(1, 0, 1), best.mean(1, true)}, 1) / 4;
    return m_presence(at::cat({summary, told}, 1)).item<double>();
}

at::Tensor Grounding::encodeText(const at::Tensor& tokens, const at::Tensor& visible) const
{
    const at::Tensor embedded =
        at::embedding(m_tokenTable, tokens) + m_textPositions.narrow(0, 0, tokens.size(1));
    at::Tensor text = at::cat({m_summaryToken, embedded}, 1);
    for (const TextBlock& block : m_textBlocks) {
        text = text + block.attention(block.norm1(text), visible);
        text = text + block.mlp(block.norm2(text));
    }
    return text;
}

at::Tensor Grounding::maskLogits(const PicturePart& picture, const at::Tensor& imageTokens,
                                 const at::Tensor& summary) const
{
    const at::Tensor grid = imageTokens.transpose(1, 2).reshape({1, width, picture.rows, picture.columns});
    const at::Tensor enlarged =
        at::upsample_bilinear2d(m_maskReduce(grid), picture.stem.sizes().slice(2), false);
    at::Tensor detail = m_maskConv1(at::cat({enlarged, picture.stem}, 1));
    at::gelu_(detail);
    detail = m_maskConv2(detail);
    at::gelu_(detail);
    // The summary makes a 1 x 1 convolution of its own for each phrase: 48 weights and an offset.
    const at::Tensor kernel = m_maskKernel(summary);
    const at::Tensor weights = kernel.narrow(1, 0, kernelWidth).view({1, kernelWidth, 1, 1});
    const at::Tensor logits =
        at::conv2d(detail, weights) / 7 + kernel.narrow(1, kernelWidth, 1).view({1, 1, 1, 1});
    return logits.squeeze(0).squeeze(0);
}

Grounding::Output Grounding::search(const PicturePart& picture, const at::Tensor& tokenIds,
                                    const std::vector<Prompt>& prompts) const
{
    const at::Tensor tokens = tokenIds.dim() == 1 ? tokenIds.unsqueeze(0) : tokenIds;
    if (tokens.dim() != 2 || tokens.size(0) != 1 || tokens.size(1) > maxTokens)
        throw LogicError(QStringLiteral("A phrase has at most %1 tokens").arg(maxTokens));
    if (tokens.size(1) == 0 && prompts.empty())
        throw LogicError(QStringLiteral("Neither words nor anything pointed at"));
    at::Tensor visible =
        at::cat({at::ones({1, 1}, tokens.options()), tokens.ne(0).to(tokens.scalar_type())}, 1);

    Output output;
    at::Tensor text = encodeText(tokens, visible);
    output.summary = unitLength(m_alignedText(m_alignedTextNorm(text.select(1, 0))));
    at::Tensor alignment =
        at::matmul(picture.aligned, output.summary.unsqueeze(-1)) * m_logScale.exp() + m_alignmentBias;
    if (tokens.size(1) == 0)
        alignment = at::zeros_like(alignment);
    output.alignment = alignment.view({picture.rows, picture.columns});

    at::Tensor image = picture.tokens + m_alignmentFeedback(alignment);
    if (!prompts.empty()) {
        const Pointed pointed = readPrompts(picture, prompts);
        text = at::cat({text, pointed.tokens}, 1);
        visible = at::cat({visible, at::ones({1, int64_t(prompts.size())}, visible.options())}, 1);
        image = image + pointed.likeness;
    }
    for (size_t layer = 0; layer < m_fusion.size(); ++layer) {
        const FusionLayer& fusion = m_fusion[layer];
        const auto looked = fusion.textToImage(fusion.textNorm1(text), fusion.imageNorm1(image));
        text = text + looked.output;
        text = text + fusion.textMlp(fusion.textMlpNorm(text));
        const auto answered = fusion.imageToText(fusion.imageNorm2(image), fusion.textNorm2(text), visible);
        image = image + answered.output;
        image = image + fusion.imageMlp(fusion.imageMlpNorm(image));
        output.textToImage[layer] = looked.probabilities.squeeze(0);
        output.imageToText[layer] = answered.probabilities.squeeze(0);
    }
    output.words = text.narrow(1, 1, tokens.size(1));
    output.presence = presence(text.select(1, 0), alignment);
    output.maskLogits = maskLogits(picture, image, text.select(1, 0));
    return output;
}

} // namespace focal
