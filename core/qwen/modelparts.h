#pragma once

#include "core/nn/lora.h"
#include "core/qwen/flowmatch.h"
#include "core/qwen/prompttemplate.h"
#include "core/qwen/textencoder.h"
#include "core/qwen/transformer.h"
#include "core/qwen/vae.h"
#include "core/text/qwentokenizer.h"
#include "core/weights/memoryplan.h"
#include "core/weights/modelfiles.h"

namespace focal {

/// An adapter and how strongly it is applied.
struct LoraChoice
{
    QString file;
    double strength = 1;

    friend bool operator==(const LoraChoice&, const LoraChoice&) = default;
};

/// What a network computes with.
struct Numbers
{
    at::ScalarType type = at::kFloat;
    at::Device device = at::kCPU;
};

/// A Qwen-Image-Edit checkpoint on disk, whatever its containers: opened and checked, its networks built one
/// by one when they are needed, since no machine should hold all of them at once.
class QwenModelParts
{
public:
    /// Reads headers and configurations, no weights.
    /// @throws UserError (BadInput): nothing there, a part or the tokenizer is missing, a configuration is of
    /// another model
    /// @param otherTokenizer  folder used where the model brings none; may be empty
    explicit QwenModelParts(const QString& folderOrFile, const QString& otherTokenizer = {});
    explicit QwenModelParts(const ModelPlaces& places, const QString& otherTokenizer = {});

    ModelFamily family() const noexcept { return m_family; }
    /// The first Qwen-Image-Edit names no pictures and takes one.
    PromptStyle promptStyle() const noexcept;
    const QwenTokenizer& tokenizer() const noexcept { return m_tokenizer; }
    const FlowMatch& schedule() const noexcept { return m_schedule; }
    const TransformerConfig& transformerConfig() const noexcept { return m_transformerConfig; }
    const TensorSet& tensors(ModelPart part) const;
    /// Hexadecimal digits that tell checkpoints apart: of the headers of all files. Reads no weights.
    QString identity() const;

    /// @param numbers  computed with: float or bfloat16, on which device
    /// @param placement  of its layers: in the memory of that device, or decoded and brought there one by one
    /// @throws UserError (BadInput) naming every tensor that is wrong, Cancelled
    TextEncoder textEncoder(const Numbers& numbers, Placement placement, const CancelToken& cancel) const;
    QwenImageVae vae(const Numbers& numbers, const CancelToken& cancel) const;
    /// Where the weights of a run would be on this machine, with its GPU, as they are now. @param
    /// workingBytes  for activations
    MemoryPlan memoryPlan(at::ScalarType type, qint64 workingBytes) const;

    /// Blocks lie where @p placement says: in memory, or decoded one by one while the one before computes; @p
    /// loras are merged while they are read. @param sigmas  the schedule, whose modulations are computed once
    /// and kept in a file of the user's cache folder @throws also Cancelled
    QwenImageTransformer transformer(const Numbers& numbers, const std::vector<LoraChoice>& loras,
                                     Placement placement, const std::vector<float>& sigmas,
                                     const CancelToken& cancel) const;

private:
    ModelFiles m_files;
    TensorSet m_text;
    TensorSet m_transformer;
    TensorSet m_vae;
    ModelFamily m_family = ModelFamily::Unknown;
    QJsonObject m_transformerJson;
    TransformerConfig m_transformerConfig;
    TextEncoderConfig m_textConfig;
    VaeConfig m_vaeConfig;
    FlowMatch m_schedule;
    QwenTokenizer m_tokenizer;

    LoraStack adapters(const std::vector<LoraChoice>& loras) const;
};

} // namespace focal
