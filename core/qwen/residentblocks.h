#pragma once

#include "core/nn/tensorreader.h"
#include "core/qwen/blocksource.h"
#include "core/qwen/transformerconfig.h"

#include <vector>

namespace focal {

/// All blocks, read at once and kept in memory as one type.
class ResidentBlocks : public BlockSource
{
public:
    /// @param reader  of the whole transformer: blocks lie at "transformer_blocks.N". @throws Cancelled
    ResidentBlocks(const TransformerConfig& config, const TensorReader& reader,
                   const CancelToken& cancel = {});

    int64_t count() const override { return int64_t(m_blocks.size()); }
    std::shared_ptr<const TransformerBlock> block(int64_t index, const CancelToken& cancel) override;
    BlockModulation modulation(int64_t index, const TimeCondition& time, const CancelToken& cancel) override;

private:
    std::vector<std::shared_ptr<const TransformerBlock>> m_blocks;
    std::vector<ModulationLayers> m_modulations;
};

} // namespace focal
