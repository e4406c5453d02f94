#include "app/focal-cli/attentionfiles.h"
#include "app/focal-cli/commands.h"
#include "app/focal-cli/masks.h"
#include "app/focal-cli/options.h"
#include "app/focal-cli/outputs.h"
#include "app/focal-cli/report.h"
#include "app/models/registry.h"
#include "core/image/picturefile.h"

#include <QCoreApplication>
#include <QJsonArray>

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
        {QStringLiteral("steps"), tr("For models that draw: denoising steps."), QStringLiteral("N")},
        {QStringLiteral("cfg"),
         tr("For models that draw: how strongly the instruction is followed; 1 is twice as quick."),
         QStringLiteral("X")},
        {QStringLiteral("negative"), tr("For models that draw: what the picture should not be."),
         QStringLiteral("TEXT")},
        {QStringLiteral("size"), tr("For models that draw: the size drawn, multiples of 16."),
         QStringLiteral("WxH")},
        {QStringLiteral("area"),
         tr("For models that draw: about how many pixels of each picture the model sees; fewer are quicker."),
         QStringLiteral("N")},
        {QStringLiteral("lora"), tr("For models that draw: an adapter and its strength; may be repeated."),
         QStringLiteral("FILE:WEIGHT")},
        {QStringLiteral("lightning"), tr("For models that draw: the schedule of Lightning adapters.")},
        {QStringLiteral("exact"),
         tr("For models that draw: compute in 32 bits, to compare with other programs.")},
        {QStringLiteral("stretch"), tr("For models that draw: stretch the picture to the model's aspect as "
                                       "the published pipeline does.")},
        {QStringLiteral("dump-stages"), tr("For models that draw: save the tensors of every stage."),
         QStringLiteral("DIR")},
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
    std::optional<int> steps;
    QJsonObject modelSettings;
    ModelEntry model;
};

double numberFrom(const QCommandLineParser& parser, const QString& name)
{
    bool fine = false;
    const double value = parser.value(name).toDouble(&fine);
    if (!fine)
        throwBadUsage(commandName(), tr("--%1 takes a number, not “%2”.").arg(name, parser.value(name)));
    return value;
}

/// FILE or FILE:WEIGHT; a colon in the name is fine where no number follows the last one.
QJsonObject loraFrom(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool fine = false;
    const double strength = colon < 0 ? 1 : text.mid(colon + 1).toDouble(&fine);
    return {{QStringLiteral("file"), fine ? text.left(colon) : text},
            {QStringLiteral("strength"), fine ? strength : 1}};
}

/// The settings of models that draw, by the names of core/qwen/editsettings.h.
QJsonObject modelSettingsFrom(const QCommandLineParser& parser)
{
    QJsonObject settings;
    if (parser.isSet(QStringLiteral("cfg")))
        settings.insert(QStringLiteral("guidance"), numberFrom(parser, QStringLiteral("cfg")));
    if (parser.isSet(QStringLiteral("negative")))
        settings.insert(QStringLiteral("negative"), parser.value(QStringLiteral("negative")));
    if (parser.isSet(QStringLiteral("size"))) {
        const QStringList sides = parser.value(QStringLiteral("size")).split(u'x');
        bool width = false;
        bool height = false;
        if (sides.size() == 2) {
            settings.insert(QStringLiteral("width"), sides.constFirst().toInt(&width));
            settings.insert(QStringLiteral("height"), sides.constLast().toInt(&height));
        }
        if (!width || !height)
            throwBadUsage(commandName(), tr("--size takes WxH, for example 1024x768."));
    }
    if (parser.isSet(QStringLiteral("area")))
        settings.insert(QStringLiteral("area"), numberFrom(parser, QStringLiteral("area")));
    QJsonArray loras;
    for (const QString& lora : parser.values(QStringLiteral("lora")))
        loras.append(loraFrom(lora));
    if (!loras.isEmpty())
        settings.insert(QStringLiteral("loras"), loras);
    for (const QString& name :
         {QStringLiteral("lightning"), QStringLiteral("exact"), QStringLiteral("stretch")}) {
        if (parser.isSet(name))
            settings.insert(name, true);
    }
    if (parser.isSet(QStringLiteral("dump-stages")))
        settings.insert(QStringLiteral("dumpStages"), parser.value(QStringLiteral("dump-stages")));
    return settings;
}

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
    if (parser.isSet(QStringLiteral("steps")))
        task.steps = int(numberFrom(parser, QStringLiteral("steps")));
    task.modelSettings = modelSettingsFrom(parser);
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
    request.steps = task.steps;
    request.modelSettings = task.modelSettings;
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
            {QStringLiteral("modelSettings"), result.provenance.settings},
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
