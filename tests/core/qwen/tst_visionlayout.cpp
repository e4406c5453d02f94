#include "core/qwen/visionlayout.h"

#include <QTest>

using namespace focal;

namespace {

QList<int> list(const std::vector<int64_t>& values, size_t count)
{
    return {values.begin(), values.begin() + std::ptrdiff_t(std::min(count, values.size()))};
}

} // namespace

class TestVisionLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsAreReadRowByRow()
    {
        const VisionLayout layout({{28, 28}}, VisionConfig());
        QCOMPARE(list(layout.order, 21),
                 (QList<int>{0, 1, 2, 3, 14, 15, 16, 17, 28, 29, 30, 31, 42, 43, 44, 45, 4, 5, 6, 7, 18}));
        QCOMPARE(list(layout.windowEnds, 99),
                 (QList<int>{64, 128, 192, 224, 288, 352, 416, 448, 512, 576, 640, 672, 704, 736, 768, 784}));
        QCOMPARE(list(layout.pictureEnds, 99), QList<int>{784});
    }

    void picturesFollowEachOther()
    {
        const VisionLayout layout({{24, 32}, {8, 8}}, VisionConfig());
        QCOMPARE(list(layout.pictureEnds, 99), (QList<int>{768, 832}));
        QCOMPARE(int(layout.windowEnds.size()), 13);
        for (size_t i = 0; i < layout.windowEnds.size(); ++i)
            QCOMPARE(layout.windowEnds[i], int64_t(64 * (i + 1)));
        QCOMPARE(layout.order[192], int64_t(192)); // the second picture's first token
    }

    void placesAreOfPatches()
    {
        const VisionLayout layout({{4, 4}}, VisionConfig());
        QCOMPARE(list(layout.rows, 16), (QList<int>{0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3}));
        QCOMPARE(list(layout.columns, 16), (QList<int>{0, 1, 0, 1, 2, 3, 2, 3, 0, 1, 0, 1, 2, 3, 2, 3}));
    }

    /// Against attention over all tokens with a mask.
    void segmentsKeepToThemselves()
    {
        const std::vector<int64_t> ends{4, 12, 16, 20, 28};
        const auto values = [](double phase) {
            return at::sin(at::arange(2 * 28 * 8, at::kFloat) * 0.7351 + phase).view({2, 28, 8});
        };
        const at::Tensor q = values(0);
        const at::Tensor k = values(1);
        const at::Tensor v = values(2);
        at::Tensor mask = at::zeros({28, 28}, at::kBool);
        int64_t start = 0;
        for (const int64_t end : ends) {
            mask.slice(0, start, end).slice(1, start, end).fill_(true);
            start = end;
        }
        const at::Tensor expected =
            at::scaled_dot_product_attention(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), mask)
                .squeeze(0)
                .transpose(0, 1)
                .reshape({28, 16});
        const at::Tensor got = SegmentedAttention(ends)(q, k, v, {});
        QVERIFY(at::allclose(got, expected, 1e-5, 1e-6));
    }
};

QTEST_GUILESS_MAIN(TestVisionLayout)
#include "tst_visionlayout.moc"
