#include "app/focal-cli/attentionfiles.h"
#include "app/focal-cli/commands.h"
#include "app/focal-cli/masks.h"
#include "app/focal-cli/options.h"
#include "app/focal-cli/outputs.h"
#include "app/focal-cli/report.h"
#include "app/models/registry.h"
#include "core/image/picturefile.h"

#include <QCoreApplication>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

QString commandName()
{
    return QStringLiteral("edit");
}

void addOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {{QStringLiteral("o"), QStringLiteral("output")},
         tr("The edited picture; its ending decides the format."),
         QStringLiteral("OUT")},
        {QStringLiteral("reference"),
         tr("A further picture that the instruction speaks of; may be repeated."), QStringLiteral("FILE")},
        regionOption(),
        regionMaskOption(),
        {QStringLiteral("seed"), tr("For models that draw: the same seed gives the same picture."),
         QStringLiteral("N"), QStringLiteral("0")},
        modelOption(),
        saveMaskOption(tr("Save what may have changed: white (above 0) wherever any byte differs.")),
        {QStringLiteral("save-attention"),
         tr("Save where the model looked for each word, as pictures and as numbers."), QStringLiteral("DIR")},
        overwriteOption(),
        jsonOption(),
    });
}

/// What the command line asks for, checked as far as that needs no work.
struct EditTask
{
    QString input;
    QString instruction;
    QString output;
    QString mask;
    QString attention;
    QStringList references;
    RegionOptions region;
    quint64 seed = 0;
    ModelEntry model;
};

EditTask taskFrom(const QCommandLineParser& parser, Console& console)
{
    EditTask task;
    task.input = parser.positionalArguments().at(0);
    task.instruction = parser.positionalArguments().at(1);
    task.output = parser.value(QStringLiteral("output"));
    task.mask = parser.value(QStringLiteral("save-mask"));
    task.attention = parser.value(QStringLiteral("save-attention"));
    task.references = parser.values(QStringLiteral("reference"));
    if (task.output.isEmpty())
        throwBadUsage(commandName(), tr("-o OUT is missing: where should the edited picture go?"));
    task.seed = seedFrom(parser, commandName());
    task.region = regionOptionsFrom(parser, commandName());
    task.model = findModel(parser.value(QStringLiteral("model")));

    QStringList inputs = QStringList{task.input} + task.references;
    if (!task.region.maskPath.isEmpty())
        inputs << task.region.maskPath;
    Outputs outputs(commandName(), inputs);
    outputs.addPicture(task.output, parser.isSet(overwriteOption().names().constFirst()));
    if (!task.mask.isEmpty())
        outputs.addMask(task.mask);
    if (!task.attention.isEmpty())
        outputs.addFolder(task.attention);
    outputs.addReport(parser.value(QStringLiteral("json")));
    console.setJsonTarget(parser.value(QStringLiteral("json")));
    return task;
}

EditRequest requestFrom(const EditTask& task, const CancelToken& cancel)
{
    EditRequest request;
    request.picture = loadPicture(task.input, {}, cancel);
    for (const QString& reference : task.references)
        request.references.push_back(loadPicture(reference, {}, cancel));
    request.instruction = task.instruction;
    request.region = regionFor(request.picture, task.region, cancel);
    request.seed = task.seed;
    return request;
}

void throwUnlessItFits(const EditModel& model, const EditRequest& request)
{
    const CostEstimate cost = model.estimate(request);
    if (!cost.fits)
        throw UserError(ErrorKind::DoesNotFit, tr("This edit does not fit on this machine."), cost.words);
}

QJsonObject reportOf(const EditTask& task, const EditRequest& request, const EditResult& result,
                     const ModelInfo& model)
{
    QJsonObject region = toJson(result.changedBounds).toObject();
    region.insert(QStringLiteral("area"), result.changed.empty() ? 0 : cv::countNonZero(result.changed));
    const bool done = result.outcome == Outcome::Done;
    return {{QStringLiteral("command"), commandName()},
            {QStringLiteral("input"), task.input},
            {QStringLiteral("output"), done ? QJsonValue(task.output) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("instruction"), task.instruction},
            {QStringLiteral("outcome"), outcomeName(result.outcome)},
            {QStringLiteral("message"), result.message},
            {QStringLiteral("plan"), focal::toJson(result.plan)},
            {QStringLiteral("picture"), pictureJson(request.picture)},
            {QStringLiteral("region"),
             done && !result.changedBounds.empty() ? QJsonValue(region) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("confidence"), result.confidence},
            {QStringLiteral("candidates"), toJson(result.candidates)},
            {QStringLiteral("settings"), toJson(result.settings)},
            {QStringLiteral("seed"), QString::number(result.provenance.seed).toDouble()},
            {QStringLiteral("model"), toJson(model)}};
}

void save(const EditTask& task, const EditRequest& request, const EditResult& result,
          const CancelToken& cancel)
{
    if (!task.mask.isEmpty())
        saveMask(result.changed, task.mask, cancel);
    if (!task.attention.isEmpty())
        saveAttention(result.attention, request.picture, task.instruction, task.attention, cancel);
    savePicture(result.picture, task.output, {}, cancel);
}

} // namespace

ExitCode runEdit(const QStringList& arguments, Console& console, const CancelToken& cancel)
{
    QCommandLineParser parser;
    addOptions(parser);
    parse(parser, commandName(), arguments, 2);
    const EditTask task = taskFrom(parser, console);

    StageClock clock;
    clock.enter(QStringLiteral("open"));
    const EditRequest request = requestFrom(task, cancel);
    clock.enter(QStringLiteral("load"));
    Job loading(cancel);
    const std::unique_ptr<EditModel> model = task.model.load(loading);
    throwUnlessItFits(*model, request);
    Job job(cancel);
    clock.enter({});
    const EditResult result = model->edit(request, job);
    cancel.throwIfCancelled();
    clock.add(result.timings);

    const bool done = result.outcome == Outcome::Done;
    clock.enter(QStringLiteral("save"));
    if (done)
        save(task, request, result, cancel);
    QJsonObject report = reportOf(task, request, result, model->info());
    addFooter(report, clock);
    console.report(report);
    if (!done) {
        console.fail(result.message);
        return CannotDo;
    }
    console.say(result.message);
    return Done;
}

QString editHelp()
{
    QCommandLineParser parser;
    addOptions(parser);
    return parser.helpText().section(u'\n', 2);
}

} // namespace focal::cli
