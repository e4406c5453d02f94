#include "core/compact/phrasewords.h"

#include <QTest>

#include <algorithm>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestPhraseWords : public QObject
{
    Q_OBJECT

    const PhraseTokenizer m_tokenizer{QStringLiteral(FOCAL_SOURCE_DIR "/models/compact/tokenizer.model"),
                                      600};

private Q_SLOTS:
    void wordsAreTheUsers_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("english") << u"red car"_s << QStringList{"red", "car"};
        QTest::newRow("upper case") << u"RED Car"_s << QStringList{"RED", "Car"};
        QTest::newRow("chinese") << u"红色杯子"_s << QStringList{"红色", "杯子"};
        QTest::newRow("not at the start") << u"the big red car"_s << QStringList{"red", "car"};
    }

    void wordsAreTheUsers()
    {
        QFETCH(const QString, phrase);
        QFETCH(const QStringList, words);
        const SearchPhrase searched = searchPhrase(phrase);
        const TokenizedPhrase tokenized = m_tokenizer.tokenize(searched.text, 47);
        QStringList found;
        std::vector<bool> used(tokenized.tokens.size());
        for (const RecordedWord& word : recordedWords(phrase, searched, tokenized)) {
            QCOMPARE(word.text, phrase.mid(word.span.start, word.span.length));
            QVERIFY(!word.tokens.empty());
            for (const int token : word.tokens) {
                QVERIFY2(!used[size_t(token)], "a token stands for two words");
                used[size_t(token)] = true;
            }
            found << word.text;
        }
        for (const QString& word : words)
            QVERIFY2(found.contains(word), qPrintable(found.join(u'|')));
        for (size_t token = 0; token < used.size(); ++token)
            QVERIFY(used[token] || tokenized.tokens[token].span.length == 0);
    }

    /// Attention of a name that stood in for the user's word is shown on the user's word.
    void synonymsAreShownAsSaid()
    {
        const QString phrase = u"red xyz"_s;
        SearchPhrase searched;
        searched.pieces = {{u"red"_s, {0, 3}}, {u"soccer ball"_s, {4, 3}}};
        searched.text = u"red soccer ball"_s;
        const TokenizedPhrase tokenized = m_tokenizer.tokenize(searched.text, 47);
        const auto words = recordedWords(phrase, searched, tokenized);
        QCOMPARE(words.size(), size_t(2));
        QCOMPARE(words[0].text, u"red"_s);
        QCOMPARE(words[1].text, u"xyz"_s);
        // Only the spaces between belong to nobody.
        const auto said = std::count_if(tokenized.tokens.begin(), tokenized.tokens.end(),
                                        [](const PhraseToken& token) { return token.span.length > 0; });
        QCOMPARE(qsizetype(words[0].tokens.size() + words[1].tokens.size()), qsizetype(said));
        QVERIFY(words[1].tokens.size() >= 2);
    }
};

QTEST_GUILESS_MAIN(TestPhraseWords)
#include "tst_phrasewords.moc"
