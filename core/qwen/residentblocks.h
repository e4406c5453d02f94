#pragma once

#include "core/qwen/scheduledmodulations.h"

#include <vector>

namespace focal {

/// All blocks, read at once and kept in the memory of the device as one type.
class ResidentBlocks : public BlockSource
{
public:
    /// @param reader  of the whole transformer; its claims may end before this source does
    /// @param adapters  merged into the weights, in fp32, rounded once @throws Cancelled
    ResidentBlocks(const TransformerConfig& config, const TensorReader& reader,
                   const LoraStack& adapters = {}, const CancelToken& cancel = {});

    int64_t count() const override { return int64_t(m_blocks.size()); }
    std::shared_ptr<const TransformerBlock> block(int64_t index, const CancelToken& cancel) override;
    BlockModulation modulation(int64_t index, const TimeCondition& time, const CancelToken& cancel) override
    {
        return m_modulations.at(index, time, cancel);
    }
    void prepareModulations(const std::vector<TimeCondition>& times, const QString& cacheFile,
                            const CancelToken& cancel) override
    {
        m_modulations.prepare(times, cacheFile, cancel);
    }

private:
    ScheduledModulations m_modulations;
    std::vector<std::shared_ptr<const TransformerBlock>> m_blocks;
};

} // namespace focal
