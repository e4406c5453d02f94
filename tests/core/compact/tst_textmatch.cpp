#include "core/compact/textmatch.h"

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

namespace {

TextLine line(const QString& text)
{
    TextLine result;
    result.text = text;
    for (const QChar c : text)
        result.characters.push_back({QString(c), 0, 1, 1});
    return result;
}

} // namespace

class TestTextMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldsWidthsAndBlanks()
    {
        QCOMPARE(foldedText(u"￥２９９ 起"_s, false), foldedText(u"¥299起"_s, false));
        QCOMPARE(foldedText(u"“It’s”"_s, false), foldedText(u"\"It's\""_s, false));
        QVERIFY(foldedText(u"Sale"_s, false) != foldedText(u"SALE"_s, false));
        QCOMPARE(foldedText(u"Sale"_s, true), foldedText(u"SALE"_s, true));
    }

    void findsAmongOthers()
    {
        const std::vector<TextLine> lines = {line(u"Was ¥399"_s), line(u"Now ￥299 only"_s), line(u"299g"_s)};
        const auto hits = findText(lines, u"¥299"_s);
        QVERIFY(!hits.empty());
        QCOMPARE(hits[0].line, 1u);
        QCOMPARE(hits[0].first, 4u);
        QCOMPARE(hits[0].end, 8u);
    }

    void forgivesSlipsButNoDigits()
    {
        QCOMPARE(findText({line(u"Y299"_s)}, u"¥299"_s).size(), 1u);
        QCOMPARE(findText({line(u"Summer Salo"_s)}, u"summer sale"_s).size(), 1u);
        QVERIFY(findText({line(u"¥399"_s)}, u"¥299"_s).empty());
        QVERIFY(findText({line(u"$399"_s)}, u"$39"_s).empty());
        QVERIFY(findText({line(u"Winter"_s)}, u"Summer"_s).empty());
        QVERIFY(findText({}, u"Summer"_s).empty());
        QVERIFY(findText({line(u"Summer"_s)}, u" "_s).empty());
    }

    void mixupsAreMended()
    {
        QCOMPARE(withoutMixups(u"Ro0m 1O4"_s), u"Room 104"_s);
        QCOMPARE(withoutMixups(u"HELL0"_s), u"HELL0"_s);
        QCOMPARE(withoutMixups(u"A1 4U"_s), u"A1 4U"_s);
    }

    void knowsPricesAndDates()
    {
        QVERIFY(holdsPrice(u"¥299"_s) && holdsPrice(u"只要 99元"_s) && !holdsPrice(u"Room 204"_s));
        QVERIFY(holdsDate(u"2024-05-01"_s) && holdsDate(u"'98 3 12"_s) && holdsDate(u"'038 21"_s) &&
                !holdsDate(u"$39.9"_s));
        QVERIFY(holdsOrigin(u"www.example.com"_s) && !holdsOrigin(u"Summer"_s));
    }
};

QTEST_GUILESS_MAIN(TestTextMatch)
#include "tst_textmatch.moc"
