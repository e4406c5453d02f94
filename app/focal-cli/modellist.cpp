#include "app/focal-cli/commands.h"
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

} // namespace

ExitCode runModel(const QStringList& arguments, Console& console, const CancelToken& /*cancel*/)
{
    QCommandLineParser parser;
    parser.addOption(jsonOption());
    parse(parser, QStringLiteral("model"), arguments, 1);
    if (parser.positionalArguments().front() != u"list")
        throwBadUsage(QStringLiteral("model"), tr("“%1” is nothing that can be done with models; “list” is.")
                                                   .arg(parser.positionalArguments().front()));
    console.setJsonTarget(parser.value(QStringLiteral("json")));
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

QString modelHelp()
{
    QCommandLineParser parser;
    parser.addOption(jsonOption());
    return parser.helpText().section(u'\n', 2);
}

} // namespace focal::cli
