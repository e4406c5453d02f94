#include "core/plan/plan.h"

#include <QJsonArray>

namespace focal {

QString operationName(Operation operation)
{
    switch (operation) {
    case Operation::Recolor:
        return QStringLiteral("recolor");
    case Operation::Pattern:
        return QStringLiteral("pattern");
    case Operation::Remove:
        return QStringLiteral("remove");
    case Operation::ReplaceText:
        return QStringLiteral("replace_text");
    case Operation::AddText:
        return QStringLiteral("add_text");
    case Operation::Place:
        return QStringLiteral("place");
    case Operation::Adjust:
        return QStringLiteral("adjust");
    case Operation::Background:
        return QStringLiteral("background");
    case Operation::Crop:
        return QStringLiteral("crop");
    case Operation::Rotate:
        return QStringLiteral("rotate");
    case Operation::Flip:
        return QStringLiteral("flip");
    case Operation::Style:
        return QStringLiteral("style");
    case Operation::Generate:
        return QStringLiteral("generate");
    case Operation::Undo:
        return QStringLiteral("undo");
    case Operation::Correct:
        return QStringLiteral("correct");
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

QString motifName(Motif motif)
{
    switch (motif) {
    case Motif::VerticalStripes:
        return QStringLiteral("vertical_stripes");
    case Motif::DiagonalStripes:
        return QStringLiteral("diagonal_stripes");
    case Motif::Dots:
        return QStringLiteral("dots");
    case Motif::Checks:
        return QStringLiteral("checks");
    case Motif::Plaid:
        return QStringLiteral("plaid");
    case Motif::Zigzag:
        return QStringLiteral("zigzag");
    case Motif::Waves:
        return QStringLiteral("waves");
    case Motif::Stars:
        return QStringLiteral("stars");
    case Motif::Hearts:
        return QStringLiteral("hearts");
    case Motif::Flowers:
        return QStringLiteral("flowers");
    case Motif::Camouflage:
        return QStringLiteral("camouflage");
    case Motif::Stripes:
        break;
    }
    return QStringLiteral("stripes");
}

QString spotName(Spot spot)
{
    switch (spot) {
    case Spot::TopLeft:
        return QStringLiteral("top_left");
    case Spot::Top:
        return QStringLiteral("top");
    case Spot::TopRight:
        return QStringLiteral("top_right");
    case Spot::Left:
        return QStringLiteral("left");
    case Spot::Center:
        return QStringLiteral("center");
    case Spot::Right:
        return QStringLiteral("right");
    case Spot::BottomLeft:
        return QStringLiteral("bottom_left");
    case Spot::Bottom:
        return QStringLiteral("bottom");
    case Spot::BottomRight:
        return QStringLiteral("bottom_right");
    case Spot::Anywhere:
        break;
    }
    return QStringLiteral("anywhere");
}

QString styleName(Style style)
{
    switch (style) {
    case Style::Sepia:
        return QStringLiteral("sepia");
    case Style::Sketch:
        return QStringLiteral("sketch");
    case Style::Film:
        return QStringLiteral("film");
    case Style::Vintage:
        return QStringLiteral("vintage");
    case Style::Cinematic:
        return QStringLiteral("cinematic");
    case Style::Fresh:
        return QStringLiteral("fresh");
    case Style::Negative:
        return QStringLiteral("negative");
    case Style::BlackAndWhite:
        break;
    }
    return QStringLiteral("black_and_white");
}

namespace {

QJsonObject colorToJson(const ColorValue& value)
{
    QJsonObject json{{QStringLiteral("color"), value.color.hex()}, {QStringLiteral("words"), value.words}};
    if (!value.like.isEmpty())
        json.insert(QStringLiteral("like"), value.like);
    return json;
}

QJsonObject positionToJson(const Position& position)
{
    QJsonObject json{{QStringLiteral("spot"), spotName(position.spot)},
                     {QStringLiteral("words"), position.words}};
    if (!position.thing.isEmpty()) {
        json.insert(QStringLiteral("thing"), position.thing);
        json.insert(QStringLiteral("beside"), position.beside);
    }
    return json;
}

QJsonObject cropToJson(const CropValue& value)
{
    QJsonObject json;
    if (value.measure != CropValue::Measure::None)
        json.insert(value.measure == CropValue::Measure::Ratio ? QStringLiteral("ratio")
                                                               : QStringLiteral("pixels"),
                    QJsonArray{value.width, value.height});
    QJsonObject cut;
    const auto add = [&](const QString& side, double share) {
        if (share > 0)
            cut.insert(side, share);
    };
    add(QStringLiteral("left"), value.left);
    add(QStringLiteral("top"), value.top);
    add(QStringLiteral("right"), value.right);
    add(QStringLiteral("bottom"), value.bottom);
    if (!cut.isEmpty())
        json.insert(QStringLiteral("cut"), cut);
    return json;
}

QJsonObject rotateToJson(const RotateValue& value)
{
    QJsonObject json{{QStringLiteral("degrees"), value.degrees}};
    switch (value.corners) {
    case RotateValue::Corners::Cut:
        json.insert(QStringLiteral("corners"), QStringLiteral("cut"));
        break;
    case RotateValue::Corners::Filled:
        json.insert(QStringLiteral("corners"), QStringLiteral("filled"));
        json.insert(QStringLiteral("fill"), value.fill.hex());
        break;
    case RotateValue::Corners::Transparent:
        json.insert(QStringLiteral("corners"), QStringLiteral("transparent"));
        break;
    }
    return json;
}

struct ValueToJson
{
    QJsonObject operator()(std::monostate) const { return {}; }
    QJsonObject operator()(const ColorValue& value) const { return colorToJson(value); }
    QJsonObject operator()(const PatternValue& value) const
    {
        QJsonArray colors;
        for (const Rgb& color : value.colors)
            colors.append(color.hex());
        QJsonObject json{{QStringLiteral("pattern"), motifName(value.motif)},
                         {QStringLiteral("words"), value.words},
                         {QStringLiteral("colors"), colors}};
        if (value.scale != 1)
            json.insert(QStringLiteral("scale"), value.scale);
        return json;
    }
    QJsonObject operator()(const ReplaceTextValue& value) const
    {
        return {{QStringLiteral("from"), value.from}, {QStringLiteral("to"), value.to}};
    }
    QJsonObject operator()(const AddTextValue& value) const
    {
        QJsonObject json{{QStringLiteral("text"), value.text},
                         {QStringLiteral("position"), positionToJson(value.position)}};
        if (value.color)
            json.insert(QStringLiteral("color"), colorToJson(*value.color));
        return json;
    }
    QJsonObject operator()(const PlaceValue& value) const
    {
        return {{QStringLiteral("reference"), value.reference},
                {QStringLiteral("words"), value.words},
                {QStringLiteral("position"), positionToJson(value.position)}};
    }
    QJsonObject operator()(const AdjustValue& value) const
    {
        return {{QStringLiteral("property"), adjustPropertyName(value.property)},
                {QStringLiteral("amount"), value.amount}};
    }
    QJsonObject operator()(const BlurValue& value) const { return {{QStringLiteral("blur"), value.amount}}; }
    QJsonObject operator()(const CropValue& value) const { return cropToJson(value); }
    QJsonObject operator()(const RotateValue& value) const { return rotateToJson(value); }
    QJsonObject operator()(const FlipValue& value) const
    {
        return {{QStringLiteral("direction"),
                 value.horizontal ? QStringLiteral("horizontal") : QStringLiteral("vertical")}};
    }
    QJsonObject operator()(const StyleValue& value) const
    {
        return {{QStringLiteral("style"), styleName(value.style)}, {QStringLiteral("amount"), value.amount}};
    }
    QJsonObject operator()(const GenerateValue& value) const
    {
        return {{QStringLiteral("description"), value.description}};
    }
    QJsonObject operator()(const UndoValue& value) const
    {
        if (value.all)
            return {{QStringLiteral("all"), true}};
        return {{QStringLiteral("steps"), value.steps}};
    }
    QJsonObject operator()(const CorrectValue& value) const
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
    QJsonObject json{{QStringLiteral("instruction"), plan.instruction},
                     {QStringLiteral("edits"), edits},
                     {QStringLiteral("confidence"), plan.confidence}};
    if (!plan.standalone.isEmpty())
        json.insert(QStringLiteral("standalone"), plan.standalone);
    return json;
}

} // namespace focal
