#include "ui/window/mainwindow.h"

#include "ui/canvas/canvasview.h"
#include "ui/dialogs/aboutdialog.h"
#include "ui/dialogs/preferencesdialog.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/referencestrip.h"
#include "ui/panels/turnspanel.h"
#include "ui/window/editcontroller.h"
#include "ui/window/filecontroller.h"
#include "ui/window/referencecontroller.h"
#include "ui/window/turnpresenter.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>

#include <utility>

namespace focal {

namespace {

constexpr std::pair<CommandId, CanvasView::Tool> Tools[] = {
    {CommandId::ToolMove, CanvasView::Tool::Move},
    {CommandId::ToolClick, CanvasView::Tool::Click},
    {CommandId::ToolBox, CanvasView::Tool::Box},
    {CommandId::ToolBrush, CanvasView::Tool::Brush},
};

} // namespace

void MainWindow::makeMenus()
{
    m_commands.fill(menuBar());
    addActions(m_commands.all()); // Shortcuts work while the menu bar is hidden, too.

    m_recentMenu = new QMenu(this);
    QMenu* file = m_commands.menu(MenuId::File);
    file->insertMenu(m_commands[CommandId::OpenSample], m_recentMenu);
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    for (const QString& path : m_files->recentFiles()) {
        QAction* entry =
            m_recentMenu->addAction(QFileInfo(path).fileName().replace(u'&', QStringLiteral("&&")));
        entry->setToolTip(path);
        connect(entry, &QAction::triggered, this, [this, path] { m_files->openPath(path); });
    }
    m_recentMenu->setToolTipsVisible(true);
    if (m_recentMenu->isEmpty()) {
        m_recentMenu->addAction(tr("None yet"))->setEnabled(false);
        return;
    }
    m_recentMenu->addSeparator();
    connect(m_recentMenu->addAction(tr("&Clear This List")), &QAction::triggered, m_files,
            &FileController::clearRecentFiles);
}

void MainWindow::connectCommands()
{
    const auto on = [this](CommandId id, auto&& what) {
        connect(m_commands[id], &QAction::triggered, this, std::forward<decltype(what)>(what));
    };
    on(CommandId::Open, [this] { m_files->openWithDialog(); });
    on(CommandId::OpenSample, [this] { m_files->openSample(); });
    on(CommandId::AddReference, [this] { m_references->addWithDialog(); });
    on(CommandId::Save, [this] { m_files->save(); });
    on(CommandId::SaveAs, [this] { m_files->saveAs(); });
    on(CommandId::Close, [this] { m_files->whenSafe([this] { m_edits->setPicture({}); }); });
    on(CommandId::Quit, [this] { close(); });
    on(CommandId::Undo, [this] { m_edits->undo(); });
    on(CommandId::Redo, [this] { m_edits->redo(); });
    on(CommandId::Copy, [this] { m_files->copyPicture(); });
    on(CommandId::CopyMask, [this] { m_files->copyChangedRegion(); });
    on(CommandId::Paste, [this] {
        if (m_views.references->hasKeyboard())
            m_references->paste();
        else
            m_files->paste();
    });
    on(CommandId::PasteReference, [this] { m_references->paste(); });
    on(CommandId::Models, [this] { m_models->showWindow(); });
    on(CommandId::Stop, [this] { stopOrClear(); });
    on(CommandId::ClearRegion, [this] { m_views.canvas->clearRegion(); });
    on(CommandId::GoToOriginal, [this] {
        if (const Document* document = m_edits->document())
            m_edits->goTo(document->root());
    });
    on(CommandId::FocusInstruction, [this] { m_views.bar->focusBox(); });
    on(CommandId::Examples, [this] { showExamples(); });
    on(CommandId::Preferences, [this] {
        auto* dialog = new PreferencesDialog(*m_settings, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
    on(CommandId::About, [this] {
        auto* dialog = new AboutDialog(m_queue->model(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    });
    connectViewCommands();
    connectTools();
}

void MainWindow::connectViewCommands()
{
    const auto on = [this](CommandId id, auto&& what) {
        connect(m_commands[id], &QAction::triggered, this, std::forward<decltype(what)>(what));
    };
    CanvasView* canvas = m_views.canvas;
    on(CommandId::ZoomIn, [canvas] { canvas->zoomIn(); });
    on(CommandId::ZoomOut, [canvas] { canvas->zoomOut(); });
    on(CommandId::Fit, [canvas] { canvas->fit(); });
    on(CommandId::ActualSize, [canvas] { canvas->actualSize(); });
    on(CommandId::Compare, [canvas](bool checked) { canvas->setDividerVisible(checked); });
    on(CommandId::ChangedRegion, [this](bool checked) { m_edits->presenter().setOutlineVisible(checked); });
    on(CommandId::HeatMap, [this](bool checked) { m_edits->presenter().setHeatVisible(checked); });
    m_commands[CommandId::HeatMap]->setChecked(true);
    on(CommandId::FullScreen,
       [this](bool checked) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, checked)); });
    on(CommandId::ShowTurns, [this](bool checked) {
        m_left->setVisible(checked);
        m_settings->setValue(SettingKey::ShowTurns, checked);
    });
    on(CommandId::ShowLookedAt, [this](bool checked) {
        m_right->setVisible(checked);
        m_settings->setValue(SettingKey::ShowLookedAt, checked);
    });
    m_commands[CommandId::ShowTurns]->setChecked(m_settings->flag(SettingKey::ShowTurns));
    m_commands[CommandId::ShowLookedAt]->setChecked(m_settings->flag(SettingKey::ShowLookedAt));
    // Another turn may be compared from the conversation, which shows the divider too.
    connect(m_views.turns, &TurnsPanel::compareRequested, this,
            [this] { m_commands[CommandId::Compare]->setChecked(true); });
}

void MainWindow::connectTools()
{
    auto* group = new QActionGroup(this);
    for (const auto& [id, tool] : Tools) {
        QAction* choice = m_commands[id];
        group->addAction(choice);
        connect(choice, &QAction::triggered, this, [this, chosen = tool] {
            m_views.canvas->setTool(chosen);
            m_views.bar->setTool(InstructionBar::Tool(int(chosen)));
        });
    }
    m_commands[CommandId::ToolMove]->setChecked(true);
    connect(m_views.bar, &InstructionBar::toolChosen, this, [this](InstructionBar::Tool chosen) {
        for (const auto& [id, tool] : Tools) {
            if (int(tool) == int(chosen))
                m_commands[id]->trigger();
        }
    });
    connect(m_views.bar, &InstructionBar::brushRadiusChanged, m_views.canvas,
            [this](int radius) { m_views.canvas->setBrushRadius(radius); });
    connect(m_views.canvas, &CanvasView::brushRadiusChanged, m_views.bar,
            [this](double radius) { m_views.bar->setBrushRadius(qRound(radius)); });
    m_views.canvas->setBrushRadius(m_views.bar->brushRadius());
}

void MainWindow::updateCommands()
{
    const Document* document = m_edits->document();
    const bool edited = document && !document->turn(document->current()).isRoot();
    const auto enable = [this](std::initializer_list<CommandId> ids, bool on) {
        for (const CommandId id : ids)
            m_commands[id]->setEnabled(on);
    };
    using C = CommandId;
    enable({C::Save, C::SaveAs, C::Close, C::Copy, C::ZoomIn, C::ZoomOut, C::Fit, C::ActualSize, C::ToolMove,
            C::ToolClick, C::ToolBox, C::ToolBrush, C::ClearRegion, C::AddReference, C::PasteReference,
            C::ShowReferences},
           document != nullptr);
    enable({C::CopyMask, C::ChangedRegion, C::Compare, C::GoToOriginal}, edited);
    enable({C::Undo}, document && document->canUndo());
    enable({C::Redo}, document && document->canRedo());
    setWindowModified(document && !document->isClean());
}

void MainWindow::stopOrClear()
{
    if (m_files->isOpening()) {
        m_files->stopOpening();
    } else if (!m_edits->stop() && !m_edits->forgetCandidates()) {
        if (!m_views.canvas->region().isEmpty())
            m_views.canvas->clearRegion();
        else
            m_views.canvas->setFocus();
    }
}

void MainWindow::showExamples()
{
    const bool sample = m_edits->document() && m_files->isSample();
    m_views.bar->setExamples(sample ? m_examples
                                    : QStringList{tr("make it brighter"), tr("blur the background"),
                                                  tr("make it black and white"), tr("crop to 16:9"),
                                                  tr("add the text “Hello” at the bottom right"),
                                                  tr("place picture 2 at the top right")});
    m_views.bar->setText({});
    m_views.bar->focusBox();
}

} // namespace focal
