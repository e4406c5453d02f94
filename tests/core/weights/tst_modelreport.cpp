#include "core/weights/modelreport.h"

#include "core/base/error.h"
#include "tests/core/weights/modelparts.h"
#include "tests/core/weights/tinytransformer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

class TestModelReport : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static std::vector<OwnedTensor> transformer() { return tinyTransformer(); }
    static OwnedTensor& named(std::vector<OwnedTensor>& tensors, const QString& name)
    {
        return *std::find_if(tensors.begin(), tensors.end(),
                             [&name](const OwnedTensor& t) { return t.name == name; });
    }
    QString written(const std::vector<OwnedTensor>& tensors) const
    {
        return writeTensors(m_folder.filePath(u"qwen_image_edit_2509.safetensors"_s), tensors);
    }

private Q_SLOTS:
    void saysWhatIsThere()
    {
        const ModelReport report = inspectModel(written(transformer()));
        QCOMPARE(report.family, ModelFamily::Edit2509);
        QCOMPARE(report.parts.size(), std::size_t{1});
        const PartReport& part = report.parts.front();
        QCOMPARE(part.tensors, qint64{13 + 2 * 32});
        QCOMPARE(part.parameters, part.bytes);
        QCOMPARE(part.types.keys(), QStringList{u"F8_E4M3"_s});
        QVERIFY(part.configIsDerived);
        QCOMPARE(part.config.value(u"num_layers"_s).toInt(), 2);
        QCOMPARE(report.missing.size(), 3); // text encoder, VAE, tokenizer
        QCOMPARE(report.needs.blockCount, qint64{2});
        QVERIFY(report.needs.isCompressed());
        double last = 0;
        QVERIFY(verifyModel(report, {}, [&last](double fraction) { last = fraction; }).isEmpty());
        QCOMPARE(last, 1.0);
    }

    void saysWhatIsWrong()
    {
        std::vector<OwnedTensor> tensors = transformer();
        named(tensors, u"transformer_blocks.1.attn.to_k.bias"_s) = floats(u"surprise"_s, {2});
        named(tensors, u"transformer_blocks.1.attn.norm_q.weight"_s) =
            floats(u"transformer_blocks.1.attn.norm_q.weight"_s, {5});
        const QStringList wrong = verifyModel(inspectModel(written(tensors)), {});
        QCOMPARE(wrong.size(), 1);
        for (const char* says : {"Missing: transformer_blocks.1.attn.to_k.bias (expected weights [8])",
                                 "surprise", "expected [4], got [5]"})
            QVERIFY2(wrong.front().contains(QLatin1String(says)), qPrintable(wrong.front()));
    }

    void findsWhatIsNoNumber()
    {
        std::vector<OwnedTensor> tensors = transformer();
        OwnedTensor& weight = named(tensors, u"img_in.weight"_s);
        weight.bytes[weight.bytes.size() - 1] = '\x7f';
        const QStringList wrong = verifyModel(inspectModel(written(tensors)), {});
        QCOMPARE(wrong.size(), 1);
        QVERIFY2(wrong.front().contains(u"img_in.weight (not a number in row 7)"_s),
                 qPrintable(wrong.front()));
    }

    void canBeCancelled()
    {
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(verifyModel(inspectModel(written(transformer())), cancel), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestModelReport)
#include "tst_modelreport.moc"
