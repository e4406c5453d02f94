#include "core/base/error.h"
#include "core/qwen/guidance.h"
#include "core/qwen/latents.h"

#include <QTest>

#include <cmath>

using namespace focal;

class TestLatents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noiseIsThatOfThePublishedPipeline()
    {
        // torch.randn(..., generator=torch.Generator().manual_seed(0))
        const at::Tensor noise = noiseLatents(0, 16, {4, 6});
        QVERIFY(noise.sizes() == at::IntArrayRef({16, 8, 12}));
        const float expected[] = {-1.1258398F, -1.1523602F, -0.2505786F, -0.4338788F, 0.8487104F, 0.6920092F};
        for (int i = 0; i < 6; ++i)
            QCOMPARE(noise.data_ptr<float>()[i], expected[i]);
        QVERIFY(at::equal(noise, noiseLatents(0, 16, {4, 6})));
        QVERIFY(!at::equal(noise, noiseLatents(1, 16, {4, 6})));
    }

    void tokensAreTwoByTwo()
    {
        const at::Tensor latents = at::arange(2 * 4 * 6, at::kFloat).view({2, 4, 6});
        const at::Tensor tokens = packLatents(latents);
        QVERIFY(tokens.sizes() == at::IntArrayRef({6, 8}));
        // The second token of the second row: channel, row, column.
        const float expected[] = {14, 15, 20, 21, 38, 39, 44, 45};
        for (int i = 0; i < 8; ++i)
            QCOMPARE(tokens[4][i].item<float>(), expected[i]);
        QVERIFY(at::equal(unpackLatents(tokens, {2, 3}), latents));
        QVERIFY_EXCEPTION_THROWN(packLatents(at::zeros({2, 3, 4})), LogicError);
        QVERIFY_EXCEPTION_THROWN(unpackLatents(tokens, {2, 2}), LogicError);
    }

    void guidanceKeepsLengths()
    {
        const at::Tensor positive = at::tensor({3.0F, 4.0F, 1.0F, 0.0F}).view({2, 2});
        const at::Tensor negative = at::tensor({3.0F, 0.0F, 1.0F, 0.0F}).view({2, 2});
        const at::Tensor result = guided(positive, negative, 2);
        // (3, 8) as long as (3, 4); what agrees stays.
        QVERIFY(std::abs(result[0][0].item<float>() - 3 * 5 / std::sqrt(73.0F)) < 1e-5F);
        QVERIFY(std::abs(result[0][1].item<float>() - 8 * 5 / std::sqrt(73.0F)) < 1e-5F);
        QVERIFY(at::equal(result[1], positive[1]));
        QVERIFY(!needsNegative(1) && needsNegative(1.5));
    }
};

QTEST_GUILESS_MAIN(TestLatents)
#include "tst_latents.moc"
