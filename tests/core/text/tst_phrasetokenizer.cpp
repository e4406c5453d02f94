#include "core/base/error.h"
#include "core/text/phrasetokenizer.h"

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

using Ids = QList<int>;
using Words = QList<QPair<QString, QStringList>>; ///< a word, and what its tokens cover

class TestPhraseTokenizer : public QObject
{
    Q_OBJECT

    const PhraseTokenizer m_tokenizer{QStringLiteral(FOCAL_SOURCE_DIR "/models/compact/tokenizer.model"),
                                      3001};

private Q_SLOTS:
    /// Ids from Python: [min(i + 1, 3000) for i in processor.encode(phrase.lower())].
    void idsAreThoseOfTraining_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<Ids>("ids");
        QTest::newRow("english") << u"the red car"_s << Ids{4, 5, 36, 192};
        QTest::newRow("upper case") << u"Blue Mug"_s << Ids{19, 1581};
        QTest::newRow("chinese") << u"左边的红色杯子"_s << Ids{4, 1, 285, 215, 2990, 96, 7};
        QTest::newRow("mixed") << u"红色T恤"_s << Ids{1113, 111, 413};
        QTest::newRow("ligature") << u"ﬁsh"_s << Ids{1020};
        QTest::newRow("full width") << u"ＲＥＤ car"_s << Ids{36, 192};
        QTest::newRow("unknown") << u"the ➊ dog"_s << Ids{4, 5, 4, 1, 742};
        QTest::newRow("spaces") << u"  two  dogs "_s << Ids{37, 2989, 2996, 742, 8};
        QTest::newRow("empty") << u""_s << Ids{};
    }

    void idsAreThoseOfTraining()
    {
        QFETCH(const QString, phrase);
        QFETCH(const Ids, ids);
        Ids found;
        for (const PhraseToken& token : m_tokenizer.tokenize(phrase, 47).tokens)
            found << token.id;
        QCOMPARE(found, ids);
    }

    void spansStandInThePhraseAsGiven_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<Words>("words");
        QTest::newRow("english") << u"the RED car"_s
                                 << Words{{"the", {"the"}}, {"RED", {"RED"}}, {"car", {"car"}}};
        QTest::newRow("chinese") << u"左边的红色杯子"_s
                                 << Words{{"左边", {"左边"}},
                                          {"的", {"的"}},
                                          {"红色", {"红", "色"}},
                                          {"杯子", {"杯", "子"}}};
        // NFKC makes three letters of the ligature's two; İ becomes two characters when lower-cased.
        QTest::newRow("ligature") << u"a ﬁsh"_s << Words{{"a", {"a"}}, {"ﬁsh", {"ﬁsh"}}};
        QTest::newRow("full width") << u"ＲＥＤ car"_s << Words{{"ＲＥＤ", {"ＲＥＤ"}}, {"car", {"car"}}};
        QTest::newRow("outside the plane") << u"𠀀 red"_s << Words{{"𠀀", {"𠀀"}}, {"red", {"red"}}};
    }

    void spansStandInThePhraseAsGiven()
    {
        QFETCH(const QString, phrase);
        QFETCH(const Words, words);
        const TokenizedPhrase tokenized = m_tokenizer.tokenize(phrase, 47);
        Words found;
        for (const PhraseWord& word : tokenized.words) {
            QCOMPARE(word.text, phrase.mid(word.span.start, word.span.length));
            QStringList pieces;
            for (const int token : word.tokens) {
                const TextSpan span = tokenized.tokens[size_t(token)].span;
                pieces << phrase.mid(span.start, span.length);
            }
            found << qMakePair(word.text, pieces);
        }
        QCOMPARE(found, words);
    }

    void anyTextIsTokenized()
    {
        const QString odd =
            u"İ\u0307x"_s + QChar(0xd800) + u"y "_s + QChar(0xdc00) + QChar(0) + u"红\u200b色"_s;
        for (qsizetype length = 0; length <= odd.size(); ++length)
            for (const PhraseToken& token : m_tokenizer.tokenize(odd.left(length), 47).tokens) {
                QVERIFY(token.id >= 1 && token.id < 3001);
                QVERIFY(token.span.start >= 0 && token.span.length >= 0 &&
                        token.span.start + token.span.length <= length);
            }
    }

    void longPhrasesAreCut()
    {
        const TokenizedPhrase all = m_tokenizer.tokenize(u"the red car"_s.repeated(40), 47);
        QCOMPARE(all.tokens.size(), size_t(47));
        QVERIFY(all.cut);
        QVERIFY(!m_tokenizer.tokenize(u"the red car"_s, 47).cut);
    }

    void aFileThatIsNoModelSaysSo()
    {
        QVERIFY_EXCEPTION_THROWN(PhraseTokenizer(u"/nowhere/tokenizer.model"_s, 3001), UserError);
        QVERIFY_EXCEPTION_THROWN(PhraseTokenizer(QStringLiteral(FOCAL_SOURCE_DIR "/CMakeLists.txt"), 3001),
                                 UserError);
    }
};

QTEST_GUILESS_MAIN(TestPhraseTokenizer)
#include "tst_phrasetokenizer.moc"
