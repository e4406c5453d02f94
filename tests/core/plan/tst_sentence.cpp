#include "core/plan/sentence.h"

#include <QTest>

using namespace focal;

class TestSentence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cuts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("tokens");
        const auto row = [](const char* name, const QString& text, const QStringList& tokens) {
            QTest::newRow(name) << text << tokens;
        };
        row("mixed", QStringLiteral("把T恤换成red"),
            {u"把"_qs, u"t"_qs, u"恤"_qs, u"换"_qs, u"成"_qs, u"red"_qs});
        row("full width", QStringLiteral("ＡＢ　３０％"), {u"ab"_qs, u"30%"_qs});
        row("possessive", QStringLiteral("the dog's"), {u"the"_qs, u"dog"_qs, u"s"_qs});
        row("typographic", QStringLiteral("don’t"), {u"don't"_qs});
        row("numbers", QStringLiteral("3d +20 -30% 0.5 x-1"),
            {u"3d"_qs, u"+20"_qs, u"-30%"_qs, u"0.5"_qs, u"x"_qs, u"1"_qs});
        row("hyphen", QStringLiteral("light-blue"), {u"light"_qs, u"blue"_qs});
        row("quoted", QStringLiteral("删除“红色”字"), {u"删"_qs, u"除"_qs, u"“红色”"_qs, u"字"_qs});
        row("open quote", QStringLiteral("“a b"), {u"“"_qs, u"a"_qs, u"b"_qs});
        row("single quotes", QStringLiteral("say 'the dog's' now"),
            {u"say"_qs, u"'the dog's'"_qs, u"now"_qs});
        row("colours", QStringLiteral("#FFF #12345 rgb(1,2,3) rgb(1,2,300)"),
            {u"#fff"_qs, u"#"_qs, u"12345"_qs, u"rgb(1,2,3)"_qs, u"rgb"_qs, u"("_qs, u"1"_qs, u","_qs,
             u"2"_qs, u","_qs, u"300"_qs, u")"_qs});
        row("compound", QStringLiteral("月亮亮"), {u"月亮"_qs, u"亮"_qs});
        row("traditional", QStringLiteral("換紅"), {u"换"_qs, u"红"_qs});
        row("control characters", QStringLiteral("a\tb\u0007c\u200bd"), {u"a"_qs, u"b"_qs, u"c"_qs, u"d"_qs});
        row("lone surrogate", QString(QChar(0xD800)) + u'a', {QString(QChar(0xD800)), u"a"_qs});
        row("arrow", QStringLiteral("a->b"), {u"a"_qs, u"->"_qs, u"b"_qs});
    }
    void cuts()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, tokens);
        const Sentence sentence(text);
        QStringList found;
        for (const Token& token : sentence.tokens())
            found << token.text.toString();
        QCOMPARE(found, tokens);
    }

    void positionsAreTheInstructions()
    {
        const QString text = QStringLiteral("  Ｔ恤's ３０％ “字” ");
        const Sentence sentence(text);
        QCOMPARE(foldInstruction(text).size(), text.size());
        int last = 0;
        for (const Token& token : sentence.tokens()) {
            QVERIFY(token.start >= last && token.end > token.start && token.end <= text.size());
            last = token.end;
        }
        QCOMPARE(sentence.words({0, 2}), QStringLiteral("Ｔ恤"));
        QCOMPARE(sentence.span({0, 2}), (TextSpan{2, 2}));
        QCOMPARE(sentence.span({1, 1}), (TextSpan{}));
    }

    void readsNumbers()
    {
        const Sentence sentence(QStringLiteral("-30.5% 7"));
        QCOMPARE(sentence.at(0).number, -30.5);
        QVERIFY(sentence.at(0).percent && sentence.at(0).isSigned);
        QCOMPARE(sentence.at(1).number, 7.0);
        QVERIFY(!sentence.at(1).percent && !sentence.at(1).isSigned);
    }
};

QTEST_GUILESS_MAIN(TestSentence)
#include "tst_sentence.moc"
