#include "app/focal-cli/commands.h"

#include <QCoreApplication>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

} // namespace

const std::vector<Command>& commands()
{
    static const std::vector<Command> table = {
        {QStringLiteral("edit"), QStringLiteral("IN \"INSTRUCTION\" -o OUT [options]"),
         tr("Change a picture as the instruction says."), runEdit, editHelp},
        {QStringLiteral("ground"), QStringLiteral("IN \"PHRASE\" [--save-mask PNG] [options]"),
         tr("Only find what the phrase names."), runGround, groundHelp},
        {QStringLiteral("plan"), QStringLiteral("\"TEXT\" [--json FILE|-]"),
         tr("Only say how an instruction is understood."), runPlan, planHelp},
        {QStringLiteral("model"), QStringLiteral("list | inspect DIR|FILE | verify DIR|FILE [--json FILE|-]"),
         tr("List the models; say what a model's files hold and what it costs here; check every tensor."),
         runModel, modelHelp},
        {QStringLiteral("help"), QStringLiteral("[COMMAND]"), tr("Explain a command."), runHelp, helpHelp},
    };
    return table;
}

} // namespace focal::cli
