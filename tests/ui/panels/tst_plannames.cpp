#include "core/plan/planner.h"
#include "ui/panels/plannames.h"

#include <QTest>

using namespace focal;

class TestPlanNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOperationHasItsOwnName()
    {
        QSet<QString> names;
        for (const Operation operation : {Operation::Recolor, Operation::Remove, Operation::Adjust,
                                          Operation::Background, Operation::Generate, Operation::Unclear})
            names << operationText(operation);
        QCOMPARE(names.size(), 6);
    }

    void amountsCarryTheirSign()
    {
        QCOMPARE(amountText({AdjustProperty::Brightness, 0.3}), QStringLiteral("+30 %"));
        QCOMPARE(amountText({AdjustProperty::Temperature, -0.125}), QStringLiteral("−13 %"));
        QCOMPARE(amountText({AdjustProperty::Blur, 0.5}), QStringLiteral("50 %"));
    }

    void anotherOperationKeepsWhatFits()
    {
        PlannedEdit edit{
            Operation::Recolor, QStringLiteral("狗"), {1, 1}, ColorValue{{1, 2, 3}, QStringLiteral("x")}};
        const PlannedEdit background = withOperation(edit, Operation::Background);
        QCOMPARE(std::get<ColorValue>(background.value).color, (Rgb{1, 2, 3}));
        QCOMPARE(background.target, QStringLiteral("狗"));
        QVERIFY(std::holds_alternative<std::monostate>(withOperation(edit, Operation::Remove).value));
        QVERIFY(
            std::holds_alternative<BlurValue>(withOperation(edit, Operation::Background, {}, true).value));
        const PlannedEdit darker{Operation::Adjust, {}, {}, AdjustValue{AdjustProperty::Brightness, -0.4}};
        const AdjustValue warmth = std::get<AdjustValue>(
            withOperation(darker, Operation::Adjust, AdjustProperty::Temperature).value);
        QCOMPARE(warmth.amount, -0.4);
        const AdjustValue blur =
            std::get<AdjustValue>(withOperation(darker, Operation::Adjust, AdjustProperty::Blur).value);
        QCOMPARE(blur.amount, 0.4); // there is no negative blur
        QVERIFY(std::holds_alternative<ColorValue>(withOperation(darker, Operation::Recolor).value));
    }

    void anotherTargetIsFoundInTheSentence()
    {
        const PlannedEdit edit{Operation::Remove, QStringLiteral("dog"), {11, 3}, {}};
        const PlannedEdit known =
            withTarget(edit, QStringLiteral("remove the dog and the Ball"), QStringLiteral(" ball "));
        QCOMPARE(known.target, QStringLiteral("ball"));
        QCOMPARE(known.targetSpan, (TextSpan{23, 4}));
        const PlannedEdit unknown = withTarget(edit, QStringLiteral("remove the dog"), QStringLiteral("cat"));
        QCOMPARE(unknown.targetSpan, TextSpan());
        QCOMPARE(withTarget(edit, QStringLiteral("remove the dog"), QString()).targetSpan, TextSpan());
    }
};

QTEST_MAIN(TestPlanNames)
#include "tst_plannames.moc"
