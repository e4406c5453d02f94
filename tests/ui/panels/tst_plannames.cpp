#include "core/plan/planner.h"
#include "ui/panels/plannames.h"
#include "ui/panels/planvaluenames.h"

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

    void everyValueHasItsOwnName()
    {
        const auto distinct = [](const auto& kinds, auto textOf) {
            QSet<QString> names;
            for (const auto kind : kinds)
                names << textOf(kind);
            return !names.contains(QString()) && names.size() == qsizetype(kinds.size());
        };
        QCOMPARE(motifs().size(), std::size_t(Motif::Camouflage) + 1);
        QCOMPARE(styles().size(), std::size_t(Style::Negative) + 1);
        QCOMPARE(spots().size(), std::size_t(Spot::BottomRight) + 1);
        QVERIFY(distinct(motifs(), motifText));
        QVERIFY(distinct(styles(), styleText));
        QVERIFY(distinct(spots(), spotText));
        QVERIFY(distinct(corners(), cornersText));
        QVERIFY(distinct(adjustProperties(), adjustPropertyText));
        QCOMPARE(referenceText(1), QStringLiteral("Picture 2"));
    }

    void formsAreReadAsTheyAreWritten()
    {
        for (const QString& words :
             {QStringLiteral("16:9"), QStringLiteral("800 x 600"), QStringLiteral("2.35:1")})
            QCOMPARE(cropText(withCropText({}, words).value()), words);
        QCOMPARE(cropText(withCropText({}, QStringLiteral("4：3")).value()), QStringLiteral("4:3"));
        CropValue cut;
        cut.measure = CropValue::Measure::Ratio;
        cut.left = 0.25;
        QCOMPARE(withCropText(cut, {})->measure, CropValue::Measure::None);
        QCOMPARE(withCropText(cut, {})->left, 0.25);
        for (const QString& words : {QStringLiteral("16"), QStringLiteral("0:9"), QStringLiteral("a:b"),
                                     QStringLiteral("-1:2"), QStringLiteral("1:2:3")})
            QVERIFY2(!withCropText({}, words), qPrintable(words));
    }

    void whatLacksAReferenceIsKnown()
    {
        Plan plan;
        plan.edits = {{Operation::Remove, QStringLiteral("a"), {}, {}}};
        QVERIFY(!lacksReference(plan, 0));
        PlaceValue second;
        second.reference = 2;
        plan.edits.push_back({Operation::Place, {}, {}, second});
        QVERIFY(lacksReference(plan, 1));
        QVERIFY(!lacksReference(plan, 2));
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
