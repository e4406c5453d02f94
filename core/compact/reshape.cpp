#include "core/compact/reshape.h"

#include "core/base/error.h"
#include "core/image/operators/turning.h"

#include <algorithm>
#include <cmath>

namespace focal {
namespace {

/// A part of @p within of the size given (which fits), its middle as near to @p middle as can be.
cv::Rect partAround(cv::Rect within, cv::Size size, cv::Point2d middle)
{
    const int left = static_cast<int>(std::lround(middle.x - size.width / 2.0));
    const int top = static_cast<int>(std::lround(middle.y - size.height / 2.0));
    return {std::clamp(left, within.x, within.x + within.width - size.width),
            std::clamp(top, within.y, within.y + within.height - size.height), size.width, size.height};
}

/// What is left when the shares are cut off at the sides; at least one pixel.
cv::Rect withoutMargins(cv::Size size, const CropValue& value)
{
    const auto cut = [](double share, int length) {
        return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * length));
    };
    const int left = std::min(cut(value.left, size.width), size.width - 1);
    const int top = std::min(cut(value.top, size.height), size.height - 1);
    const int right = std::max(size.width - cut(value.right, size.width), left + 1);
    const int bottom = std::max(size.height - cut(value.bottom, size.height), top + 1);
    return {left, top, right - left, bottom - top};
}

/// The smallest size of the form @p ratio (width over height) that holds @p least, or the largest that fits.
cv::Size sizeOfRatio(cv::Size most, double ratio, cv::Size least)
{
    double height = std::max(double(least.height), least.width / ratio);
    height = std::min({height, double(most.height), most.width / ratio});
    return {std::clamp(static_cast<int>(std::lround(height * ratio)), 1, most.width),
            std::clamp(static_cast<int>(std::lround(height)), 1, most.height)};
}

} // namespace

bool reshapes(Operation operation)
{
    return operation == Operation::Crop || operation == Operation::Rotate || operation == Operation::Flip;
}

bool saysWhatIsKept(const CropValue& value)
{
    return value.measure != CropValue::Measure::None || value.left > 0 || value.top > 0 || value.right > 0 ||
           value.bottom > 0;
}

std::optional<cv::Rect> cropRect(cv::Size size, const CropValue& value, std::optional<cv::Rect> thing)
{
    const cv::Rect within = withoutMargins(size, value);
    if (thing && (*thing & within).empty())
        thing.reset();
    const cv::Rect about = thing ? *thing & within : within;
    const cv::Point2d middle(about.x + about.width / 2.0, about.y + about.height / 2.0);
    switch (value.measure) {
    case CropValue::Measure::None:
        return saysWhatIsKept(value) ? within : about;
    case CropValue::Measure::Ratio:
        return partAround(within, sizeOfRatio(within.size(), value.width / value.height, about.size()),
                          middle);
    case CropValue::Measure::Pixels: {
        const cv::Size wanted(static_cast<int>(std::lround(value.width)),
                              static_cast<int>(std::lround(value.height)));
        if (wanted.empty() || wanted.width > within.width || wanted.height > within.height)
            return std::nullopt;
        return partAround(within, wanted, middle);
    }
    }
    return std::nullopt;
}

Reshaped reshaped(const cv::Mat& pixels, const PlannedEdit& edit, const CancelToken& cancel)
{
    if (const auto* flip = std::get_if<FlipValue>(&edit.value); flip && edit.operation == Operation::Flip)
        return {mirrored(pixels, flip->horizontal)};
    const auto* turn = std::get_if<RotateValue>(&edit.value);
    if (!turn || edit.operation != Operation::Rotate)
        throw LogicError(
            QStringLiteral("The plan's value does not belong to %1").arg(operationName(edit.operation)));
    const bool clear = turn->corners == RotateValue::Corners::Transparent;
    const bool quarters = std::fmod(turn->degrees, 90) == 0;
    return {turned(pixels, turn->degrees,
                   turn->corners == RotateValue::Corners::Cut ? TurnedEdge::Cut : TurnedEdge::Grow,
                   clear ? std::nullopt : std::optional(turn->fill), cancel),
            clear && !quarters};
}

} // namespace focal
