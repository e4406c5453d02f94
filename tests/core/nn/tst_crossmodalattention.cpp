#include "core/base/error.h"
#include "core/nn/crossmodalattention.h"
#include "tests/parity/reference.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

class TestCrossModalAttention : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"crossmodalattention.safetensors"_s};

    CrossModalAttention layer(const QString& name) const
    {
        const auto linear = [&](const QString& part) {
            return Linear(m_reference[name + u".weights."_s + part + u".weight"_s],
                          m_reference[name + u".weights."_s + part + u".bias"_s]);
        };
        return {linear(u"q"_s), linear(u"k"_s), linear(u"v"_s), linear(u"out"_s),
                m_reference[name + u".heads"_s].item<int64_t>()};
    }

private Q_SLOTS:
    void agreesWithPyTorch_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"one_head", "heads", "key_mask", "full_mask"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void agreesWithPyTorch()
    {
        QFETCH(const QString, name);
        const c10::InferenceMode inference;
        const at::Tensor mask =
            m_reference.has(name + u".mask"_s) ? m_reference[name + u".mask"_s] : at::Tensor();
        const auto result =
            layer(name)(m_reference[name + u".text"_s], m_reference[name + u".picture"_s], mask);
        QCOMPARE(result.output.sizes(), m_reference[name + u".output"_s].sizes());
        QCOMPARE(result.probabilities.sizes(), m_reference[name + u".probabilities"_s].sizes());
        QVERIFY(maxError(result.output, m_reference[name + u".output"_s]) < 1e-5);
        QVERIFY(maxError(result.probabilities, m_reference[name + u".probabilities"_s]) < 1e-5);
    }

    void probabilitiesAreThoseThatMadeTheOutput()
    {
        const c10::InferenceMode inference;
        const at::Tensor text = m_reference[u"heads.text"_s];
        const at::Tensor picture = m_reference[u"heads.picture"_s];
        const auto result = layer(u"heads"_s)(text, picture);
        QVERIFY(maxError(result.probabilities.sum(-1), at::ones({2, 4, 3})) < 1e-5);
        // What the words see through the recorded probabilities is the output before its last projection.
        const Linear v(m_reference[u"heads.weights.v.weight"_s], m_reference[u"heads.weights.v.bias"_s]);
        const Linear out(m_reference[u"heads.weights.out.weight"_s],
                         m_reference[u"heads.weights.out.bias"_s]);
        const at::Tensor values = v(picture).view({2, 11, 4, 8}).transpose(1, 2);
        const at::Tensor mixed = at::matmul(result.probabilities, values).transpose(1, 2).reshape({2, 3, 32});
        QVERIFY(maxError(out(mixed), result.output) < 1e-5);
    }

    void hiddenTokensAreNotLookedAt()
    {
        const c10::InferenceMode inference;
        const at::Tensor mask = m_reference[u"key_mask.mask"_s];
        const auto result =
            layer(u"key_mask"_s)(m_reference[u"key_mask.text"_s], m_reference[u"key_mask.picture"_s], mask);
        const at::Tensor hidden = result.probabilities.index({at::indexing::Slice(0, 2)}) *
                                  mask.index({at::indexing::Slice(0, 2)}).eq(0).unsqueeze(1).unsqueeze(1);
        QCOMPARE(hidden.abs().max().item<float>(), 0.0F);
        // Where everything is hidden, nothing is preferred, and nothing is NaN.
        QVERIFY(maxError(result.probabilities[2], at::full({8, 4, 9}, 1.0 / 9)) < 1e-6);
    }

    void headsMustDivideTheWidth()
    {
        const auto linear = [] { return Linear(at::zeros({32, 32}), at::zeros({32})); };
        QVERIFY_EXCEPTION_THROWN(CrossModalAttention(linear(), linear(), linear(), linear(), 5), LogicError);
        const CrossModalAttention layer(linear(), linear(), linear(), linear(), 4);
        QVERIFY_EXCEPTION_THROWN(layer(at::zeros({1, 2, 32}), at::zeros({1, 3, 32}), at::ones({3})),
                                 LogicError);
    }
};

QTEST_GUILESS_MAIN(TestCrossModalAttention)
#include "tst_crossmodalattention.moc"
