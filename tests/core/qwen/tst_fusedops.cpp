#include "core/base/error.h"
#include "core/qwen/fusedops.h"
#include "tests/parity/reference.h"

#include <QTest>

#include <cmath>

using namespace focal;
using parity::relativeError;

namespace {

at::Tensor wave(at::IntArrayRef shape, double offset)
{
    int64_t count = 1;
    for (const int64_t size : shape)
        count *= size;
    return at::arange(count, at::kFloat).mul(0.7351).add(offset).sin().mul(2).add(0.3).view(shape);
}

constexpr double exact = 1e-6;
constexpr double rounded = 4e-3; // half a unit in the last place of bfloat16

} // namespace

/// Against LibTorch's own operations, at widths that are no multiples of the vectors.
class TestFusedOps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modulatedNormIsLayerNormScaledAndShifted()
    {
        const at::Tensor x = wave({7, 45}, 0.1) * 3 + 5;
        const at::Tensor shift = wave({2, 45}, 0.2);
        const at::Tensor scale = wave({2, 45}, 0.3);
        const at::Tensor norm = at::layer_norm(x, {45}, {}, {}, 1e-6);
        const at::Tensor expected = at::cat({norm.narrow(0, 0, 4) * (scale[0] + 1) + shift[0],
                                             norm.narrow(0, 4, 3) * (scale[1] + 1) + shift[1]});
        QVERIFY(relativeError(modulatedNorm(x, shift, scale, {4}, at::kFloat), expected) < exact);
        const at::Tensor half = modulatedNorm(x, shift, scale, {4}, at::kBFloat16);
        QCOMPARE(half.scalar_type(), at::kBFloat16);
        QVERIFY(relativeError(half, expected) < rounded);
        // One row of modulation is for all.
        const at::Tensor one =
            modulatedNorm(x, shift.narrow(0, 0, 1), scale.narrow(0, 0, 1), {4}, at::kFloat);
        QVERIFY(relativeError(one, norm * (scale[0] + 1) + shift[0]) < exact);
        // Not contiguous: by LibTorch.
        const at::Tensor turned = x.t().contiguous().t();
        QVERIFY(relativeError(modulatedNorm(turned, shift, scale, {4}, at::kFloat), expected) < exact);
    }

    void addGatedAddsInPlace()
    {
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const at::Tensor y = wave({5, 37}, 0.4).to(type);
            const at::Tensor gate = wave({2, 37}, 0.5);
            at::Tensor x = wave({5, 37}, 0.6);
            const at::Tensor expected =
                x + at::cat({gate.narrow(0, 0, 1).expand({2, 37}), gate.narrow(0, 1, 1).expand({3, 37})}) *
                        y.to(at::kFloat);
            addGated(x, y, gate, {2});
            QVERIFY(relativeError(x, expected) < exact);
        }
    }

    void normAndRotateTurnsNormedHeads()
    {
        const at::Tensor angle = wave({6, 16}, 0.7);
        const RotaryTable table{angle.cos(), angle.sin()};
        const at::Tensor weight = wave({32}, 0.8);
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const at::Tensor x = wave({6, 3 * 32}, 0.9).to(type);
            const at::Tensor heads = x.to(at::kFloat).view({6, 3, 32});
            const at::Tensor normed = heads * at::rsqrt(heads.square().mean(-1, true) + 1e-6) * weight;
            const at::Tensor expected = rotated(normed, table).transpose(0, 1);
            at::Tensor joint = at::zeros({3, 9, 32}, type);
            normAndRotate(x, weight, table, joint.narrow(1, 2, 6));
            QVERIFY(relativeError(joint.narrow(1, 2, 6), expected) < (type == at::kFloat ? exact : rounded));
            QVERIFY(joint.narrow(1, 0, 2).eq(0).all().item<bool>());
            QVERIFY(joint.narrow(1, 8, 1).eq(0).all().item<bool>());
        }
        at::Tensor joint = at::zeros({3, 5, 32});
        QVERIFY_EXCEPTION_THROWN(normAndRotate(wave({5, 96}, 0), weight, table, joint), LogicError);
    }

    void geluIsThatOfLibTorch()
    {
        const at::Tensor x = at::arange(-2000, 2000, at::kFloat).mul(0.01).view({4, 1000});
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            at::Tensor y = x.to(type);
            const at::Tensor same = at::gelu(y.to(at::kFloat), "tanh");
            geluInPlace(y);
            QVERIFY(relativeError(y, same) < (type == at::kFloat ? exact : rounded));
        }
        at::Tensor huge = at::tensor({-1e30F, 1e30F}).to(at::kBFloat16);
        geluInPlace(huge);
        QCOMPARE(huge[0].item<float>(), 0.0F);
        QVERIFY(huge[1].item<float>() > 9e29F);
    }

    void channelNormIsThatOfThePictureCoder()
    {
        const at::Tensor x = wave({1, 21, 4, 5}, 1.1);
        const at::Tensor gamma = wave({21}, 1.2);
        const at::Tensor expected = x / x.norm(2, {1}, true) * std::sqrt(21.0) * gamma.view({1, 21, 1, 1});
        QVERIFY(relativeError(channelNorm(x, gamma, false), expected) < exact);
        const at::Tensor last = x.contiguous(at::MemoryFormat::ChannelsLast);
        QVERIFY(relativeError(channelNorm(last, gamma, false), expected) < exact);
        QVERIFY(relativeError(channelNorm(last, gamma, true), at::silu(expected)) < exact);
        QVERIFY(relativeError(channelNorm(last.to(at::kBFloat16), gamma, false), expected) < 2 * rounded);
        QVERIFY(channelNorm(at::zeros({1, 21, 1, 1}), gamma, false).eq(0).all().item<bool>());
    }
};

QTEST_GUILESS_MAIN(TestFusedOps)
#include "tst_fusedops.moc"
