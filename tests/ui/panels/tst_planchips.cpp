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
        // Nothing was named: the whole picture, or what was clicked.
        Plan nameless = recolorPlan();
        nameless.edits.front().target.clear();
        shown.widget.setPlan(nameless);
        QCOMPARE(chips(shown.widget)[1]->text(), QStringLiteral("whole picture"));
        shown.widget.setPlan(nameless, true);
        QCOMPARE(chips(shown.widget)[1]->text(), QStringLiteral("what you marked"));
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

    void everyValueCanBeChosen()
    {
        // A plan, which chip, what its menu is to say, and what the plan says then.
        const auto choose = [](const PlannedEdit& edit, int chip, const QString& words) -> PlannedEdit {
            Plan plan = recolorPlan();
            plan.edits = {edit};
            Shown shown(plan);
            QPushButton* button = chips(shown.widget).value(chip);
            QMenu* menu = button ? button->findChild<QMenu*>() : nullptr;
            if (!menu)
                return {};
            for (QAction* action : menu->actions()) {
                if (action->text() == words)
                    action->trigger();
            }
            return shown.corrected.isEmpty() ? PlannedEdit() : shown.last().edits.front();
        };
        const PlannedEdit pattern{Operation::Pattern, QStringLiteral("狗"), {1, 1}, PatternValue{}};
        QCOMPARE(std::get<PatternValue>(choose(pattern, 2, QStringLiteral("Dots")).value).motif, Motif::Dots);
        const PlannedEdit style{Operation::Style, {}, {}, StyleValue{}};
        QCOMPARE(std::get<StyleValue>(choose(style, 2, QStringLiteral("Sepia")).value).style, Style::Sepia);
        PlaceValue said;
        said.position.words = QStringLiteral("on the mug");
        said.position.thing = QStringLiteral("mug");
        const PlannedEdit place{Operation::Place, {}, {}, said};
        QCOMPARE(std::get<PlaceValue>(choose(place, 2, QStringLiteral("Picture 3")).value).reference, 2);
        const Position where =
            std::get<PlaceValue>(choose(place, 3, QStringLiteral("top right")).value).position;
        QCOMPARE(where.spot, Spot::TopRight);
        QVERIFY2(where.thing.isEmpty() && where.words.isEmpty(), "the place that was said is gone");
        const PlannedEdit flip{Operation::Flip, {}, {}, FlipValue{}};
        QVERIFY(!std::get<FlipValue>(choose(flip, 1, QStringLiteral("top and bottom")).value).horizontal);
        const PlannedEdit turn{Operation::Rotate, {}, {}, RotateValue{-5}};
        QCOMPARE(std::get<RotateValue>(choose(turn, 2, QStringLiteral("corners filled")).value).corners,
                 RotateValue::Corners::Filled);
        // Any operation can be put in the place of another.
        const PlannedEdit crop = choose(pattern, 0, operationText(Operation::Crop));
        QCOMPARE(crop.operation, Operation::Crop);
        QVERIFY(std::holds_alternative<CropValue>(crop.value));
    }

    void wordsAreTyped()
    {
        const auto type = [](const PlannedEdit& edit, int chip, const QString& words) {
            Plan plan = recolorPlan();
            plan.edits = {edit};
            auto shown = std::make_unique<Shown>(plan);
            QTest::mouseClick(chips(shown->widget).value(chip), Qt::LeftButton);
            auto* field = shown->window.findChild<QLineEdit*>();
            if (!field)
                return PlannedEdit();
            field->setText(words);
            QTest::keyClick(field, Qt::Key_Return);
            return shown->corrected.isEmpty() ? PlannedEdit() : shown->last().edits.front();
        };
        const PlannedEdit text{Operation::ReplaceText,
                               {},
                               {},
                               ReplaceTextValue{QStringLiteral("¥299"), {3, 4}, QStringLiteral("$39.9"), {}}};
        const auto before = std::get<ReplaceTextValue>(type(text, 2, QStringLiteral("¥199")).value);
        QCOMPARE(before.from, QStringLiteral("¥199"));
        QCOMPARE(before.fromSpan, TextSpan());
        QCOMPARE(before.to, QStringLiteral("$39.9"));
        QCOMPARE(std::get<ReplaceTextValue>(type(text, 3, QStringLiteral("$29")).value).to,
                 QStringLiteral("$29"));
        QVERIFY2(std::holds_alternative<std::monostate>(type(text, 3, QStringLiteral(" ")).value),
                 "nothing is no text");
        AddTextValue slogan;
        slogan.text = QStringLiteral("SALE");
        const PlannedEdit add{Operation::AddText, {}, {}, slogan};
        QCOMPARE(std::get<AddTextValue>(type(add, 1, QStringLiteral("SALE!")).value).text,
                 QStringLiteral("SALE!"));
        const PlannedEdit crop{Operation::Crop, {}, {}, CropValue{}};
        const auto form = std::get<CropValue>(type(crop, 2, QStringLiteral("16:9")).value);
        QCOMPARE(form.measure, CropValue::Measure::Ratio);
        QCOMPARE(form.width, 16.0);
        QCOMPARE(std::get<CropValue>(type(crop, 2, QStringLiteral("800 x 600")).value).measure,
                 CropValue::Measure::Pixels);
        QVERIFY(std::holds_alternative<std::monostate>(type(crop, 2, QStringLiteral("wide")).value));
        const PlannedEdit draw{Operation::Generate, {}, {}, GenerateValue{QStringLiteral("a hat")}};
        QCOMPARE(std::get<GenerateValue>(type(draw, 2, QStringLiteral("a red hat")).value).description,
                 QStringLiteral("a red hat"));
    }

    void numbersAndColoursArePicked()
    {
        Plan plan = recolorPlan();
        plan.edits = {{Operation::Pattern, QStringLiteral("狗"), {1, 1}, PatternValue{}}};
        Shown shown(plan);
        const auto value = [&] { return std::get<PatternValue>(shown.last().edits.front().value); };
        QTest::mouseClick(chips(shown.widget)[3], Qt::LeftButton);
        auto* swatches = shown.window.findChild<Swatches*>();
        QVERIFY(swatches);
        QTest::mouseClick(swatches, Qt::LeftButton, {}, swatches->cell(0).center());
        QCOMPARE(value().colors, (std::vector<Rgb>{{0, 0, 0}}));
        QCOMPARE(chips(shown.widget).size(), 6); // now the second one can be said, too
        QCOMPARE(chips(shown.widget)[3]->text(), QStringLiteral("#000000"));
        QTest::mouseClick(chips(shown.widget)[5], Qt::LeftButton);
        auto* slider = shown.window.findChild<QSlider*>();
        QVERIFY(slider);
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(value().scale, PatternScaleMax);

        plan.edits = {{Operation::Rotate, {}, {}, RotateValue{90}}};
        Shown turned(plan);
        QCOMPARE(chips(turned.widget).size(), 2); // a quarter turn leaves no corners
        QTest::mouseClick(chips(turned.widget)[1], Qt::LeftButton);
        QTest::keyClick(turned.window.findChild<QSlider*>(), Qt::Key_Home);
        QCOMPARE(std::get<RotateValue>(turned.last().edits.front().value).degrees, -180.0);

        plan.edits = {{Operation::Crop, {}, {}, CropValue{}}};
        Shown cropped(plan);
        QTest::mouseClick(chips(cropped.widget)[3], Qt::LeftButton);
        QTest::keyClick(cropped.window.findChildren<QSlider*>().value(1), Qt::Key_End);
        QCOMPARE(std::get<CropValue>(cropped.last().edits.front().value).top, 0.45);
    }

    void anEditorOutlivesItsPlan()
    {
        Plan plan = recolorPlan();
        plan.edits = {{Operation::Rotate, {}, {}, RotateValue{90}}};
        Shown shown(plan);
        QTest::mouseClick(chips(shown.widget)[1], Qt::LeftButton);
        auto* slider = shown.window.findChild<QSlider*>();
        QVERIFY(slider);
        shown.widget.setPlan(recolorPlan()); // Undone meanwhile: another plan, or none.
        QTest::keyClick(slider, Qt::Key_Home);
        shown.widget.setPlan({});
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(shown.corrected.count(), 0);
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
