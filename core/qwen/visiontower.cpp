#include "core/qwen/visiontower.h"

#include "core/base/error.h"
#include "core/qwen/encoderops.h"

#include <string>

namespace focal {

namespace {

constexpr double ropeTheta = 10000;

VisionTower::BlockSource residentBlocks(const TensorReader& reader, const VisionConfig& config)
{
    std::vector<std::shared_ptr<const VisionBlock>> blocks;
    for (int64_t i = 0; i < config.depth; ++i)
        blocks.push_back(std::make_shared<VisionBlock>(reader.inside("blocks").inside(int(i)), config));
    return [blocks](int64_t index, const CancelToken&) { return blocks.at(size_t(index)); };
}

} // namespace

VisionBlock::VisionBlock(const TensorReader& reader, const VisionConfig& config)
    : m_norm1(reader.inside("norm1"), config.hidden),
      m_qkv(reader.inside("attn.qkv"), config.hidden, 3 * config.hidden),
      m_proj(reader.inside("attn.proj"), config.hidden, config.hidden),
      m_norm2(reader.inside("norm2"), config.hidden),
      m_mlp(reader.inside("mlp"), config.hidden, config.intermediate, true), m_heads(config.heads)
{
}

void VisionBlock::operator()(at::Tensor& x, const HalvesRotary& rotary, const SegmentedAttention& attention,
                             const CancelToken& cancel) const
{
    cancel.throwIfCancelled();
    const at::ScalarType type = m_qkv.weight.scalar_type();
    // [patches, 3 * hidden] -> 3 x [patches, heads, width]
    const auto qkv = m_qkv(m_norm1(x, type)).view({x.size(0), 3, m_heads, -1}).unbind(1);
    const at::Tensor mixed =
        attention(rotary.rotated(qkv[0]), rotary.rotated(qkv[1]), qkv[2].transpose(0, 1), cancel);
    cancel.throwIfCancelled();
    addInto(x, m_proj(mixed));
    addInto(x, m_mlp(m_norm2(x, type), cancel));
}

VisionTower::VisionTower(const TensorReader& reader, const VisionConfig& config)
    : VisionTower(reader, config, residentBlocks(reader, config))
{
}

VisionTower::VisionTower(const TensorReader& reader, const VisionConfig& config, BlockSource blocks)
    : m_config(config), m_type(reader.type()),
      m_patchEmbed(
          reader.read("patch_embed.proj.weight",
                      {config.hidden, config.channels, config.temporalPatch, config.patch, config.patch})),
      m_blocks(std::move(blocks)), m_mergerNorm(reader.inside("merger.ln_q"), config.hidden),
      m_mergerFirst(reader.inside("merger.mlp.0"), config.hidden * config.merge * config.merge,
                    config.hidden * config.merge * config.merge),
      m_mergerSecond(reader.inside("merger.mlp.2"), config.hidden * config.merge * config.merge,
                     config.output)
{
    if (m_patchEmbed.defined())
        m_patchEmbed = m_patchEmbed.flatten(1);
}

HalvesRotary VisionTower::rotaryFor(const VisionLayout& layout, StageSink* sink) const
{
    // Half of the channels turn with the row, half with the column.
    const at::Tensor inverse = inverseFrequencies(ropeTheta, m_config.headWidth() / 2);
    const auto turned = [&](const std::vector<int64_t>& places) {
        return at::outer(at::tensor(places, at::kFloat), inverse);
    };
    const at::Tensor angles = at::cat({turned(layout.rows), turned(layout.columns)}, 1);
    dumpStage(sink, "vision.angles", angles);
    return HalvesRotary::of(angles.to(device()));
}

at::Tensor VisionTower::merged(const at::Tensor& x) const
{
    const int64_t group = m_config.merge * m_config.merge;
    at::Tensor hidden = m_mergerFirst(m_mergerNorm(x, m_type).view({-1, m_config.hidden * group}));
    at::gelu_(hidden);
    return m_mergerSecond(hidden).to(at::kFloat);
}

at::Tensor VisionTower::operator()(const VlPictures& pictures, const CancelToken& cancel,
                                   StageSink* sink) const
{
    const VisionLayout layout(pictures.grids, m_config);
    const int64_t group = m_config.merge * m_config.merge;
    if (pictures.pixels.dim() != 2 || pictures.pixels.size(1) != m_config.patchValues() ||
        pictures.pixels.size(0) != int64_t(layout.rows.size()))
        throw LogicError(QStringLiteral("The patches do not fit the grids of the pictures"));
    const at::Tensor order = at::tensor(layout.order, at::kLong).to(device());
    at::Tensor x = at::linear(pictures.pixels.to(device(), m_type), m_patchEmbed).to(at::kFloat);
    dumpStage(sink, "vision.patch_embed", x);
    dumpStage(sink, "vision.window_index", order);
    x = x.view({-1, group, m_config.hidden}).index_select(0, order).view({-1, m_config.hidden});

    const HalvesRotary rotary = rotaryFor(layout, sink);
    const SegmentedAttention withinWindows(layout.windowEnds);
    const SegmentedAttention withinPictures(layout.pictureEnds);
    for (int64_t i = 0; i < m_config.depth; ++i) {
        const std::shared_ptr<const VisionBlock> block = m_blocks(i, cancel);
        (*block)(x, rotary, m_config.isFull(i) ? withinPictures : withinWindows, cancel);
        dumpStage(sink, "vision.blocks." + std::to_string(i), x);
    }
    cancel.throwIfCancelled();
    const at::Tensor inReadingOrder = merged(x);
    at::Tensor result = at::empty_like(inReadingOrder);
    result.index_copy_(0, order, inReadingOrder);
    dumpStage(sink, "vision.merged", result);
    return result;
}

} // namespace focal
