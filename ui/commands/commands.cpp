#include "ui/commands/commands.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <vector>

namespace focal {

std::span<const CommandInfo> commandTable()
{
    using C = CommandId;
    using M = MenuId;
    // clang-format off
    static const std::vector<CommandInfo> rows = {
        {C::Open, M::File, QT_TRANSLATE_NOOP("focal::Commands", "&Open…"),
         QT_TRANSLATE_NOOP("focal::Commands", "Open a picture"), "open", {QKeySequence::Open}},
        {C::OpenSample, M::File, QT_TRANSLATE_NOOP("focal::Commands", "Open the Sample &Photo"),
         QT_TRANSLATE_NOOP("focal::Commands", "Open the photo that comes with Focal"), "picture", {}},
        {C::AddReference, M::File, QT_TRANSLATE_NOOP("focal::Commands", "Add Re&ference Pictures…"),
         QT_TRANSLATE_NOOP("focal::Commands", "Add pictures to lay over this one, or for the model to look at"), "plus",
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)}},
        {C::Save, M::File, QT_TRANSLATE_NOOP("focal::Commands", "&Save"),
         QT_TRANSLATE_NOOP("focal::Commands", "Save the picture"), "save", {QKeySequence::Save}, false, true},
        {C::SaveAs, M::File, QT_TRANSLATE_NOOP("focal::Commands", "Save &As…"),
         QT_TRANSLATE_NOOP("focal::Commands", "Save the picture under another name"), "",
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)}},
        {C::Close, M::File, QT_TRANSLATE_NOOP("focal::Commands", "&Close Picture"),
         QT_TRANSLATE_NOOP("focal::Commands", "Close the picture"), "", {QKeySequence(Qt::CTRL | Qt::Key_W)}, false, true},
        {C::Quit, M::File, QT_TRANSLATE_NOOP("focal::Commands", "&Quit"),
         QT_TRANSLATE_NOOP("focal::Commands", "Leave Focal"), "", {QKeySequence(Qt::CTRL | Qt::Key_Q)}},

        {C::Undo, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "&Undo"),
         QT_TRANSLATE_NOOP("focal::Commands", "Go to the turn before"), "undo", {QKeySequence(Qt::CTRL | Qt::Key_Z)}},
        {C::Redo, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "&Redo"),
         QT_TRANSLATE_NOOP("focal::Commands", "Go to the turn after"), "redo",
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)}},
        {C::Copy, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "&Copy Picture"),
         QT_TRANSLATE_NOOP("focal::Commands", "Copy the picture to the clipboard"), "copy", {QKeySequence::Copy}, false, true},
        {C::CopyMask, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "Copy the Changed Re&gion"),
         QT_TRANSLATE_NOOP("focal::Commands", "Copy the region that this turn changed, as a black and white picture"), "",
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}},
        {C::Paste, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "&Paste Picture"),
         QT_TRANSLATE_NOOP("focal::Commands", "Open the picture on the clipboard"), "paste", {QKeySequence::Paste}},
        {C::PasteReference, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "Paste &as a Reference"),
         QT_TRANSLATE_NOOP("focal::Commands", "Add the picture on the clipboard to the reference pictures"), "",
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)}},
        {C::Stop, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "S&top"),
         QT_TRANSLATE_NOOP("focal::Commands", "Stop what is running"), "stop", {QKeySequence(Qt::Key_Escape)}, false, true},
        {C::Preferences, M::Edit, QT_TRANSLATE_NOOP("focal::Commands", "Pre&ferences…"),
         QT_TRANSLATE_NOOP("focal::Commands", "Language, theme and limits"), "settings",
         {QKeySequence(Qt::CTRL | Qt::Key_Comma)}, false, true},

        {C::ZoomIn, M::View, QT_TRANSLATE_NOOP("focal::Commands", "Zoom &In"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show the picture larger"), "zoom-in",
         {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal), QKeySequence(Qt::Key_Plus),
          QKeySequence(Qt::Key_Equal)}},
        {C::ZoomOut, M::View, QT_TRANSLATE_NOOP("focal::Commands", "Zoom &Out"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show the picture smaller"), "zoom-out",
         {QKeySequence(Qt::CTRL | Qt::Key_Minus), QKeySequence(Qt::Key_Minus)}},
        {C::Fit, M::View, QT_TRANSLATE_NOOP("focal::Commands", "&Fit in Window"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show the whole picture"), "fit",
         {QKeySequence(Qt::CTRL | Qt::Key_0), QKeySequence(Qt::Key_0)}},
        {C::ActualSize, M::View, QT_TRANSLATE_NOOP("focal::Commands", "&Actual Size"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show one pixel of the picture as one of the screen"), "actual-size",
         {QKeySequence(Qt::CTRL | Qt::Key_1), QKeySequence(Qt::Key_1)}},
        {C::Compare, M::View, QT_TRANSLATE_NOOP("focal::Commands", "&Before and After"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show a divider between the picture before this turn and now; hold the backslash key to see the whole picture before"), "compare",
         {QKeySequence(Qt::CTRL | Qt::Key_B)}, true, true},
        {C::ChangedRegion, M::View, QT_TRANSLATE_NOOP("focal::Commands", "&Changed Region"),
         QT_TRANSLATE_NOOP("focal::Commands", "Outline what this turn changed"), "target",
         {QKeySequence(Qt::CTRL | Qt::Key_R)}, true},
        {C::HeatMap, M::View, QT_TRANSLATE_NOOP("focal::Commands", "&Heat Map"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show or hide where the model looked"), "eye",
         {QKeySequence(Qt::CTRL | Qt::Key_H)}, true},
        {C::FullScreen, M::View, QT_TRANSLATE_NOOP("focal::Commands", "F&ull Screen"),
         QT_TRANSLATE_NOOP("focal::Commands", "Use the whole screen"), "fullscreen", {QKeySequence(Qt::Key_F11)}, true, true},

        {C::ToolMove, M::Picture, QT_TRANSLATE_NOOP("focal::Commands", "&Move Tool"),
         QT_TRANSLATE_NOOP("focal::Commands", "Drag the picture about"), "move", {QKeySequence(Qt::ALT | Qt::Key_1)}, true},
        {C::ToolClick, M::Picture, QT_TRANSLATE_NOOP("focal::Commands", "&Point Tool"),
         QT_TRANSLATE_NOOP("focal::Commands", "Click on the thing that is meant; with Alt on what is not meant"), "click",
         {QKeySequence(Qt::ALT | Qt::Key_2)}, true},
        {C::ToolBox, M::Picture, QT_TRANSLATE_NOOP("focal::Commands", "&Box Tool"),
         QT_TRANSLATE_NOOP("focal::Commands", "Drag a box around the thing that is meant"), "box",
         {QKeySequence(Qt::ALT | Qt::Key_3)}, true},
        {C::ToolBrush, M::Picture, QT_TRANSLATE_NOOP("focal::Commands", "B&rush Tool"),
         QT_TRANSLATE_NOOP("focal::Commands", "Paint over what should change"), "brush", {QKeySequence(Qt::ALT | Qt::Key_4)},
         true},
        {C::ClearRegion, M::Picture, QT_TRANSLATE_NOOP("focal::Commands", "&Clear the Region"),
         QT_TRANSLATE_NOOP("focal::Commands", "Forget what was pointed at, boxed and painted"), "",
         {QKeySequence(Qt::CTRL | Qt::Key_D)}, false, true},
        {C::GoToOriginal, M::Picture, QT_TRANSLATE_NOOP("focal::Commands", "Go to the &Original"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show the picture as it was opened; nothing is lost"), "",
         {QKeySequence(Qt::CTRL | Qt::Key_Home)}},

        {C::Models, M::Model, QT_TRANSLATE_NOOP("focal::Commands", "&Models and Settings…"),
         QT_TRANSLATE_NOOP("focal::Commands", "Add models, see what they need, and set how they run"), "computer",
         {QKeySequence(Qt::CTRL | Qt::Key_M)}, false, true},

        {C::ShowTurns, M::Window, QT_TRANSLATE_NOOP("focal::Commands", "&Turns"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show or hide the conversation"), "", {QKeySequence(Qt::Key_F5)}, true},
        {C::ShowLookedAt, M::Window, QT_TRANSLATE_NOOP("focal::Commands", "&Looked at and Adjust"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show or hide what was looked at and its values"), "",
         {QKeySequence(Qt::Key_F6)}, true},
        {C::ShowReferences, M::Window, QT_TRANSLATE_NOOP("focal::Commands", "&Reference Pictures"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show or hide the reference pictures"), "picture", {QKeySequence(Qt::Key_F7)},
         true},
        {C::FocusInstruction, M::Window, QT_TRANSLATE_NOOP("focal::Commands", "&Instruction Box"),
         QT_TRANSLATE_NOOP("focal::Commands", "Say what should change"), "", {QKeySequence(Qt::CTRL | Qt::Key_L)}, false, true},

        {C::Examples, M::Help, QT_TRANSLATE_NOOP("focal::Commands", "&Examples"),
         QT_TRANSLATE_NOOP("focal::Commands", "Show sentences to try"), "sparkle", {QKeySequence(Qt::Key_F1)}},
        {C::About, M::Help, QT_TRANSLATE_NOOP("focal::Commands", "&About Focal"),
         QT_TRANSLATE_NOOP("focal::Commands", "Versions and licences"), "info", {}, false, true},
    };
    // clang-format on
    return rows;
}

namespace {

struct MenuRow
{
    MenuId id;
    const char* title;
};

constexpr MenuRow Menus[] = {
    {MenuId::File, QT_TRANSLATE_NOOP("focal::Commands", "&File")},
    {MenuId::Edit, QT_TRANSLATE_NOOP("focal::Commands", "&Edit")},
    {MenuId::View, QT_TRANSLATE_NOOP("focal::Commands", "&View")},
    {MenuId::Picture, QT_TRANSLATE_NOOP("focal::Commands", "&Picture")},
    {MenuId::Model, QT_TRANSLATE_NOOP("focal::Commands", "&Model")},
    {MenuId::Window, QT_TRANSLATE_NOOP("focal::Commands", "&Window")},
    {MenuId::Help, QT_TRANSLATE_NOOP("focal::Commands", "&Help")},
};

QString translated(const char* source)
{
    return QCoreApplication::translate("focal::Commands", source);
}

} // namespace

QString menuTitle(MenuId menu)
{
    for (const MenuRow& row : Menus) {
        if (row.id == menu)
            return translated(row.title);
    }
    return {};
}

QString tooltipWith(const QString& text, const QKeySequence& shortcut)
{
    return shortcut.isEmpty()
               ? text
               : QStringLiteral("%1 (%2)").arg(text, shortcut.toString(QKeySequence::NativeText));
}

Commands::Commands(QObject* owner)
{
    for (const CommandInfo& row : commandTable()) {
        auto* action = new QAction(owner);
        action->setObjectName(QStringLiteral("command%1").arg(int(row.id)));
        action->setShortcuts(row.shortcuts);
        action->setCheckable(row.checkable);
        if (*row.icon)
            action->setIcon(icon(QString::fromLatin1(row.icon)));
        m_actions[row.id] = action;
    }
    retranslate();
}

QList<QAction*> Commands::all() const
{
    QList<QAction*> actions;
    for (const CommandInfo& row : commandTable())
        actions.append(m_actions.at(row.id));
    return actions;
}

void Commands::fill(QMenuBar* bar)
{
    for (const MenuRow& menu : Menus)
        m_menus[menu.id] = bar->addMenu(translated(menu.title));
    for (const CommandInfo& row : commandTable()) {
        QMenu* menu = m_menus.at(row.menu);
        if (row.separatorBefore)
            menu->addSeparator();
        menu->addAction(m_actions.at(row.id));
    }
}

void Commands::retranslate()
{
    for (const CommandInfo& row : commandTable()) {
        QAction* action = m_actions.at(row.id);
        action->setText(translated(row.text));
        action->setToolTip(tooltipWith(translated(row.tooltip), action->shortcut()));
        action->setStatusTip(translated(row.tooltip));
    }
    for (const auto& [id, menu] : m_menus)
        menu->setTitle(menuTitle(id));
}

} // namespace focal
