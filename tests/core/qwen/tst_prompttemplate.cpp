#include "core/base/error.h"
#include "core/qwen/mrope.h"
#include "core/qwen/prompttemplate.h"

#include <QTest>

#include <memory>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr PatchGrid oneToken{2, 2};

QList<int> list(const std::vector<int64_t>& ids, int64_t from)
{
    return {ids.begin() + from, ids.end()};
}

/// Time, row and column of a token.
QList<int> place(const at::Tensor& positions, int64_t token)
{
    return {positions[0][token].item<int>(), positions[1][token].item<int>(),
            positions[2][token].item<int>()};
}

} // namespace

class TestPromptTemplate : public QObject
{
    Q_OBJECT

    std::unique_ptr<QwenTokenizer> m_tokenizer;

    QwenPrompt prompt(const QString& instruction, const std::vector<PatchGrid>& grids,
                      PromptStyle style = PromptStyle::EditPlus) const
    {
        return makePrompt(*m_tokenizer, instruction, grids, style);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_tokenizer = std::make_unique<QwenTokenizer>(
            QwenVocabulary::fromFolder(QStringLiteral(FOCAL_QWEN_VOCABULARY)));
    }

    void theTemplateIsThePublishedOne()
    {
        const QwenPrompt made = prompt(u"make it red"_s, {oneToken});
        QCOMPARE(int(made.ids.size()), 80);
        QCOMPARE(list(made.ids, 62), (QList<int>{872, 198, 24669, 220, 16, 25, 220, 151652, 151655, 151653,
                                                 6927, 432, 2518, 151645, 198, 151644, 77091, 198}));
        QCOMPARE(list(made.ids, 0).mid(0, 11),
                 (QList<int>{151644, 8948, 198, 74785, 279, 1376, 4419, 315, 279, 1946, 2168}));
        QCOMPARE(int(prompt(u" "_s, {oneToken}).ids.size()), 78);
        QCOMPARE(list(prompt(u"Hi"_s, {oneToken, oneToken}).ids, 64),
                 (QList<int>{24669, 220,    16,     25,     220,   151652, 151655, 151653, 24669, 220, 17, 25,
                             220,   151652, 151655, 151653, 13048, 151645, 198,    151644, 77091, 198}));
        QCOMPARE(list(prompt(u"Hi"_s, {oneToken}, PromptStyle::Edit).ids, 64),
                 (QList<int>{151652, 151655, 151653, 13048, 151645, 198, 151644, 77091, 198}));
    }

    void picturesHaveAsManyMarksAsTokens()
    {
        const QwenPrompt made = prompt(u"hi"_s, {{22, 32}, {38, 18}});
        QCOMPARE(int(std::count(made.ids.begin(), made.ids.end(), made.imagePad)), 176 + 171);
        QCOMPARE(int(made.ids.size()), 431);
        QCOMPARE(made.embeddingRows(), int64_t(431 - 64));
    }

    void wordsKnowTheirRows()
    {
        const QString instruction = u"把红色T恤换成蓝色"_s;
        const QwenPrompt made = prompt(instruction, {{22, 32}, oneToken});
        QVERIFY(!made.words.empty());
        QStringList words;
        int last = -1;
        for (const PhraseWord& word : made.words) {
            words << word.text;
            QCOMPARE(instruction.mid(word.span.start, word.span.length), word.text);
            for (const int row : word.tokens) {
                QVERIFY(row > last); // no token of two words
                last = row;
                QVERIFY(row < made.embeddingRows());
            }
        }
        QVERIFY2(words.contains(u"红色"_s), qPrintable(words.join(u'|')));
        // The id in that row is the word's.
        const auto red = std::find_if(made.words.begin(), made.words.end(),
                                      [](const PhraseWord& word) { return word.text == u"红色"_s; });
        const auto ids = m_tokenizer->tokenize(u"红色"_s);
        QCOMPARE(red->tokens.size(), ids.size());
        QCOMPARE(made.ids[size_t(red->tokens[0]) + 64], int64_t(ids[0].id));
        QCOMPARE(made.words.back().text, u"蓝色"_s);
    }

    void aCharacterOfSeveralTokensIsOneWord()
    {
        const QwenPrompt made = prompt(u"\U00020001"_s, {oneToken});
        QCOMPARE(int(made.words.size()), 1);
        QVERIFY(made.words[0].tokens.size() > 1);
    }

    void marksInTheInstructionAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(prompt(u"a <|image_pad|>"_s, {oneToken}), UserError);
        QVERIFY_EXCEPTION_THROWN(prompt(u"a"_s, {}), LogicError);
        QVERIFY_EXCEPTION_THROWN(prompt(u"a"_s, std::vector(4, oneToken)), LogicError);
        QVERIFY_EXCEPTION_THROWN(prompt(u"a"_s, std::vector(2, oneToken), PromptStyle::Edit), LogicError);
        // Other marks are ids, as in the published program.
        QVERIFY(list(prompt(u"<|im_end|>"_s, {oneToken}).ids, 72).startsWith(151645));
    }

    void positionsAreThreeDimensional()
    {
        const at::Tensor one = multimodalPositions(prompt(u"make it red"_s, {{28, 28}}));
        QCOMPARE(one.size(1), int64_t(275));
        QCOMPARE(place(one, 63), (QList<int>{63, 63, 63}));
        QCOMPARE(place(one, 70), (QList<int>{70, 70, 70}));
        QCOMPARE(place(one, 72), (QList<int>{70, 70, 72}));
        QCOMPARE(place(one, 86), (QList<int>{70, 71, 72}));
        QCOMPARE(place(one, 268), (QList<int>{86, 86, 86}));
        QCOMPARE(place(one, 274), (QList<int>{92, 92, 92}));

        const at::Tensor two = multimodalPositions(prompt(u"hi"_s, {{22, 32}, {38, 18}}));
        QCOMPARE(place(two, 245), (QList<int>{70, 80, 85}));
        QCOMPARE(place(two, 246), (QList<int>{86, 86, 86}));
        QCOMPARE(place(two, 253), (QList<int>{93, 93, 93}));
        QCOMPARE(place(two, 423), (QList<int>{93, 111, 101}));
        QCOMPARE(place(two, 430), (QList<int>{118, 118, 118}));
    }

    void idsAndGridsMustAgree()
    {
        QwenPrompt made = prompt(u"hi"_s, {{22, 32}});
        made.grids.push_back(oneToken);
        QVERIFY_EXCEPTION_THROWN(multimodalPositions(made), LogicError);
        made.grids.clear();
        QVERIFY_EXCEPTION_THROWN(multimodalPositions(made), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestPromptTemplate)
#include "tst_prompttemplate.moc"
