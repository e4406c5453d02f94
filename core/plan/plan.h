#pragma once
/// What an instruction means: the edits it asks for, in the order said. Made by planner.h, run by every
/// model.

#include "core/base/rgb.h"
#include "core/base/textspan.h"

#include <QJsonObject>
#include <QString>

#include <variant>
#include <vector>

namespace focal {

enum class Operation {
    Recolor,    ///< Give the target another colour. Value: ColorValue.
    Remove,     ///< Take the target out and fill the place. No value.
    Adjust,     ///< Change light, colour or sharpness of the target, or of all. Value: AdjustValue.
    Background, ///< Change what is behind. Value: ColorValue or BlurValue.
    Generate,   ///< Something new must be drawn: only a generative model can. Value: GenerateValue.
    Unclear,    ///< Not understood; asks back. Value: QuestionValue.
};

enum class AdjustProperty {
    Brightness,
    Contrast,
    Temperature, ///< Positive is warmer.
    Saturation,
    Blur,      ///< Amount 0..1.
    Sharpness, ///< Amount 0..1.
};

struct ColorValue
{
    Rgb color;
    QString words; ///< As said: "蓝色", "navy blue", "#2b5fd9".
};
struct AdjustValue
{
    AdjustProperty property = AdjustProperty::Brightness;
    double amount = 0; ///< -1..1; 0.3 where no strength was said. "30% brighter" is 0.3.
};
struct BlurValue
{
    double amount = 0.5; ///< 0..1
};
struct GenerateValue
{
    QString description; ///< What should appear, in the user's words.
};
struct QuestionValue
{
    QString question; ///< Translated: what Focal needs to know.
};
using PlanValue =
    std::variant<std::monostate, ColorValue, AdjustValue, BlurValue, GenerateValue, QuestionValue>;

struct PlannedEdit
{
    Operation operation = Operation::Unclear;
    QString target; ///< The words that name the thing, and only they search the picture. Empty: the whole
                    ///< picture.
    TextSpan targetSpan; ///< Where they stand in the instruction; length 0 where target was not said.
    PlanValue value;
};

struct Plan
{
    QString instruction;
    std::vector<PlannedEdit> edits; ///< Never empty: at least one, perhaps Unclear.
    double confidence = 0;          ///< 0..1, that this is what was meant.
};

/// "recolor", "remove", ...: the names used in JSON.
QString operationName(Operation operation);
QString adjustPropertyName(AdjustProperty property);

/// {"operation": ..., "target": "...", "value": {...}}. Values: {"color": "#rrggbb", "words": "..."},
/// {"property": "brightness", "amount": 0.3}, {"blur": 0.5}, {"description": "..."}, {"question": "..."}, or
/// {}.
QJsonObject toJson(const PlannedEdit& edit);
/// {"instruction": ..., "edits": [...], "confidence": 0..1}
QJsonObject toJson(const Plan& plan);

} // namespace focal
