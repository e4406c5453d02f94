#pragma once

#include "core/nn/streamedlayers.h"
#include "core/qwen/languagemodel.h"
#include "core/qwen/prompttemplate.h"
#include "core/qwen/visiontower.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace focal {

/// Under which names a checkpoint keeps the two parts of the text encoder.
struct EncoderPlaces
{
    std::string vision;   ///< "visual" (published files) or "model.visual" (as transformers holds it)
    std::string language; ///< "model" or "model.language_model"

    /// @param claims  of the checkpoint's files; the layer that would predict words is marked as not needed
    static EncoderPlaces in(TensorClaims& claims);
};

/// Qwen2.5-VL as the text encoder of Qwen-Image-Edit: pictures and an instruction in, prompt embeddings out.
///
/// The two halves can be run apart: what it sees in the pictures serves several instructions (the negative
/// one among them).
class TextEncoder
{
public:
    /// Holds everything but the embeddings in memory, in the type of @p reader (float or bfloat16), which
    /// stands at the root.
    TextEncoder(const TensorReader& reader, const EncoderPlaces& places, const TextEncoderConfig& config);
    /// Decodes blocks and layers one by one, each while the one before computes: some 1.5 GB of the published
    /// model are in memory at a time.
    TextEncoder(const TensorReader& reader, const EncoderPlaces& places, const TextEncoderConfig& config,
                StreamedPages pages);

    /// @return [tokens of all pictures, hidden] float
    /// Stages: those of VisionTower @throws Cancelled
    at::Tensor look(const VlPictures& pictures, const CancelToken& cancel = {},
                    StageSink* sink = nullptr) const;

    /// @param seen  what look() returned for the prompt's pictures
    /// Stages: input_ids, position_ids, inputs_embeds, those of LanguageModel, prompt_embeds
    /// @return [1, prompt.embeddingRows(), hidden] float
    /// @throws UserError (BadInput) where an id is beyond the model's vocabulary, LogicError where prompt and
    /// pictures disagree, Cancelled
    at::Tensor encode(const QwenPrompt& prompt, const at::Tensor& seen, const CancelToken& cancel = {},
                      StageSink* sink = nullptr) const;
    /// Several prompts about the same pictures in one pass over the weights; stages are those of the first.
    std::vector<at::Tensor> encode(std::span<const QwenPrompt> prompts, const at::Tensor& seen,
                                   const CancelToken& cancel = {}, StageSink* sink = nullptr) const;

    /// How long look() and encode() waited for weights that were not in memory, in seconds.
    double secondsWaited() const;

private:
    std::shared_ptr<StreamedLayers<VisionBlock>> m_visionBlocks;    ///< null where they are in memory
    std::shared_ptr<StreamedLayers<DecoderLayer>> m_languageLayers; ///< likewise
    VisionTower m_vision;
    LanguageModel m_language;

    LanguageModel::Sequence sequenceOf(const QwenPrompt& prompt, const at::Tensor& seen,
                                       StageSink* sink) const;
};

} // namespace focal
