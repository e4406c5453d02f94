#include "ui/commands/commands.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QTest>

namespace focal {

class tst_Commands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCommandHasOneRow();
    void shortcutsAreUnique();
    void lettersAloneAreNoShortcuts();
    void iconsExist();
    void menusHoldTheirCommands();
    void mnemonicsAreUniqueInAMenu();
    void tooltipsNameTheShortcut();
};

void tst_Commands::everyCommandHasOneRow()
{
    QSet<int> ids;
    for (const CommandInfo& row : commandTable())
        ids.insert(int(row.id));
    QCOMPARE(ids.size(), int(commandTable().size()));
    QCOMPARE(ids.size(), int(CommandId::About) + 1);
}

void tst_Commands::shortcutsAreUnique()
{
    QSet<QString> seen;
    for (const CommandInfo& row : commandTable()) {
        for (const QKeySequence& shortcut : row.shortcuts) {
            const QString keys = shortcut.toString();
            QVERIFY(!keys.isEmpty());
            QVERIFY2(!seen.contains(keys), qPrintable(keys));
            seen.insert(keys);
        }
    }
}

/// A letter typed anywhere goes to the instruction box.
void tst_Commands::lettersAloneAreNoShortcuts()
{
    for (const CommandInfo& row : commandTable()) {
        for (const QKeySequence& shortcut : row.shortcuts) {
            const QKeyCombination first = shortcut[0];
            if (first.keyboardModifiers() == Qt::NoModifier || first.keyboardModifiers() == Qt::ShiftModifier)
                QVERIFY2(first.key() < Qt::Key_A || first.key() > Qt::Key_Z, qPrintable(shortcut.toString()));
        }
    }
}

void tst_Commands::iconsExist()
{
    for (const CommandInfo& row : commandTable()) {
        if (*row.icon)
            QVERIFY2(iconNames().contains(QLatin1String(row.icon)), row.icon);
    }
}

void tst_Commands::menusHoldTheirCommands()
{
    QMenuBar bar;
    Commands commands(&bar);
    commands.fill(&bar);
    QCOMPARE(bar.actions().size(), 7);
    for (const CommandInfo& row : commandTable())
        QVERIFY(commands.menu(row.menu)->actions().contains(commands[row.id]));
}

void tst_Commands::mnemonicsAreUniqueInAMenu()
{
    QSet<QString> seen;
    for (const CommandInfo& row : commandTable()) {
        const QString text = QString::fromUtf8(row.text);
        const qsizetype at = text.indexOf(u'&');
        QVERIFY2(at >= 0, row.text);
        const QString key = QStringLiteral("%1 %2").arg(int(row.menu)).arg(text[at + 1].toUpper());
        QVERIFY2(!seen.contains(key), row.text);
        seen.insert(key);
    }
}

void tst_Commands::tooltipsNameTheShortcut()
{
    QObject owner;
    const Commands commands(&owner);
    QCOMPARE(commands[CommandId::Undo]->toolTip(), QStringLiteral("Go to the turn before (Ctrl+Z)"));
    QCOMPARE(commands[CommandId::About]->toolTip(), QStringLiteral("Versions and licences"));
}

} // namespace focal

QTEST_MAIN(focal::tst_Commands)
#include "tst_commands.moc"
