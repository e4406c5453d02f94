#include "core/qwen/scheduledmodulations.h"

namespace focal {

namespace {

BlockModulation moved(const BlockModulation& modulation, at::Device device)
{
    return {modulation.picture.to(device), modulation.text.to(device)};
}

} // namespace

TensorReader adaptedBy(const LoraStack& adapters, const TensorReader& reader)
{
    return adapters.isEmpty() ? reader : reader.changedBy(adapters.asWeightChange());
}

ScheduledModulations::ScheduledModulations(const TransformerConfig& config, const TensorReader& reader,
                                           StreamedPages pages, LoraStack adapters)
    : m_config(config), m_tensors(reader.claims().tensors()), m_type(reader.type()),
      m_device(reader.device()), m_pages(pages), m_adapters(std::move(adapters)),
      m_stored(std::size_t(config.layers))
{
    for (std::size_t i = 0; i < m_stored.size(); ++i)
        ModulationLayers(reader.listing(m_stored[i]).inside(blocksName).inside(int(i)), config.width());
}

BlockModulation ScheduledModulations::at(int64_t block, const TimeCondition& time, const CancelToken& cancel)
{
    cancel.throwIfCancelled();
    if (!m_cache.find(block, time.timestep))
        prepare({time}, {}, cancel);
    return moved(*m_cache.find(block, time.timestep), m_device);
}

void ScheduledModulations::prepare(const std::vector<TimeCondition>& times, const QString& cacheFile,
                                   const CancelToken& cancel)
{
    const c10::InferenceMode inference;
    std::vector<double> timesteps;
    timesteps.reserve(times.size());
    for (const TimeCondition& time : times)
        timesteps.push_back(time.timestep);
    const QByteArray key = ModulationCache::key(m_tensors, timesteps, m_config.zeroCondT, m_type, m_adapters);
    if (!cacheFile.isEmpty() && m_cache.load(cacheFile, key))
        return;
    const auto willNeed = [this](std::size_t index) {
        if (index < m_stored.size()) {
            for (const StoredTensor* tensor : m_stored[index])
                m_tensors.willNeed(*tensor);
        }
    };
    willNeed(0);
    for (std::size_t index = 0; index < m_stored.size(); ++index) {
        willNeed(index + 1); // comes in while this one is decoded
        TensorClaims claims(m_tensors);
        const TensorReader reader =
            adaptedBy(m_adapters, TensorReader(claims, m_type, m_device).until(cancel));
        const ModulationLayers layers(reader.inside(blocksName).inside(int(index)), m_config.width());
        for (const TimeCondition& time : times)
            m_cache.insert(int64_t(index), time.timestep, moved(layers(time.embedding), at::kCPU));
        if (m_pages == StreamedPages::GivenBack) {
            for (const StoredTensor* tensor : m_stored[index])
                m_tensors.release(*tensor);
        }
    }
    m_tensors.throwIfChanged();
    if (!cacheFile.isEmpty())
        m_cache.save(cacheFile, key, cancel);
}

void ScheduledModulations::setAdapters(LoraStack adapters)
{
    m_adapters = std::move(adapters);
    m_cache = {};
}

} // namespace focal
