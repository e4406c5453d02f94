#include "core/plan/plan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace focal;

class TestPlan : public QObject
{
    Q_OBJECT

    static QByteArray json(const PlannedEdit& edit)
    {
        return QJsonDocument(toJson(edit)).toJson(QJsonDocument::Compact);
    }

private Q_SLOTS:
    void writesEveryValue()
    {
        PlannedEdit edit;
        edit.operation = Operation::Recolor;
        edit.target = QStringLiteral("狗");
        edit.value = ColorValue{{0x2b, 0x5f, 0xd9}, QStringLiteral("蓝色")};
        QCOMPARE(json(edit),
                 QByteArray("{\"operation\":\"recolor\",\"target\":\"狗\",\"value\":{\"color\":\"#2b5fd9\","
                            "\"words\":\"蓝色\"}}"));
        edit = {Operation::Remove, QStringLiteral("dog"), {}, {}};
        QCOMPARE(json(edit), QByteArray("{\"operation\":\"remove\",\"target\":\"dog\",\"value\":{}}"));
        edit = {Operation::Adjust, {}, {}, AdjustValue{AdjustProperty::Temperature, -0.5}};
        QCOMPARE(json(edit),
                 QByteArray("{\"operation\":\"adjust\",\"target\":\"\",\"value\":{\"amount\":-0.5,"
                            "\"property\":\"temperature\"}}"));
        edit = {Operation::Background, {}, {}, BlurValue{0.5}};
        QCOMPARE(json(edit),
                 QByteArray("{\"operation\":\"background\",\"target\":\"\",\"value\":{\"blur\":0.5}}"));
        edit = {Operation::Generate, {}, {}, GenerateValue{QStringLiteral("hat")}};
        QCOMPARE(
            json(edit),
            QByteArray("{\"operation\":\"generate\",\"target\":\"\",\"value\":{\"description\":\"hat\"}}"));
        edit = {Operation::Unclear, {}, {}, QuestionValue{QStringLiteral("What?")}};
        QCOMPARE(
            json(edit),
            QByteArray("{\"operation\":\"unclear\",\"target\":\"\",\"value\":{\"question\":\"What?\"}}"));
    }

    void writesTextAndPlaces()
    {
        PlannedEdit edit{Operation::ReplaceText,
                         QStringLiteral("price"),
                         {},
                         ReplaceTextValue{QStringLiteral("¥299"), {}, QStringLiteral("$39.9"), {}}};
        QCOMPARE(json(edit), QByteArray("{\"operation\":\"replace_text\",\"target\":\"price\",\"value\":{"
                                        "\"from\":\"¥299\",\"to\":\"$39.9\"}}"));
        AddTextValue text;
        text.text = QStringLiteral("SALE");
        text.position = {Spot::Top, QStringLiteral("mug"), true, QStringLiteral("above the mug"), {}};
        text.color = ColorValue{{255, 0, 0}, QStringLiteral("red"), QStringLiteral("hat")};
        edit = {Operation::AddText, {}, {}, text};
        QCOMPARE(json(edit),
                 QByteArray("{\"operation\":\"add_text\",\"target\":\"\",\"value\":{\"color\":{\"color\":\"#"
                            "ff0000\",\"like\":\"hat\",\"words\":\"red\"},\"position\":{\"beside\":true,"
                            "\"spot\":\"top\",\"thing\":\"mug\",\"words\":\"above the mug\"},\"text\":"
                            "\"SALE\"}}"));
        PlaceValue place;
        place.reference = 2;
        edit = {Operation::Place, {}, {}, place};
        QCOMPARE(json(edit), QByteArray("{\"operation\":\"place\",\"target\":\"\",\"value\":{\"position\":{"
                                        "\"spot\":\"anywhere\",\"words\":\"\"},\"reference\":2,\"words\":"
                                        "\"\"}}"));
    }

    void writesShapesAndLooks()
    {
        PlannedEdit edit{
            Operation::Pattern, {}, {}, PatternValue{Motif::Dots, QStringLiteral("dots"), {{255, 0, 0}}, 2}};
        QCOMPARE(json(edit),
                 QByteArray("{\"operation\":\"pattern\",\"target\":\"\",\"value\":{\"colors\":[\"#"
                            "ff0000\"],\"pattern\":\"dots\",\"scale\":2,\"words\":\"dots\"}}"));
        CropValue crop;
        crop.measure = CropValue::Measure::Ratio;
        crop.width = 16;
        crop.height = 9;
        crop.left = 0.25;
        edit = {Operation::Crop, {}, {}, crop};
        QCOMPARE(json(edit),
                 QByteArray("{\"operation\":\"crop\",\"target\":\"\",\"value\":{\"cut\":{\"left\":"
                            "0.25},\"ratio\":[16,9]}}"));
        edit = {Operation::Rotate, {}, {}, RotateValue{-5, RotateValue::Corners::Filled, {0, 0, 0}}};
        QCOMPARE(json(edit), QByteArray("{\"operation\":\"rotate\",\"target\":\"\",\"value\":{\"corners\":"
                                        "\"filled\",\"degrees\":-5,\"fill\":\"#000000\"}}"));
        edit = {Operation::Flip, {}, {}, FlipValue{false}};
        QCOMPARE(json(edit), QByteArray("{\"operation\":\"flip\",\"target\":\"\",\"value\":{\"direction\":"
                                        "\"vertical\"}}"));
        edit = {Operation::Style, {}, {}, StyleValue{Style::Sepia, 0.5}};
        QCOMPARE(json(edit), QByteArray("{\"operation\":\"style\",\"target\":\"\",\"value\":{\"amount\":0.5,"
                                        "\"style\":\"sepia\"}}"));
    }

    void writesEditsInOrder()
    {
        const Plan plan{QStringLiteral("x"),
                        {{Operation::Remove, QStringLiteral("a"), {}, {}},
                         {Operation::Remove, QStringLiteral("b"), {}, {}}},
                        0.5};
        const QJsonObject object = toJson(plan);
        QCOMPARE(object.value(u"instruction").toString(), QStringLiteral("x"));
        QCOMPARE(object.value(u"confidence").toDouble(), 0.5);
        const QJsonArray edits = object.value(u"edits").toArray();
        QCOMPARE(edits.size(), 2);
        QCOMPARE(edits[1].toObject().value(u"target").toString(), QStringLiteral("b"));
    }

    void namesAreDistinct()
    {
        QSet<QString> names;
        for (const AdjustProperty property :
             {AdjustProperty::Brightness, AdjustProperty::Contrast, AdjustProperty::Temperature,
              AdjustProperty::Saturation, AdjustProperty::Blur, AdjustProperty::Sharpness})
            names << adjustPropertyName(property);
        QCOMPARE(names.size(), 6);
        names.clear();
        for (int i = 0; i <= int(Operation::Unclear); ++i)
            names << operationName(Operation(i));
        QCOMPARE(names.size(), int(Operation::Unclear) + 1);
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
