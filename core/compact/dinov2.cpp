#include "core/compact/dinov2.h"

#include "core/base/error.h"

namespace focal {

namespace {

constexpr double normEpsilon = 1e-6;

Linear joinedProjections(const TensorReader& attention)
{
    const auto part = [&](const char* name) {
        return Linear(attention.inside(name), Dinov2::width, Dinov2::width);
    };
    return Linear::joined({part("query"), part("key"), part("value")});
}

} // namespace

Dinov2::Block::Block(const TensorReader& reader)
    // Norms and scales act on the residual stream, which stays in float.
    : norm1(reader.as(at::kFloat).inside("norm1"), width, normEpsilon),
      qkv(joinedProjections(reader.inside("attention.attention"))),
      dense(reader.inside("attention.output.dense"), width, width),
      scale1(reader.as(at::kFloat).read("layer_scale1.lambda1", {width})),
      norm2(reader.as(at::kFloat).inside("norm2"), width, normEpsilon),
      mlp(reader.inside("mlp"), {"fc1", "fc2"}, width, 4 * width, width),
      scale2(reader.as(at::kFloat).read("layer_scale2.lambda1", {width}))
{
}

at::Tensor Dinov2::Block::attention(const at::Tensor& x) const
{
    const auto parts =
        qkv(x).view({x.size(0), x.size(1), 3, heads, width / heads}).permute({2, 0, 3, 1, 4}).unbind(0);
    const at::Tensor mixed = tiledAttention(parts[0], parts[1], parts[2]);
    return dense(mixed.transpose(1, 2).reshape(x.sizes()));
}

Dinov2::Dinov2(const TensorReader& reader)
    : m_type(reader.type()),
      m_patchWeight(reader.as(at::kFloat)
                        .read("embeddings.patch_embeddings.projection.weight", {width, 3, patch, patch})),
      m_patchBias(reader.as(at::kFloat).read("embeddings.patch_embeddings.projection.bias", {width})),
      m_cls(reader.as(at::kFloat).read("embeddings.cls_token", {1, 1, width})),
      m_positions(reader.as(at::kFloat)
                      .read("embeddings.position_embeddings", {1, 1 + trainedGrid * trainedGrid, width})),
      m_norm(reader.as(at::kFloat).inside("layernorm"), width, normEpsilon)
{
    m_blocks.reserve(layers);
    for (int layer = 0; layer < int(layers); ++layer)
        m_blocks.emplace_back(reader.inside("encoder.layer").inside(layer));
}

at::Tensor Dinov2::positions(int64_t rows, int64_t columns) const
{
    if (rows == trainedGrid && columns == trainedGrid)
        return m_positions;
    const at::Tensor grid = m_positions.narrow(1, 1, trainedGrid * trainedGrid)
                                .view({1, trainedGrid, trainedGrid, width})
                                .permute({0, 3, 1, 2});
    const at::Tensor resized = at::upsample_bicubic2d(grid, {rows, columns}, false);
    return at::cat(
        {m_positions.narrow(1, 0, 1), resized.permute({0, 2, 3, 1}).reshape({1, rows * columns, width})}, 1);
}

Dinov2::Output Dinov2::operator()(const at::Tensor& pixels, const CancelToken& cancel) const
{
    if (pixels.dim() != 4 || pixels.size(1) != 3 || pixels.size(2) % patch != 0 ||
        pixels.size(3) % patch != 0 || pixels.numel() == 0)
        throw LogicError(QStringLiteral("DINOv2 reads [batch, 3, h, w] with h and w multiples of 14"));
    const int64_t rows = pixels.size(2) / patch;
    const int64_t columns = pixels.size(3) / patch;
    const at::Tensor embedded =
        at::conv2d(pixels, m_patchWeight, m_patchBias, {patch, patch}).flatten(2).transpose(1, 2);
    at::Tensor x =
        at::cat({m_cls.expand({pixels.size(0), 1, width}), embedded}, 1) + positions(rows, columns);

    Output output;
    const auto patchesOf = [&](const at::Tensor& state) {
        return state.narrow(1, 1, rows * columns).contiguous();
    };
    for (int64_t layer = 0; layer < layers; ++layer) {
        const Block& block = m_blocks[size_t(layer)];
        cancel.throwIfCancelled();
        x.add_(block.attention(block.norm1(x).to(m_type)) * block.scale1);
        cancel.throwIfCancelled();
        x.add_(block.mlp(block.norm2(x).to(m_type)) * block.scale2);
        if (layer + 1 == middleLayer)
            output.middle = patchesOf(m_norm(x));
    }
    const at::Tensor last = m_norm(x);
    output.last = patchesOf(last);
    output.cls = last.select(1, 0).contiguous();
    return output;
}

at::Tensor Dinov2::normalised(const at::Tensor& rgb)
{
    const at::Tensor mean = at::tensor({0.485f, 0.456f, 0.406f}, rgb.options()).view({1, 3, 1, 1});
    const at::Tensor deviation = at::tensor({0.229f, 0.224f, 0.225f}, rgb.options()).view({1, 3, 1, 1});
    return (rgb - mean) / deviation;
}

} // namespace focal
