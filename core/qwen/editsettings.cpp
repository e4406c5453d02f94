#include "core/qwen/editsettings.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace focal {

namespace {

struct SettingTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::QwenEditSettings)
};

[[noreturn]] void cannotBe(const QString& name, const QString& why)
{
    throw UserError(ErrorKind::BadUsage, SettingTexts::tr("The setting “%1” cannot be used.").arg(name), why);
}

double numberIn(const QJsonObject& json, const QString& name, double otherwise, double least, double most)
{
    if (!json.contains(name))
        return otherwise;
    const double value = json.value(name).toDouble(least - 1);
    if (!(value >= least && value <= most))
        cannotBe(name, SettingTexts::tr("It must be a number from %1 to %2.").arg(least).arg(most));
    return value;
}

std::optional<cv::Size> sizeIn(const QJsonObject& json)
{
    const QString width = QStringLiteral("width");
    const QString height = QStringLiteral("height");
    if (!json.contains(width) && !json.contains(height))
        return std::nullopt;
    constexpr double least = 64;
    constexpr double most = 4096;
    constexpr int step = 16;
    const cv::Size size(int(numberIn(json, width, least - 1, least, most)),
                        int(numberIn(json, height, least - 1, least, most)));
    if (size.width < least || size.height < least)
        cannotBe(width, SettingTexts::tr("Width and height are needed together."));
    return cv::Size(size.width / step * step, size.height / step * step);
}

std::vector<LoraChoice> lorasIn(const QJsonObject& json)
{
    const QString name = QStringLiteral("loras");
    std::vector<LoraChoice> loras;
    for (const auto& entry : json.value(name).toArray()) {
        const QJsonObject object = entry.toObject();
        const LoraChoice choice{object.value(QStringLiteral("file")).toString(),
                                numberIn(object, QStringLiteral("strength"), 1, -10, 10)};
        if (choice.file.isEmpty())
            cannotBe(name, SettingTexts::tr("An adapter without a file."));
        loras.push_back(choice);
    }
    return loras;
}

std::set<int> blocksIn(const QJsonObject& json, int layers)
{
    const QString name = QStringLiteral("blocks");
    std::set<int> blocks;
    if (!json.contains(name)) {
        // Words and places have met by the middle; the last blocks paint.
        for (const double share : {0.45, 0.55, 0.65, 0.75})
            blocks.insert(std::min(layers - 1, int(share * layers)));
        return blocks;
    }
    for (const auto& value : json.value(name).toArray()) {
        const int block = value.toInt(-1);
        if (block < 0 || block >= layers)
            cannotBe(name, SettingTexts::tr("The model has blocks 0 to %1.").arg(layers - 1));
        blocks.insert(block);
    }
    return blocks;
}

/// A change of the whole picture by the plan: light, colour or look, with no thing named.
bool concernsAll(const std::optional<Plan>& plan)
{
    if (!plan)
        return false;
    return std::any_of(plan->edits.begin(), plan->edits.end(), [](const PlannedEdit& edit) {
        return edit.target.isEmpty() &&
               (edit.operation == Operation::Adjust || edit.operation == Operation::Style);
    });
}

EditExtent extentIn(const QJsonObject& json, const std::optional<Plan>& plan)
{
    const QString name = QStringLiteral("extent");
    const QString extent = json.value(name).toString(QStringLiteral("choose"));
    if (extent == QStringLiteral("region"))
        return EditExtent::Region;
    if (extent == QStringLiteral("whole"))
        return EditExtent::Whole;
    if (extent != QStringLiteral("choose"))
        cannotBe(name, SettingTexts::tr("It must be choose, region or whole."));
    return concernsAll(plan) ? EditExtent::Whole : EditExtent::Choose;
}

QString extentName(EditExtent extent)
{
    switch (extent) {
    case EditExtent::Region:
        return QStringLiteral("region");
    case EditExtent::Whole:
        return QStringLiteral("whole");
    case EditExtent::Choose:
        break;
    }
    return QStringLiteral("choose");
}

} // namespace

QwenEditSettings QwenEditSettings::from(const EditRequest& request, int layers)
{
    constexpr int mostSteps = 200;
    constexpr double mostGuidance = 20;
    constexpr int lightningSteps = 8;
    constexpr double leastArea = 64 * 64;
    constexpr double mostArea = 2048 * 2048;
    const QJsonObject& json = request.modelSettings;
    QwenEditSettings settings;
    settings.lightning = json.value(QStringLiteral("lightning")).toBool();
    settings.steps = request.steps.value_or(settings.lightning ? lightningSteps : settings.steps);
    if (settings.steps < 1 || settings.steps > mostSteps)
        cannotBe(QStringLiteral("steps"),
                 SettingTexts::tr("It must be a number from %1 to %2.").arg(1).arg(mostSteps));
    settings.guidance = numberIn(json, QStringLiteral("guidance"), settings.lightning ? 1 : settings.guidance,
                                 0, mostGuidance);
    settings.negative = json.value(QStringLiteral("negative")).toString(settings.negative);
    settings.size = sizeIn(json);
    settings.area =
        int64_t(numberIn(json, QStringLiteral("area"), double(settings.area), leastArea, mostArea));
    settings.stretch = json.value(QStringLiteral("stretch")).toBool();
    settings.loras = lorasIn(json);
    settings.blocks = blocksIn(json, layers);
    settings.extent = extentIn(json, request.plan);
    settings.exact = json.value(QStringLiteral("exact")).toBool();
    settings.stages = json.value(QStringLiteral("dumpStages")).toString();
    return settings;
}

QJsonObject QwenEditSettings::toJson() const
{
    QJsonArray adapters;
    for (const LoraChoice& lora : loras)
        adapters.append(
            QJsonObject{{QStringLiteral("file"), lora.file}, {QStringLiteral("strength"), lora.strength}});
    QJsonObject json{{QStringLiteral("steps"), steps},         {QStringLiteral("guidance"), guidance},
                     {QStringLiteral("negative"), negative},   {QStringLiteral("area"), qint64(area)},
                     {QStringLiteral("lightning"), lightning}, {QStringLiteral("stretch"), stretch},
                     {QStringLiteral("exact"), exact},         {QStringLiteral("extent"), extentName(extent)},
                     {QStringLiteral("loras"), adapters}};
    if (size) {
        json.insert(QStringLiteral("width"), size->width);
        json.insert(QStringLiteral("height"), size->height);
    }
    return json;
}

} // namespace focal
