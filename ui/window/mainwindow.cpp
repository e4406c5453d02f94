#include "ui/window/mainwindow.h"

#include "ui/canvas/canvasview.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/lookedatpanel.h"
#include "ui/panels/referencestrip.h"
#include "ui/settings/modelshelf.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/editcontroller.h"
#include "ui/window/filecontroller.h"
#include "ui/window/keyboardfilter.h"
#include "ui/window/noticebar.h"
#include "ui/window/referencecontroller.h"
#include "ui/window/welcomeview.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>

#include <cmath>

namespace focal {

namespace {

ThemeChoice themeChoice(const QString& stored)
{
    if (stored == QStringLiteral("light"))
        return ThemeChoice::Light;
    return stored == QStringLiteral("system") ? ThemeChoice::System : ThemeChoice::Dark;
}

} // namespace

MainWindow::MainWindow(WindowServices services)
    : m_settings(std::move(services.settings)), m_systemPalette(std::move(services.systemPalette)),
      m_setThreads(std::move(services.setThreads)), m_commands(this),
      m_shelf(new ModelShelf(*m_settings, this)), m_queue(std::make_unique<JobQueue>(services.models))
{
    setAcceptDrops(true);
    m_language.use(m_settings->text(SettingKey::Language));
    applyTheme(*qApp, themeChoice(m_settings->text(SettingKey::Theme)), m_systemPalette);
    if (m_setThreads)
        m_setThreads(m_settings->number(SettingKey::Threads));

    makeLayout();
    m_edits = std::make_unique<EditController>(*m_queue, *m_shelf, m_views);
    m_files = new FileController(*m_edits, *m_settings, std::move(services.dialogs), m_notices, this);
    m_references =
        new ReferenceController(m_views.references, *m_settings, m_files->dialogs(), m_notices, this);
    m_keyboard = new KeyboardFilter(this);
    makeMenus();
    m_models = new ModelController(
        {std::move(services.models), std::move(services.addedModel), std::move(services.tokenizer)},
        {*m_queue, *m_shelf, *m_settings, m_files->dialogs(), *m_views.bar, *m_notices,
         *m_commands.menu(MenuId::Model), *this});
    connectCommands();
    connectControllers();
    connectReferences();
    restoreSizes();

    m_views.lookedAt->setOpacity(m_settings->real(SettingKey::HeatOpacity));
    m_views.canvas->setHeatOpacity(m_settings->real(SettingKey::HeatOpacity));
    m_edits->setPicture({});
    m_welcome->setRecent(m_files->recentFiles());
    retranslate();
    m_views.bar->focusBox();
}

MainWindow::~MainWindow()
{
    // The controllers and the queue know the views, which live until QObject's destructor.
    delete std::exchange(m_models, nullptr);
    delete std::exchange(m_references, nullptr);
    delete std::exchange(m_files, nullptr);
    m_edits.reset();
    m_queue.reset();
}

void MainWindow::start(const QString& path)
{
    m_models->start();
    if (!path.isEmpty())
        m_files->openPath(path);
    else if (m_files->recentFiles().isEmpty())
        m_files->openSample();
}

void MainWindow::connectControllers()
{
    connect(m_edits.get(), &EditController::documentChanged, this, &MainWindow::documentChanged);
    connect(m_edits.get(), &EditController::stateChanged, this, &MainWindow::updateCommands);
    connect(m_files, &FileController::recentFilesChanged, this,
            [this] { m_welcome->setRecent(m_files->recentFiles()); });
    connect(m_welcome, &WelcomeView::openRequested, m_files, &FileController::openWithDialog);
    connect(m_welcome, &WelcomeView::sampleRequested, m_files, &FileController::openSample);
    connect(m_welcome, &WelcomeView::recentChosen, m_files, &FileController::openPath);
    connect(m_keyboard, &KeyboardFilter::typed, m_views.bar, &InstructionBar::insertTyped);
    connect(m_keyboard, &KeyboardFilter::beforeHeld, m_views.canvas, &CanvasView::setShowBefore);
    connect(m_views.canvas, &CanvasView::zoomChanged, m_views.bar, &InstructionBar::setZoom);
    connect(m_views.bar, &InstructionBar::zoomClicked, this, [this] {
        // From 100 % back to all of it, from anything else to 100 %.
        if (std::abs(m_views.canvas->zoom() - 1) < 1e-6)
            m_views.canvas->fit();
        else
            m_views.canvas->actualSize();
    });
    connect(m_views.lookedAt, &LookedAtPanel::opacityChanged, this,
            [this](double opacity) { m_settings->setValue(SettingKey::HeatOpacity, opacity); });
    connect(m_settings.get(), &Settings::changed, this, &MainWindow::settingChanged);
}

void MainWindow::connectReferences()
{
    QAction* show = m_commands[CommandId::ShowReferences];
    connect(m_references, &ReferenceController::visibleChanged, show, &QAction::setChecked);
    connect(show, &QAction::triggered, this, [this, show](bool checked) {
        m_references->setShown(checked);
        show->setChecked(!m_views.references->isHidden()); // It stays while it holds something.
    });
    connect(m_edits.get(), &EditController::referencesShown, m_references,
            &ReferenceController::updateVisible);
    connect(m_edits.get(), &EditController::documentChanged, m_references,
            [this] { m_references->setReady(m_edits->document() != nullptr); });
    connect(m_views.bar, &InstructionBar::referencesClicked, show, &QAction::trigger);
}

void MainWindow::settingChanged(SettingKey key)
{
    if (key == SettingKey::Language)
        m_language.use(m_settings->text(key));
    else if (key == SettingKey::Theme)
        applyTheme(*qApp, themeChoice(m_settings->text(key)), m_systemPalette);
    else if (key == SettingKey::Threads && m_setThreads)
        m_setThreads(m_settings->number(key));
}

void MainWindow::documentChanged()
{
    const Document* document = m_edits->document();
    m_middle->setCurrentWidget(document ? m_desk : m_welcome);
    m_views.bar->setExamples(document && m_files->isSample() ? m_examples : QStringList());
    m_commands[CommandId::Compare]->setChecked(false);
    m_views.canvas->setDividerVisible(false);
    m_views.bar->setZoom(m_views.canvas->zoom());
    updateTitle();
    updateCommands();
    m_views.bar->focusBox();
}

void MainWindow::updateTitle()
{
    const Document* document = m_edits ? m_edits->document() : nullptr;
    setWindowTitle(document ? tr("%1[*] - Focal").arg(document->name()) : tr("Focal"));
}

void MainWindow::retranslate()
{
    m_commands.retranslate();
    m_recentMenu->setTitle(tr("Open &Recent"));
    m_examples = {tr("make the dog grey"), tr("blur the background"), tr("make the tongue blue")};
    if (m_files->isSample() && m_edits->document() && m_edits->document()->turns().size() == 1)
        m_views.bar->setExamples(m_examples);
    updateTitle();
    m_models->retranslate();
}

bool MainWindow::event(QEvent* event)
{
    // Posted behind the first painting and what it asked for: by then keys are read, too.
    if (event->type() == QEvent::Paint && !std::exchange(m_painted, true))
        QMetaObject::invokeMethod(this, &MainWindow::firstPainted, Qt::QueuedConnection);
    return QMainWindow::event(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && m_recentMenu)
        retranslate();
    if (event->type() == QEvent::WindowStateChange)
        m_commands[CommandId::FullScreen]->setChecked(isFullScreen());
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const Document* document = m_edits->document();
    if (!m_closing && document && !document->isClean()) {
        event->ignore();
        m_files->whenSafe([this] {
            m_closing = true;
            // Not from within this event, which a window that is closing would ignore.
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
        });
        return;
    }
    rememberSizes();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (FileController::canOpen(*event->mimeData()))
        event->acceptProposedAction();
    if (ReferenceStrip::canTake(*event->mimeData()))
        m_references->setDragging(true); // So that there is something to drop on.
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* event)
{
    QMainWindow::dragLeaveEvent(event);
    // Going over to the strip is no leaving; the strip says so itself a moment later.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!m_views.references->isDraggedOver())
                m_references->setDragging(false);
        },
        Qt::QueuedConnection);
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    m_references->setDragging(false);
    m_files->openMime(*event->mimeData());
}

} // namespace focal
