#include "core/qwen/streamedblocks.h"

namespace focal {

namespace {

constexpr const char* blocksName = "transformer_blocks";

TensorReader adapted(const TensorReader& reader, const LoraStack& adapters)
{
    return adapters.isEmpty() ? reader : reader.changedBy(adapters.asWeightChange());
}

} // namespace

StreamedBlocks::StreamedBlocks(const TransformerConfig& config, const TensorReader& reader, Pages pages,
                               LoraStack adapters)
    : m_config(config), m_tensors(reader.claims().tensors()), m_type(reader.type()),
      m_device(reader.device()), m_pages(pages), m_adapters(std::move(adapters)),
      m_modulationTensors(std::size_t(config.layers)),
      m_blocks(reader.inside(blocksName), config.layers, pages,
               StreamedLayers<TransformerBlock>::Passes::OneAfterAnother, blockMaker())
{
    for (std::size_t i = 0; i < m_modulationTensors.size(); ++i)
        ModulationLayers(reader.listing(m_modulationTensors[i]).inside(blocksName).inside(int(i)),
                         config.width());
}

StreamedLayers<TransformerBlock>::Make StreamedBlocks::blockMaker() const
{
    return [config = m_config, adapters = m_adapters](const TensorReader& place) {
        return std::make_shared<const TransformerBlock>(adapted(place, adapters), config);
    };
}

std::shared_ptr<const TransformerBlock> StreamedBlocks::block(int64_t index, const CancelToken& cancel)
{
    return m_blocks.take(index, cancel);
}

BlockModulation StreamedBlocks::modulation(int64_t index, const TimeCondition& time,
                                           const CancelToken& cancel)
{
    cancel.throwIfCancelled();
    if (const BlockModulation* kept = m_modulations.find(index, time.timestep))
        return *kept;
    prepareModulations({time}, {}, cancel);
    return *m_modulations.find(index, time.timestep);
}

void StreamedBlocks::prepareModulations(const std::vector<TimeCondition>& times, const QString& cacheFile,
                                        const CancelToken& cancel)
{
    const c10::InferenceMode inference;
    std::vector<double> timesteps;
    timesteps.reserve(times.size());
    for (const TimeCondition& time : times)
        timesteps.push_back(time.timestep);
    const QByteArray key = ModulationCache::key(m_tensors, timesteps, m_config.zeroCondT, m_type, m_adapters);
    if (!cacheFile.isEmpty() && m_modulations.load(cacheFile, key))
        return;
    const auto willNeed = [this](std::size_t index) {
        if (index < m_modulationTensors.size()) {
            for (const StoredTensor* tensor : m_modulationTensors[index])
                m_tensors.willNeed(*tensor);
        }
    };
    willNeed(0);
    for (std::size_t index = 0; index < m_modulationTensors.size(); ++index) {
        willNeed(index + 1); // comes in while this one is decoded
        TensorClaims claims(m_tensors);
        const TensorReader reader = adapted(TensorReader(claims, m_type, m_device).until(cancel), m_adapters);
        const ModulationLayers layers(reader.inside(blocksName).inside(int(index)), m_config.width());
        for (const TimeCondition& time : times)
            m_modulations.insert(int64_t(index), time.timestep, layers(time.embedding));
        if (m_pages == Pages::GivenBack) {
            for (const StoredTensor* tensor : m_modulationTensors[index])
                m_tensors.release(*tensor);
        }
    }
    m_tensors.throwIfChanged();
    if (!cacheFile.isEmpty())
        m_modulations.save(cacheFile, key, cancel);
}

void StreamedBlocks::setAdapters(LoraStack adapters)
{
    m_adapters = std::move(adapters);
    m_modulations = {};
    m_blocks.setMake(blockMaker());
}

} // namespace focal
