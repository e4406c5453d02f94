#include "app/focal-cli/modelinspect.h"

#include "core/base/error.h"
#include "core/nn/gpu.h"
#include "core/weights/modelreport.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace focal::cli {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

QJsonObject toJson(const PartReport& part)
{
    QJsonObject types;
    for (const auto& [name, use] : part.types.asKeyValueRange())
        types.insert(name, QJsonObject{{u"tensors"_s, use.tensors}, {u"bytes"_s, use.bytes}});
    return {{u"part"_s, partName(part.part)}, {u"files"_s, QJsonArray::fromStringList(part.paths)},
            {u"container"_s, part.container}, {u"names"_s, part.spelling},
            {u"tensors"_s, part.tensors},     {u"parameters"_s, part.parameters},
            {u"bytes"_s, part.bytes},         {u"types"_s, types},
            {u"config"_s, part.config},       {u"config_from_shapes"_s, part.configIsDerived}};
}

QJsonObject toJson(const MemoryPlan& plan)
{
    return {{u"fits"_s, plan.fits()},
            {u"transformer"_s, placementName(plan.transformer)},
            {u"text_encoder"_s, placementName(plan.text)},
            {u"uses_gpu"_s, plan.usesGpu},
            {u"peak_bytes"_s, plan.peakBytes},
            {u"gpu_peak_bytes"_s, plan.gpuBytes},
            {u"read_per_pass_bytes"_s, plan.readPerStep},
            {u"read_per_pass_seconds"_s, plan.secondsPerStep},
            {u"words"_s, plan.words}};
}

QJsonObject toJson(const ModelReport& report)
{
    QJsonArray parts;
    for (const PartReport& part : report.parts)
        parts.append(toJson(part));
    return {{u"family"_s, familyName(report.family)},
            {u"parts"_s, parts},
            {u"missing"_s, QJsonArray::fromStringList(report.missing)},
            {u"tokenizer"_s, report.files.tokenizer}};
}

void sayPart(const PartReport& part, const Console& console)
{
    constexpr double billion = 1e9;
    QStringList mix;
    for (const auto& [name, use] : part.types.asKeyValueRange())
        mix << tr("%1 %2 in %3 tensors").arg(name, sizeText(use.bytes)).arg(use.tensors);
    console.say(tr("%1: %2, %3, %4 billion parameters, %5")
                    .arg(partWords(part.part), part.container, part.spelling)
                    .arg(static_cast<double>(part.parameters) / billion, 0, 'f', 2)
                    .arg(sizeText(part.bytes)));
    console.say(u'\t' + mix.join(u"; "_s));
    console.say(u'\t' + part.paths.join(u"\n\t"_s));
}

void sayReport(const ModelReport& report, const Console& console)
{
    const bool hasTransformer = !report.files.transformer.isEmpty();
    console.say(hasTransformer ? familyName(report.family) : tr("Parts of a Qwen-Image-Edit model"));
    for (const PartReport& part : report.parts)
        sayPart(part, console);
    if (!report.missing.isEmpty())
        console.say(tr("Not here: %1.").arg(report.missing.join(u", "_s)));
}

} // namespace

ExitCode inspectModelFiles(const QString& folderOrFile, Console& console, const CancelToken& cancel)
{
    const ModelReport report = inspectModel(folderOrFile);
    const MemoryPlan plan = planHere(report, computeGpu(), cancel);
    QJsonObject json = toJson(report);
    json.insert(u"plan"_s, toJson(plan));
    if (console.wantsJson()) {
        console.report(json);
        return Done;
    }
    sayReport(report, console);
    console.say(plan.words);
    return Done;
}

ExitCode verifyModelFiles(const QString& folderOrFile, Console& console, const CancelToken& cancel)
{
    const ModelReport report = inspectModel(folderOrFile);
    const QStringList wrong = verifyModel(report, cancel);
    if (console.wantsJson()) {
        QJsonObject json = toJson(report);
        json.insert(u"wrong"_s, QJsonArray::fromStringList(wrong));
        console.report(json);
    } else {
        sayReport(report, console);
    }
    if (!wrong.isEmpty())
        throw UserError(ErrorKind::BadInput, tr("%1 is not sound.").arg(folderOrFile), wrong.join(u' '),
                        tr("Fetch the files again."));
    if (!console.wantsJson())
        console.say(tr("Every tensor is there, of the right shape, and its samples are numbers."));
    return Done;
}

} // namespace focal::cli
