#include "ui/panels/adjustpanel.h"
#include "ui/panels/colorpicker.h"
#include "ui/panels/valueslider.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace focal;

namespace {

PlannedEdit recolor()
{
    return {Operation::Recolor, QStringLiteral("dog"), {9, 3}, ColorValue{{1, 2, 3}, {}}};
}

/// The sliders that are shown, from above: strength, grow, feather.
QList<ValueSlider*> sliders(const AdjustPanel& panel)
{
    QList<ValueSlider*> visible;
    for (ValueSlider* slider : panel.findChildren<ValueSlider*>()) {
        if (slider->isVisibleTo(&panel))
            visible << slider;
    }
    return visible;
}

bool showsColor(const AdjustPanel& panel)
{
    return panel.findChild<ColorButton*>()->isVisibleTo(&panel);
}

QPushButton* reset(const AdjustPanel& panel)
{
    for (QPushButton* button : panel.findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Reset"))
            return button;
    }
    return nullptr;
}

} // namespace

class TestAdjustPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsOnlyWhatApplies()
    {
        AdjustPanel panel;
        panel.show();
        QCOMPARE(sliders(panel).size(), 0);
        panel.setTurn(recolor(), {}, {});
        QVERIFY(showsColor(panel));
        QCOMPARE(sliders(panel).size(), 3);
        panel.setTurn(PlannedEdit{Operation::Remove, QStringLiteral("dog"), {}, {}}, {}, {});
        QVERIFY(!showsColor(panel));
        QCOMPARE(sliders(panel).size(), 3);
        panel.setTurn(PlannedEdit{Operation::Adjust, {}, {}, AdjustValue{AdjustProperty::Brightness, 0.3}},
                      {}, {});
        QCOMPARE(sliders(panel).size(), 1); // the whole picture has no edge
        panel.setTurn(PlannedEdit{Operation::Background, {}, {}, BlurValue{0.5}}, {}, {});
        QVERIFY(!showsColor(panel));
        QCOMPARE(sliders(panel).size(), 3);
        panel.setTurn(PlannedEdit{Operation::Generate, {}, {}, GenerateValue{}}, {}, {});
        QCOMPARE(sliders(panel).size(), 0);
    }

    void takesTheValuesUsedAndFillsInTheRest()
    {
        AdjustPanel panel;
        OperatorSettings used;
        used.strength = 0.75;
        used.grow = -3;
        used.feather = 4.5;
        panel.setTurn(recolor(), used, {});
        const OperatorSettings shown = panel.settings();
        QCOMPARE(shown.color, std::optional(Rgb{1, 2, 3})); // of the plan, where the model named none
        QCOMPARE(shown.strength, std::optional(0.75));
        QCOMPARE(shown.grow, std::optional(-3.0));
        QCOMPARE(shown.feather, std::optional(4.5));
        panel.setTurn(PlannedEdit{Operation::Adjust, {}, {}, AdjustValue{AdjustProperty::Temperature, -0.4}},
                      {}, {});
        QCOMPARE(panel.settings().strength, std::optional(-0.4));
        QVERIFY(!panel.settings().grow);
        QVERIFY(!panel.settings().color);
    }

    void draggingIsLiveThrottledAndEndsFinal()
    {
        AdjustPanel panel;
        panel.resize(260, 400);
        panel.setTurn(recolor(), {}, {});
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QSignalSpy changed(&panel, &AdjustPanel::settingsChanged);
        auto* slider = sliders(panel)[0]->findChild<QSlider*>();
        const int y = slider->height() / 2;
        QTest::mousePress(slider, Qt::LeftButton, {}, {slider->width() - 8, y});
        for (int x = slider->width() - 10; x > 20; x -= 2)
            QTest::mouseMove(slider, {x, y});
        QVERIFY2(changed.count() >= 1 && changed.count() <= 4, qPrintable(QString::number(changed.count())));
        QCOMPARE(changed.last().at(1).toBool(), false);
        const int before = changed.count();
        QTRY_VERIFY(changed.count() > before); // the value it stands at comes once the pause is over
        QCOMPARE(changed.last().at(0).value<OperatorSettings>().strength, panel.settings().strength);
        QTest::mouseRelease(slider, Qt::LeftButton, {}, {20, y});
        QCOMPARE(changed.last().at(1).toBool(), true);
        QCOMPARE(changed.last().at(0).value<OperatorSettings>().strength, panel.settings().strength);
        const int after = changed.count();
        QTest::qWait(60);
        QCOMPARE(changed.count(), after); // nothing comes after the final one
    }

    void whatComesInWhileDraggingDoesNotMoveTheHand()
    {
        AdjustPanel panel;
        panel.resize(260, 400);
        panel.setTurn(recolor(), {}, {});
        panel.show();
        auto* slider = sliders(panel)[0]->findChild<QSlider*>();
        const QPoint handle(slider->width() - 8, slider->height() / 2);
        QTest::mousePress(slider, Qt::LeftButton, {}, handle);
        QTest::mouseMove(slider, handle - QPoint(60, 0));
        const auto held = panel.settings().strength;
        OperatorSettings late;
        late.strength = 0.1;
        panel.setTurn(recolor(), late, {});
        QCOMPARE(panel.settings().strength, held);
        QTest::mouseRelease(slider, Qt::LeftButton, {}, handle - QPoint(60, 0));
        panel.setTurn(recolor(), late, {});
        QCOMPARE(panel.settings().strength, std::optional(0.1));
    }

    void resetGoesBackToTheModelsChoice()
    {
        AdjustPanel panel;
        OperatorSettings used, chosen;
        used.color = Rgb{9, 9, 9};
        used.grow = 12;
        chosen.color = Rgb{1, 1, 1};
        chosen.grow = 1;
        chosen.feather = 2;
        panel.setTurn(recolor(), used, chosen);
        panel.show();
        QSignalSpy changed(&panel, &AdjustPanel::settingsChanged);
        QTest::mouseClick(reset(panel), Qt::LeftButton);
        QCOMPARE(changed.count(), 1);
        const auto settings = changed.first().at(0).value<OperatorSettings>();
        QCOMPARE(settings.color, std::optional(Rgb{1, 1, 1}));
        QCOMPARE(settings.grow, std::optional(1.0));
        QCOMPARE(settings.feather, std::optional(2.0));
        QCOMPARE(changed.first().at(1).toBool(), true);
    }
};

QTEST_MAIN(TestAdjustPanel)
#include "tst_adjustpanel.moc"
