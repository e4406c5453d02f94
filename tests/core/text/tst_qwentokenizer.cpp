#include "core/base/error.h"
#include "core/text/characterclass.h"
#include "core/text/qwentokenizer.h"
#include "tests/parity/tokenstrings.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

QList<int> idsOf(const std::vector<QwenToken>& tokens)
{
    QList<int> ids;
    for (const QwenToken& token : tokens)
        ids.append(token.id);
    return ids;
}

QByteArray contentsOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// A vocabulary of the 256 bytes and a few merges.
QwenVocabulary smallVocabulary()
{
    QwenVocabulary result;
    result.source = u"small"_s;
    char16_t next = 0x100;
    for (int byte = 0; byte < 256; ++byte) {
        const bool printable =
            (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
        result.tokens.insert(QString(QChar(printable ? char16_t(byte) : next++)), byte);
    }
    result.tokens.insert(u"ab"_s, 256);
    result.tokens.insert(u"abab"_s, 257);
    result.merges = {{u"a"_s, u"b"_s}, {u"ab"_s, u"ab"_s}};
    result.added = {{u"<|im_start|>"_s, 300}};
    return result;
}

QByteArray jsonOf(const QHash<QString, int>& ids)
{
    QJsonObject object;
    for (auto entry = ids.begin(); entry != ids.end(); ++entry)
        object.insert(entry.key(), entry.value());
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

class TestQwenTokenizer : public QObject
{
    Q_OBJECT

    std::unique_ptr<QwenTokenizer> m_tokenizer;

private Q_SLOTS:
    void initTestCase()
    {
        m_tokenizer = std::make_unique<QwenTokenizer>(
            QwenVocabulary::fromFolder(QStringLiteral(FOCAL_QWEN_VOCABULARY)));
        QCOMPARE(m_tokenizer->largestId(), 151664);
        QCOMPARE(m_tokenizer->addedToken(u"<|image_pad|>"_s), 151655);
    }

    void idsAreKnown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("ids");
        const auto row = [](const char* name, const QString& text, const QList<int>& ids) {
            QTest::newRow(name) << text << ids;
        };
        row("words", u"Hello world"_s, {9707, 1879});
        row("contractions", u"don't DON'T we'll"_s, {15007, 944, 44273, 17323, 582, 3278});
        row("spaces in front", u"  leading"_s, {220, 6388});
        row("newlines", u"a\n\n b \n"_s, {64, 271, 293, 715});
        row("digits", u"1234567 3.14"_s, {16, 17, 18, 19, 20, 21, 22, 220, 18, 13, 16, 19});
        row("spaces before newlines", u"x   \n\n\ny"_s, {87, 262, 1406, 88});
        row("Chinese", u"你好，世界！"_s, {108386, 3837, 99489, 6313});
        row("Japanese", u"日本語テキスト"_s, {101059, 102819, 56833, 61803, 70534});
        row("decomposed", u"cafe\u0301"_s, {924, 58858});
        row("composed", u"café"_s, {924, 58858});
        row("no-break space", u"\u00a0nbsp"_s, {4102, 5674});
        row("symbols", u"Ω≈ç√∫\u02dcµ"_s, {144572, 144540, 3131, 144336, 145706, 144775, 73048});
        row("bytes", u"ǅ ﬁ"_s, {131, 227, 32495, 70731});
        row("tab", u"tab\tx"_s, {6192, 10225});
        row("a space", u" "_s, {220});
        row("nothing", QString(), {});
    }

    void idsAreKnown()
    {
        QFETCH(const QString, text);
        QFETCH(const QList<int>, ids);
        QCOMPARE(idsOf(m_tokenizer->tokenize(text)), ids);
    }

    /// Both languages, emoji, digits, white space, control characters, marks, all planes: 20,000 strings.
    void idsAreThoseOfTransformers()
    {
        const QList<QByteArray> expected =
            contentsOf(QStringLiteral(FOCAL_SOURCE_DIR "/tests/data/parity/qwen_tokens.txt"))
                .trimmed()
                .split('\n');
        QCOMPARE(int(expected.size()), tokenStringCount / tokenStringBlock);
        for (int block = 0; block < int(expected.size()); ++block) {
            TokenHash hash;
            for (int i = 0; i < tokenStringBlock; ++i) {
                for (const QwenToken& token :
                     m_tokenizer->tokenize(tokenString(block * tokenStringBlock + i)))
                    hash.add(std::uint32_t(token.id));
                hash.endString();
            }
            QVERIFY2(hash.hex().toLatin1() == expected[block],
                     qPrintable(u"among the strings from %1 on"_s.arg(block * tokenStringBlock)));
        }
    }

    void spansCoverTheText()
    {
        for (int index = 0; index < 2000; ++index) {
            const QString text = tokenString(index);
            int reached = 0;
            for (const QwenToken& token : m_tokenizer->tokenize(text)) {
                QVERIFY(token.span.start <= reached); // no gap
                QVERIFY(token.span.length > 0);
                reached = std::max(reached, token.span.start + token.span.length);
            }
            QCOMPARE(reached, int(text.size()));
        }
    }

    void spansAreCharactersOfTheText()
    {
        const auto tokens = m_tokenizer->tokenize(u"红色T恤"_s);
        QCOMPARE(tokens.front().span, (TextSpan{0, 2}));
        const auto decomposed = m_tokenizer->tokenize(u"cafe\u0301 x"_s);
        QCOMPARE(int(decomposed.size()), 3);
        QCOMPARE(decomposed[1].span, (TextSpan{2, 3})); // "fe" and the accent
        QCOMPARE(decomposed[2].span, (TextSpan{5, 2}));
        // A character of several tokens belongs to each of them.
        const auto bytes = m_tokenizer->tokenize(u"\U00020001a"_s);
        QVERIFY(bytes.size() > 2);
        QCOMPARE(bytes[0].span, (TextSpan{0, 2}));
        QCOMPARE(bytes[1].span, (TextSpan{0, 2}));
    }

    void addedTokensAreAtoms()
    {
        QCOMPARE(idsOf(m_tokenizer->tokenize(u"a<|im_start|>b"_s)), (QList<int>{64, 151644, 65}));
        QVERIFY(!idsOf(m_tokenizer->tokenize(u"<|im_start|"_s)).contains(151644));
    }

    void longPiecesTakeNoLongerThanTheirLength()
    {
        QCOMPARE(int(m_tokenizer->tokenize(QString(400'000, u'a')).size()), 50'000);
    }

    void loneSurrogatesAreReplaced()
    {
        QCOMPARE(idsOf(m_tokenizer->tokenize(QString(QChar(0xd800)))),
                 idsOf(m_tokenizer->tokenize(u"\ufffd"_s)));
    }

    void tokenizerJsonGivesTheSame()
    {
        const QTemporaryDir folder;
        const QwenVocabulary small = smallVocabulary();
        QFile pattern(QStringLiteral(FOCAL_SOURCE_DIR "/tests/data/parity/qwen_tokenizer_small.json"));
        QVERIFY(pattern.open(QIODevice::ReadOnly));
        QJsonObject root = QJsonDocument::fromJson(pattern.readAll()).object();
        QJsonObject model = root.value(u"model"_s).toObject();
        model.insert(u"vocab"_s, QJsonDocument::fromJson(jsonOf(small.tokens)).object());
        const QJsonArray asPairs{QJsonArray{u"a"_s, u"b"_s}, u"ab ab"_s};
        model.insert(u"merges"_s, asPairs);
        root.insert(u"model"_s, model);
        const QString path = folder.filePath(u"tokenizer.json"_s);
        write(path, QJsonDocument(root).toJson());
        const QwenTokenizer tokenizer(QwenVocabulary::fromFolder(folder.path()));
        QCOMPARE(idsOf(tokenizer.tokenize(u"ababab<|im_start|>"_s)), (QList<int>{257, 256, 300}));

        root.insert(u"normalizer"_s, QJsonObject{{u"type"_s, u"NFKC"_s}});
        write(path, QJsonDocument(root).toJson());
        QVERIFY_EXCEPTION_THROWN(QwenVocabulary::fromFolder(folder.path()), UserError);
    }

    void brokenVocabulariesAreErrors()
    {
        QVERIFY_EXCEPTION_THROWN(QwenVocabulary::fromFolder(u"/nowhere"_s), UserError);
        QwenVocabulary missing = smallVocabulary();
        missing.tokens.remove(u"a"_s);
        QVERIFY_EXCEPTION_THROWN(QwenTokenizer{missing}, UserError);
        QwenVocabulary twice = smallVocabulary();
        twice.tokens.insert(u"zz"_s, 17);
        QVERIFY_EXCEPTION_THROWN(QwenTokenizer{twice}, UserError);
        QwenVocabulary merge = smallVocabulary();
        merge.merges.emplace_back(u"x"_s, u"y"_s);
        QVERIFY_EXCEPTION_THROWN(QwenTokenizer{merge}, UserError);
        QVERIFY_EXCEPTION_THROWN(QwenTokenizer{smallVocabulary()}.addedToken(u"<|image_pad|>"_s), UserError);
    }

    /// Bytes changed, cut or doubled at random: a message each time, or a tokenizer that works.
    void mutatedFilesAreErrorsOrWork()
    {
        const QTemporaryDir folder;
        const QwenVocabulary small = smallVocabulary();
        const QStringList names{u"vocab.json"_s, u"merges.txt"_s, u"added_tokens.json"_s};
        const QList<QByteArray> sound{jsonOf(small.tokens), "#version: 0.2\na b\nab ab\n",
                                      jsonOf(small.added)};
        QRandomGenerator random(7);
        int refused = 0;
        for (int round = 0; round < 600; ++round) {
            for (int i = 0; i < 3; ++i) {
                QByteArray bytes = sound[i];
                if (i == round % 3)
                    for (int change = 0; change <= random.bounded(3); ++change) {
                        const int at = random.bounded(int(bytes.size()));
                        switch (random.bounded(3)) {
                        case 0:
                            bytes[at] = char(random.bounded(256));
                            break;
                        case 1:
                            bytes.truncate(std::max(1, at));
                            break;
                        default:
                            bytes.insert(at, bytes.mid(at, random.bounded(20)));
                        }
                    }
                write(folder.filePath(names[i]), bytes);
            }
            try {
                const QwenTokenizer tokenizer(QwenVocabulary::fromFolder(folder.path()));
                QVERIFY(!tokenizer.tokenize(u"ab abab<|im_start|>红"_s).empty());
            } catch (const UserError&) {
                ++refused;
            }
        }
        QVERIFY(refused > 200);
    }

    void classesAreUnicode16()
    {
        QCOMPARE(characterClass(U'\u7ea2'), CharacterClass::Letter);
        QCOMPARE(characterClass(U'\u00bd'), CharacterClass::Number);
        QCOMPARE(characterClass(U'\u3000'), CharacterClass::Space);
        QCOMPARE(characterClass(U'\u200b'), CharacterClass::Other);
        QCOMPARE(characterClass(char32_t(0x31350)), CharacterClass::Letter); // Unicode 15
        QCOMPARE(characterClass(char32_t(0x10d40)), CharacterClass::Number); // Unicode 16
        QCOMPARE(characterClass(char32_t(0x323b0)), CharacterClass::Other);
        int letters = 0;
        int numbers = 0;
        int spaces = 0;
        for (char32_t c = 0; c < 0x110000; ++c) {
            const CharacterClass kind = characterClass(c);
            letters += kind == CharacterClass::Letter;
            numbers += kind == CharacterClass::Number;
            spaces += kind == CharacterClass::Space;
        }
        QCOMPARE(letters, 141028);
        QCOMPARE(numbers, 1911);
        QCOMPARE(spaces, 25);
    }
};

QTEST_GUILESS_MAIN(TestQwenTokenizer)
#include "tst_qwentokenizer.moc"
