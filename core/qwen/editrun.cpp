#include "core/qwen/editrun.h"

#include "core/base/error.h"
#include "core/nn/device.h"
#include "core/qwen/cost.h"
#include "core/qwen/denoise.h"
#include "core/qwen/guidance.h"
#include "core/qwen/imagesizes.h"
#include "core/qwen/latentpreview.h"
#include "core/qwen/latents.h"
#include "core/qwen/picturefit.h"
#include "core/qwen/pillowresize.h"
#include "core/qwen/stagefiles.h"
#include "core/qwen/vlpreprocess.h"

#include <c10/core/InferenceMode.h>

#include <opencv2/imgproc.hpp>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>

#include <memory>

namespace focal {

namespace {

/// How far the whole job is when a stage begins.
struct Share
{
    static constexpr double look = 0;
    static constexpr double encode = 0.08;
    static constexpr double read = 0.1;
    static constexpr double denoise = 0.15;
    static constexpr double decode = 0.95;
};

/// A picture as the image encoder takes it.
struct Seen
{
    PictureFit fit;
    cv::Mat pixels; ///< CV_8UC3, with the model's aspect
    cv::Size size;  ///< At which the image encoder sees it.

    TokenGrid grid() const
    {
        constexpr int tokenSide = int(QwenImageVae::scale) * 2;
        return {size.height / tokenSide, size.width / tokenSide};
    }
};

Seen seenAs(const cv::Mat& picture, const QwenEditSettings& settings)
{
    const cv::Size size = sizeOfArea(picture.size(), settings.area);
    const PictureFit fit(picture.size(), settings.stretch ? picture.size() : size);
    return {fit, fit.padded(picture), size};
}

/// [3, h, w] float, -1..1
at::Tensor asTensor(const cv::Mat& rgb)
{
    return at::from_blob(rgb.data, {rgb.rows, rgb.cols, 3}, at::kByte)
        .permute({2, 0, 1})
        .to(at::kFloat)
        .div(255)
        .mul(2)
        .sub(1)
        .contiguous();
}

cv::Mat asPixels(const at::Tensor& decoded)
{
    const at::Tensor bytes =
        decoded.div(2).add(0.5).clamp(0, 1).mul(255).round().to(at::kByte).permute({1, 2, 0}).contiguous();
    const cv::Mat view(int(bytes.size(0)), int(bytes.size(1)), CV_8UC3, bytes.data_ptr());
    return view.clone();
}

class Run
{
public:
    Run(const QwenModelParts& parts, const QwenEditSettings& settings, const EditRunInput& input,
        KeptPrompt& kept, Job& job)
        : m_parts(parts), m_settings(settings), m_input(input), m_kept(kept), m_job(job),
          m_plan(parts.memoryPlan(settings.type(), workingBytes(parts))),
          m_numbers{settings.type(), m_plan.usesGpu ? computeDevice() : at::Device(at::kCPU)}
    {
        if (!m_plan.fits())
            throw UserError(ErrorKind::DoesNotFit,
                            QCoreApplication::translate("focal::QwenImageEditModel",
                                                        "This edit does not fit on this machine."),
                            m_plan.words);
        if (!settings.stages.isEmpty())
            m_sink = std::make_unique<StageFiles>(settings.stages);
        for (const cv::Mat& picture : input.pictures)
            m_seen.push_back(seenAs(picture, settings));
        m_size = settings.size.value_or(m_seen.front().size);
    }

    EditRunResult operator()()
    {
        encodePrompt();
        encodePictures();
        const at::Tensor latents = denoised();
        m_job.enter(QStringLiteral("decode"), Share::decode, nativePlace());
        const at::Tensor decoded =
            m_parts.vae(m_numbers, m_job.token()).decode(latents, m_job.token(), m_sink.get());
        dumpStage(m_sink.get(), "image", decoded);
        m_result.drawn = m_settings.stretch || m_size != m_seen.front().size
                             ? asPixels(decoded)
                             : m_seen.front().fit.cropped(asPixels(decoded));
        m_result.sizes = sizes();
        m_result.weights = weights();
        return std::move(m_result);
    }

private:
    const QwenModelParts& m_parts;
    const QwenEditSettings& m_settings;
    const EditRunInput& m_input;
    KeptPrompt& m_kept;
    Job& m_job;
    MemoryPlan m_plan;
    Numbers m_numbers;
    double m_waitedToEncode = 0;  ///< s, for weights
    double m_waitedToDenoise = 0; ///< s
    std::unique_ptr<StageFiles> m_sink;
    std::vector<Seen> m_seen;
    cv::Size m_size;
    at::Tensor m_references; ///< [tokens, channels]
    std::optional<LatentPreview> m_preview;
    EditRunResult m_result;

    cv::Rect nativePlace() const { return {m_input.offset, m_input.pictures.front().size()}; }

    QByteArray promptKey(const VlPictures& pictures) const
    {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        const bool guided = needsNegative(m_settings.guidance);
        hash.addData((m_input.instruction + QChar(0) + (guided ? m_settings.negative : QString()) + QChar(0) +
                      QString::number(int(guided)) + QString::number(int(m_settings.exact)))
                         .toUtf8());
        hash.addData(QByteArrayView(static_cast<const char*>(pictures.pixels.data_ptr()),
                                    qsizetype(pictures.pixels.nbytes())));
        return hash.result();
    }

    void encodePrompt()
    {
        m_job.enter(QStringLiteral("look"), Share::look);
        std::vector<cv::Mat> pixels;
        for (const Seen& seen : m_seen)
            pixels.push_back(seen.pixels);
        // The first Qwen-Image-Edit looks at the picture at its full area.
        const int64_t area = m_parts.promptStyle() == PromptStyle::Edit ? pictureArea : conditionArea;
        const VlPictures pictures = preparedForVision(pixels, area, m_job.token(), m_sink.get());
        const QByteArray key = promptKey(pictures);
        if (m_kept.key == key && !m_sink)
            return;
        m_kept = {};
        const auto promptOf = [&](const QString& text) {
            return makePrompt(m_parts.tokenizer(), text, pictures.grids, m_parts.promptStyle());
        };
        std::vector<QwenPrompt> prompts{promptOf(m_input.instruction)};
        if (needsNegative(m_settings.guidance))
            prompts.push_back(promptOf(m_settings.negative));
        const TextEncoder encoder = m_parts.textEncoder(m_numbers, m_plan.text, m_job.token());
        const at::Tensor seen = encoder.look(pictures, m_job.token(), m_sink.get());
        const std::vector<at::Tensor> encoded = encoder.encode(prompts, seen, m_job.token(), m_sink.get());
        m_waitedToEncode = encoder.secondsWaited();
        KeptPrompt made;
        made.positive = encoded.front().squeeze(0).cpu();
        if (needsNegative(m_settings.guidance))
            made.negative = encoded.back().squeeze(0).cpu();
        made.words = prompts.front().words;
        made.key = key;
        m_kept = std::move(made);
    }

    void encodePictures()
    {
        m_job.enter(QStringLiteral("encode"), Share::encode);
        const QwenImageVae vae = m_parts.vae(m_numbers, m_job.token());
        m_preview.emplace(vae, m_job.token());
        std::vector<at::Tensor> tokens;
        for (const Seen& seen : m_seen) {
            const at::Tensor pixels = asTensor(lanczosResized(seen.pixels, seen.size, m_job.token()));
            const at::Tensor latents = vae.encode(pixels, m_job.token(), m_sink.get());
            tokens.push_back(packLatents(latents));
        }
        m_references = at::cat(tokens, 0);
        dumpStage(m_sink.get(), "reference_latents", m_references);
    }

    std::vector<TokenGrid> grids() const
    {
        constexpr int tokenSide = int(QwenImageVae::scale) * 2;
        std::vector<TokenGrid> all{{m_size.height / tokenSide, m_size.width / tokenSide}};
        for (const Seen& seen : m_seen)
            all.push_back(seen.grid());
        return all;
    }

    /// What a picture's tokens cover, in pixels of the picture that the user knows.
    cv::Rect2d nativeRect(std::size_t picture) const
    {
        const cv::Rect2d rect = m_seen[picture].fit.covered();
        if (picture > 0)
            return rect;
        return rect + cv::Point2d(m_input.offset);
    }

    JointRecorder recorder() const
    {
        std::vector<RecordedWord> words;
        for (const PhraseWord& word : m_kept.words)
            words.push_back({word.text, word.span, word.tokens});
        std::vector<RecordedPicture> pictures{{grids().front(), nativeRect(0)}};
        for (std::size_t i = 0; i < m_seen.size(); ++i)
            pictures.push_back({m_seen[i].grid(), nativeRect(i)});
        JointSelection selection;
        selection.blocks = m_settings.blocks;
        selection.steps = {m_settings.steps / 2};
        return {selection, std::move(words), std::move(pictures)};
    }

    at::Tensor denoised()
    {
        m_job.enter(QStringLiteral("read"), Share::read);
        const FlowMatch schedule = m_settings.lightning ? FlowMatch::lightning() : m_parts.schedule();
        const std::vector<float> sigmas = schedule.sigmas(m_settings.steps, grids().front().tokens());
        const QwenImageTransformer transformer =
            m_parts.transformer(m_numbers, m_settings.loras, m_plan.transformer, sigmas, m_job.token());
        DenoiseInput input;
        input.grids = grids();
        input.references = m_references;
        input.positive = transformer.prompt(m_kept.positive, input.grids);
        if (needsNegative(m_settings.guidance))
            input.negative = transformer.prompt(m_kept.negative, input.grids);
        input.guidance = m_settings.guidance;
        input.sigmas = sigmas;
        input.seed = m_input.seed;
        JointRecorder recorded = recorder();
        DenoiseWatch watch;
        watch.cancel = m_job.token();
        watch.recorder = &recorded;
        watch.sink = m_sink.get();
        watch.onProgress = [this](const DenoiseProgress& progress) {
            m_job.enter(QStringLiteral("denoise"),
                        Share::denoise + (Share::decode - Share::denoise) * progress.fraction, nativePlace());
        };
        watch.onPreview = [this](int, const at::Tensor& latents) {
            m_job.preview({{}, (*m_preview)(latents), nativePlace()});
        };
        at::Tensor latents = denoise(transformer, input, watch);
        m_waitedToDenoise = transformer.secondsWaited();
        m_result.attention = recorded.take();
        return latents;
    }

    QJsonObject weights() const
    {
        return {{QStringLiteral("transformer"), placementName(m_plan.transformer)},
                {QStringLiteral("text_encoder"), placementName(m_plan.text)},
                {QStringLiteral("device"), QString::fromStdString(m_numbers.device.str())},
                {QStringLiteral("peak_bytes"), m_plan.peakBytes},
                {QStringLiteral("gpu_peak_bytes"), m_plan.gpuBytes},
                {QStringLiteral("seconds_waited_to_encode"), m_waitedToEncode},
                {QStringLiteral("seconds_waited_to_denoise"), m_waitedToDenoise}};
    }

    QJsonObject sizes() const
    {
        const auto json = [](cv::Size size) { return QJsonArray{size.width, size.height}; };
        QJsonArray seen;
        for (const Seen& picture : m_seen)
            seen.append(json(picture.size));
        return {{QStringLiteral("drawn"), json(m_size)}, {QStringLiteral("seen"), seen}};
    }
};

} // namespace

EditRunResult runEdit(const QwenModelParts& parts, const QwenEditSettings& settings,
                      const EditRunInput& input, KeptPrompt& kept, Job& job)
{
    const c10::InferenceMode guard;
    return Run(parts, settings, input, kept, job)();
}

} // namespace focal
