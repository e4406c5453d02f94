#include "core/plan/planner.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/instructionedit.h"

#include <QApplication>
#include <QButtonGroup>
#include <QInputMethodEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

using namespace focal;

namespace {

template <typename Button>
Button* named(const QWidget& widget, const QString& accessibleName)
{
    for (Button* button : widget.findChildren<Button*>()) {
        if (button->accessibleName() == accessibleName)
            return button;
    }
    return nullptr;
}

} // namespace

class TestInstructionBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsWhatWasTypedAndEmptiesTheBox()
    {
        InstructionBar bar;
        bar.show();
        QSignalSpy submitted(&bar, &InstructionBar::submitted);
        auto* edit = bar.findChild<InstructionEdit*>();
        QTest::keyClicks(edit, QStringLiteral("  make the orange blue "));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(submitted.count(), 1);
        QCOMPARE(submitted.first().first().toString(), QStringLiteral("make the orange blue"));
        QVERIFY(bar.text().isEmpty());
        QVERIFY(!edit->document()->isUndoAvailable()); // Ctrl+Z is the picture's from here
        QCOMPARE(bar.history(), QStringList{QStringLiteral("make the orange blue")});
        QTest::keyClick(edit, Qt::Key_Up);
        QCOMPARE(bar.text(), QStringLiteral("make the orange blue"));
    }

    void sendsNothingWhereThereIsNothing()
    {
        InstructionBar bar;
        bar.show();
        QSignalSpy submitted(&bar, &InstructionBar::submitted);
        auto* edit = bar.findChild<InstructionEdit*>();
        QTest::keyClick(edit, Qt::Key_Return);
        QTest::keyClicks(edit, QStringLiteral("   "));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(submitted.count(), 0);
        QVERIFY(!named<QToolButton>(bar, QStringLiteral("Send"))->isEnabled());
        bar.setText(QStringLiteral("x"));
        bar.setReady(false);
        QVERIFY(!named<QToolButton>(bar, QStringLiteral("Send"))->isEnabled());
    }

    void chineseIsComposedThenSent()
    {
        InstructionBar bar;
        bar.show();
        QSignalSpy submitted(&bar, &InstructionBar::submitted);
        auto* edit = bar.findChild<InstructionEdit*>();
        QInputMethodEvent composing(QStringLiteral("ba gou"), {});
        QCoreApplication::sendEvent(edit, &composing);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(submitted.count(), 0);
        QInputMethodEvent committing;
        committing.setCommitString(QStringLiteral("把狗变成灰色"));
        QCoreApplication::sendEvent(edit, &committing);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(submitted.count(), 1);
        QVERIFY(submitted.first().first().toString().contains(QStringLiteral("把狗变成灰色")));
    }

    void theButtonSendsOrStops()
    {
        InstructionBar bar;
        bar.show();
        QSignalSpy submitted(&bar, &InstructionBar::submitted), stopped(&bar, &InstructionBar::stopRequested);
        bar.setRunning(true);
        QTest::mouseClick(named<QToolButton>(bar, QStringLiteral("Stop")), Qt::LeftButton);
        QCOMPARE(stopped.count(), 1);
        bar.setText(QStringLiteral("and the apple green")); // while it runs, the next can be said
        QTest::mouseClick(named<QToolButton>(bar, QStringLiteral("Send")), Qt::LeftButton);
        QCOMPARE(submitted.count(), 1);
        QCOMPARE(stopped.count(), 1);
        bar.setRunning(false);
        QVERIFY(!named<QToolButton>(bar, QStringLiteral("Stop")));
    }

    void toolsAreExclusiveAndTheBrushHasASize()
    {
        InstructionBar bar;
        bar.show();
        QSignalSpy chosen(&bar, &InstructionBar::toolChosen),
            sized(&bar, &InstructionBar::brushRadiusChanged);
        QCOMPARE(bar.tool(), InstructionBar::Tool::Move);
        auto* brush = named<QSlider>(bar, QStringLiteral("Size of the brush"));
        QVERIFY(!brush->isVisible());
        QTest::mouseClick(named<QToolButton>(bar, QStringLiteral("Brush")), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().value<InstructionBar::Tool>(), InstructionBar::Tool::Brush);
        QCOMPARE(bar.tool(), InstructionBar::Tool::Brush);
        QVERIFY(brush->isVisible());
        QTest::keyClick(brush, Qt::Key_End);
        QCOMPARE(bar.brushRadius(), InstructionBar::BrushRadiusMax);
        QCOMPARE(sized.last().first().toInt(), InstructionBar::BrushRadiusMax);
        QTest::keyClick(brush, Qt::Key_Home);
        QCOMPARE(bar.brushRadius(), InstructionBar::BrushRadiusMin);
        bar.setBrushRadius(24);
        QVERIFY(qAbs(bar.brushRadius() - 24) <= 1);
        bar.setTool(InstructionBar::Tool::Click);
        QCOMPARE(chosen.count(), 1); // set by the program: no signal
        QVERIFY(!brush->isVisible());
    }

    void theRegionChipTakesTheRegionAway()
    {
        InstructionBar bar;
        bar.show();
        QSignalSpy cleared(&bar, &InstructionBar::regionCleared);
        bar.setRegionText(QStringLiteral("in the box"));
        auto* chip = named<QPushButton>(bar, QStringLiteral("in the box: click to look everywhere"));
        QVERIFY(chip && chip->isVisible());
        QTest::mouseClick(chip, Qt::LeftButton);
        QCOMPARE(cleared.count(), 1);
        bar.setRegionText({});
        QVERIFY(!chip->isVisible());
    }

    void examplesStandUntilTheFirstIsSent()
    {
        InstructionBar bar;
        bar.show();
        QSignalSpy submitted(&bar, &InstructionBar::submitted);
        bar.setExamples({QStringLiteral("make the dog grey"), QStringLiteral("blur & brighten")});
        const auto example = [&bar](const QString& text) -> QPushButton* {
            for (QPushButton* button : bar.findChildren<QPushButton*>()) {
                if (button->text() == text)
                    return button;
            }
            return nullptr;
        };
        QPushButton* second = example(QStringLiteral("blur && brighten"));
        QVERIFY(second && second->isVisible());
        bar.setText(QStringLiteral("x"));
        QVERIFY(!second->isVisible());
        bar.setText({});
        QVERIFY(second->isVisible());
        QTest::mouseClick(second, Qt::LeftButton);
        QCOMPARE(submitted.count(), 1);
        QCOMPARE(submitted.first().first().toString(), QStringLiteral("blur & brighten"));
        QVERIFY(!second->isVisible());
    }

    void whatIsTypedElsewhereLandsInTheBox()
    {
        InstructionBar bar;
        bar.show();
        bar.activateWindow();
        bar.setText(QStringLiteral("ab"));
        bar.insertTyped(QStringLiteral("c"));
        QCOMPARE(bar.text(), QStringLiteral("abc"));
        QTRY_VERIFY(bar.findChild<InstructionEdit*>()->hasFocus());
    }

    void saysModelSecondsAndZoom()
    {
        QLocale::setDefault(QLocale::c());
        InstructionBar bar;
        bar.show();
        QSignalSpy model(&bar, &InstructionBar::modelClicked), zoom(&bar, &InstructionBar::zoomClicked);
        bar.setModelName(QStringLiteral("Focal Compact"));
        bar.setZoom(0.333);
        auto* modelButton = named<QToolButton>(bar, QStringLiteral("Model: Focal Compact"));
        auto* zoomButton = named<QToolButton>(bar, QStringLiteral("Zoom: 33 %"));
        QVERIFY(modelButton && zoomButton);
        QTest::mouseClick(modelButton, Qt::LeftButton);
        QTest::mouseClick(zoomButton, Qt::LeftButton);
        QCOMPARE(model.count(), 1);
        QCOMPARE(zoom.count(), 1);
    }

    void correctedPlansArePassedOn()
    {
        InstructionBar bar;
        bar.resize(900, 120);
        bar.show();
        Plan plan;
        plan.instruction = QStringLiteral("remove the dog");
        plan.edits = {{Operation::Remove, QStringLiteral("dog"), {11, 3}, {}}};
        bar.setPlan(plan);
        QVERIFY(named<QPushButton>(bar, QStringLiteral("Of what: dog")));
        bar.setPlan({});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!named<QPushButton>(bar, QStringLiteral("Of what: dog")));
    }

    void everyControlIsReachableAndNamed()
    {
        InstructionBar bar;
        bar.setModelName(QStringLiteral("m"));
        bar.setZoom(1);
        bar.setRegionText(QStringLiteral("r"));
        bar.show();
        for (const QAbstractButton* button : bar.findChildren<QAbstractButton*>()) {
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     "a button without a name");
            QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->accessibleName()));
            QVERIFY2(button->focusPolicy() & Qt::TabFocus, qPrintable(button->accessibleName()));
        }
    }
};

QTEST_MAIN(TestInstructionBar)
#include "tst_instructionbar.moc"
