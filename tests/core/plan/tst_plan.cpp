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
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
