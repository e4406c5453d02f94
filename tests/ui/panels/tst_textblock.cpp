#include "ui/panels/textblock.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace focal;

class TestTextBlock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrapsChineseAndEnglishAndCutsAfterTheLastLine()
    {
        QFont font;
        font.setPixelSize(13);
        const int line = QFontMetrics(font).height() + 2;
        const QString text = QStringLiteral(
            "把左上角的旧标志删除，添加新品牌标语 and then brighten the whole picture a little");
        TextBlock block;
        block.set(text, font, 120, 0);
        QVERIFY(block.height() > 3 * line);
        QVERIFY(!block.isCut());
        QVERIFY(block.width() <= 120);
        block.set(text, font, 120, 2);
        QCOMPARE(block.height(), 2 * line);
        QVERIFY(block.isCut());
        QVERIFY(block.width() <= 120);
        block.set(QStringLiteral("短"), font, 120, 2);
        QCOMPARE(block.height(), line);
        QVERIFY(!block.isCut());
    }

    void breaksWhereTheTextDoes()
    {
        TextBlock block;
        const QFont font;
        block.set(QStringLiteral("a\nb\nc"), font, 500, 0);
        QCOMPARE(block.height(), 3 * (QFontMetrics(font).height() + 2));
        block.set({}, font, 500, 0);
        QVERIFY(block.isEmpty());
        QCOMPARE(block.height(), 0);
    }

    void draws()
    {
        QImage image(100, 30, QImage::Format_RGB32);
        image.fill(Qt::white);
        TextBlock block;
        block.set(QStringLiteral("HHHH"), QFont(), 100, 1);
        QPainter painter(&image);
        block.draw(painter, {2, 2}, Qt::black);
        painter.end();
        int dark = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                dark += qGray(image.pixel(x, y)) < 128;
        QVERIFY(dark > 20);
    }
};

QTEST_MAIN(TestTextBlock)
#include "tst_textblock.moc"
