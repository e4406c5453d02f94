#include "core/base/error.h"
#include "core/nn/streamingattention.h"
#include "core/nn/threads.h"
#include "tests/parity/reference.h"

#include <QTest>

#include <cmath>

using namespace focal;
using parity::relativeError;

namespace {

struct Reference
{
    at::Tensor mixed;   ///< [tokens, heads * channels]
    at::Tensor logSums; ///< [heads, tokens]
};

Reference reference(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v)
{
    const at::Tensor scores =
        at::matmul(q.to(at::kDouble), k.to(at::kDouble).transpose(1, 2)) / std::sqrt(double(q.size(2)));
    return {at::matmul(scores.softmax(-1), v.to(at::kDouble)).transpose(0, 1).flatten(1),
            scores.logsumexp(-1)};
}

} // namespace

class TestStreamingAttention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreadBudget(availableThreads()); }

    void isSoftmaxAttention_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("channels");
        QTest::addColumn<double>("spread");
        QTest::newRow("less than a tile") << 37 << 64 << 1.0;
        QTest::newRow("one tile of keys") << 512 << 64 << 1.0;
        QTest::newRow("odd remainder") << 1083 << 64 << 1.0;
        QTest::newRow("heads of the vision tower") << 700 << 80 << 1.0;
        QTest::newRow("narrow heads") << 65 << 16 << 1.0;
        // Scores of some hundreds, where e^x alone would overflow and one key takes all.
        QTest::newRow("sharp") << 700 << 64 << 12.0;
    }

    void isSoftmaxAttention()
    {
        QFETCH(const int, tokens);
        QFETCH(const int, channels);
        QFETCH(const double, spread);
        const auto wave = [&](int which) {
            const at::Tensor place =
                at::arange(3 * tokens * channels, at::kFloat).mul(0.7351 + 0.11 * which).add(which);
            return place.square().mul(0.013).sin().mul(1.7 * spread).view({3, tokens, channels});
        };
        const at::Tensor q = wave(1);
        const at::Tensor k = wave(2);
        const at::Tensor v = wave(3);
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const at::Tensor typedQ = q.to(type);
            const at::Tensor typedK = k.to(type);
            const at::Tensor typedV = v.to(type);
            const Reference expected = reference(typedQ, typedK, typedV);
            at::Tensor logSums;
            const at::Tensor mixed = streamingAttention(typedQ, typedK, typedV, &logSums, {});
            const double limit = type == at::kFloat ? 1e-5 : 5e-3;
            QVERIFY(mixed.sizes() == expected.mixed.sizes());
            QVERIFY2(relativeError(mixed, expected.mixed) < limit,
                     qPrintable(QString::number(relativeError(mixed, expected.mixed))));
            QVERIFY(logSums.sizes() == expected.logSums.sizes());
            QVERIFY2(relativeError(logSums, expected.logSums) < 1e-5,
                     qPrintable(QString::number(relativeError(logSums, expected.logSums))));
            QVERIFY(at::equal(mixed, streamingAttention(typedQ, typedK, typedV, nullptr, {})));
        }
    }

    void threadsDoNotChangeTheResult()
    {
        const at::Tensor x =
            at::arange(2 * 600 * 128, at::kFloat).mul(0.7351).sin().view({2, 600, 128}).to(at::kBFloat16);
        if (!hasStreamingKernel(x))
            QSKIP("this processor has no bfloat16 products");
        const at::Tensor several = streamingAttention(x, x, x, nullptr, {});
        setThreadBudget(1);
        const at::Tensor one = streamingAttention(x, x, x, nullptr, {});
        setThreadBudget(availableThreads());
        QVERIFY(at::equal(one, several));
    }

    void cancelEndsIt()
    {
        const CancelToken token;
        token.cancel();
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const at::Tensor x = at::ones({1, 64, 32}, type);
            QVERIFY_EXCEPTION_THROWN(streamingAttention(x, x, x, nullptr, token), Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestStreamingAttention)
#include "tst_streamingattention.moc"
