#include "ui/settings/modelsettings.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(focal::ModelSettings)
};

/// The number under @p name where it lies within the limits.
std::optional<double> numberIn(const QJsonObject& json, const QString& name, double least, double most)
{
    const QJsonValue value = json.value(name);
    if (!value.isDouble() || value.toDouble() < least || value.toDouble() > most)
        return std::nullopt;
    return value.toDouble();
}

std::optional<int> sideIn(const QJsonObject& json, const QString& name)
{
    const auto side = numberIn(json, name, ModelSettings::SizeLeast, ModelSettings::SizeMost);
    return side ? std::optional(int(*side) / ModelSettings::SizeStep * ModelSettings::SizeStep)
                : std::nullopt;
}

QJsonArray lorasToJson(const std::vector<LoraSetting>& loras)
{
    QJsonArray array;
    for (const LoraSetting& lora : loras)
        array.append(QJsonObject{{u"file"_s, lora.file}, {u"strength"_s, lora.strength}, {u"on"_s, lora.on}});
    return array;
}

QString number(double value)
{
    return QLocale().toString(value, 'g', 4);
}

} // namespace

QJsonObject ModelSettings::toJson() const
{
    QJsonObject json{{u"fixedSeed"_s, fixedSeed},
                     {u"seed"_s, double(seed)},
                     {u"negative"_s, negative},
                     {u"lightning"_s, lightning},
                     {u"loras"_s, lorasToJson(loras)}};
    if (steps)
        json.insert(u"steps"_s, *steps);
    if (guidance)
        json.insert(u"guidance"_s, *guidance);
    if (size) {
        json.insert(u"width"_s, size->width());
        json.insert(u"height"_s, size->height());
    }
    return json;
}

ModelSettings ModelSettings::fromJson(const QJsonObject& json)
{
    ModelSettings settings;
    if (const auto steps = numberIn(json, u"steps"_s, 1, StepsMost))
        settings.steps = int(*steps);
    settings.guidance = numberIn(json, u"guidance"_s, 0, GuidanceMost);
    settings.fixedSeed = json.value(u"fixedSeed"_s).toBool(true);
    settings.seed = quint32(numberIn(json, u"seed"_s, 0, std::numeric_limits<quint32>::max()).value_or(0));
    settings.negative = json.value(u"negative"_s).toString();
    settings.lightning = json.value(u"lightning"_s).toBool();
    const auto width = sideIn(json, u"width"_s);
    const auto height = sideIn(json, u"height"_s);
    if (width && height)
        settings.size = QSize(*width, *height);
    for (const auto& entry : json.value(u"loras"_s).toArray()) {
        const QJsonObject object = entry.toObject();
        const auto strength = numberIn(object, u"strength"_s, -LoraMost, LoraMost);
        const QString file = object.value(u"file"_s).toString();
        if (!file.isEmpty() && strength)
            settings.loras.push_back({file, *strength, object.value(u"on"_s).toBool(true)});
    }
    return settings;
}

void applySettings(const ModelSettings& settings, EditRequest& request, bool again)
{
    if (settings.fixedSeed)
        request.seed = settings.seed;
    else if (!again)
        request.seed = QRandomGenerator::global()->generate();
    request.steps = settings.steps;
    QJsonObject json;
    if (settings.guidance)
        json.insert(u"guidance"_s, *settings.guidance);
    if (!settings.negative.isEmpty())
        json.insert(u"negative"_s, settings.negative);
    if (settings.lightning)
        json.insert(u"lightning"_s, true);
    if (settings.size) {
        json.insert(u"width"_s, settings.size->width());
        json.insert(u"height"_s, settings.size->height());
    }
    QJsonArray loras;
    for (const LoraSetting& lora : settings.loras) {
        if (lora.on)
            loras.append(QJsonObject{{u"file"_s, lora.file}, {u"strength"_s, lora.strength}});
    }
    if (!loras.isEmpty())
        json.insert(u"loras"_s, loras);
    request.modelSettings = json;
}

QString settingsText(const QJsonObject& settings, quint64 seed)
{
    if (!settings.contains(u"steps"_s))
        return {};
    QStringList parts{Texts::tr("%n step(s)", nullptr, settings.value(u"steps"_s).toInt())};
    if (settings.value(u"lightning"_s).toBool())
        parts << Texts::tr("Lightning");
    if (settings.contains(u"guidance"_s))
        parts << Texts::tr("CFG %1").arg(number(settings.value(u"guidance"_s).toDouble()));
    parts << Texts::tr("seed %1").arg(seed);
    if (settings.contains(u"width"_s))
        parts << QStringLiteral("%1 × %2")
                     .arg(settings.value(u"width"_s).toInt())
                     .arg(settings.value(u"height"_s).toInt());
    for (const auto& entry : settings.value(u"loras"_s).toArray()) {
        const QJsonObject lora = entry.toObject();
        parts << QStringLiteral("%1 %2").arg(QFileInfo(lora.value(u"file"_s).toString()).completeBaseName(),
                                             number(lora.value(u"strength"_s).toDouble()));
    }
    return parts.join(u" · "_s);
}

} // namespace focal
