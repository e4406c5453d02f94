#pragma once

#include "core/base/canceltoken.h"
#include "core/qwen/transformerblock.h"

#include <memory>

namespace focal {

/// Where the blocks lie among a transformer's tensors.
inline constexpr const char* blocksName = "transformer_blocks";

/// The denoising time of one forward pass, as the modulation of blocks sees it.
struct TimeCondition
{
    double timestep =
        0; ///< 0..1, as the model's type rounds it: the key under which modulations may be kept.
    at::Tensor embedding; ///< SiLU of the time embedding, [1, width]; with zero_cond_t [2, width], the second
                          ///< for time 0.
};

/// Where the transformer's blocks come from: resident in memory, quantised, or streamed from disk one by one.
/// One thread asks at a time, for blocks 0, 1, ... count() - 1, once per denoising step.
class BlockSource
{
public:
    virtual ~BlockSource() = default;

    virtual int64_t count() const = 0;

    /// The weights of one block. They live as long as the caller keeps the pointer, which is until it asks
    /// for the next block: a source that streams may then use their memory again, and should meanwhile read
    /// ahead.
    /// @throws UserError (BadInput) where the files fail, Cancelled
    virtual std::shared_ptr<const TransformerBlock> block(int64_t index, const CancelToken& cancel) = 0;

    /// What a block's modulation layers (a third of the model's weights) give at @p time. It depends on
    /// nothing else, so that it comes from a cache and these layers are never kept.
    virtual BlockModulation modulation(int64_t index, const TimeCondition& time,
                                       const CancelToken& cancel) = 0;

    /// Makes what modulation() will be asked for at all times of a schedule.
    /// @param cacheFile  where it is kept for the next run; empty for nowhere @throws as modulation()
    virtual void prepareModulations(const std::vector<TimeCondition>& times, const QString& cacheFile,
                                    const CancelToken& cancel) = 0;

    /// How long block() waited for weights in all, in seconds.
    virtual double secondsWaited() const { return 0; }
};

} // namespace focal
