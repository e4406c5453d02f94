#include "spokenplan.h"

#include <QFile>
#include <QRegularExpression>

#include <cmath>

namespace focal::test {

namespace {

QString number(double value)
{
    return QString::number(std::round(value * 100) / 100);
}

QString written(const ColorValue& value)
{
    if (value.like.isEmpty())
        return value.words;
    return value.words.isEmpty() ? QStringLiteral("= ") + value.like
                                 : value.words + QStringLiteral(" = ") + value.like;
}

QString written(const Position& position)
{
    QString text = spotName(position.spot);
    if (!position.thing.isEmpty())
        text += (position.beside ? QStringLiteral(" by ") : QStringLiteral(" on ")) + position.thing;
    return text;
}

struct Writer
{
    QString operator()(std::monostate) const { return QStringLiteral("-"); }
    QString operator()(const ColorValue& value) const { return written(value); }
    QString operator()(const PatternValue& value) const
    {
        return QStringLiteral("%1 %2").arg(motifName(value.motif)).arg(value.colors.size());
    }
    QString operator()(const ReplaceTextValue& value) const
    {
        return (value.from.isEmpty() ? QString() : value.from + u' ') + QStringLiteral("=> ") + value.to;
    }
    QString operator()(const AddTextValue& value) const
    {
        QString text = value.text + QStringLiteral(" @ ") + written(value.position);
        if (value.color)
            text += QStringLiteral(" in ") + written(*value.color);
        return text;
    }
    QString operator()(const PlaceValue& value) const
    {
        // The lists give the number that was said, and the picture that is edited counts as the first.
        static const QRegularExpression numbered(QStringLiteral("[0-9]|第"));
        const int said = value.reference + (value.words.contains(numbered) ? 1 : 0);
        return QStringLiteral("%1 @ %2").arg(said).arg(written(value.position));
    }
    QString operator()(const AdjustValue& value) const
    {
        return adjustPropertyName(value.property) + u' ' + number(value.amount);
    }
    QString operator()(const BlurValue& value) const
    {
        return QStringLiteral("blur ") + number(value.amount);
    }
    QString operator()(const CropValue& value) const
    {
        if (value.measure == CropValue::Measure::Ratio)
            return QStringLiteral("%1:%2").arg(number(value.width), number(value.height));
        if (value.measure == CropValue::Measure::Pixels)
            return QStringLiteral("%1x%2px").arg(number(value.width), number(value.height));
        QStringList cuts;
        const auto add = [&](const char* side, double share) {
            if (share > 0)
                cuts << QLatin1String(side) + u' ' + number(share);
        };
        add("left", value.left);
        add("top", value.top);
        add("right", value.right);
        add("bottom", value.bottom);
        return cuts.isEmpty() ? QStringLiteral("-") : cuts.join(u' ');
    }
    QString operator()(const RotateValue& value) const
    {
        switch (value.corners) {
        case RotateValue::Corners::Filled:
            return number(value.degrees) + QStringLiteral(" filled");
        case RotateValue::Corners::Transparent:
            return number(value.degrees) + QStringLiteral(" transparent");
        default:
            return number(value.degrees);
        }
    }
    QString operator()(const FlipValue& value) const
    {
        return value.horizontal ? QStringLiteral("horizontal") : QStringLiteral("vertical");
    }
    QString operator()(const StyleValue& value) const
    {
        return value.amount == 1 ? styleName(value.style)
                                 : styleName(value.style) + u' ' + number(value.amount);
    }
    QString operator()(const GenerateValue& value) const { return value.description; }
    QString operator()(const UndoValue& value) const
    {
        return value.all ? QStringLiteral("all") : QString::number(value.steps);
    }
    QString operator()(const CorrectValue& value) const
    {
        return value.description.isEmpty() ? QStringLiteral("-") : value.description;
    }
    QString operator()(const QuestionValue& /*value*/) const { return QStringLiteral("-"); }
};

} // namespace

QString written(const PlannedEdit& edit)
{
    const bool names = !edit.target.isEmpty() && edit.operation != Operation::Unclear;
    return QStringList{operationName(edit.operation), names ? edit.target : QStringLiteral("-"),
                       std::visit(Writer(), edit.value)}
        .join(QStringLiteral(" | "));
}

std::vector<SpokenInstruction> spokenInstructions(const QString& path)
{
    std::vector<SpokenInstruction> all;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return all;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        const QStringList parts = line.split(QStringLiteral(" | "));
        SpokenInstruction spoken;
        const QStringList turns = parts.front().split(QStringLiteral(" >> "));
        spoken.instruction = turns.back().trimmed();
        if (turns.size() > 1)
            spoken.before = turns.front().trimmed();
        if ((parts.size() - 1) % 3 == 0)
            for (int i = 1; i < parts.size(); i += 3)
                spoken.edits
                    << QStringList{parts[i].trimmed(), parts[i + 1].trimmed(), parts[i + 2].trimmed()}.join(
                           QStringLiteral(" | "));
        all.push_back(spoken);
    }
    return all;
}

} // namespace focal::test
