#pragma once

#include "core/edit/editrequest.h"
#include "core/edit/nativeresult.h"
#include "core/qwen/imagesizes.h"
#include "core/qwen/modelparts.h"

namespace focal {

/// What a run of Qwen-Image-Edit can be told, beside the instruction. In EditRequest::modelSettings under the
/// names given; what is missing has the value of the model card.
struct QwenEditSettings
{
    int steps = 40;                         ///< EditRequest::steps
    double guidance = 4;                    ///< "guidance": true CFG; 1 for none, in half the time
    QString negative = QStringLiteral(" "); ///< "negative"
    std::optional<cv::Size> size;           ///< "width", "height": of what is drawn, multiples of 16
    int64_t area = pictureArea; ///< "area": pixels of each picture as the image encoder sees it, about; of
                                ///< what is drawn as well, where no size is set
    bool lightning = false;     ///< "lightning": the schedule of Lightning adapters
    bool stretch = false; ///< "stretch": to the model's aspect as the published pipeline does, not padded
    std::vector<LoraChoice> loras; ///< "loras": [{"file": ..., "strength": 1}]
    std::set<int> blocks; ///< "blocks": whose attention is recorded; by default four in the later half
    EditExtent extent = EditExtent::Choose; ///< "extent": "choose", "region", "whole"
    bool exact = false;                     ///< "exact": computes in float, not in bfloat16
    QString stages; ///< "dumpStages": a folder for every stage's tensors; empty for none

    /// Of all products.
    at::ScalarType type() const noexcept { return exact ? at::kFloat : at::kBFloat16; }

    /// @param layers  blocks of the transformer
    /// @throws UserError (BadUsage) naming the setting that cannot be
    static QwenEditSettings from(const EditRequest& request, int layers);
    /// As they go into the result's provenance.
    QJsonObject toJson() const;
};

} // namespace focal
