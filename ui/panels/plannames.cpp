#include "ui/panels/plannames.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <span>

namespace focal {

namespace {

template <typename Kind>
struct Row
{
    Kind kind;
    const char* text;     ///< Source text; translation context "focal::PlanNames".
    const char* iconName; ///< For icon().
};

constexpr Row<Operation> operationRows[] = {
    {Operation::Recolor, QT_TRANSLATE_NOOP("focal::PlanNames", "Recolour"), "swatch"},
    {Operation::Remove, QT_TRANSLATE_NOOP("focal::PlanNames", "Remove"), "trash"},
    {Operation::Adjust, QT_TRANSLATE_NOOP("focal::PlanNames", "Adjust"), "contrast"},
    {Operation::Background, QT_TRANSLATE_NOOP("focal::PlanNames", "Background"), "background"},
    {Operation::Pattern, QT_TRANSLATE_NOOP("focal::PlanNames", "Pattern"), "pattern"},
    {Operation::ReplaceText, QT_TRANSLATE_NOOP("focal::PlanNames", "Replace text"), "text"},
    {Operation::AddText, QT_TRANSLATE_NOOP("focal::PlanNames", "Add text"), "text"},
    {Operation::Place, QT_TRANSLATE_NOOP("focal::PlanNames", "Place picture"), "picture"},
    {Operation::Crop, QT_TRANSLATE_NOOP("focal::PlanNames", "Crop"), "crop"},
    {Operation::Rotate, QT_TRANSLATE_NOOP("focal::PlanNames", "Turn"), "rotate"},
    {Operation::Flip, QT_TRANSLATE_NOOP("focal::PlanNames", "Mirror"), "flip"},
    {Operation::Style, QT_TRANSLATE_NOOP("focal::PlanNames", "Look"), "style"},
    {Operation::Undo, QT_TRANSLATE_NOOP("focal::PlanNames", "Undo"), "undo"},
    {Operation::Correct, QT_TRANSLATE_NOOP("focal::PlanNames", "Another one"), "target"},
    {Operation::Generate, QT_TRANSLATE_NOOP("focal::PlanNames", "Draw something new"), "sparkle"},
    {Operation::Unclear, QT_TRANSLATE_NOOP("focal::PlanNames", "Not understood"), "question"},
};

constexpr Row<AdjustProperty> propertyRows[] = {
    {AdjustProperty::Brightness, QT_TRANSLATE_NOOP("focal::PlanNames", "Brightness"), "sun"},
    {AdjustProperty::Contrast, QT_TRANSLATE_NOOP("focal::PlanNames", "Contrast"), "contrast"},
    {AdjustProperty::Temperature, QT_TRANSLATE_NOOP("focal::PlanNames", "Warmth"), "temperature"},
    {AdjustProperty::Saturation, QT_TRANSLATE_NOOP("focal::PlanNames", "Saturation"), "saturation"},
    {AdjustProperty::Blur, QT_TRANSLATE_NOOP("focal::PlanNames", "Blur"), "blur"},
    {AdjustProperty::Sharpness, QT_TRANSLATE_NOOP("focal::PlanNames", "Sharpness"), "sharpen"},
};

template <typename Kind>
const Row<Kind>& rowOf(std::span<const Row<Kind>> rows, Kind kind)
{
    return *std::find_if(rows.begin(), rows.end(), [kind](const Row<Kind>& row) { return row.kind == kind; });
}

QString translated(const char* text)
{
    return QCoreApplication::translate("focal::PlanNames", text);
}

/// Keeps the value where it has the type that the operation takes.
template <typename Value>
void keepOrSet(PlannedEdit& edit, const Value& otherwise = {})
{
    if (!std::holds_alternative<Value>(edit.value))
        edit.value = otherwise;
}

constexpr AdjustValue DefaultAdjust{AdjustProperty::Brightness, 0.3};
constexpr Rgb DefaultBackground{255, 255, 255};
constexpr Rgb DefaultColor{0x2b, 0x6f, 0xd9};

} // namespace

QString operationText(Operation operation)
{
    return translated(rowOf<Operation>(operationRows, operation).text);
}

QString adjustPropertyText(AdjustProperty property)
{
    return translated(rowOf<AdjustProperty>(propertyRows, property).text);
}

QString operationIcon(Operation operation)
{
    return QString::fromLatin1(rowOf<Operation>(operationRows, operation).iconName);
}

QString adjustPropertyIcon(AdjustProperty property)
{
    return QString::fromLatin1(rowOf<AdjustProperty>(propertyRows, property).iconName);
}

bool hasTarget(Operation operation)
{
    switch (operation) {
    case Operation::Unclear:
    case Operation::Undo:
    case Operation::Rotate:
    case Operation::Flip:
    case Operation::AddText:
        return false;
    default:
        return true;
    }
}

QString noTargetText(Operation operation)
{
    switch (operation) {
    case Operation::Background:
        return QCoreApplication::translate("focal::PlanNames", "behind everything");
    case Operation::Place:
        return QCoreApplication::translate("focal::PlanNames", "replaces nothing");
    case Operation::ReplaceText:
        return QCoreApplication::translate("focal::PlanNames", "anywhere");
    default:
        return QCoreApplication::translate("focal::PlanNames", "whole picture");
    }
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

bool lacksReference(const Plan& plan, std::size_t references)
{
    return std::any_of(plan.edits.begin(), plan.edits.end(), [references](const PlannedEdit& edit) {
        const auto* place = std::get_if<PlaceValue>(&edit.value);
        return place && std::size_t(std::max(1, place->reference)) > references;
    });
}

PlannedEdit withOperation(PlannedEdit edit, Operation operation, std::optional<AdjustProperty> property,
                          bool blurBackground)
{
    edit.operation = operation;
    switch (operation) {
    case Operation::Recolor:
        keepOrSet(edit, ColorValue{DefaultColor, {}});
        break;
    case Operation::Pattern:
        keepOrSet<PatternValue>(edit);
        break;
    case Operation::Style:
        keepOrSet<StyleValue>(edit);
        break;
    case Operation::Place:
        keepOrSet<PlaceValue>(edit);
        break;
    case Operation::Crop:
        keepOrSet<CropValue>(edit);
        break;
    case Operation::Rotate:
        keepOrSet(edit, RotateValue{90});
        break;
    case Operation::Flip:
        keepOrSet<FlipValue>(edit);
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
            keepOrSet<BlurValue>(edit);
        } else {
            keepOrSet(edit, ColorValue{DefaultBackground, {}});
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
