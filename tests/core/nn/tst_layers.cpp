#include "core/nn/layers.h"
#include "tests/parity/reference.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;

class TestLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tiledAttentionIsAttention_data()
    {
        QTest::addColumn<int>("tokens");
        // Within one tile, exactly one, one and a rest, several.
        for (const int tokens : {1, 77, 512, 513, 1370})
            QTest::addRow("%d", tokens) << tokens;
    }

    void tiledAttentionIsAttention()
    {
        QFETCH(const int, tokens);
        const c10::InferenceMode inference;
        const at::Tensor q = formula({2, 3, tokens, 16}, 0.1);
        const at::Tensor k = formula({2, 3, tokens, 16}, 0.7);
        const at::Tensor v = formula({2, 3, tokens, 16}, 1.9);
        const at::Tensor expected = at::matmul((at::matmul(q, k.transpose(-1, -2)) / 4).softmax(-1), v);
        QVERIFY(maxError(tiledAttention(q, k, v), expected) < 1e-5);
        const at::Tensor half = tiledAttention(q.to(at::kBFloat16), k.to(at::kBFloat16), v.to(at::kBFloat16));
        QCOMPARE(half.scalar_type(), at::kBFloat16);
        QVERIFY(cosine(half, expected) > 0.999);
    }

    void joinedLinearLayersGiveTheirOutputsSideBySide()
    {
        const c10::InferenceMode inference;
        const Linear a(formula({3, 5}, 0.1), formula({3}, 0.2));
        const Linear b(formula({2, 5}, 0.3), formula({2}, 0.4));
        const at::Tensor x = formula({4, 5}, 0.5);
        const at::Tensor both = Linear::joined({a, b})(x);
        QVERIFY(maxError(both, at::cat({a(x), b(x)}, 1)) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
