#include "core/qwen/residentblocks.h"

namespace focal {

ResidentBlocks::ResidentBlocks(const TransformerConfig& config, const TensorReader& reader,
                               const CancelToken& cancel)
{
    const TensorReader blocks = reader.inside("transformer_blocks");
    for (int i = 0; i < int(config.layers); ++i) {
        cancel.throwIfCancelled();
        const TensorReader place = blocks.inside(i);
        m_blocks.push_back(std::make_shared<const TransformerBlock>(place, config));
        m_modulations.emplace_back(place, config.width());
    }
}

std::shared_ptr<const TransformerBlock> ResidentBlocks::block(int64_t index, const CancelToken& cancel)
{
    cancel.throwIfCancelled();
    return m_blocks.at(size_t(index));
}

BlockModulation ResidentBlocks::modulation(int64_t index, const TimeCondition& time,
                                           const CancelToken& cancel)
{
    cancel.throwIfCancelled();
    return m_modulations.at(size_t(index))(time.embedding);
}

} // namespace focal
