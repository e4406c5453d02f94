#include "core/compact/answers.h"

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestAnswers : public QObject
{
    Q_OBJECT

    static PlannedEdit recolor()
    {
        return {Operation::Recolor, u"红色T恤"_s, {}, ColorValue{{0, 0, 255}, u"蓝色"_s}};
    }

private Q_SLOTS:
    void whatWasDoneIsSaidInTheUsersWords()
    {
        OperatorSettings used;
        used.color = Rgb{0, 0, 255};
        QCOMPARE(answers::done(recolor(), used, 1, false), u"Recoloured “红色T恤”: 蓝色."_s);
        // Another colour chosen afterwards is named by its value, not by the old words.
        used.color = Rgb{1, 2, 3};
        QCOMPARE(answers::done(recolor(), used, 1, false), u"Recoloured “红色T恤”: #010203."_s);
    }

    void doubtIsSaid()
    {
        OperatorSettings used;
        used.color = Rgb{0, 0, 255};
        QVERIFY(answers::done(recolor(), used, 0.4, false).contains(u"not sure"_s));
        QVERIFY(!answers::done(recolor(), used, 0.9, false).contains(u"not sure"_s));
    }

    void adjustingTellsDirectionAndThing()
    {
        PlannedEdit edit{Operation::Adjust, u"sky"_s, {}, AdjustValue{AdjustProperty::Brightness, 0.3}};
        OperatorSettings used;
        used.strength = 0.3;
        used.grow = 0;
        QCOMPARE(answers::done(edit, used, 1, false), u"Brightened “sky”."_s);
        used.strength = -0.3;
        QCOMPARE(answers::done(edit, used, 1, false), u"Darkened “sky”."_s);
        used.grow.reset();
        edit.target.clear();
        QCOMPARE(answers::done(edit, used, 1, false), u"Darkened the picture."_s);
        for (const auto property :
             {AdjustProperty::Contrast, AdjustProperty::Temperature, AdjustProperty::Saturation,
              AdjustProperty::Blur, AdjustProperty::Sharpness}) {
            edit.value = AdjustValue{property, 0.5};
            QVERIFY(answers::done(edit, used, 1, false).contains(u"picture"_s));
        }
    }

    void nothingIsInventedWhereNothingDiffers()
    {
        QVERIFY(answers::done(recolor(), {}, 1, true).startsWith(u"Nothing changed"_s));
    }

    void failuresSayWhatHelps()
    {
        QVERIFY(answers::notFound(u"cup"_s, false).contains(u"“cup”"_s));
        QVERIFY(answers::notFound(u"cup"_s, false).contains(u"Click"_s));
        QVERIFY(answers::notFound(u"cup"_s, true).contains(u"outlined"_s));
        QVERIFY(answers::cannotDraw({Operation::Generate, {}, {}, GenerateValue{u"a hat"_s}})
                    .contains(u"a hat"_s));
        QVERIFY(answers::whichThing(Operation::Remove) != answers::whichThing(Operation::Recolor));
    }
};

QTEST_GUILESS_MAIN(TestAnswers)
#include "tst_answers.moc"
