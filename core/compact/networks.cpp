#include "core/compact/networks.h"

#include "core/compact/efficientnetlite.h"
#include "core/compact/phrasewords.h"
#include "core/compact/promptmask.h"
#include "core/compact/ssdmobilenet.h"
#include "core/compact/tinyvit.h"
#include "core/nn/device.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace focal {

namespace {

/// Patches of TinyVit for each of DINOv2's along the longer side: at regionLongSide the 64 it was trained
/// with.
constexpr int objectPatches = 2;

/// [1, 3, h, w] on the CPU; copies.
at::Tensor toTensor(const cv::Mat& rgb)
{
    // from_blob only borrows; permuting and making it contiguous copies.
    return at::from_blob(rgb.data, {1, rgb.rows, rgb.cols, 3}, at::kFloat).permute({0, 3, 1, 2}).contiguous();
}

/// A copy in memory of the matrix's own; 2-D float.
cv::Mat toMat(const at::Tensor& tensor)
{
    const at::Tensor values = tensor.to(at::kCPU, at::kFloat).contiguous();
    return cv::Mat(int(values.size(0)), int(values.size(1)), CV_32FC1, values.data_ptr<float>()).clone();
}

/// The layers of the fusion whose attention was trained to fall on the thing.
constexpr size_t firstTrainedLayer = 1;

cv::Mat meanAttention(const Grounding::Output& output, int64_t rows, int64_t columns)
{
    at::Tensor sum;
    for (size_t layer = firstTrainedLayer; layer < output.textToImage.size(); ++layer) {
        const at::Tensor mean = output.textToImage[layer].mean({0, 1});
        sum = sum.defined() ? sum + mean : mean;
    }
    return toMat((sum / sum.sum()).view({rows, columns}));
}

std::vector<AttentionMap> recordedMaps(const Grounding::Output& output, std::vector<RecordedWord> words,
                                       const ModelGeometry& geometry)
{
    // The summary token stands before the phrase's own.
    for (RecordedWord& word : words)
        for (int& token : word.tokens)
            ++token;
    AttentionRecorder recorder({}, std::move(words), geometry.grid, geometry.nativeRect());
    for (int layer = 0; layer < int(Grounding::layers); ++layer)
        for (const bool imageToText : {false, true}) {
            const auto& layers = imageToText ? output.imageToText : output.textToImage;
            const at::Tensor values = layers[size_t(layer)].to(at::kCPU, at::kFloat).contiguous();
            recorder.record(
                layer, imageToText,
                {values.data_ptr<float>(), int(values.size(0)), int(values.size(1)), int(values.size(2))});
        }
    return recorder.take();
}

} // namespace

struct Networks::Weights
{
    Dinov2 dino;
    SaliencyDecoder saliency;
    Grounding grounding;
    TinyVit tinyVit;
    PromptMask promptMask;
    SsdMobileNet detector;
    EfficientNetLite classifier;

    Weights(TensorClaims& encoder, TensorClaims& words, TensorClaims& cutter, TensorClaims& detected,
            TensorClaims& classified, at::ScalarType type, at::Device device)
        : dino(TensorReader(encoder, type, device)),
          saliency(TensorReader(encoder, type, device).inside("decoder")),
          grounding(TensorReader(words, at::kFloat, device)),
          tinyVit(TensorReader(cutter, type, device).inside("image_encoder")),
          promptMask(TensorReader(cutter, at::kFloat, device)),
          detector(TensorReader(detected, type, device)), classifier(TensorReader(classified, type, device))
    {
    }

    static std::unique_ptr<const Weights> load(const CompactModelPaths& paths, at::Device device,
                                               const CancelToken& cancel)
    {
        const c10::InferenceMode inference;
        const bool bfloat16 = device.is_cuda() || cpuHasFastBf16();
        const SafetensorsFile encoderFile(paths.encoder);
        const SafetensorsFile wordsFile(paths.grounding);
        const SafetensorsFile cutterFile(paths.cutter);
        const SafetensorsFile detectorFile(paths.detector);
        const SafetensorsFile classifierFile(paths.classifier);
        TensorClaims encoder{encoderFile};
        TensorClaims words{wordsFile};
        TensorClaims cutter{cutterFile};
        TensorClaims detected{detectorFile};
        TensorClaims classified{classifierFile};
        cancel.throwIfCancelled();
        auto weights = std::make_unique<Weights>(encoder, words, cutter, detected, classified,
                                                 bfloat16 ? at::kBFloat16 : at::kFloat, device);
        encoder.finish();
        words.finish();
        cutter.finish();
        detected.finish();
        classified.finish();
        for (const SafetensorsFile* file :
             {&encoderFile, &wordsFile, &cutterFile, &detectorFile, &classifierFile})
            file->throwIfChanged();
        cancel.throwIfCancelled();
        return weights;
    }
};

Networks::Networks(const CompactModelPaths& paths, const CancelToken& cancel)
    : m_device(computeDevice()), m_weights(Weights::load(paths, m_device, cancel)),
      m_tokenizer(paths.tokenizer, int(m_weights->grounding.vocabulary()))
{
}

Networks::~Networks() = default;

ReadPicture Networks::read(const Picture& picture, int longSide, const CancelToken& cancel) const
{
    const c10::InferenceMode inference;
    ReadPicture result;
    PictureFeatures& features = result.features;
    features.geometry = ModelGeometry::fit(picture.size(), longSide);
    features.input = modelInput(picture, features.geometry);
    const at::Tensor rgb = toTensor(features.input).to(m_device);
    const Dinov2::Output seen = m_weights->dino(Dinov2::normalised(rgb), cancel);
    const cv::Size grid = features.geometry.grid;
    const at::Tensor patches = at::cat({seen.middle, seen.last}, -1);
    result.part = m_weights->grounding.readPicture(rgb, patches);
    cancel.throwIfCancelled();
    features.patches = toMat(patches.squeeze(0));
    features.saliency = toMat(m_weights->saliency(seen.last, grid.height, grid.width).squeeze(0).squeeze(0));
    result.objectsGeometry =
        ModelGeometry::fit(picture.size(), objectPatches * longSide, int(TinyVit::patch));
    const cv::Mat large = modelInput(picture, result.objectsGeometry);
    result.objects = m_weights->tinyVit(Dinov2::normalised(toTensor(large).to(m_device)), cancel);
    const cv::Rect content({0, 0}, result.objectsGeometry.content);
    result.detections = detectThings(m_weights->detector, large(content), picture.size(), cancel);
    result.recognitions = recogniseThings(m_weights->classifier, large(content), cancel);
    return result;
}

std::optional<PhraseView::Detected> secondOpinion(const ReadPicture& picture, const SearchPhrase& phrase)
{
    std::optional<PhraseView::Detected> detected = detectedThing(picture.detections, phrase);
    if (detected && !detected->isBroader)
        return detected;
    // The classifier has ducks where the detector has birds.
    if (const std::optional<double> recognised = recognisedConfidence(picture.recognitions, phrase))
        return PhraseView::Detected{*recognised, false,
                                    detected ? detected->boxes : std::vector<cv::Rect2d>()};
    return detected;
}

ObjectMasks Networks::cutOut(const ReadPicture& picture, const ObjectPrompt& prompt,
                             const CancelToken& cancel) const
{
    const c10::InferenceMode inference;
    const ModelGeometry& geometry = picture.objectsGeometry;
    const double scale = double(geometry.content.width) / geometry.native.width;
    PromptMask::Prompt points;
    const auto add = [&](cv::Point2d native, PromptMask::Label label) {
        points.push_back({native.x * scale - 0.5, native.y * scale - 0.5, label});
    };
    if (prompt.box) {
        add(prompt.box->tl(), PromptMask::Label::TopLeft);
        add(prompt.box->br(), PromptMask::Label::BottomRight);
    }
    for (const cv::Point2d& point : prompt.here)
        add(point, PromptMask::Label::Here);
    for (const cv::Point2d& point : prompt.notHere)
        add(point, PromptMask::Label::NotHere);
    const cv::Size input = geometry.input();
    const PromptMask::Masks made =
        m_weights->promptMask(picture.objects, std::max(input.width, input.height), {points}, cancel);
    const at::Tensor scores = made.scores.to(at::kCPU);
    ObjectMasks result;
    result.nativeRect = geometry.nativeRect();
    for (int64_t i = 0; i < made.logits.size(1); ++i)
        result.masks.push_back({toMat(made.logits[0][i]), scores[0][i].item<double>()});
    return result;
}

SearchResult Networks::search(const ReadPicture& picture, const QString& phrase, const SearchPhrase& searched,
                              const std::vector<Grounding::Prompt>& pointed, const CancelToken& cancel) const
{
    const c10::InferenceMode inference;
    const TokenizedPhrase tokenized = m_tokenizer.tokenize(searched.text, int(Grounding::maxTokens));
    if (tokenized.tokens.empty() && pointed.empty())
        return {};
    std::vector<int64_t> ids;
    for (const PhraseToken& token : tokenized.tokens)
        ids.push_back(token.id);
    const Grounding::Output output =
        m_weights->grounding.search(picture.part, at::tensor(ids, at::kLong).to(m_device), pointed);
    cancel.throwIfCancelled();
    SearchResult result;
    result.maskLogits = toMat(output.maskLogits);
    if (tokenized.tokens.empty())
        return result;
    result.alignment = toMat(output.alignment);
    result.presence = output.presence;
    result.attention = meanAttention(output, picture.part.rows, picture.part.columns);
    result.maps = recordedMaps(output, recordedWords(phrase, searched, tokenized), picture.features.geometry);
    return result;
}

PictureView Networks::viewOf(const ReadPicture& picture, const CancelToken& cancel) const
{
    const PictureFeatures& features = picture.features;
    return {features.geometry.grid, features.geometry.nativeRect(), features.patches, features.saliency,
            [this, &picture, cancel](const ObjectPrompt& prompt) { return cutOut(picture, prompt, cancel); }};
}

std::deque<ReadPictures::Entry>::const_iterator ReadPictures::entryOf(const Picture& picture,
                                                                      int longSide) const
{
    return std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        // Comparing all bytes costs a few milliseconds, reading the picture again a few hundred.
        return entry.longSide == longSide &&
               (entry.picture.sharesPixelsWith(picture) || entry.picture == picture);
    });
}

bool ReadPictures::knows(const Picture& picture, int longSide) const
{
    return entryOf(picture, longSide) != m_entries.end();
}

const ReadPicture* ReadPictures::find(const Picture& picture, int longSide)
{
    const auto known = entryOf(picture, longSide);
    if (known == m_entries.end())
        return nullptr;
    const auto at = m_entries.begin() + (known - m_entries.cbegin());
    std::rotate(m_entries.begin(), at, at + 1);
    return &m_entries.front().read;
}

const ReadPicture& ReadPictures::add(const Picture& picture, int longSide, ReadPicture read)
{
    if (m_entries.size() == capacity)
        m_entries.pop_back();
    m_entries.push_front({picture, longSide, std::move(read)});
    return m_entries.front().read;
}

} // namespace focal
