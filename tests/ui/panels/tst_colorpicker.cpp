#include "ui/panels/colorfields.h"
#include "ui/panels/colorpicker.h"

#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace focal;

class TestColorPicker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheColourItIsGiven()
    {
        ColorPicker picker;
        QSignalSpy changed(&picker, &ColorPicker::colorChanged);
        picker.setColor({0x2b, 0x6f, 0xd9});
        QCOMPARE(picker.findChild<QLineEdit*>()->text(), QStringLiteral("#2b6fd9"));
        const QColor shown = picker.findChild<ShadeField*>()->color();
        QVERIFY(qAbs(shown.red() - 0x2b) <= 1 && qAbs(shown.green() - 0x6f) <= 1 &&
                qAbs(shown.blue() - 0xd9) <= 1);
        QCOMPARE(changed.count(), 0);
    }

    void aSwatchIsTakenAtOnce()
    {
        ColorPicker picker;
        picker.show();
        QSignalSpy changed(&picker, &ColorPicker::colorChanged);
        auto* swatches = picker.findChild<Swatches*>();
        QTest::mouseClick(swatches, Qt::LeftButton, {}, swatches->cell(10).center());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(toQColor(picker.color()), Swatches::colors().at(10));
        QCOMPARE(changed.first().at(1).toBool(), true);
        swatches->setFocus();
        QTest::keyClick(swatches, Qt::Key_Right);
        QTest::keyClick(swatches, Qt::Key_Down);
        QTest::keyClick(swatches, Qt::Key_Return);
        QCOMPARE(toQColor(picker.color()), Swatches::colors().at(21));
    }

    void draggingInTheFieldIsLive()
    {
        ColorPicker picker;
        picker.setColor({200, 30, 30});
        picker.show();
        QSignalSpy changed(&picker, &ColorPicker::colorChanged);
        auto* field = picker.findChild<ShadeField*>();
        QTest::mousePress(field, Qt::LeftButton, {}, {field->width() - 1, 0});
        QCOMPARE(changed.last().at(1).toBool(), false);
        QCOMPARE(picker.color().hex(), (Rgb{255, 0, 0}).hex());
        QTest::mouseMove(field, {0, field->height() - 1});
        QCOMPARE(picker.color().hex(), (Rgb{0, 0, 0}).hex());
        QTest::mouseRelease(field, Qt::LeftButton, {}, {0, 1}); // (0, 0) means the middle to QTest
        QVERIFY2(picker.color().r > 250 && picker.color().g == picker.color().r,
                 qPrintable(picker.color().hex()));
        QCOMPARE(changed.last().at(1).toBool(), true);
        // A grey has no hue; the one before stays.
        QTest::mouseClick(field, Qt::LeftButton, {}, {field->width() - 1, 0});
        QCOMPARE(picker.color().hex(), (Rgb{255, 0, 0}).hex());
    }

    void keysReachEveryPart()
    {
        ColorPicker picker;
        picker.setColor({255, 0, 0});
        picker.show();
        auto* field = picker.findChild<ShadeField*>();
        QTest::keyClick(field, Qt::Key_Down);
        QVERIFY(picker.color().r < 255);
        QTest::keyClick(picker.findChild<HueStrip*>(), Qt::Key_Right);
        QVERIFY(picker.color().g > 0);
    }

    void digitsAreTakenByEnter()
    {
        ColorPicker picker;
        picker.show();
        QSignalSpy changed(&picker, &ColorPicker::colorChanged), finished(&picker, &ColorPicker::finished);
        auto* hex = picker.findChild<QLineEdit*>();
        hex->selectAll();
        QTest::keyClicks(hex, QStringLiteral("0a141E"));
        QTest::keyClick(hex, Qt::Key_Return);
        QCOMPARE(picker.color().hex(), (Rgb{10, 20, 30}).hex());
        QCOMPARE(changed.last().at(1).toBool(), true);
        QCOMPARE(finished.count(), 1);
        hex->setText(QStringLiteral("#zzz"));
        QTest::keyClick(hex, Qt::Key_Return);
        QCOMPARE(picker.color().hex(), (Rgb{10, 20, 30}).hex());
        QCOMPARE(hex->text(), QStringLiteral("#0a141e"));
        QCOMPARE(finished.count(), 1);
    }

    void theButtonOpensThePickerAndFollowsIt()
    {
        QWidget window;
        ColorButton button(&window);
        button.setColor({1, 2, 3});
        window.show();
        QSignalSpy changed(&button, &ColorButton::colorChanged);
        QTest::mouseClick(&button, Qt::LeftButton);
        auto* picker = window.findChild<ColorPicker*>();
        QVERIFY(picker);
        QVERIFY(picker->isVisible());
        auto* swatches = picker->findChild<Swatches*>();
        QTest::mouseClick(swatches, Qt::LeftButton, {}, swatches->cell(9).center());
        QCOMPARE(button.color().hex(), (Rgb{255, 255, 255}).hex());
        QCOMPARE(button.text(), QStringLiteral("#ffffff"));
        QCOMPARE(changed.count(), 1);
        // Digits that were typed and not confirmed count when the popup is left.
        auto* hex = picker->findChild<QLineEdit*>();
        hex->selectAll();
        QTest::keyClicks(hex, QStringLiteral("#112233"));
        QVERIFY(button.isDragging());
        picker->window()->close();
        QTRY_VERIFY(!button.isDragging());
        QCOMPARE(button.color().hex(), (Rgb{0x11, 0x22, 0x33}).hex());
        QCOMPARE(changed.last().at(1).toBool(), true);
    }
};

QTEST_MAIN(TestColorPicker)
#include "tst_colorpicker.moc"
