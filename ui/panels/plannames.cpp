#include "ui/panels/plannames.h"

#include <QCoreApplication>

#include <cmath>

namespace focal {

namespace {

constexpr AdjustValue DefaultAdjust{AdjustProperty::Brightness, 0.3};
constexpr Rgb DefaultBackground{255, 255, 255};
constexpr Rgb DefaultColor{0x2b, 0x6f, 0xd9};

} // namespace

QString operationText(Operation operation)
{
    switch (operation) {
    case Operation::Recolor:
        return QCoreApplication::translate("focal::PlanNames", "Recolour");
    case Operation::Remove:
        return QCoreApplication::translate("focal::PlanNames", "Remove");
    case Operation::Adjust:
        return QCoreApplication::translate("focal::PlanNames", "Adjust");
    case Operation::Background:
        return QCoreApplication::translate("focal::PlanNames", "Background");
    case Operation::Pattern:
        return QCoreApplication::translate("focal::PlanNames", "Pattern");
    case Operation::ReplaceText:
        return QCoreApplication::translate("focal::PlanNames", "Replace text");
    case Operation::AddText:
        return QCoreApplication::translate("focal::PlanNames", "Add text");
    case Operation::Place:
        return QCoreApplication::translate("focal::PlanNames", "Place picture");
    case Operation::Crop:
        return QCoreApplication::translate("focal::PlanNames", "Crop");
    case Operation::Rotate:
        return QCoreApplication::translate("focal::PlanNames", "Turn");
    case Operation::Flip:
        return QCoreApplication::translate("focal::PlanNames", "Mirror");
    case Operation::Style:
        return QCoreApplication::translate("focal::PlanNames", "Look");
    case Operation::Undo:
        return QCoreApplication::translate("focal::PlanNames", "Undo");
    case Operation::Correct:
        return QCoreApplication::translate("focal::PlanNames", "Another one");
    case Operation::Generate:
        return QCoreApplication::translate("focal::PlanNames", "Draw something new");
    case Operation::Unclear:
        break;
    }
    return QCoreApplication::translate("focal::PlanNames", "Not understood");
}

QString adjustPropertyText(AdjustProperty property)
{
    switch (property) {
    case AdjustProperty::Brightness:
        return QCoreApplication::translate("focal::PlanNames", "Brightness");
    case AdjustProperty::Contrast:
        return QCoreApplication::translate("focal::PlanNames", "Contrast");
    case AdjustProperty::Temperature:
        return QCoreApplication::translate("focal::PlanNames", "Warmth");
    case AdjustProperty::Saturation:
        return QCoreApplication::translate("focal::PlanNames", "Saturation");
    case AdjustProperty::Blur:
        return QCoreApplication::translate("focal::PlanNames", "Blur");
    case AdjustProperty::Sharpness:
        break;
    }
    return QCoreApplication::translate("focal::PlanNames", "Sharpness");
}

QString operationIcon(Operation operation)
{
    switch (operation) {
    case Operation::Recolor:
        return QStringLiteral("swatch");
    case Operation::Remove:
        return QStringLiteral("trash");
    case Operation::Adjust:
        return QStringLiteral("contrast");
    case Operation::Background:
        return QStringLiteral("background");
    case Operation::Pattern:
        return QStringLiteral("pattern");
    case Operation::ReplaceText:
    case Operation::AddText:
        return QStringLiteral("text");
    case Operation::Place:
        return QStringLiteral("picture");
    case Operation::Crop:
        return QStringLiteral("crop");
    case Operation::Rotate:
        return QStringLiteral("rotate");
    case Operation::Flip:
        return QStringLiteral("flip");
    case Operation::Style:
        return QStringLiteral("style");
    case Operation::Undo:
        return QStringLiteral("undo");
    case Operation::Correct:
        return QStringLiteral("target");
    case Operation::Generate:
        return QStringLiteral("sparkle");
    case Operation::Unclear:
        break;
    }
    return QStringLiteral("question");
}

QString adjustPropertyIcon(AdjustProperty property)
{
    switch (property) {
    case AdjustProperty::Brightness:
        return QStringLiteral("sun");
    case AdjustProperty::Contrast:
        return QStringLiteral("contrast");
    case AdjustProperty::Temperature:
        return QStringLiteral("temperature");
    case AdjustProperty::Saturation:
        return QStringLiteral("saturation");
    case AdjustProperty::Blur:
        return QStringLiteral("blur");
    case AdjustProperty::Sharpness:
        break;
    }
    return QStringLiteral("sharpen");
}

bool isOneSided(AdjustProperty property)
{
    return property == AdjustProperty::Blur || property == AdjustProperty::Sharpness;
}

QString amountText(const AdjustValue& value)
{
    const int percent = static_cast<int>(std::lround(value.amount * 100));
    const QString number = QString::number(std::abs(percent));
    if (isOneSided(value.property))
        return QCoreApplication::translate("focal::PlanNames", "%1 %").arg(number);
    // U+2212: the minus that is as wide as the plus.
    const QString sign = percent < 0 ? QStringLiteral("\u2212") : QStringLiteral("+");
    return QCoreApplication::translate("focal::PlanNames", "%1 %").arg(sign + number);
}

PlannedEdit withOperation(PlannedEdit edit, Operation operation, std::optional<AdjustProperty> property,
                          bool blurBackground)
{
    edit.operation = operation;
    switch (operation) {
    case Operation::Recolor:
        if (!std::holds_alternative<ColorValue>(edit.value))
            edit.value = ColorValue{DefaultColor, {}};
        break;
    case Operation::Adjust: {
        AdjustValue value = DefaultAdjust;
        if (const auto* before = std::get_if<AdjustValue>(&edit.value))
            value = *before;
        value.property = property.value_or(value.property);
        if (isOneSided(value.property))
            value.amount = std::abs(value.amount);
        edit.value = value;
        break;
    }
    case Operation::Background:
        if (blurBackground) {
            if (!std::holds_alternative<BlurValue>(edit.value))
                edit.value = BlurValue{};
        } else if (!std::holds_alternative<ColorValue>(edit.value)) {
            edit.value = ColorValue{DefaultBackground, {}};
        }
        break;
    default:
        edit.value = std::monostate{};
        break;
    }
    return edit;
}

PlannedEdit withTarget(PlannedEdit edit, const QString& instruction, const QString& target)
{
    edit.target = target.trimmed();
    const qsizetype at =
        edit.target.isEmpty() ? -1 : instruction.indexOf(edit.target, 0, Qt::CaseInsensitive);
    edit.targetSpan =
        at < 0 ? TextSpan{} : TextSpan{static_cast<int>(at), static_cast<int>(edit.target.size())};
    return edit;
}

} // namespace focal
