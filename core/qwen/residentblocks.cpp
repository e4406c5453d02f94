#include "core/qwen/residentblocks.h"

namespace focal {

ResidentBlocks::ResidentBlocks(const TransformerConfig& config, const TensorReader& reader,
                               const LoraStack& adapters, const CancelToken& cancel)
    : m_modulations(config, reader, StreamedPages::GivenBack, adapters)
{
    const TensorReader blocks = adaptedBy(adapters, reader).inside(blocksName);
    for (int i = 0; i < int(config.layers); ++i) {
        cancel.throwIfCancelled();
        m_blocks.push_back(std::make_shared<const TransformerBlock>(blocks.inside(i), config));
    }
}

std::shared_ptr<const TransformerBlock> ResidentBlocks::block(int64_t index, const CancelToken& cancel)
{
    cancel.throwIfCancelled();
    return m_blocks.at(size_t(index));
}

} // namespace focal
