#include "app/models/registry.h"
#include "core/nn/threads.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/theme/icons.h"
#include "ui/window/editcontroller.h"
#include "ui/window/filecontroller.h"
#include "ui/window/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLoggingCategory>

#include <ctime>
#include <unistd.h>

namespace {

Q_LOGGING_CATEGORY(startup, "focal.startup")

/// Milliseconds since the kernel began this process, so that loading the shared libraries counts too.
/// Falls back on @p sinceMain where /proc is not there.
qint64 sinceProcessStart(const QElapsedTimer& sinceMain)
{
    QFile file(QStringLiteral("/proc/self/stat"));
    timespec now{};
    if (!file.open(QIODevice::ReadOnly) || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return sinceMain.elapsed();
    // Field 22, counted from behind the name in brackets, which may hold blanks.
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr int StartTime = 22 - 3;
    if (fields.size() <= StartTime)
        return sinceMain.elapsed();
    const qint64 started = fields[StartTime].toLongLong() * 1000 / sysconf(_SC_CLK_TCK);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000 - started;
}

void setThreads(int wanted)
{
    const int available = focal::availableThreads();
    focal::setThreadBudget(wanted > 0 ? std::min(wanted, available) : available);
}

/// Ends the program once the window has been seen, the model is there and the picture, if any, is open.
void exitAfterStartup(focal::MainWindow& window)
{
    struct Left
    {
        bool painted = false;
        bool model = false;
        bool picture = false;
    };
    auto left = std::make_shared<Left>();
    const auto check = [left] {
        if (left->painted && left->model && left->picture)
            QApplication::exit(0);
    };
    QObject::connect(&window, &focal::MainWindow::firstPainted, &window, [left, check] {
        left->painted = true;
        check();
    });
    QObject::connect(&window.files(), &focal::FileController::openingEnded, &window, [left, check, &window] {
        left->picture = true;
        if (window.edits().document())
            check();
        else
            QApplication::exit(1);
    });
    left->picture = !window.files().isOpening();
    QObject::connect(&window.queue(), &focal::JobQueue::modelReady, &window, [left, check] {
        left->model = true;
        check();
    });
    QObject::connect(&window.queue(), &focal::JobQueue::modelFailed, &window,
                     [](const QString&, const focal::ErrorText& error) {
                         qCCritical(startup).noquote() << error.message();
                         QApplication::exit(1);
                     });
}

} // namespace

int main(int argc, char* argv[])
{
    focal::letThreadsSleep(argv);
    QElapsedTimer clock;
    clock.start();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("focal"));
    QApplication::setApplicationDisplayName(QStringLiteral("Focal"));
    QApplication::setApplicationVersion(QStringLiteral(FOCAL_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("focal"));
    QApplication::setWindowIcon(focal::applicationIcon());

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Say what should change in a picture."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption exitOption(QStringLiteral("exit-after-startup"),
                                        QStringLiteral("Start, load the model, and end: a smoke test."));
    const QCommandLineOption settingsOption(QStringLiteral("settings"),
                                            QStringLiteral("Use this settings file instead of your own."),
                                            QStringLiteral("file"));
    parser.addOptions({exitOption, settingsOption});
    parser.addPositionalArgument(QStringLiteral("picture"), QStringLiteral("The picture to open."),
                                 QStringLiteral("[picture]"));
    parser.process(application);

    qCInfo(startup).noquote() << focal::versionLines().join(QStringLiteral(", "));

    focal::WindowServices services;
    services.models = focal::modelRegistry();
    services.addedModel = focal::addedModelEntry;
    services.tokenizer = focal::qwenVocabulary();
    services.settings = parser.isSet(settingsOption)
                            ? std::make_unique<focal::Settings>(parser.value(settingsOption))
                            : std::make_unique<focal::Settings>();
    services.dialogs = std::make_unique<focal::StandardDialogs>();
    services.systemPalette = QApplication::palette();
    services.setThreads = setThreads;

    focal::MainWindow window(std::move(services));
    QObject::connect(&window, &focal::MainWindow::firstPainted, &window, [&clock] {
        qCInfo(startup) << "window usable after" << sinceProcessStart(clock) << "ms";
    });
    QObject::connect(&window.queue(), &focal::JobQueue::modelReady, &window,
                     [&clock](const focal::ModelInfo& info) {
                         qCInfo(startup).noquote() << info.name << info.version << "ready after"
                                                   << sinceProcessStart(clock) << "ms";
                     });
    window.show();
    const QStringList pictures = parser.positionalArguments();
    // Behind the first painting, so that the window is there before anything is read.
    QMetaObject::invokeMethod(
        &window,
        [&] {
            window.start(pictures.value(0));
            if (parser.isSet(exitOption))
                exitAfterStartup(window);
        },
        Qt::QueuedConnection);
    return QApplication::exec();
}
