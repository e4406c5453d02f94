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
    return QStringLiteral("ground");
}

void addOptions(QCommandLineParser& parser)
{
    parser.addOptions({saveMaskOption(tr("Save the region that was found, white, soft at its edge.")),
                       regionOption(), modelOption(), jsonOption()});
}

} // namespace

ExitCode runGround(const QStringList& arguments, Console& console, const CancelToken& cancel)
{
    QCommandLineParser parser;
    addOptions(parser);
    parse(parser, commandName(), arguments, 2);
    const QString input = parser.positionalArguments().at(0);
    const QString phrase = parser.positionalArguments().at(1);
    const QString maskPath = parser.value(QStringLiteral("save-mask"));
    const RegionOptions regionOptions = regionOptionsFrom(parser, commandName());
    const ModelEntry entry = findModel(parser.value(QStringLiteral("model")));
    Outputs outputs(commandName(), {input});
    if (!maskPath.isEmpty())
        outputs.addMask(maskPath);
    outputs.addReport(parser.value(QStringLiteral("json")));
    console.setJsonTarget(parser.value(QStringLiteral("json")));

    StageClock clock;
    clock.enter(QStringLiteral("open"));
    const Picture picture = loadPicture(input, {}, cancel);
    const Region region = regionFor(picture, regionOptions, cancel);
    clock.enter(QStringLiteral("load"));
    Job loading(cancel);
    const std::unique_ptr<EditModel> model = entry.load(loading);
    clock.enter(QStringLiteral("search"));
    Job job(cancel);
    const GroundResult result = model->ground(picture, phrase, region, job);
    cancel.throwIfCancelled();

    const bool found = !result.box.empty();
    clock.enter(QStringLiteral("save"));
    if (found && !maskPath.isEmpty())
        saveMask(result.mask, maskPath, cancel);
    QJsonObject box = toJson(result.box).toObject();
    if (found)
        box.insert(QStringLiteral("area"), cv::countNonZero(result.mask > 127));
    QJsonObject report{{QStringLiteral("command"), commandName()},
                       {QStringLiteral("input"), input},
                       {QStringLiteral("phrase"), phrase},
                       {QStringLiteral("outcome"), outcomeName(found ? Outcome::Done : Outcome::NotFound)},
                       {QStringLiteral("picture"), pictureJson(picture)},
                       {QStringLiteral("region"), found ? QJsonValue(box) : QJsonValue(QJsonValue::Null)},
                       {QStringLiteral("confidence"), result.confidence},
                       {QStringLiteral("ambiguous"), result.ambiguous},
                       {QStringLiteral("candidates"), toJson(result.candidates)},
                       {QStringLiteral("model"), toJson(model->info())}};
    addFooter(report, clock);
    console.report(report);
    if (!found) {
        console.fail(tr("“%1” was not found in the picture.").arg(phrase));
        return CannotDo;
    }
    console.say(tr("Found “%1” at %2,%3, %4 x %5 pixels.")
                    .arg(phrase)
                    .arg(result.box.x)
                    .arg(result.box.y)
                    .arg(result.box.width)
                    .arg(result.box.height));
    return Done;
}

QString groundHelp()
{
    QCommandLineParser parser;
    addOptions(parser);
    return parser.helpText().section(u'\n', 2);
}

} // namespace focal::cli
