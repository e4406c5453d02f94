#include "core/plan/plan.h"

#include <QJsonArray>

namespace focal {

QString operationName(Operation operation)
{
    switch (operation) {
    case Operation::Recolor:
        return QStringLiteral("recolor");
    case Operation::Remove:
        return QStringLiteral("remove");
    case Operation::Adjust:
        return QStringLiteral("adjust");
    case Operation::Background:
        return QStringLiteral("background");
    case Operation::Generate:
        return QStringLiteral("generate");
    case Operation::Unclear:
        break;
    }
    return QStringLiteral("unclear");
}

QString adjustPropertyName(AdjustProperty property)
{
    switch (property) {
    case AdjustProperty::Brightness:
        break;
    case AdjustProperty::Contrast:
        return QStringLiteral("contrast");
    case AdjustProperty::Temperature:
        return QStringLiteral("temperature");
    case AdjustProperty::Saturation:
        return QStringLiteral("saturation");
    case AdjustProperty::Blur:
        return QStringLiteral("blur");
    case AdjustProperty::Sharpness:
        return QStringLiteral("sharpness");
    }
    return QStringLiteral("brightness");
}

namespace {

struct ValueToJson
{
    QJsonObject operator()(std::monostate) const { return {}; }
    QJsonObject operator()(const ColorValue& value) const
    {
        return {{QStringLiteral("color"), value.color.hex()}, {QStringLiteral("words"), value.words}};
    }
    QJsonObject operator()(const AdjustValue& value) const
    {
        return {{QStringLiteral("property"), adjustPropertyName(value.property)},
                {QStringLiteral("amount"), value.amount}};
    }
    QJsonObject operator()(const BlurValue& value) const { return {{QStringLiteral("blur"), value.amount}}; }
    QJsonObject operator()(const GenerateValue& value) const
    {
        return {{QStringLiteral("description"), value.description}};
    }
    QJsonObject operator()(const QuestionValue& value) const
    {
        return {{QStringLiteral("question"), value.question}};
    }
};

} // namespace

QJsonObject toJson(const PlannedEdit& edit)
{
    return {{QStringLiteral("operation"), operationName(edit.operation)},
            {QStringLiteral("target"), edit.target},
            {QStringLiteral("value"), std::visit(ValueToJson(), edit.value)}};
}

QJsonObject toJson(const Plan& plan)
{
    QJsonArray edits;
    for (const PlannedEdit& edit : plan.edits)
        edits.append(toJson(edit));
    return {{QStringLiteral("instruction"), plan.instruction},
            {QStringLiteral("edits"), edits},
            {QStringLiteral("confidence"), plan.confidence}};
}

} // namespace focal
