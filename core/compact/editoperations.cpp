#include "core/compact/editoperations.h"

#include "core/image/operators/background.h"
#include "core/image/operators/detail.h"
#include "core/image/operators/fill.h"
#include "core/image/operators/maskops.h"
#include "core/image/operators/pattern.h"
#include "core/image/operators/recolor.h"
#include "core/image/operators/style.h"
#include "core/image/operators/tone.h"

#include <algorithm>

namespace focal {

namespace {

template <typename Value>
const Value& valueOf(const PlannedEdit& edit)
{
    if (const auto* value = std::get_if<Value>(&edit.value))
        return *value;
    throw LogicError(
        QStringLiteral("The plan's value does not belong to %1").arg(operationName(edit.operation)));
}

/// One edit in the making.
struct Operands
{
    const cv::Mat& pixels;
    const PlannedEdit& edit;
    cv::Mat region; ///< As found, then grown and feathered.
    const OperatorSettings& settings;
    quint64 seed;
    const CancelToken& cancel;
};

double strengthOf(const OperatorSettings& settings)
{
    return std::clamp(settings.strength.value_or(1.0), 0.0, 1.0);
}

cv::Mat scaledMask(const cv::Mat& mask, double factor)
{
    cv::Mat result;
    mask.convertTo(result, CV_8U, factor);
    return result;
}

OperatedPixels recolor(const Operands& operands, OperatorSettings used)
{
    used.color =
        operands.settings.color ? *operands.settings.color : valueOf<ColorValue>(operands.edit).color;
    used.strength = strengthOf(operands.settings);
    return {recolored(operands.pixels, operands.region, *used.color, *used.strength, operands.cancel),
            operands.region, used};
}

Print printOf(Motif motif)
{
    switch (motif) {
    case Motif::Stripes:
        return Print::Stripes;
    case Motif::VerticalStripes:
        return Print::VerticalStripes;
    case Motif::DiagonalStripes:
        return Print::DiagonalStripes;
    case Motif::Dots:
        return Print::Dots;
    case Motif::Checks:
        return Print::Checks;
    case Motif::Plaid:
        return Print::Plaid;
    case Motif::Zigzag:
        return Print::Zigzag;
    case Motif::Waves:
        return Print::Waves;
    case Motif::Stars:
        return Print::Stars;
    case Motif::Hearts:
        return Print::Hearts;
    case Motif::Flowers:
        return Print::Flowers;
    case Motif::Camouflage:
        return Print::Camouflage;
    }
    throw LogicError(QStringLiteral("Unknown motif"));
}

/// A colour chosen afterwards is the print's figure.
OperatedPixels layPattern(const Operands& operands, OperatorSettings used)
{
    const auto& value = valueOf<PatternValue>(operands.edit);
    auto colors = printColors(operands.pixels, operands.region, value.colors);
    if (operands.settings.color)
        colors[1] = *operands.settings.color;
    used.color = colors[1];
    used.strength = strengthOf(operands.settings);
    return {printed(operands.pixels, operands.region, printOf(value.motif), colors,
                    std::clamp(value.scale, PatternScaleMin, PatternScaleMax), *used.strength,
                    operands.cancel),
            operands.region, used};
}

Look lookOf(Style style)
{
    switch (style) {
    case Style::BlackAndWhite:
        return Look::BlackAndWhite;
    case Style::Sepia:
        return Look::Sepia;
    case Style::Sketch:
        return Look::Sketch;
    case Style::Film:
        return Look::Film;
    case Style::Vintage:
        return Look::Vintage;
    case Style::Cinematic:
        return Look::Cinematic;
    case Style::Fresh:
        return Look::Fresh;
    case Style::Negative:
        return Look::Negative;
    }
    throw LogicError(QStringLiteral("Unknown style"));
}

OperatedPixels giveStyle(const Operands& operands, OperatorSettings used)
{
    const auto& value = valueOf<StyleValue>(operands.edit);
    used.strength = std::clamp(operands.settings.strength.value_or(value.amount), 0.0, 1.0);
    return {styled(operands.pixels, operands.region, lookOf(value.style), *used.strength, operands.cancel),
            operands.region, used};
}

cv::Mat adjusted(const Operands& operands, AdjustProperty property, double amount)
{
    const double upTo1 = std::clamp(std::abs(amount), 0.0, 1.0);
    switch (property) {
    case AdjustProperty::Brightness:
        return withBrightness(operands.pixels, operands.region, amount, operands.cancel);
    case AdjustProperty::Contrast:
        return withContrast(operands.pixels, operands.region, amount, operands.cancel);
    case AdjustProperty::Temperature:
        return withTemperature(operands.pixels, operands.region, amount, operands.cancel);
    case AdjustProperty::Saturation:
        return withSaturation(operands.pixels, operands.region, amount, operands.cancel);
    case AdjustProperty::Blur:
        return blurred(operands.pixels, operands.region, upTo1, operands.cancel);
    case AdjustProperty::Sharpness:
        // Less sharp is blurred, gently: the scale of blur reaches much further.
        return amount < 0 ? blurred(operands.pixels, operands.region, upTo1 / 4, operands.cancel)
                          : sharpened(operands.pixels, operands.region, upTo1, operands.cancel);
    }
    throw LogicError(QStringLiteral("Unknown property to adjust"));
}

OperatedPixels adjust(const Operands& operands, OperatorSettings used)
{
    const auto& value = valueOf<AdjustValue>(operands.edit);
    used.strength = std::clamp(operands.settings.strength.value_or(value.amount), -1.0, 1.0);
    return {adjusted(operands, value.property, *used.strength), operands.region, used};
}

OperatedPixels remove(const Operands& operands, OperatorSettings used)
{
    // The filling needs all that belongs to the thing to be unknown, so that softness comes after it, not
    // before.
    const cv::Mat hole = removalMask(operands.region, operands.cancel);
    used.strength = strengthOf(operands.settings);
    used.feather = operands.settings.feather.value_or(0);
    const cv::Mat mask = featheredMask(hole, *used.feather, operands.cancel);
    return {filled(operands.pixels, hole, operands.seed, operands.cancel), scaledMask(mask, *used.strength),
            used};
}

OperatedPixels changeBackground(const Operands& operands, OperatorSettings used)
{
    const cv::Mat foreground = ~operands.region;
    const auto* blur = std::get_if<BlurValue>(&operands.edit.value);
    if (blur && !operands.settings.color) {
        used.strength = std::clamp(operands.settings.strength.value_or(blur->amount), 0.0, 1.0);
        BackgroundEdit done =
            withBackgroundBlur(operands.pixels, foreground, *used.strength, operands.cancel);
        return {done.pixels, done.mask, used};
    }
    used.color =
        operands.settings.color ? *operands.settings.color : valueOf<ColorValue>(operands.edit).color;
    used.strength = strengthOf(operands.settings);
    BackgroundEdit done = withBackgroundColor(operands.pixels, foreground, *used.color, operands.cancel);
    return {done.pixels, scaledMask(done.mask, *used.strength), used};
}

} // namespace

bool isOperable(Operation operation)
{
    return operation == Operation::Recolor || operation == Operation::Pattern ||
           operation == Operation::Remove || operation == Operation::Background || mayMeanTheWhole(operation);
}

bool mayMeanTheWhole(Operation operation)
{
    return operation == Operation::Adjust || operation == Operation::Style;
}

OperatedPixels operate(const cv::Mat& pixels, const PlannedEdit& edit, const cv::Mat& found,
                       const OperatorSettings& settings, quint64 seed, const CancelToken& cancel)
{
    OperatorSettings used;
    Operands operands{pixels, edit, found, settings, seed, cancel};
    if (found.empty()) {
        if (!mayMeanTheWhole(edit.operation))
            throw LogicError(QStringLiteral("%1 needs a region").arg(operationName(edit.operation)));
        operands.region = cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(255));
        return edit.operation == Operation::Adjust ? adjust(operands, used) : giveStyle(operands, used);
    }
    used.grow = settings.grow.value_or(0);
    operands.region = grownMask(found, *used.grow, cancel);
    if (edit.operation == Operation::Remove)
        return remove(operands, used);
    // The background's own edge is the foreground's, which matting softens; only an explicit wish softens it
    // more.
    used.feather =
        settings.feather.value_or(edit.operation == Operation::Background ? 0 : autoFeather(operands.region));
    operands.region = featheredMask(operands.region, *used.feather, cancel);
    switch (edit.operation) {
    case Operation::Recolor:
        return recolor(operands, used);
    case Operation::Pattern:
        return layPattern(operands, used);
    case Operation::Adjust:
        return adjust(operands, used);
    case Operation::Style:
        return giveStyle(operands, used);
    case Operation::Background:
        return changeBackground(operands, used);
    default:
        throw LogicError(QStringLiteral("%1 changes no pixels").arg(operationName(edit.operation)));
    }
}

} // namespace focal
