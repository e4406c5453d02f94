#include "core/compact/promptmask.h"

#include "core/base/error.h"

#include <algorithm>
#include <numbers>
#include <string>

namespace focal {

namespace {

constexpr int64_t width = 256;
constexpr int64_t heads = 8;
constexpr int64_t mlpWidth = 2048;
constexpr int64_t maskTokens = 4;
constexpr double mapNormEpsilon = 1e-6;

std::array<Linear, 3> threeLayers(const TensorReader& reader, int64_t output)
{
    const TensorReader layers = reader.inside("layers");
    return {Linear(layers.inside(0), width, width), Linear(layers.inside(1), width, width),
            Linear(layers.inside(2), width, output)};
}

at::Tensor through(const std::array<Linear, 3>& layers, const at::Tensor& x)
{
    return layers[2](at::relu(layers[1](at::relu(layers[0](x)))));
}

/// Unusable weights are left undefined: TensorClaims::finish() says so.
at::Tensor joined(const std::vector<at::Tensor>& parts)
{
    const bool whole =
        std::all_of(parts.begin(), parts.end(), [](const at::Tensor& part) { return part.defined(); });
    return whole ? at::cat(parts, 0) : at::Tensor();
}

at::Tensor labelTable(const TensorReader& reader)
{
    std::vector<at::Tensor> rows{reader.read("not_a_point_embed.weight", {1, width})};
    for (int i = 0; i < 4; ++i)
        rows.push_back(reader.inside("point_embeddings").inside(i).read("weight", {1, width}));
    return joined(rows);
}

/// Over the channels of a map. @param x [n, channels, h, w]
at::Tensor mapNorm(const LayerNorm& norm, const at::Tensor& x)
{
    return norm(x.permute({0, 2, 3, 1})).permute({0, 3, 1, 2});
}

} // namespace

PromptMask::Attention::Attention(const TensorReader& reader, int64_t inner)
    : q(reader.inside("q_proj"), width, inner), k(reader.inside("k_proj"), width, inner),
      v(reader.inside("v_proj"), width, inner), out(reader.inside("out_proj"), inner, width)
{
}

at::Tensor PromptMask::Attention::operator()(const at::Tensor& query, const at::Tensor& key,
                                             const at::Tensor& value) const
{
    const auto inHeads = [](const at::Tensor& x) { return x.unflatten(-1, {heads, -1}).transpose(1, 2); };
    const at::Tensor mixed =
        at::scaled_dot_product_attention(inHeads(q(query)), inHeads(k(key)), inHeads(v(value)));
    return out(mixed.transpose(1, 2).flatten(2));
}

PromptMask::Layer::Layer(const TensorReader& reader)
    : self(reader.inside("self_attn"), width), norm1(reader.inside("norm1"), width),
      toPicture(reader.inside("cross_attn_token_to_image"), width / 2), norm2(reader.inside("norm2"), width),
      mlpFirst(reader.inside("mlp.lin1"), width, mlpWidth),
      mlpSecond(reader.inside("mlp.lin2"), mlpWidth, width), norm3(reader.inside("norm3"), width),
      toPrompt(reader.inside("cross_attn_image_to_token"), width / 2), norm4(reader.inside("norm4"), width)
{
}

PromptMask::PromptMask(const TensorReader& reader)
    : m_frequencies(
          reader.read("prompt_encoder.pe_layer.positional_encoding_gaussian_matrix", {2, width / 2})),
      m_labels(labelTable(reader.inside("prompt_encoder"))),
      m_noMask(reader.read("prompt_encoder.no_mask_embed.weight", {1, width})),
      m_ownTokens(joined({reader.read("mask_decoder.iou_token.weight", {1, width}),
                          reader.read("mask_decoder.mask_tokens.weight", {maskTokens, width})})),
      m_finalToPicture(reader.inside("mask_decoder.transformer.final_attn_token_to_image"), width / 2),
      m_finalNorm(reader.inside("mask_decoder.transformer.norm_final_attn"), width),
      m_enlargeFirst(reader.read("mask_decoder.output_upscaling.0.weight", {width, width / 4, 2, 2})),
      m_enlargeFirstBias(reader.read("mask_decoder.output_upscaling.0.bias", {width / 4})),
      m_enlargeNorm(reader.inside("mask_decoder.output_upscaling.1"), width / 4, mapNormEpsilon),
      m_enlargeSecond(reader.read("mask_decoder.output_upscaling.3.weight", {width / 4, width / 8, 2, 2})),
      m_enlargeSecondBias(reader.read("mask_decoder.output_upscaling.3.bias", {width / 8})),
      m_scores(threeLayers(reader.inside("mask_decoder.iou_prediction_head"), maskTokens))
{
    for (int i = 0; i < 2; ++i)
        m_layers.emplace_back(reader.inside("mask_decoder.transformer.layers").inside(i));
    for (int i = 0; i < int(maskTokens); ++i)
        m_maskWeights.push_back(
            threeLayers(reader.inside("mask_decoder.output_hypernetworks_mlps").inside(i), width / 8));
}

/// @param places  [..., 2], x and y, 0..1 @return [..., 256]
at::Tensor PromptMask::positions(const at::Tensor& places) const
{
    const at::Tensor angles = at::matmul(places * 2 - 1, m_frequencies) * (2 * std::numbers::pi);
    return at::cat({angles.sin(), angles.cos()}, -1);
}

/// [prompts, 5 + points + 1, 256]. Where there is no box a point that is none stands at the end, as in
/// training.
at::Tensor PromptMask::tokensOf(const std::vector<Prompt>& prompts, int64_t longSide) const
{
    const auto count = int64_t(prompts.size());
    const auto points = int64_t(prompts.front().size());
    std::vector<float> places;
    std::vector<int64_t> labels;
    bool hasBox = false;
    for (const Prompt& prompt : prompts) {
        if (int64_t(prompt.size()) != points || points == 0)
            throw LogicError(QStringLiteral("Prompts of different numbers of points"));
        for (const Point& point : prompt) {
            places.push_back(float((point.x + 0.5) / double(longSide)));
            places.push_back(float((point.y + 0.5) / double(longSide)));
            labels.push_back(int64_t(point.label) + 1);
            hasBox = hasBox || point.label == Label::TopLeft;
        }
    }
    const at::Tensor known = positions(at::tensor(places).view({count, points, 2}).to(m_labels.device())) +
                             m_labels.index_select(0, at::tensor(labels, at::kLong).to(m_labels.device()))
                                 .view({count, points, width});
    std::vector<at::Tensor> all{m_ownTokens.unsqueeze(0).expand({count, -1, -1}), known};
    if (!hasBox)
        all.push_back(m_labels.narrow(0, 0, 1).unsqueeze(0).expand({count, 1, width}));
    return at::cat(all, 1);
}

PromptMask::Masks PromptMask::operator()(const at::Tensor& features, int64_t longSide,
                                         const std::vector<Prompt>& prompts, const CancelToken& cancel) const
{
    if (features.dim() != 4 || features.size(0) != 1 || features.size(1) != width || prompts.empty())
        throw LogicError(QStringLiteral("Masks are made of [1, 256, rows, columns] and of prompts"));
    const auto count = int64_t(prompts.size());
    const int64_t rows = features.size(2);
    const int64_t columns = features.size(3);
    const auto middles = [&](int64_t places) {
        return (at::arange(places, features.options()) + 0.5) / double(std::max(rows, columns));
    };
    const at::Tensor grid = at::stack({middles(columns).unsqueeze(0).expand({rows, columns}),
                                       middles(rows).unsqueeze(1).expand({rows, columns})},
                                      -1);
    const at::Tensor places = positions(grid).view({1, rows * columns, width});
    const at::Tensor tokens = tokensOf(prompts, longSide);

    at::Tensor words = tokens;
    // The same for every prompt until the prompts have been looked at.
    at::Tensor picture = (features + m_noMask.view({1, width, 1, 1})).flatten(2).transpose(1, 2);
    const auto forEach = [&](const at::Tensor& x) { return x.expand({count, -1, -1}); };
    for (size_t i = 0; i < m_layers.size(); ++i) {
        cancel.throwIfCancelled();
        const Layer& layer = m_layers[i];
        if (i == 0) {
            words = layer.norm1(layer.self(words, words, words));
        } else {
            const at::Tensor placed = words + tokens;
            words = layer.norm1(words + layer.self(placed, placed, words));
        }
        const at::Tensor placedPicture = forEach(picture + places);
        words = layer.norm2(words + layer.toPicture(words + tokens, placedPicture, forEach(picture)));
        words = layer.norm3(words + layer.mlpSecond(at::relu(layer.mlpFirst(words))));
        picture = layer.norm4(picture + layer.toPrompt(placedPicture, words + tokens, words));
    }
    cancel.throwIfCancelled();
    words = m_finalNorm(words + m_finalToPicture(words + tokens, picture + places, picture));

    const at::Tensor map = picture.transpose(1, 2).reshape({count, width, rows, columns});
    at::Tensor large =
        mapNorm(m_enlargeNorm, at::conv_transpose2d(map, m_enlargeFirst, m_enlargeFirstBias, {2, 2}));
    large = at::gelu(
        at::conv_transpose2d(at::gelu(large), m_enlargeSecond, m_enlargeSecondBias, at::IntArrayRef{2, 2}));
    std::vector<at::Tensor> weights;
    for (size_t i = 0; i < m_maskWeights.size(); ++i)
        weights.push_back(through(m_maskWeights[i], words.select(1, int64_t(i) + 1)));
    return {
        at::matmul(at::stack(weights, 1), large.flatten(2)).view({count, maskTokens, 4 * rows, 4 * columns}),
        through(m_scores, words.select(1, 0))};
}

} // namespace focal
