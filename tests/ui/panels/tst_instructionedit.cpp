#include "ui/panels/instructionedit.h"

#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QSignalSpy>
#include <QTest>

using namespace focal;

namespace {

void compose(QWidget& widget, const QString& preedit)
{
    QInputMethodEvent event(preedit, {});
    QCoreApplication::sendEvent(&widget, &event);
}

void commit(QWidget& widget, const QString& text)
{
    QInputMethodEvent event;
    event.setCommitString(text);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

class TestInstructionEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterSendsAndShiftEnterBreaksTheLine()
    {
        InstructionEdit edit;
        edit.show();
        QSignalSpy sent(&edit, &InstructionEdit::sendRequested);
        QTest::keyClicks(&edit, QStringLiteral("blue"));
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QTest::keyClick(&edit, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(sent.count(), 2);
        QTest::keyClick(&edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(sent.count(), 2);
        QTest::keyClicks(&edit, QStringLiteral("red"));
        QCOMPARE(edit.toPlainText(), QStringLiteral("blue\nred"));
    }

    void neverSendsWhileAnInputMethodComposes()
    {
        InstructionEdit edit;
        edit.show();
        QSignalSpy sent(&edit, &InstructionEdit::sendRequested);
        edit.setHistory({QStringLiteral("earlier")});
        compose(edit, QStringLiteral("ba gou bian"));
        QVERIFY(edit.isComposing());
        QTest::keyClick(&edit, Qt::Key_Return);
        QTest::keyClick(&edit, Qt::Key_Enter);
        QCOMPARE(sent.count(), 0);
        QTest::keyClick(&edit, Qt::Key_Up); // walks through the candidates, not through the history
        QVERIFY(!edit.toPlainText().contains(QStringLiteral("earlier")));
        commit(edit, QStringLiteral("把狗变成灰色"));
        QVERIFY(!edit.isComposing());
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
        QVERIFY(edit.toPlainText().contains(QStringLiteral("把狗变成灰色")));
    }

    void aCompositionGivenUpLeavesEnterFree()
    {
        InstructionEdit edit;
        edit.show();
        QSignalSpy sent(&edit, &InstructionEdit::sendRequested);
        compose(edit, QStringLiteral("ni"));
        compose(edit, QString());
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(sent.count(), 1);
    }

    void upAndDownWalkThroughTheHistoryAndKeepTheDraft()
    {
        InstructionEdit edit;
        edit.resize(400, 40);
        edit.show();
        edit.setHistory({QStringLiteral("first"), QStringLiteral("second")});
        QTest::keyClicks(&edit, QStringLiteral("draft"));
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.toPlainText(), QStringLiteral("second"));
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.toPlainText(), QStringLiteral("first"));
        QTest::keyClick(&edit, Qt::Key_Up); // nothing before
        QCOMPARE(edit.toPlainText(), QStringLiteral("first"));
        QTest::keyClick(&edit, Qt::Key_Down);
        QTest::keyClick(&edit, Qt::Key_Down);
        QCOMPARE(edit.toPlainText(), QStringLiteral("draft"));
        QTest::keyClick(&edit, Qt::Key_Down);
        QCOMPARE(edit.toPlainText(), QStringLiteral("draft"));
        edit.remember(QStringLiteral("third"));
        edit.remember(QStringLiteral("third"));
        QCOMPARE(edit.history().size(), 3);
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.toPlainText(), QStringLiteral("third"));
    }

    void upMovesTheCursorUnlessItIsInTheFirstLine()
    {
        InstructionEdit edit;
        edit.resize(400, 60);
        edit.show();
        edit.setHistory({QStringLiteral("earlier")});
        QTest::keyClicks(&edit, QStringLiteral("one"));
        QTest::keyClick(&edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(&edit, QStringLiteral("two"));
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.toPlainText(), QStringLiteral("one\ntwo"));
        QCOMPARE(edit.textCursor().blockNumber(), 0);
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.toPlainText(), QStringLiteral("earlier"));
    }

    void aWrappedLineIsALineToo()
    {
        InstructionEdit edit;
        edit.setFixedWidth(120);
        edit.show();
        edit.setHistory({QStringLiteral("earlier")});
        const QString text = QStringLiteral("make the orange in the middle of the table blue");
        QTest::keyClicks(&edit, text);
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.toPlainText(), text);
    }

    void growsToTwoLinesAndNoFurther()
    {
        InstructionEdit edit;
        edit.setFixedWidth(300);
        edit.show();
        const int one = edit.height();
        QTest::keyClicks(&edit, QStringLiteral("a"));
        QCOMPARE(edit.height(), one);
        QTest::keyClick(&edit, Qt::Key_Return, Qt::ShiftModifier);
        const int two = edit.height();
        QVERIFY(two > one);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(edit.height(), two);
        edit.clear();
        QCOMPARE(edit.height(), one);
    }
};

QTEST_MAIN(TestInstructionEdit)
#include "tst_instructionedit.moc"
