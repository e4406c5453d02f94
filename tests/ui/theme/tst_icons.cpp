#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QPixmap>
#include <QRegularExpression>
#include <QTest>

namespace focal {

class tst_Icons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachIconDraws();
    void oneFamily();
    void followsTheTheme();
    void everyNameThatIsUsedExists();
    void applicationIconHasItsSizes();
};

namespace {

int inkOf(const QIcon& icon, QColor* mean = nullptr)
{
    const QImage image = icon.pixmap(48, 48).toImage().convertToFormat(QImage::Format_ARGB32);
    int count = 0;
    qint64 r = 0;
    qint64 g = 0;
    qint64 b = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            if (qAlpha(pixel) < 200)
                continue;
            ++count;
            r += qRed(pixel);
            g += qGreen(pixel);
            b += qBlue(pixel);
        }
    }
    if (mean && count > 0)
        *mean = QColor(int(r / count), int(g / count), int(b / count));
    return count;
}

} // namespace

void tst_Icons::eachIconDraws()
{
    QVERIFY(iconNames().size() > 40);
    for (const QString& name : iconNames())
        QVERIFY2(inkOf(icon(name)) > 10, qPrintable(name));
    QTest::ignoreMessage(QtWarningMsg, "no icon of the name \"unheard-of\"");
    QVERIFY(icon(QStringLiteral("unheard-of")).isNull());
}

void tst_Icons::oneFamily()
{
    for (const QString& name : iconNames()) {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY2(svg.contains("viewBox=\"0 0 24 24\""), qPrintable(name));
        QVERIFY2(svg.count("stroke-width=") == 1 && svg.contains("stroke-width=\"1.75\""), qPrintable(name));
        QVERIFY2(svg.contains("stroke=\"currentColor\"") && svg.contains("fill=\"none\""), qPrintable(name));
    }
}

void tst_Icons::followsTheTheme()
{
    const QIcon eye = icon(QStringLiteral("eye"));
    QColor mean;
    applyTheme(*qApp, ThemeChoice::Dark, QPalette());
    inkOf(eye, &mean);
    QVERIFY2(mean.lightness() > 200, qPrintable(mean.name()));
    applyTheme(*qApp, ThemeChoice::Light, QPalette());
    inkOf(eye, &mean);
    QVERIFY2(mean.lightness() < 60, qPrintable(mean.name()));
    inkOf(icon(QStringLiteral("eye"), Qt::red), &mean);
    QCOMPARE(mean, QColor(Qt::red));
}

void tst_Icons::everyNameThatIsUsedExists()
{
    const QStringList names = iconNames();
    const QRegularExpression call(QStringLiteral("\\bicon\\((?:QStringLiteral\\()?u?\"([a-z0-9-]+)\""));
    int found = 0;
    QDirIterator files(QStringLiteral(FOCAL_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto matches = call.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext()) {
            const QString name = matches.next().captured(1);
            QVERIFY2(names.contains(name), qPrintable(file.fileName() + QStringLiteral(": ") + name));
            ++found;
        }
    }
    QVERIFY(found > 0);
}

void tst_Icons::applicationIconHasItsSizes()
{
    QCOMPARE(applicationIcon().availableSizes().size(), 7);
}

} // namespace focal

QTEST_MAIN(focal::tst_Icons)
#include "tst_icons.moc"
