#include "app/focal-cli/cancelsignals.h"
#include "app/focal-cli/commands.h"
#include "app/focal-cli/options.h"
#include "core/nn/threads.h"

#include <QGuiApplication>

#include <algorithm>
#include <cstdio>
#include <new>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

QString stoppedLine()
{
    return tr("Stopped before it was done.");
}

/// Warnings of libraries would stand beside the one line that a failure is. FOCAL_VERBOSE shows them.
void handleQtMessage(QtMsgType type, const QMessageLogContext& /*context*/, const QString& message)
{
    static const bool verbose = qEnvironmentVariableIsSet("FOCAL_VERBOSE");
    if (verbose || type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "%s\n", message.toUtf8().constData());
}

ExitCode dispatch(QStringList arguments, Console& console, const CancelToken& cancel)
{
    const QString name = arguments.isEmpty() ? QString() : arguments.takeFirst();
    if (name == u"--version" || name == u"-v") {
        console.say(QStringLiteral("focal-cli %1").arg(QStringLiteral(FOCAL_VERSION)));
        return Done;
    }
    if (name == u"--help" || name == u"-h")
        return runHelp({}, console, cancel);
    for (const Command& command : commands()) {
        if (command.name != name)
            continue;
        const qsizetype optionsEnd = arguments.indexOf(QStringLiteral("--"));
        const QStringList options = optionsEnd < 0 ? arguments : arguments.first(optionsEnd);
        if (options.contains(QStringLiteral("--help")) || options.contains(QStringLiteral("-h")))
            return runHelp({name}, console, cancel);
        return command.run(arguments, console, cancel);
    }
    throw UserError(ErrorKind::BadUsage,
                    name.isEmpty() ? tr("What should be done?") : tr("There is no command “%1”.").arg(name),
                    {}, tr("See “focal-cli help”."));
}

/// The edge of the program: whatever ends a command early becomes one line and a code.
ExitCode run(const QStringList& arguments, const CancelToken& cancel)
{
    Console console;
    try {
        return dispatch(arguments, console, cancel);
    } catch (const UserError& error) {
        console.fail(error.message());
        return exitCodeOf(error.kind());
    } catch (const Cancelled&) {
        console.fail(stoppedLine());
        return WasCancelled;
    } catch (const std::bad_alloc&) {
        console.fail(tr("There is not enough memory for this."));
        return DoesNotFit;
    } catch (const std::exception& error) {
        console.fail(tr("Internal error: %1").arg(QString::fromUtf8(error.what())));
        return InternalError;
    }
}

} // namespace

} // namespace focal::cli

int main(int argc, char* argv[])
{
    focal::letThreadsSleep(argv);
    qInstallMessageHandler(focal::cli::handleQtMessage);
    // Fonts need Qt Gui's application, and that needs no screen.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    const focal::cli::CancelSignals stopSignals(focal::cli::Console::failureLine(focal::cli::stoppedLine()));
    QCoreApplication::setApplicationName(QStringLiteral("focal-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FOCAL_VERSION));
    focal::setThreadBudget(focal::availableThreads());
    return focal::cli::run(QCoreApplication::arguments().mid(1), stopSignals.token());
}
