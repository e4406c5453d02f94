#include "core/nn/bf16tiles.h"

#include <ATen/ATen.h>

#include <QTest>

using namespace focal;

class TestBf16Tiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void multipliesAndAdds_data()
    {
        QTest::addColumn<int>("rows");
        for (const int rows : {1, 5, 6, 7, 16})
            QTest::addRow("%d rows", rows) << rows;
    }

    void multipliesAndAdds()
    {
        if (!hasBf16Tiles())
            QSKIP("this processor has no bfloat16 products");
        QFETCH(const int, rows);
        constexpr int64_t depth = 34;
        const at::Tensor a =
            at::arange(rows * depth, at::kFloat).mul(0.7351).sin().view({rows, depth}).to(at::kBFloat16);
        const at::Tensor b = at::arange(depth * tilePanel, at::kFloat)
                                 .mul(0.377)
                                 .sin()
                                 .view({depth, tilePanel})
                                 .to(at::kBFloat16);
        const at::Tensor panel = b.view({depth / 2, 2, tilePanel}).transpose(1, 2).contiguous();
        const at::Tensor expected = at::matmul(a.to(at::kFloat), b.to(at::kFloat));
        at::Tensor c = at::full({rows + 1, tilePanel + 3}, 7.0F);
        const auto multiply = [&](bool add) {
            multiplyPanel(static_cast<const uint16_t*>(a.const_data_ptr()), depth, rows,
                          static_cast<const uint16_t*>(panel.const_data_ptr()), depth / 2,
                          c.data_ptr<float>(), c.stride(0), add);
        };
        const auto difference = [&](double times) {
            return (c.narrow(0, 0, rows).narrow(1, 0, tilePanel) - expected * times)
                .abs()
                .max()
                .item<double>();
        };
        multiply(false);
        QVERIFY2(difference(1) < 1e-4, qPrintable(QString::number(difference(1))));
        multiply(true);
        QVERIFY2(difference(2) < 2e-4, qPrintable(QString::number(difference(2))));
        // Nothing beside it was touched.
        QVERIFY(c.narrow(1, tilePanel, 3).eq(7).all().item<bool>());
        QVERIFY(c.narrow(0, rows, 1).eq(7).all().item<bool>());
    }
};

QTEST_GUILESS_MAIN(TestBf16Tiles)
#include "tst_bf16tiles.moc"
