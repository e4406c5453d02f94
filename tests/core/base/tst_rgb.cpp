#include "core/base/rgb.h"

#include <QTest>

using namespace focal;

class TestRgb : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsHex_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<QString>("hex");
        QTest::newRow("long") << "#2B5fd9" << true << "#2b5fd9";
        QTest::newRow("short") << "#f08" << true << "#ff0088";
        QTest::newRow("no hash") << "ff0088" << false << "";
        QTest::newRow("sign") << "#+12345" << false << "";
        QTest::newRow("full width digits") << QStringLiteral("#１２３") << false << "";
        QTest::newRow("empty") << "" << false << "";
    }
    void readsHex()
    {
        QFETCH(QString, text);
        QFETCH(bool, valid);
        QFETCH(QString, hex);
        const std::optional<Rgb> color = Rgb::fromHex(text);
        QCOMPARE(color.has_value(), valid);
        if (valid)
            QCOMPARE(color->hex(), hex);
    }
};

QTEST_GUILESS_MAIN(TestRgb)
#include "tst_rgb.moc"
