#pragma once

#include "core/nn/lora.h"
#include "core/qwen/blocksource.h"

#include <map>

namespace focal {

/// What the modulation layers of all blocks give at the times of one schedule. These layers are a third of
/// the model, and nothing but the time goes into them; what comes out takes 4 MB for each step.
class ModulationCache
{
public:
    const BlockModulation* find(int64_t block, double timestep) const;
    void insert(int64_t block, double timestep, BlockModulation modulation);
    bool isEmpty() const noexcept { return m_entries.empty(); }

    /// Tells apart what a file of this cache depends on: the weights (by their headers and samples of these
    /// layers), the times, the type, zero_cond_t, and adapters that touch these layers. Hexadecimal digits.
    static QByteArray key(const TensorSet& weights, const std::vector<double>& timesteps, bool zeroCondT,
                          at::ScalarType type, const LoraStack& adapters);

    /// Fills the cache from a file. A file that is not there, damaged, or made with another key is no error:
    /// @return whether it was read
    bool load(const QString& path, const QByteArray& key);
    /// @throws UserError (BadInput, DoesNotFit) where the file cannot be written, Cancelled
    void save(const QString& path, const QByteArray& key, const CancelToken& cancel = {}) const;

private:
    std::map<std::pair<int64_t, double>, BlockModulation> m_entries;
};

} // namespace focal
