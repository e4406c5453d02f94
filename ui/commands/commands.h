#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <map>
#include <span>

class QAction;
class QMenu;
class QMenuBar;
class QObject;

namespace focal {

enum class CommandId {
    // File
    Open,
    OpenSample,
    AddReference,
    Save,
    SaveAs,
    Close,
    Quit,
    // Edit
    Undo,
    Redo,
    Copy,
    CopyMask,
    Paste,
    PasteReference,
    Stop,
    Preferences,
    // View
    ZoomIn,
    ZoomOut,
    Fit,
    ActualSize,
    Compare,
    ChangedRegion,
    HeatMap,
    FullScreen,
    // Picture
    ToolMove,
    ToolClick,
    ToolBox,
    ToolBrush,
    ClearRegion,
    GoToOriginal,
    // Model
    Models,
    // Window
    ShowTurns,
    ShowLookedAt,
    ShowReferences,
    FocusInstruction,
    // Help
    Examples,
    About,
};

enum class MenuId {
    File,
    Edit,
    View,
    Picture,
    Model, ///< Begins with the registry's models, which are not in the table.
    Window,
    Help,
};

/// One row of the table that menus, shortcuts, tooltips and accessible names are made of.
struct CommandInfo
{
    CommandId id;
    MenuId menu;
    const char* text;    ///< Source text; "&" marks the mnemonic. Translation context "focal::Commands".
    const char* tooltip; ///< Source text: what it does, in a few words.
    const char* icon;    ///< Empty: none.
    QList<QKeySequence> shortcuts; ///< The first one is shown.
    bool checkable = false;
    bool separatorBefore = false;
};

std::span<const CommandInfo> commandTable();
QString menuTitle(MenuId menu); ///< Translated.

/// The actions of one window, by id; texts can be translated again while running.
class Commands
{
public:
    /// Makes the actions as children of @p owner.
    explicit Commands(QObject* owner);

    QAction* operator[](CommandId id) const { return m_actions.at(id); }
    QList<QAction*> all() const;

    /// Makes the menus in the order of MenuId and fills them from the table.
    void fill(QMenuBar* bar);
    QMenu* menu(MenuId id) const { return m_menus.at(id); }

    /// Sets every text anew, after a change of language.
    void retranslate();

private:
    std::map<CommandId, QAction*> m_actions;
    std::map<MenuId, QMenu*> m_menus;
};

/// "Undo (Ctrl+Z)": a tooltip with its shortcut, as all of them are made.
QString tooltipWith(const QString& text, const QKeySequence& shortcut);

} // namespace focal
