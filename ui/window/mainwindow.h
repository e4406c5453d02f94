#pragma once

#include "ui/commands/commands.h"
#include "ui/dialogs/dialogs.h"
#include "ui/settings/settings.h"
#include "ui/window/language.h"
#include "ui/window/modelcontroller.h"
#include "ui/window/views.h"
#include "ui/worker/jobqueue.h"

#include <QMainWindow>
#include <QPalette>

#include <functional>
#include <memory>

class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace focal {

class EditController;
class FileController;
class KeyboardFilter;
class ModelShelf;
class NoticeBar;
class ReferenceController;
class WelcomeView;

/// What the window needs from outside; app/focal fills it, and tests do with models and dialogs of their own.
struct WindowServices
{
    ModelRegistry models;
    /// Makes an entry for a model that the user added. May be empty: then none can be.
    AddedModelEntry addedModel;
    QString tokenizer; ///< The folder that serves models which bring none; empty where there is none.
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Dialogs> dialogs;
    QPalette systemPalette; ///< As the desktop gave it, for the theme that follows it.
    std::function<void(int)>
        setThreads; ///< How many threads models may use; 0: as many as there are. May be empty.
};

/// The window: one picture, one sentence, one glance (interface.md). Lays out the parts, builds menus from
/// the commands table, and connects the controllers; what happens in an edit is EditController's, what
/// happens to files FileController's.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(WindowServices services);
    ~MainWindow() override;

    /// To be called once the window is shown: loads the model behind it and opens @p path; without one the
    /// sample photo, as long as the user has opened no picture of their own.
    void start(const QString& path = {});

    EditController& edits() const { return *m_edits; }
    FileController& files() const { return *m_files; }
    ReferenceController& references() const { return *m_references; }
    ModelController& models() const { return *m_models; }
    JobQueue& queue() { return *m_queue; }
    Settings& settings() const { return *m_settings; }
    const Views& views() const { return m_views; }
    NoticeBar* notices() const { return m_notices; }
    QAction* action(CommandId id) const { return m_commands[id]; }

Q_SIGNALS:
    void firstPainted(); ///< Once: the window stands on the screen and takes keys.

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    std::unique_ptr<Settings> m_settings;
    QPalette m_systemPalette;
    std::function<void(int)> m_setThreads;
    Language m_language;
    Commands m_commands;
    ModelShelf* m_shelf = nullptr;
    std::unique_ptr<JobQueue> m_queue;

    QSplitter* m_columns = nullptr;
    QStackedWidget* m_middle = nullptr;
    QWidget* m_desk = nullptr; ///< The canvas and what stands beside it.
    WelcomeView* m_welcome = nullptr;
    QWidget* m_left = nullptr;
    QScrollArea* m_right = nullptr;
    NoticeBar* m_notices = nullptr;
    Views m_views;
    KeyboardFilter* m_keyboard = nullptr;
    QMenu* m_recentMenu = nullptr;

    std::unique_ptr<EditController> m_edits; ///< After the views that it drives.
    FileController* m_files = nullptr;
    ReferenceController* m_references = nullptr;
    ModelController* m_models = nullptr;
    bool m_painted = false;
    bool m_closing = false;
    QStringList m_examples;

    // mainwindowlayout.cpp
    void makeLayout();
    QWidget* makeLeft();
    QWidget* makeRight();
    void restoreSizes();
    void rememberSizes();
    // mainwindowcommands.cpp
    void makeMenus();
    void connectCommands();
    void connectViewCommands();
    void connectTools();
    void fillRecentMenu();
    void updateCommands();
    void stopOrClear();
    void showExamples();
    // mainwindow.cpp
    void connectControllers();
    void connectReferences();
    void settingChanged(SettingKey key);
    void documentChanged();
    void retranslate();
    void updateTitle();
};

} // namespace focal
