#include "app/focal-cli/commands.h"
#include "app/focal-cli/modelinspect.h"
#include "app/focal-cli/options.h"
#include "app/models/registry.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

QJsonObject entryJson(const ModelEntry& entry)
{
    const auto why = whyUnavailable(entry);
    QJsonObject json{{QStringLiteral("id"), entry.id},
                     {QStringLiteral("name"), entry.name},
                     {QStringLiteral("description"), entry.description},
                     {QStringLiteral("available"), !why.has_value()}};
    if (why)
        json.insert(QStringLiteral("why"), *why);
    return json;
}

ExitCode listModels(Console& console)
{
    QJsonArray models;
    for (const ModelEntry& entry : modelRegistry())
        models.append(entryJson(entry));
    if (console.wantsJson()) {
        console.report({{QStringLiteral("models"), models}});
        return Done;
    }
    for (const QJsonValueRef model : models) {
        console.say(
            QStringLiteral("%1\t%2: %3")
                .arg(model[u"id"].toString(), model[u"name"].toString(), model[u"description"].toString()));
        if (!model[u"available"].toBool())
            console.say(QStringLiteral("\t") + model[u"why"].toString());
    }
    return Done;
}

} // namespace

ExitCode runModel(const QStringList& arguments, Console& console, const CancelToken& cancel)
{
    const QString command = QStringLiteral("model");
    QCommandLineParser parser;
    parser.addOption(jsonOption());
    parser.parse(QStringList{command} + arguments);
    const QString action = parser.positionalArguments().value(0);
    const bool takesPath = action == u"inspect" || action == u"verify";
    parse(parser, command, arguments, takesPath ? 2 : 1);
    if (!takesPath && action != u"list")
        throwBadUsage(command,
                      tr("“%1” is nothing that can be done with models; “list”, “inspect” and “verify” are.")
                          .arg(action));
    console.setJsonTarget(parser.value(QStringLiteral("json")));
    if (takesPath)
        return action == u"inspect" ? inspectModelFiles(parser.positionalArguments()[1], console, cancel)
                                    : verifyModelFiles(parser.positionalArguments()[1], console, cancel);
    return listModels(console);
}

QString modelHelp()
{
    QCommandLineParser parser;
    parser.addOption(jsonOption());
    return parser.helpText().section(u'\n', 2);
}

} // namespace focal::cli
