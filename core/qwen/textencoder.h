#pragma once

#include "core/qwen/languagemodel.h"
#include "core/qwen/prompttemplate.h"
#include "core/qwen/visiontower.h"

#include <string>

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
    TextEncoder(VisionTower vision, LanguageModel language);
    /// Holds everything in memory, in the type of @p reader (float or bfloat16), which stands at the root.
    TextEncoder(const TensorReader& reader, const EncoderPlaces& places, const TextEncoderConfig& config);

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

private:
    VisionTower m_vision;
    LanguageModel m_language;
};

} // namespace focal
