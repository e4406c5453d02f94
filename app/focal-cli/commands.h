#pragma once

#include "app/focal-cli/console.h"
#include "app/focal-cli/exitcode.h"
#include "core/base/canceltoken.h"

#include <QStringList>

#include <vector>

namespace focal::cli {

/// One word behind "focal-cli".
struct Command
{
    QString name;
    QString usage;   ///< Behind the name: "IN \"INSTRUCTION\" -o OUT [options]".
    QString summary; ///< One line, translated.
    /// Runs with the arguments behind the name, until @p cancel is raised by Ctrl+C. @throws UserError,
    /// Cancelled, LogicError
    ExitCode (*run)(const QStringList& arguments, Console& console, const CancelToken& cancel);
    /// The options, as QCommandLineParser describes them.
    QString (*help)();
};

const std::vector<Command>& commands();

// One file each.
ExitCode runEdit(const QStringList& arguments, Console& console, const CancelToken& cancel);
QString editHelp();
ExitCode runGround(const QStringList& arguments, Console& console, const CancelToken& cancel);
QString groundHelp();
ExitCode runPlan(const QStringList& arguments, Console& console, const CancelToken& cancel);
QString planHelp();
ExitCode runModel(const QStringList& arguments, Console& console, const CancelToken& cancel);
QString modelHelp();
ExitCode runHelp(const QStringList& arguments, Console& console, const CancelToken& cancel);
QString helpHelp();

/// What "focal-cli --help" prints.
QString overview();

} // namespace focal::cli
