#include "core/compact/synonyms.h"
#include "core/compact/synonymstable.h"

#include <QSet>
#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

using Kind = PhraseView::Kind;
using Number = PhraseView::Number;

class TestSynonyms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("known");
        const auto row = [](const char* phrase, const char* text, Number number, bool known = true) {
            QTest::newRow(phrase) << QString::fromUtf8(phrase) << QString::fromUtf8(text) << int(number)
                                  << known;
        };
        row("the player", "people", Number::Unsaid);
        row("the players", "people", Number::All);
        row("The Woman", "woman", Number::Unsaid);
        row("puppy", "puppy", Number::Unsaid);
        row("all of the doggies", "doggy", Number::All);
        row("this red tee", "red tee", Number::One);
        row("the blue T-shirt on the left", "blue t-shirt on left", Number::Unsaid);
        row("a soccer ball", "soccer ball", Number::One);
        row("two wine glasses", "two wine glass", Number::All);
        row("the glasses", "glasses", Number::Unsaid);
        row("people", "people", Number::All);
        row("knives", "knife", Number::All);
        row("the zeppelin", "zeppelin", Number::Unsaid, false);
        row("the orange", "orange", Number::Unsaid);
        row("red car", "red car", Number::Unsaid);
        row("球员", "人", Number::Unsaid);
        row("那个女人", "女人", Number::One);
        row("所有的小狗", "小狗", Number::All);
        row("孩子们", "孩子", Number::All);
        row("红色T恤", "红色t恤", Number::Unsaid);
        row("T恤", "t恤", Number::Unsaid);
        row("左边的杯子", "左边的杯子", Number::Unsaid);
        row("图中的猫咪", "猫咪", Number::Unsaid);
        row("橙色的车", "橙色的车", Number::Unsaid);
        row("足球", "足球", Number::Unsaid);
        row("机器人", "机器人", Number::Unsaid);
        row("飞艇", "飞艇", Number::Unsaid, false);
        row("穿红衣服的女孩", "穿红衣服的女孩", Number::Unsaid);
        row("左边的dog", "左边的dog", Number::Unsaid);
    }
    void reads()
    {
        QFETCH(QString, phrase);
        QFETCH(QString, text);
        QFETCH(int, number);
        QFETCH(bool, known);
        const SearchPhrase result = searchPhrase(phrase);
        QCOMPARE(result.text, text);
        QCOMPARE(int(result.number), number);
        QCOMPARE(result.known, known);
        QCOMPARE(result.kind, Kind::Thing);
        // Every piece stands for something of the phrase, in order, and the text is made of the pieces.
        int end = 0;
        qsizetype from = 0;
        for (const SearchPhrase::Piece& piece : result.pieces) {
            QVERIFY(piece.source.start >= end && piece.source.length > 0);
            end = piece.source.start + piece.source.length;
            from = result.text.indexOf(piece.text, from);
            QVERIFY(from >= 0);
            from += piece.text.size();
        }
        QVERIFY(end <= phrase.size());
        QCOMPARE(from, result.text.size());
    }

    void knowsTheBackground_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<bool>("background");
        QTest::newRow("en") << u"the background"_s << true;
        QTest::newRow("capital") << u"Background "_s << true;
        QTest::newRow("zh") << u"背景"_s << true;
        QTest::newRow("of the dog") << u"狗的背景"_s << true;
        QTest::newRow("behind") << u"the background behind the dog"_s << true;
        QTest::newRow("white") << u"the white background"_s << true;
        QTest::newRow("man in it") << u"the man in the background"_s << false;
        QTest::newRow("zh man in it") << u"背景里的人"_s << false;
        QTest::newRow("dog") << u"the dog"_s << false;
    }
    void knowsTheBackground()
    {
        QFETCH(QString, phrase);
        QFETCH(bool, background);
        QCOMPARE(searchPhrase(phrase).kind, background ? Kind::Background : Kind::Thing);
    }

    void emptyIsNothing()
    {
        for (const QString& phrase : {u""_s, u"   "_s, u"，。"_s}) {
            const SearchPhrase result = searchPhrase(phrase);
            QCOMPARE(result.kind, Kind::Nothing);
            QVERIFY(result.pieces.empty() && result.text.isEmpty() && !result.known);
        }
    }

    void tableHasNoWordTwice()
    {
        QSet<QString> seen;
        for (const NamedThing& thing : namedThings()) {
            for (const QStringView cell : {thing.english, thing.chinese}) {
                QVERIFY(!cell.isEmpty());
                for (const QStringView half : cell.split(u';')) {
                    for (const QStringView word : half.split(u'|')) {
                        QVERIFY2(!word.isEmpty() && word == word.trimmed() &&
                                     word.toString().toLower() == word,
                                 qPrintable(word.toString()));
                        QVERIFY2(!seen.contains(word.toString()), qPrintable(word.toString()));
                        seen.insert(word.toString());
                    }
                }
            }
        }
        QVERIFY(seen.size() > 500);
    }
};

QTEST_GUILESS_MAIN(TestSynonyms)
#include "tst_synonyms.moc"
