#include "core/qwen/streamedblocks.h"

namespace focal {

StreamedBlocks::StreamedBlocks(const TransformerConfig& config, const TensorReader& reader, Pages pages,
                               LoraStack adapters)
    : m_config(config), m_modulations(config, reader, pages, adapters),
      m_blocks(reader.inside(blocksName), config.layers, pages,
               StreamedLayers<TransformerBlock>::Passes::OneAfterAnother, blockMaker(std::move(adapters)))
{
}

StreamedLayers<TransformerBlock>::Make StreamedBlocks::blockMaker(LoraStack adapters) const
{
    return [config = m_config, adapters = std::move(adapters)](const TensorReader& place) {
        return std::make_shared<const TransformerBlock>(adaptedBy(adapters, place), config);
    };
}

void StreamedBlocks::setAdapters(const LoraStack& adapters)
{
    m_modulations.setAdapters(adapters);
    m_blocks.setMake(blockMaker(adapters));
}

} // namespace focal
