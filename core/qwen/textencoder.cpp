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

namespace {

/// A stack whose layers are built from their place and @p config.
template <typename Layer, typename Config>
std::shared_ptr<StreamedLayers<Layer>> streamed(const TensorReader& stack, int64_t count,
                                                const Config& config, StreamedPages pages)
{
    // After a pass the memory is better used by what comes next than by the first layer.
    using Layers = StreamedLayers<Layer>;
    return std::make_shared<Layers>(
        stack, count, pages, Layers::Passes::WhenAsked,
        [config](const TensorReader& place) { return std::make_shared<const Layer>(place, config); });
}

template <typename Layer>
auto sourceOf(std::shared_ptr<StreamedLayers<Layer>> layers)
{
    return [layers = std::move(layers)](int64_t index, const CancelToken& cancel) {
        return layers->take(index, cancel);
    };
}

} // namespace

TextEncoder::TextEncoder(const TensorReader& reader, const EncoderPlaces& places,
                         const TextEncoderConfig& config)
    : m_vision(reader.inside(places.vision), config.vision),
      m_language(reader.inside(places.language), config.language)
{
}

TextEncoder::TextEncoder(const TensorReader& reader, const EncoderPlaces& places,
                         const TextEncoderConfig& config, StreamedPages pages)
    : m_visionBlocks(streamed<VisionBlock>(reader.inside(places.vision).inside("blocks"), config.vision.depth,
                                           config.vision, pages)),
      m_languageLayers(streamed<DecoderLayer>(reader.inside(places.language).inside("layers"),
                                              config.language.layers, config.language, pages)),
      m_vision(reader.inside(places.vision), config.vision, sourceOf(m_visionBlocks)),
      m_language(reader.inside(places.language), config.language, sourceOf(m_languageLayers))
{
}

double TextEncoder::secondsWaited() const
{
    return (m_visionBlocks ? m_visionBlocks->secondsWaited() : 0) +
           (m_languageLayers ? m_languageLayers->secondsWaited() : 0);
}

at::Tensor TextEncoder::look(const VlPictures& pictures, const CancelToken& cancel, StageSink* sink) const
{
    const c10::InferenceMode guard;
    return m_vision(pictures, cancel, sink);
}

LanguageModel::Sequence TextEncoder::sequenceOf(const QwenPrompt& prompt, const at::Tensor& seen,
                                                StageSink* sink) const
{
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
    return {embeds, positions};
}

at::Tensor TextEncoder::encode(const QwenPrompt& prompt, const at::Tensor& seen, const CancelToken& cancel,
                               StageSink* sink) const
{
    return encode(std::span(&prompt, 1), seen, cancel, sink).front();
}

std::vector<at::Tensor> TextEncoder::encode(std::span<const QwenPrompt> prompts, const at::Tensor& seen,
                                            const CancelToken& cancel, StageSink* sink) const
{
    const c10::InferenceMode guard;
    std::vector<LanguageModel::Sequence> sequences;
    sequences.reserve(prompts.size());
    for (const QwenPrompt& prompt : prompts)
        sequences.push_back(sequenceOf(prompt, seen, sequences.empty() ? sink : nullptr));
    std::vector<at::Tensor> results = m_language(sequences, cancel, sink);
    for (std::size_t i = 0; i < results.size(); ++i)
        results[i] =
            results[i].narrow(0, QwenPrompt::dropped, prompts[i].embeddingRows()).unsqueeze(0).contiguous();
    dumpStage(sink, "prompt_embeds", results.front());
    return results;
}

} // namespace focal
