#pragma once

#include "core/nn/streamedlayers.h"
#include "core/qwen/modulationcache.h"

namespace focal {

/// The modulation layers of all blocks, of which only the outputs are kept: each layer is read, used for the
/// times of a schedule, and forgotten.
class ScheduledModulations
{
public:
    /// Claims the layers. @param reader  of the whole transformer, without adapters; its claims may end
    /// before this does
    ScheduledModulations(const TransformerConfig& config, const TensorReader& reader, StreamedPages pages,
                         LoraStack adapters);

    /// Reads every layer once and keeps what it gives at all times of a schedule: in memory, and in
    /// @p cacheFile, from which it is taken the next time. Empty for no file.
    /// @throws UserError (BadInput) where the weights cannot be read, Cancelled
    void prepare(const std::vector<TimeCondition>& times, const QString& cacheFile,
                 const CancelToken& cancel);

    /// On the reader's device. A time that was not prepared is prepared now. @throws as prepare()
    BlockModulation at(int64_t block, const TimeCondition& time, const CancelToken& cancel);

    /// Other adapters from now on: nothing is kept of what was prepared.
    void setAdapters(LoraStack adapters);

private:
    TransformerConfig m_config;
    TensorSet m_tensors;
    at::ScalarType m_type;
    at::Device m_device;
    StreamedPages m_pages;
    LoraStack m_adapters;
    ModulationCache m_cache;                                ///< on the CPU
    std::vector<std::vector<const StoredTensor*>> m_stored; ///< by block
};

/// @p reader with @p adapters merged into what it reads.
TensorReader adaptedBy(const LoraStack& adapters, const TensorReader& reader);

} // namespace focal
