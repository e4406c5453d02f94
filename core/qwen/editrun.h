#pragma once

#include "core/attention/attentionmap.h"
#include "core/edit/job.h"
#include "core/qwen/editsettings.h"
#include "core/qwen/modelparts.h"

namespace focal {

/// What the text encoder made of an instruction and its pictures: reused when both come again.
struct KeptPrompt
{
    QByteArray key;
    at::Tensor positive; ///< [tokens, width] float
    at::Tensor negative; ///< The same; undefined where guidance needs none.
    std::vector<PhraseWord> words;
};

struct EditRunInput
{
    std::vector<cv::Mat> pictures; ///< CV_8UC3 r, g, b: the one being edited first, then the references.
    QString instruction;
    quint64 seed = 0;
    cv::Point offset; ///< Of the first picture in the native one, where only a part of that is sent.
};

struct EditRunResult
{
    cv::Mat drawn; ///< CV_8UC3, the first picture's aspect up to a pixel; at the model's size.
    std::vector<AttentionMap> attention; ///< Places in native pixels of each picture.
    QJsonObject sizes;                   ///< What the model saw and drew, for the provenance.
    QJsonObject weights; ///< Where they were, and how many seconds the run waited for them: likewise.
};

/// One run of the published pipeline: both encoders, the denoising loop, the decoder; each part's weights are
/// read when it begins and let go when it ends. Reports stages "look", "encode", "read", "denoise" and
/// "decode", and previews after every step.
/// @throws UserError, Cancelled
EditRunResult runEdit(const QwenModelParts& parts, const QwenEditSettings& settings,
                      const EditRunInput& input, KeptPrompt& kept, Job& job);

} // namespace focal
