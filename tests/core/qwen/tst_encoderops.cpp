#include "core/base/error.h"
#include "core/qwen/encoderops.h"
#include "tests/parity/reference.h"

#include <ATen/ATen.h>

#include <QTest>

using namespace focal;
using parity::relativeError;

namespace {

at::Tensor wave(at::IntArrayRef shape, double offset)
{
    const int64_t count = c10::multiply_integers(shape);
    return at::arange(count, at::kFloat).mul(0.7351).add(offset).sin().mul(2).add(0.3).view(shape);
}

double limit(at::ScalarType type)
{
    return type == at::kFloat ? 1e-6 : 4e-3; // half a unit in the last place of bfloat16
}

constexpr at::ScalarType types[] = {at::kFloat, at::kBFloat16};

} // namespace

/// Against LibTorch's own operations, at widths that are no multiples of the vectors.
class TestEncoderOps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rmsNormIsThatOfLibTorch()
    {
        const at::Tensor weight = wave({45}, 0.2);
        const at::Tensor x = wave({7, 45}, 0.1);
        const at::Tensor expected = x * at::rsqrt(x.square().mean(-1, true) + 1e-6) * weight;
        for (const at::ScalarType type : types) {
            QCOMPARE(rmsNorm(x, weight, 1e-6, type).scalar_type(), type);
            QVERIFY(relativeError(rmsNorm(x, weight, 1e-6, type), expected) < limit(type));
            // Not contiguous: by LibTorch.
            QVERIFY(relativeError(rmsNorm(x.t().contiguous().t(), weight, 1e-6, type), expected) <
                    limit(type));
        }
    }

    void halvesTurnTogether()
    {
        const at::Tensor angle = wave({6, 5}, 0.3);
        const at::Tensor cosines = at::cat({angle, angle}, 1).cos();
        const at::Tensor sines = at::cat({angle, angle}, 1).sin();
        for (const at::ScalarType type : types) {
            const at::Tensor qkv = wave({6, 3, 2, 10}, 0.4).to(type); // as a joined product leaves it
            const at::Tensor x = qkv.select(1, 1);
            const at::Tensor number = x.to(at::kFloat);
            const at::Tensor halves = at::complex(number.narrow(2, 0, 5), number.narrow(2, 5, 5));
            const at::Tensor turned = halves * at::polar(at::ones_like(angle), angle).unsqueeze(1);
            const at::Tensor expected = at::cat({at::real(turned), at::imag(turned)}, 2).transpose(0, 1);
            QVERIFY(relativeError(rotatedHalves(x, cosines, sines), expected) < limit(type));
            const at::Tensor strided = x.transpose(1, 2).contiguous().transpose(1, 2);
            QVERIFY(relativeError(rotatedHalves(strided, cosines, sines), expected) < limit(type));
        }
        QVERIFY_EXCEPTION_THROWN(rotatedHalves(wave({5, 2, 10}, 0), cosines, sines), LogicError);
    }

    void addsAndGatesInPlace()
    {
        for (const at::ScalarType type : types) {
            const at::Tensor y = wave({5, 37}, 0.5).to(type);
            at::Tensor x = wave({5, 37}, 0.6);
            const at::Tensor sum = x + y.to(at::kFloat);
            addInto(x, y);
            QVERIFY(relativeError(x, sum) < 1e-6);

            at::Tensor gate = wave({5, 37}, 0.7).mul(9).to(type);
            const at::Tensor expected = at::silu(gate.to(at::kFloat)) * y.to(at::kFloat);
            gateInPlace(gate, y);
            QVERIFY(relativeError(gate, expected) < limit(type));
        }
        at::Tensor extremes = at::tensor({-1e30F, 1e30F, 0.0F});
        gateInPlace(extremes, at::ones({3}));
        QVERIFY(at::equal(extremes, at::tensor({0.0F, 1e30F, 0.0F})));
    }
};

QTEST_GUILESS_MAIN(TestEncoderOps)
#include "tst_encoderops.moc"
