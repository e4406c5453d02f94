#include "app/focal-cli/commands.h"
#include "app/focal-cli/options.h"

#include <QCoreApplication>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

} // namespace

QString overview()
{
    QString text = tr("Focal: say what should change in a picture.") + QStringLiteral("\n\n");
    for (const Command& command : commands())
        text +=
            QStringLiteral("  focal-cli %1 %2\n      %3\n").arg(command.name, command.usage, command.summary);
    text += QStringLiteral("  focal-cli --version\n\n");
    text += tr(
        "Exit codes: 0 done; 1 internal error; 2 bad usage; 3 a file or picture cannot be used; 4 cannot do "
        "this, "
        "not found, or not understood; 5 stopped (Ctrl+C; a second one ends the program at once); 6 refused: "
        "it "
        "would write over a picture that is read (without --overwrite), over a folder, or twice to one file; "
        "7 does not fit into memory or onto the disk. A failure is one line on standard error. An edit that "
        "does nothing writes no picture; an existing output file is replaced by one that does.");
    return text + u'\n';
}

ExitCode runHelp(const QStringList& arguments, Console& console, const CancelToken& /*cancel*/)
{
    if (arguments.isEmpty()) {
        console.say(overview().trimmed());
        return Done;
    }
    for (const Command& command : commands()) {
        if (arguments.size() == 1 && command.name == arguments.front()) {
            console.say(QStringLiteral("focal-cli %1 %2\n%3\n\n%4")
                            .arg(command.name, command.usage, command.summary, command.help())
                            .trimmed());
            return Done;
        }
    }
    throw UserError(ErrorKind::BadUsage, tr("There is no command “%1”.").arg(arguments.join(u' ')), {},
                    tr("See “focal-cli help”."));
}

QString helpHelp()
{
    return tr("Without a command, all of them are listed.");
}

} // namespace focal::cli
