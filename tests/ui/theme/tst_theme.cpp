#include "ui/theme/theme.h"

#include <QTest>

#include <algorithm>
#include <cmath>

namespace focal {

class tst_Theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadableEverywhere_data();
    void textIsReadableEverywhere();
    void surroundIsNeutral();
    void paletteTellsTheTheme();
    void sizesAreOnTheGrid();
};

namespace {

/// Relative luminance and contrast of WCAG 2.1.
double luminance(const QColor& color)
{
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

void tst_Theme::textIsReadableEverywhere_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    for (const Theme& t : {darkTheme(), lightTheme()}) {
        const QByteArray shade = t.dark ? "dark" : "light";
        const std::pair<const char*, QColor> grounds[] = {{"background", t.background},
                                                          {"surface", t.surface},
                                                          {"raised", t.raised},
                                                          {"hover", t.hover},
                                                          {"accentSoft", t.accentSoft}};
        const std::pair<const char*, QColor> inks[] = {{"text", t.text},
                                                       {"dimText", t.dimText},
                                                       {"danger", t.danger},
                                                       {"warning", t.warning},
                                                       {"success", t.success}};
        for (const auto& [ground, groundColor] : grounds) {
            for (const auto& [ink, inkColor] : inks)
                QTest::newRow((shade + ": " + ink + " on " + ground).constData()) << inkColor << groundColor;
        }
        QTest::newRow((shade + ": accentText on accent").constData()) << t.accentText << t.accent;
        QTest::newRow((shade + ": text on pressed").constData()) << t.text << t.pressed;
        QTest::newRow((shade + ": accent on surface").constData()) << t.accent << t.surface;
    }
}

void tst_Theme::textIsReadableEverywhere()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    const double ratio = contrast(ink, ground);
    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("contrast %1:1").arg(ratio, 0, 'f', 2)));
}

void tst_Theme::surroundIsNeutral()
{
    for (const Theme& t : {darkTheme(), lightTheme()})
        QCOMPARE(t.surround.saturation(), 0);
}

void tst_Theme::paletteTellsTheTheme()
{
    QVERIFY(themeOf(paletteOf(darkTheme())).dark);
    QVERIFY(!themeOf(paletteOf(lightTheme())).dark);
}

void tst_Theme::sizesAreOnTheGrid()
{
    for (const int size :
         {grid::Small, grid::Medium, grid::Large, grid::Icon, grid::SmallIcon, grid::Control})
        QCOMPARE(size % grid::Unit, 0);
    QVERIFY(text::Small >= 12);
}

} // namespace focal

QTEST_GUILESS_MAIN(focal::tst_Theme)
#include "tst_theme.moc"
