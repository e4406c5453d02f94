#include "core/typeset/settext.h"

#include "core/base/error.h"
#include "tests/core/typeset/setlines.h"

#include <QGuiApplication>
#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestFontMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheFontItself_data()
    {
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<bool>("bold");
        QTest::addColumn<bool>("italic");
        QTest::newRow("sans") << QByteArray("DejaVu Sans") << false << false;
        QTest::newRow("serif bold") << QByteArray("DejaVu Serif") << true << false;
        QTest::newRow("serif italic") << QByteArray("Noto Serif") << false << true;
    }

    void findsTheFontItself()
    {
        QFETCH(const QByteArray, family);
        QFETCH(const bool, bold);
        QFETCH(const bool, italic);
        const QFont font = testFont(family.constData(), bold ? QFont::Bold : QFont::Normal, italic);
        const SetLine line = setLine(font, u"Reading 4 Rags"_s, 60);
        const LineStrip strip = stripOf(line.pixels, line.quad);
        const auto matches = matchedFonts(inkOf(strip), u"Reading 4 Rags"_s, {}, 3, {});
        QVERIFY(!matches.empty());
        const FontMatch& best = matches.front();
        QCOMPARE(best.font.family(), QString::fromUtf8(family));
        QCOMPARE(best.font.bold(), bold);
        QCOMPARE(best.font.italic(), italic);
        QVERIFY(best.similarity > 0.7);
        QVERIFY(std::abs(best.scaleX / best.scaleY - 1) < 0.05);
    }

    void setsWhereTheOldTextStood()
    {
        const SetLine line = setLine(testFont("DejaVu Sans", QFont::Bold, false), u"SALE"_s, 60);
        const LineStrip strip = stripOf(line.pixels, line.quad);
        const Ink ink = inkOf(strip);
        const auto matches = matchedFonts(ink, u"SALE"_s, {}, 1, {});
        QCOMPARE(matches.size(), 1u);
        cv::Mat pixels = line.pixels.clone();
        const cv::Mat mask = layText(pixels, textLikeLine(strip, ink, matches[0], u"SALE"_s, {}), 1, {});
        // The same word over itself: hardly a difference.
        QVERIFY(cv::norm(pixels, line.pixels, cv::NORM_L1) / double(pixels.total()) < 12);
        QVERIFY(cv::countNonZero(mask) > 0);
    }

    void stopsWhenAsked()
    {
        const SetLine line = setLine(testFont("DejaVu Sans", QFont::Bold, false), u"SALE"_s, 60);
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(
            matchedFonts(inkOf(stripOf(line.pixels, line.quad)), u"SALE"_s, {}, 1, cancel), Cancelled);
    }
};

QTEST_MAIN(TestFontMatch)
#include "tst_fontmatch.moc"
