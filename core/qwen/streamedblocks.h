#pragma once

#include "core/qwen/scheduledmodulations.h"

namespace focal {

/// Blocks that are decoded one by one from whatever the files hold, and brought to the device that computes,
/// each while the one before computes. Two or three blocks are in memory at a time, so that a transformer of
/// 41 GB runs in a few.
class StreamedBlocks : public BlockSource
{
public:
    using Pages = StreamedPages;

    /// Claims all tensors of the blocks. @param reader  of the whole transformer, in the type to compute in;
    /// its claims may end before this source does
    /// @param adapters  merged into the weights on their way, in fp32, rounded once
    StreamedBlocks(const TransformerConfig& config, const TensorReader& reader, Pages pages,
                   LoraStack adapters = {});

    int64_t count() const override { return m_config.layers; }
    std::shared_ptr<const TransformerBlock> block(int64_t index, const CancelToken& cancel) override
    {
        return m_blocks.take(index, cancel);
    }
    BlockModulation modulation(int64_t index, const TimeCondition& time, const CancelToken& cancel) override
    {
        return m_modulations.at(index, time, cancel);
    }
    void prepareModulations(const std::vector<TimeCondition>& times, const QString& cacheFile,
                            const CancelToken& cancel) override
    {
        m_modulations.prepare(times, cacheFile, cancel);
    }

    /// Other adapters from the next block on, without opening anything again.
    void setAdapters(const LoraStack& adapters);

    double secondsWaited() const override { return m_blocks.secondsWaited(); }

private:
    StreamedLayers<TransformerBlock>::Make blockMaker(LoraStack adapters) const;

    TransformerConfig m_config;
    ScheduledModulations m_modulations;
    StreamedLayers<TransformerBlock> m_blocks;
};

} // namespace focal
