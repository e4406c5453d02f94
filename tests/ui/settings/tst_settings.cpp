#include "ui/settings/settings.h"

#include "core/base/error.h"

#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace focal {

class tst_Settings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyKeyHasOneRow();
    void everyDefaultFitsItsRow();
    void valuesSurvive_data();
    void valuesSurvive();
    void whatDoesNotFitCountsAsNotStored();
    void settingWhatDoesNotFitIsABug();
    void changesAreTold();

private:
    QTemporaryDir m_folder;
    QString m_path;
};

void tst_Settings::init()
{
    m_path = m_folder.filePath(QStringLiteral("focal.ini"));
    QFile::remove(m_path);
}

void tst_Settings::everyKeyHasOneRow()
{
    QSet<int> keys;
    QSet<QString> names;
    for (const SettingInfo& row : Settings::table()) {
        keys.insert(int(row.key));
        names.insert(QLatin1String(row.name));
        QCOMPARE(&Settings::info(row.key), &row);
    }
    QCOMPARE(keys.size(), int(Settings::table().size()));
    QCOMPARE(names.size(), int(Settings::table().size()));
    QCOMPARE(keys.size(), int(SettingKey::ShowReferences) + 1);
}

void tst_Settings::everyDefaultFitsItsRow()
{
    Settings settings(m_path);
    for (const SettingInfo& row : Settings::table()) {
        QCOMPARE(settings.value(row.key), row.fallback);
        settings.setValue(row.key, row.fallback);
    }
}

void tst_Settings::valuesSurvive_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("choice") << int(SettingKey::Theme) << QVariant(QStringLiteral("light"));
    QTest::newRow("number") << int(SettingKey::JpegQuality) << QVariant(80);
    QTest::newRow("real") << int(SettingKey::HeatOpacity) << QVariant(0.25);
    QTest::newRow("flag") << int(SettingKey::WebpLossless) << QVariant(false);
    QTest::newRow("list of one") << int(SettingKey::RecentFiles)
                                 << QVariant(QStringList{QStringLiteral("/a b/猫.png")});
    QTest::newRow("empty list") << int(SettingKey::RecentFiles) << QVariant(QStringList());
    QTest::newRow("bytes") << int(SettingKey::WindowGeometry) << QVariant(QByteArray("\x01\x00\xff", 3));
    QTest::newRow("numbers") << int(SettingKey::SideSizes)
                             << QVariant(QVariantList{QStringLiteral("220"), QStringLiteral("900")});
}

void tst_Settings::valuesSurvive()
{
    QFETCH(int, key);
    QFETCH(QVariant, value);
    {
        Settings settings(m_path);
        settings.setValue(SettingKey(key), value);
    }
    QCOMPARE(Settings(m_path).value(SettingKey(key)), value);
}

void tst_Settings::whatDoesNotFitCountsAsNotStored()
{
    {
        QSettings raw(m_path, QSettings::IniFormat);
        raw.setValue(QStringLiteral("theme"), QStringLiteral("pink"));
        raw.setValue(QStringLiteral("save/jpegQuality"), 900);
        raw.setValue(QStringLiteral("heatOpacity"), QStringLiteral("much"));
    }
    const Settings settings(m_path);
    QCOMPARE(settings.text(SettingKey::Theme), QStringLiteral("dark"));
    QCOMPARE(settings.number(SettingKey::JpegQuality), 95);
    QCOMPARE(settings.real(SettingKey::HeatOpacity), 0.65);
}

void tst_Settings::settingWhatDoesNotFitIsABug()
{
    Settings settings(m_path);
    QVERIFY_EXCEPTION_THROWN(settings.setValue(SettingKey::Theme, QStringLiteral("pink")), LogicError);
    QVERIFY_EXCEPTION_THROWN(settings.setValue(SettingKey::JpegQuality, 0), LogicError);
}

void tst_Settings::changesAreTold()
{
    Settings settings(m_path);
    QList<SettingKey> told;
    connect(&settings, &Settings::changed, this, [&told](SettingKey key) { told.append(key); });
    settings.setValue(SettingKey::Theme, QStringLiteral("light"));
    settings.setValue(SettingKey::Theme, QStringLiteral("light"));
    QCOMPARE(told, QList<SettingKey>{SettingKey::Theme});
}

} // namespace focal

QTEST_GUILESS_MAIN(focal::tst_Settings)
#include "tst_settings.moc"
