#include "core/qwen/textencoder.h"

#include "core/base/error.h"
#include "core/qwen/mrope.h"

#include <c10/core/InferenceMode.h>

#include <QCoreApplication>

#include <algorithm>

namespace focal {

EncoderPlaces EncoderPlaces::in(TensorClaims& claims)
{
    claims.ignore(QStringLiteral("lm_head."));
    EncoderPlaces places{"visual", "model"};
    if (claims.contains(QStringLiteral("model.visual.patch_embed.proj.weight")))
        places.vision = "model.visual";
    if (claims.contains(QStringLiteral("model.language_model.norm.weight")))
        places.language = "model.language_model";
    return places;
}

TextEncoder::TextEncoder(VisionTower vision, LanguageModel language)
    : m_vision(std::move(vision)), m_language(std::move(language))
{
}

TextEncoder::TextEncoder(const TensorReader& reader, const EncoderPlaces& places,
                         const TextEncoderConfig& config)
    : m_vision(reader.inside(places.vision), config.vision),
      m_language(reader.inside(places.language), config.language)
{
}

at::Tensor TextEncoder::look(const VlPictures& pictures, const CancelToken& cancel, StageSink* sink) const
{
    const c10::InferenceMode guard;
    return m_vision(pictures, cancel, sink);
}

at::Tensor TextEncoder::encode(const QwenPrompt& prompt, const at::Tensor& seen, const CancelToken& cancel,
                               StageSink* sink) const
{
    const c10::InferenceMode guard;
    if (prompt.embeddingRows() <= 0)
        throw LogicError(QStringLiteral("The prompt is shorter than its template"));
    const int64_t largest = *std::max_element(prompt.ids.begin(), prompt.ids.end());
    if (largest >= m_language.config().vocabulary)
        throw UserError(
            ErrorKind::BadInput,
            QCoreApplication::translate("focal::TextEncoder",
                                        "The tokenizer does not belong to this text encoder."),
            QCoreApplication::translate("focal::TextEncoder",
                                        "It gives the number %1, and the model knows %2 tokens.")
                .arg(largest)
                .arg(m_language.config().vocabulary),
            QCoreApplication::translate("focal::TextEncoder",
                                        "Take the tokenizer's files from the model's own download."));
    const at::Tensor ids = at::tensor(prompt.ids, at::kLong);
    const at::Tensor positions = multimodalPositions(prompt);
    dumpStage(sink, "input_ids", ids);
    dumpStage(sink, "position_ids", positions);

    at::Tensor embeds = m_language.embed(ids);
    const at::Tensor places = ids.eq(prompt.imagePad).nonzero().squeeze(1).to(embeds.device());
    if (seen.dim() != 2 || seen.size(0) != places.size(0) || seen.size(1) != embeds.size(1))
        throw LogicError(QStringLiteral("The prompt's tokens do not fit what was seen"));
    embeds.index_copy_(0, places, seen);
    dumpStage(sink, "inputs_embeds", embeds);
    const at::Tensor states = m_language(embeds, positions, cancel, sink);
    at::Tensor result =
        states.narrow(0, QwenPrompt::dropped, prompt.embeddingRows()).unsqueeze(0).contiguous();
    dumpStage(sink, "prompt_embeds", result);
    return result;
}

} // namespace focal
