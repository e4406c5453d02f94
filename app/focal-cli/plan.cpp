#include "app/focal-cli/commands.h"
#include "app/focal-cli/options.h"
#include "core/plan/planner.h"

#include <QCoreApplication>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

void addOptions(QCommandLineParser& parser)
{
    parser.addOptions(
        {{QStringLiteral("pointed"), tr("Read it as if something had been pointed at: “remove this”.")},
         jsonOption()});
}

QString line(const PlannedEdit& edit)
{
    const QJsonObject json = toJson(edit);
    QString text = operationName(edit.operation);
    if (!edit.target.isEmpty())
        text += QStringLiteral(" “%1”").arg(edit.target);
    QStringList values;
    const QJsonObject value = json.value(QStringLiteral("value")).toObject();
    for (auto entry = value.begin(); entry != value.end(); ++entry)
        values << QStringLiteral("%1: %2").arg(entry.key(), entry.value().toVariant().toString());
    return values.isEmpty() ? text : text + QStringLiteral(" (%1)").arg(values.join(QStringLiteral(", ")));
}

} // namespace

/// An instruction that is not understood is an answer here, not a failure: the question is part of the plan.
ExitCode runPlan(const QStringList& arguments, Console& console, const CancelToken& /*cancel*/)
{
    QCommandLineParser parser;
    addOptions(parser);
    parse(parser, QStringLiteral("plan"), arguments, 1);
    console.setJsonTarget(parser.value(QStringLiteral("json")));
    const Plan plan =
        planInstruction(parser.positionalArguments().front(), {parser.isSet(QStringLiteral("pointed"))});
    if (console.wantsJson()) {
        console.report(toJson(plan));
        return Done;
    }
    for (const PlannedEdit& edit : plan.edits)
        console.say(line(edit));
    return Done;
}

QString planHelp()
{
    QCommandLineParser parser;
    addOptions(parser);
    return parser.helpText().section(u'\n', 2);
}

} // namespace focal::cli
