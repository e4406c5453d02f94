#include "tests/parity/formulaweights.h"

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

/// The expected values are formulaweights.py's.
class TestFormulaWeights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreThoseOfPython()
    {
        const at::Tensor matrix = formulaWeight(u"visual.blocks.0.attn.qkv.weight"_s, {2, 3});
        const float expected[] = {0x1.6ad896p-1F, -0x1.4f472ap-1F, -0x1.e31f86p-1F,
                                  -0x1.02a83p-4F, 0x1.fce87ap-1F,  -0x1.681dc4p-2F};
        QCOMPARE(std::memcmp(matrix.data_ptr(), expected, sizeof expected), 0);

        const at::Tensor norm = formulaWeight(u"visual.blocks.0.norm1.weight"_s, {2});
        QCOMPARE(norm[0].item<float>(), 0x1.01936cp+0F);
        QCOMPARE(norm[1].item<float>(), 0x1.01a75ep+0F);
        QCOMPARE(fnv1a64(u"a.gamma"_s), 0x1b44b829a96fc43fU);
    }

    void checkpointsHoldThem()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"w.safetensors"_s);
        const FormulaShapes shapes = formulaShapes(u"a.weight 4 8\na.bias 4"_s);
        QCOMPARE(int(shapes.size()), 2);
        writeFormulaCheckpoint(path, shapes, TensorType::F32, u"model."_s);
        const SafetensorsFile file(path);
        QCOMPARE(int(file.tensors().size()), 2);
        const TensorView* weight = file.find(u"model.a.weight"_s);
        QVERIFY(weight);
        const at::Tensor expected = formulaWeight(u"a.weight"_s, {4, 8});
        QCOMPARE(qint64(expected.nbytes()), weight->bytes);
        QCOMPARE(std::memcmp(weight->data, expected.data_ptr(), expected.nbytes()), 0);
    }
};

QTEST_GUILESS_MAIN(TestFormulaWeights)
#include "tst_formulaweights.moc"
