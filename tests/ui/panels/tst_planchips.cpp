#include "core/plan/planner.h"
#include "ui/panels/colorfields.h"
#include "ui/panels/colorpicker.h"
#include "ui/panels/planchips.h"
#include "ui/panels/plannames.h"
#include "ui/panels/popup.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace focal;

namespace {

Plan recolorPlan()
{
    Plan plan;
    plan.instruction = QStringLiteral("把狗旁边的球变成蓝色");
    plan.edits = {
        {Operation::Recolor, QStringLiteral("狗"), {1, 1}, ColorValue{{0, 0, 255}, QStringLiteral("蓝色")}}};
    plan.confidence = 0.6;
    return plan;
}

/// The chips that stand now; those replaced are gone at the next turn of the event loop.
QList<QPushButton*> chips(const PlanChips& widget)
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return widget.findChildren<QPushButton*>(QString(), Qt::FindDirectChildrenOnly);
}

struct Shown
{
    QWidget window;
    PlanChips widget{&window};
    QSignalSpy corrected{&widget, &PlanChips::corrected};

    explicit Shown(const Plan& plan)
    {
        window.resize(600, 80);
        widget.resize(600, 40);
        widget.setPlan(plan);
        window.show();
    }
    Plan last() const { return corrected.last().first().value<Plan>(); }
};

} // namespace

class TestPlanChips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsOperationTargetAndValue()
    {
        Shown shown(recolorPlan());
        const auto found = chips(shown.widget);
        QCOMPARE(found.size(), 3);
        QCOMPARE(found[0]->text(), QStringLiteral("Recolour"));
        QCOMPARE(found[1]->text(), QStringLiteral("狗"));
        QCOMPARE(found[2]->text(), QStringLiteral("蓝色"));
        for (const QPushButton* chip : found) {
            QVERIFY(!chip->accessibleName().isEmpty());
            QVERIFY(!chip->toolTip().isEmpty());
            QVERIFY(chip->focusPolicy() & Qt::TabFocus);
        }
        shown.widget.setPlan({});
        QCOMPARE(chips(shown.widget).size(), 0);
    }

    void theOperationIsCorrectedByItsMenu()
    {
        Shown shown(recolorPlan());
        QPushButton* chip = chips(shown.widget)[0];
        QTest::mouseClick(chip, Qt::LeftButton);
        auto* menu = chip->findChild<QMenu*>();
        QVERIFY(menu->isVisible());
        QAction* wanted = nullptr;
        for (QAction* action : menu->actions())
            wanted = action->text() == operationText(Operation::Remove) ? action : wanted;
        QVERIFY(wanted);
        menu->setActiveAction(wanted);
        QTest::keyClick(menu, Qt::Key_Return);
        QCOMPARE(shown.corrected.count(), 1);
        QCOMPARE(shown.last().edits.front().operation, Operation::Remove);
        QCOMPARE(shown.last().confidence, 1.0);
        QCOMPARE(chips(shown.widget).size(), 2); // nothing has no value
    }

    void theTargetIsCorrectedInAField()
    {
        Shown shown(recolorPlan());
        QTest::mouseClick(chips(shown.widget)[1], Qt::LeftButton);
        auto* field = shown.window.findChild<QLineEdit*>();
        QVERIFY(field && field->isVisible());
        QCOMPARE(field->text(), QStringLiteral("狗"));
        field->setText(QStringLiteral("球"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(shown.corrected.count(), 1);
        QCOMPARE(shown.last().edits.front().target, QStringLiteral("球"));
        QCOMPARE(shown.last().edits.front().targetSpan, (TextSpan{5, 1}));
        QCOMPARE(chips(shown.widget)[1]->text(), QStringLiteral("球"));
    }

    void theSameTargetIsNoCorrection()
    {
        Shown shown(recolorPlan());
        QTest::mouseClick(chips(shown.widget)[1], Qt::LeftButton);
        QTest::keyClick(shown.window.findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(shown.corrected.count(), 0);
    }

    void theColourIsCorrectedInThePicker()
    {
        Shown shown(recolorPlan());
        QTest::mouseClick(chips(shown.widget)[2], Qt::LeftButton);
        auto* swatches = shown.window.findChild<Swatches*>();
        QVERIFY(swatches && swatches->isVisible());
        QTest::mouseClick(swatches, Qt::LeftButton, {}, swatches->cell(0).center());
        QCOMPARE(std::get<ColorValue>(shown.last().edits.front().value).color, (Rgb{0, 0, 0}));
        QTest::mouseClick(swatches, Qt::LeftButton, {},
                          swatches->cell(9).center()); // it stays open for trying
        QCOMPARE(shown.corrected.count(), 2);
        QCOMPARE(chips(shown.widget)[2]->text(), QStringLiteral("#ffffff"));
    }

    void theAmountIsCorrectedByASlider()
    {
        Plan plan = recolorPlan();
        plan.edits = {{Operation::Adjust, {}, {}, AdjustValue{AdjustProperty::Brightness, 0.3}}};
        Shown shown(plan);
        const auto found = chips(shown.widget);
        QCOMPARE(found[0]->text(), QStringLiteral("Brightness"));
        QCOMPARE(found[1]->text(), QStringLiteral("whole picture"));
        QCOMPARE(found[2]->text(), QStringLiteral("+30 %"));
        QTest::mouseClick(found[2], Qt::LeftButton);
        auto* slider = shown.window.findChild<QSlider*>();
        QVERIFY(slider && slider->isVisible());
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(std::get<AdjustValue>(shown.last().edits.front().value).amount, 1.0);
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(std::get<AdjustValue>(shown.last().edits.front().value).amount, -1.0);
    }

    void severalEditsStandInOrder()
    {
        Plan plan = recolorPlan();
        plan.edits.push_back({Operation::Remove, QStringLiteral("球"), {5, 1}, {}});
        Shown shown(plan);
        QCOMPARE(chips(shown.widget).size(), 5);
        QCOMPARE(chips(shown.widget)[3]->text(), QStringLiteral("Remove"));
    }
};

QTEST_MAIN(TestPlanChips)
#include "tst_planchips.moc"
