#include "core/qwen/streamedblocks.h"

#include "core/weights/publishedtensors.h"

#include <c10/core/InferenceMode.h>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString blocksName = u"transformer_blocks."_s;

/// Every tensor of the blocks, so that what is missing or of another shape is reported with all the rest.
void claimBlocks(const TransformerConfig& config, const TensorReader& reader)
{
    const QJsonObject json{{u"num_layers"_s, qint64{config.layers}},
                           {u"num_attention_heads"_s, qint64{config.heads}},
                           {u"attention_head_dim"_s, qint64{config.headChannels}},
                           {u"in_channels"_s, qint64{config.inChannels}},
                           {u"out_channels"_s, qint64{config.outChannels}},
                           {u"joint_attention_dim"_s, qint64{config.jointWidth}}};
    for (const PublishedTensor& tensor : publishedTensors(ModelPart::Transformer, json)) {
        if (!tensor.name.startsWith(blocksName))
            continue;
        const std::string name = tensor.name.toStdString();
        if (tensor.shape.size() == 1)
            reader.stored(name, {int64_t(tensor.shape[0])});
        else
            reader.stored(name, {int64_t(tensor.shape[0]), int64_t(tensor.shape[1])});
    }
}

/// Calls @p visit with each tensor of one block: its modulation layers, or the rest.
template <typename Visit>
void eachTensor(const TensorSet& tensors, int64_t index, bool isModulation, const Visit& visit)
{
    const QString prefix = blocksName + QString::number(index) + u'.';
    for (const StoredTensor& tensor : tensors.tensors()) {
        if (tensor.name.startsWith(prefix) && tensor.name.contains(u"_mod.1.") == isModulation)
            visit(tensor);
    }
}

} // namespace

StreamedBlocks::StreamedBlocks(const TransformerConfig& config, const TensorReader& reader, Pages pages,
                               LoraStack adapters)
    : m_config(config), m_tensors(reader.claims().tensors()), m_type(reader.type()),
      m_device(reader.device()), m_pages(pages), m_adapters(std::move(adapters))
{
    claimBlocks(config, reader);
    startReading();
}

void StreamedBlocks::startReading()
{
    m_blocks.reset(); // the thread before ends first
    m_blocks = std::make_unique<ReadAhead<TransformerBlock>>(
        m_config.layers, [this](int64_t index) { return readBlock(index); });
}

std::shared_ptr<const TransformerBlock> StreamedBlocks::readBlock(int64_t index) const
{
    const c10::InferenceMode inference;
    eachTensor(m_tensors, index, false, [this](const StoredTensor& tensor) { m_tensors.willNeed(tensor); });
    TensorClaims claims(m_tensors); // of this block alone: everything was accounted for at the beginning
    TensorReader reader = TensorReader(claims, m_type, m_device).serially();
    if (!m_adapters.isEmpty())
        reader = reader.changedBy(m_adapters.asWeightChange());
    auto block = std::make_shared<const TransformerBlock>(
        reader.inside("transformer_blocks").inside(int(index)), m_config);
    m_tensors.throwIfChanged();
    if (m_pages == Pages::GivenBack)
        eachTensor(m_tensors, index, false,
                   [this](const StoredTensor& tensor) { m_tensors.release(tensor); });
    return block;
}

std::shared_ptr<const TransformerBlock> StreamedBlocks::block(int64_t index, const CancelToken& cancel)
{
    cancel.throwIfCancelled();
    return m_blocks->take(index, cancel);
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
    for (int64_t index = 0; index < m_config.layers; ++index) {
        cancel.throwIfCancelled();
        TensorClaims claims(m_tensors);
        TensorReader reader(claims, m_type, m_device);
        if (!m_adapters.isEmpty())
            reader = reader.changedBy(m_adapters.asWeightChange());
        const ModulationLayers layers(reader.inside("transformer_blocks").inside(int(index)),
                                      m_config.width());
        for (const TimeCondition& time : times)
            m_modulations.insert(index, time.timestep, layers(time.embedding));
        if (m_pages == Pages::GivenBack)
            eachTensor(m_tensors, index, true,
                       [this](const StoredTensor& tensor) { m_tensors.release(tensor); });
    }
    m_tensors.throwIfChanged();
    if (!cacheFile.isEmpty())
        m_modulations.save(cacheFile, key, cancel);
}

void StreamedBlocks::setAdapters(LoraStack adapters)
{
    m_blocks.reset();
    m_adapters = std::move(adapters);
    m_modulations = {};
    startReading();
}

} // namespace focal
