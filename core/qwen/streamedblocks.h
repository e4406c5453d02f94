#pragma once

#include "core/nn/streamedlayers.h"
#include "core/qwen/modulationcache.h"

namespace focal {

/// Blocks that are decoded one by one from whatever the files hold, each while the one before computes. Two
/// or three blocks are in memory at a time, so that a transformer of 41 GB runs in a few.
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
    std::shared_ptr<const TransformerBlock> block(int64_t index, const CancelToken& cancel) override;
    /// From the cache where it holds the time; else the layers are read, used once and forgotten.
    BlockModulation modulation(int64_t index, const TimeCondition& time, const CancelToken& cancel) override;

    /// Reads every modulation layer once and keeps what it gives at all times of a schedule: in memory, and
    /// in @p cacheFile, from which it is taken the next time. Empty for no file.
    /// @throws UserError (BadInput) where the weights cannot be read, Cancelled
    void prepareModulations(const std::vector<TimeCondition>& times, const QString& cacheFile,
                            const CancelToken& cancel);

    /// Other adapters from the next block on, without opening anything again.
    void setAdapters(LoraStack adapters);

    double secondsWaited() const override { return m_blocks.secondsWaited(); }

private:
    StreamedLayers<TransformerBlock>::Make blockMaker() const;

    TransformerConfig m_config;
    TensorSet m_tensors;
    at::ScalarType m_type;
    at::Device m_device;
    Pages m_pages;
    LoraStack m_adapters;
    ModulationCache m_modulations;
    std::vector<std::vector<const StoredTensor*>> m_modulationTensors; ///< by block
    StreamedLayers<TransformerBlock> m_blocks;                         ///< last: its thread reads the rest
};

} // namespace focal
