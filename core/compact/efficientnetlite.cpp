#include "core/compact/efficientnetlite.h"

#include "core/base/error.h"

#include <array>

namespace focal {

namespace {

constexpr int64_t width = 1280;
constexpr std::array<MobileBlock::Shape, 21> blockShapes = {
    {{32, 32, 16, 3, 1},     {16, 96, 24, 3, 2},     {24, 144, 24, 3, 1},    {24, 144, 24, 3, 1},
     {24, 144, 48, 5, 2},    {48, 288, 48, 5, 1},    {48, 288, 48, 5, 1},    {48, 288, 88, 3, 2},
     {88, 528, 88, 3, 1},    {88, 528, 88, 3, 1},    {88, 528, 88, 3, 1},    {88, 528, 120, 5, 1},
     {120, 720, 120, 5, 1},  {120, 720, 120, 5, 1},  {120, 720, 120, 5, 1},  {120, 720, 208, 5, 2},
     {208, 1248, 208, 5, 1}, {208, 1248, 208, 5, 1}, {208, 1248, 208, 5, 1}, {208, 1248, 208, 5, 1},
     {208, 1248, 352, 3, 1}}};

} // namespace

EfficientNetLite::EfficientNetLite(const TensorReader& reader)
    : m_type(reader.type()), m_stem(reader.inside("_conv_stem"), 3, blockShapes.front().input, 3, 2),
      m_head(reader.inside("_conv_head"), blockShapes.back().output, width, 1)
{
    const TensorReader blocks = reader.inside("_blocks");
    for (size_t i = 0; i < blockShapes.size(); ++i)
        m_blocks.emplace_back(blocks.inside(int(i)), blockShapes[i],
                              MobileBlock::Names{"_expand_conv", "_depthwise_conv", "_project_conv"});
    const TensorReader last = reader.inside("_fc").as(at::kFloat);
    m_weight = last.read("weight", {classes, width});
    m_bias = last.read("bias", {classes});
}

at::Tensor EfficientNetLite::features(const at::Tensor& pixels, const CancelToken& cancel) const
{
    if (pixels.dim() != 4 || pixels.size(1) != 3)
        throw LogicError(QStringLiteral("EfficientNet: pixels must be [n, 3, h, w]"));
    at::Tensor x = ((pixels * 255 - 127) / 128)
                       .to(m_stem.weight.device(), m_type)
                       .contiguous(at::MemoryFormat::ChannelsLast);
    x = boundedRelu(m_stem(x));
    for (const MobileBlock& block : m_blocks) {
        cancel.throwIfCancelled();
        x = block.narrowed(x, block.widened(x));
    }
    return boundedRelu(m_head(x)).to(at::kCPU, at::kFloat);
}

at::Tensor EfficientNetLite::named(const at::Tensor& means) const
{
    return at::softmax(at::linear(means.to(m_weight.device()), m_weight, m_bias), -1).to(at::kCPU);
}

} // namespace focal
