#include "core/weights/tensorclaims.h"

#include "core/base/error.h"
#include "tests/core/weights/tensorfiles.h"

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

class TestTensorClaims : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    SafetensorsFile make(const QByteArrayList& tensors, qint64 dataBytes, const QString& name = u"m"_s)
    {
        const QByteArray json = '{' + tensors.join(',') + '}';
        return SafetensorsFile(
            writeBytes(m_folder.filePath(name), safetensorsBytes(json, QByteArray(dataBytes, 'x'))));
    }

    static QString errorOf(const TensorClaims& claims)
    {
        try {
            claims.finish();
        } catch (const UserError& error) {
            return error.kind() == ErrorKind::BadInput ? error.message() : u"wrong kind"_s;
        }
        return {};
    }

private Q_SLOTS:
    void acceptsAnExactFit()
    {
        TensorClaims claims(
            make({tensorJson("a", "F32", "[2,1]", 0, 8), tensorJson("b", "BF16", "[]", 8, 10)}, 10));
        const TensorView* a = claims.claim(u"a"_s, {2, 1});
        QVERIFY(a && a->bytes == 8);
        QVERIFY(claims.contains(u"b"_s));
        QVERIFY(claims.claim(u"b"_s, {}, {TensorType::F32, TensorType::BF16}));
        QCOMPARE(errorOf(claims), QString());
    }

    void reportsEverythingTogether()
    {
        TensorClaims claims(
            make({tensorJson("right", "F32", "[1]", 0, 4), tensorJson("shape", "F32", "[2,2]", 4, 20),
                  tensorJson("type", "F16", "[2]", 20, 24), tensorJson("extra", "U8", "[8]", 24, 32),
                  tensorJson("outside", "F32", "[5]", 32, 52), tensorJson("twice", "U8", "[1]", 32, 33),
                  tensorJson("twice", "U8", "[1]", 33, 34), tensorJson("length", "F64", "[9]", 34, 40)},
                 40));
        QVERIFY(claims.claim(u"right"_s, {1}));
        QVERIFY(!claims.claim(u"shape"_s, {4, 1}));
        QVERIFY(!claims.claim(u"type"_s, {2}));
        QVERIFY(!claims.claim(u"outside"_s, {5}));
        QVERIFY(!claims.claim(u"twice"_s, {1}, {TensorType::U8}));
        QVERIFY(!claims.claim(u"missing"_s, {7, 3}));
        const QString message = errorOf(claims);
        for (const QString& part :
             {u"Missing: missing (expected F32 [7, 3])"_s,
              u"Not wanted: extra (expected nothing, got U8 [8])"_s,
              u"More than once: twice (expected once, got 2 times)"_s,
              u"Of the wrong shape: shape (expected [4, 1], got [2, 2])"_s,
              u"Of the wrong type: type (expected F32, got F16)"_s,
              u"Outside the file: outside (expected a range within 0 to 40, got 32 to 52)"_s,
              u"length (F64 [9] needs 72 bytes, got 6)"_s, m_folder.filePath(u"m"_s)})
            QVERIFY2(message.contains(part), qPrintable(part + u" is not in: "_s + message));
        QVERIFY2(!message.contains(u"right ("_s), qPrintable(message));
    }

    void ignoresWhatTheCallerKnows()
    {
        TensorClaims claims(
            make({tensorJson("head.a", "U8", "[1]", 0, 1), tensorJson("mask", "U8", "[1]", 1, 2),
                  tensorJson("mask2", "U8", "[1]", 2, 3)},
                 3));
        claims.ignore(u"head."_s);
        claims.ignore(u"mask"_s);
        claims.ignore(u"notthere"_s);
        const QString message = errorOf(claims);
        QVERIFY2(message.contains(u"mask2"_s) && !message.contains(u"head.a"_s) &&
                     !message.contains(u"mask ("_s),
                 qPrintable(message));
    }

    void joinsShards()
    {
        const SafetensorsFile first = make({tensorJson("a", "U8", "[1]", 0, 1)}, 1, u"1"_s);
        const SafetensorsFile second =
            make({tensorJson("b", "U8", "[1]", 0, 1), tensorJson("c", "U8", "[1]", 1, 2)}, 2, u"2"_s);
        TensorClaims claims({first, second});
        for (const QString& name : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(claims.claim(name, {1}, {TensorType::U8}));
        QCOMPARE(errorOf(claims), QString());
        TensorClaims again({first, second, first});
        QVERIFY(!again.claim(u"a"_s, {1}, {TensorType::U8}));
        again.ignore(u"b"_s);
        again.ignore(u"c"_s);
        QVERIFY(errorOf(again).contains(u"a (in more than one file)"_s));
    }

    void cutsLongLists()
    {
        TensorClaims claims(make({tensorJson("x", "U8", "[1]", 0, 1)}, 1));
        claims.ignore(u"x"_s);
        for (int i = 0; i < 500; ++i)
            claims.claim(u"blocks.%1.weight"_s.arg(i), {i});
        const QString message = errorOf(claims);
        QVERIFY(message.contains(u"and 480 more"_s));
        QVERIFY(message.size() < 3000);
    }

    void claimsOnceOnly()
    {
        TensorClaims claims(make({tensorJson("x", "F32", "[1]", 0, 4)}, 4));
        claims.claim(u"x"_s, {1});
        QVERIFY_EXCEPTION_THROWN(claims.claim(u"x"_s, {1}), LogicError);
    }

    void refusesAFileThatChanged()
    {
        const SafetensorsFile file = make({tensorJson("x", "F32", "[1]", 0, 4)}, 4);
        TensorClaims claims(file);
        claims.claim(u"x"_s, {1});
        QVERIFY(QFile::resize(file.path(), 3));
        QVERIFY(errorOf(claims).contains(u"changed while"_s));
    }
};

QTEST_GUILESS_MAIN(TestTensorClaims)
#include "tst_tensorclaims.moc"
