#include "core/compact/runframe.h"

#include "core/compact/answers.h"
#include "core/compact/reshape.h"
#include "core/compact/stages.h"

namespace focal {

std::optional<bool> runFrameEdit(const PlannedEdit& edit, cv::Rect thing, EditResult& result, Job& job)
{
    const Picture& picture = result.picture;
    job.enter(stageOperate(), 0.65);
    Reshaped made;
    if (edit.operation == Operation::Crop) {
        const auto kept = cropRect(picture.size(), std::get<CropValue>(edit.value),
                                   thing.empty() ? std::nullopt : std::optional(thing));
        if (!kept) {
            result.outcome = Outcome::CannotDo;
            result.message = answers::pictureTooSmall(picture.size());
            return std::nullopt;
        }
        made.pixels = picture.pixels()(*kept).clone();
    } else {
        made = reshaped(picture.pixels(), edit, job.token());
    }
    PictureMetadata metadata = picture.metadata();
    metadata.hasAlpha = metadata.hasAlpha || made.transparent;
    const Picture after = Picture::fromMat(made.pixels, metadata);
    if (after == picture)
        return false;
    result.picture = after;
    result.changed = cv::Mat(after.size(), CV_8UC1, cv::Scalar(255));
    result.changedBounds = {cv::Point(), after.size()};
    return true;
}

} // namespace focal
