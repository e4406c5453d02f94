#include "ui/panels/valueslider.h"

#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QWheelEvent>

using namespace focal;

class TestValueSlider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void draggingIsNotFinalUntilReleased()
    {
        ValueSlider value({0, 1, 0.01, 0, 100, QStringLiteral(" %")});
        value.resize(240, 60);
        value.show();
        value.setValue(0.5);
        auto* slider = value.findChild<QSlider*>();
        QSignalSpy changed(&value, &ValueSlider::changed);
        const QPoint middle(slider->width() / 2, slider->height() / 2);
        QTest::mousePress(slider, Qt::LeftButton, {}, middle);
        QTest::mouseMove(slider, middle + QPoint(40, 0));
        QVERIFY(value.isDragging());
        QVERIFY(changed.count() >= 1);
        QCOMPARE(changed.last().at(1).toBool(), false);
        QVERIFY(value.value() > 0.55);
        QTest::mouseRelease(slider, Qt::LeftButton, {}, middle + QPoint(40, 0));
        QVERIFY(!value.isDragging());
        QCOMPARE(changed.last().at(1).toBool(), true);
        QCOMPARE(changed.last().at(0).toDouble(), value.value());
    }

    void keysAndTheFieldAreFinalAtOnce()
    {
        ValueSlider value({-40, 40, 0.5, 1, 1, QStringLiteral(" px")});
        value.show();
        auto* slider = value.findChild<QSlider*>();
        auto* field = value.findChild<QDoubleSpinBox*>();
        QSignalSpy changed(&value, &ValueSlider::changed);
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(value.value(), 0.5);
        QCOMPARE(changed.takeFirst().at(1).toBool(), true);
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("-12.5"));
        QCOMPARE(changed.count(), 0); // not each digit
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(value.value(), -12.5);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(slider->value(), 55);
    }

    void settingIsSilentAndClamped()
    {
        ValueSlider value({0, 1, 0.01, 0, 100, QStringLiteral(" %")});
        QSignalSpy changed(&value, &ValueSlider::changed);
        value.setValue(3);
        QCOMPARE(value.value(), 1.0);
        QCOMPARE(value.findChild<QDoubleSpinBox*>()->value(), 100.0);
        value.setLimits(-1, 1);
        value.setValue(-0.25);
        QCOMPARE(value.findChild<QDoubleSpinBox*>()->text(), QStringLiteral("-25 %"));
        QCOMPARE(changed.count(), 0);
    }

    void theWheelScrollsPastUnlessItHasTheFocus()
    {
        ValueSlider value({0, 1, 0.01, 0, 100, {}});
        value.show();
        auto* slider = value.findChild<QSlider*>();
        slider->clearFocus();
        QWheelEvent wheel(QPointF(5, 5), QPointF(5, 5), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(slider, &wheel);
        QCOMPARE(value.value(), 0.0);
        QVERIFY(!wheel.isAccepted());
    }
};

QTEST_MAIN(TestValueSlider)
#include "tst_valueslider.moc"
