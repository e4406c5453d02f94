#include "core/base/error.h"
#include "core/qwen/rotary.h"

#include <QTest>

#include <cmath>

using namespace focal;

class TestRotary : public QObject
{
    Q_OBJECT

    const std::array<int64_t, 3> m_axes{16, 56, 56};

    /// Frame, row and column of a token, read off the angle of each axis that turns by 0.1 a step.
    static std::array<int, 3> position(const RotaryTable& table, int64_t token)
    {
        std::array<int, 3> result{};
        const int64_t first[] = {0, 8, 36};
        for (size_t i = 0; i < 3; ++i) {
            const int64_t slow = first[i] + (i == 0 ? 2 : 7);
            const double angle =
                std::atan2(table.sin[token][slow].item<double>(), table.cos[token][slow].item<double>());
            result[i] = int(std::lround(angle * 10));
        }
        return result;
    }

private Q_SLOTS:
    void picturesAreCentredAndNumbered()
    {
        const std::vector<TokenGrid> grids = {{4, 6}, {4, 4}, {6, 4}};
        const RotaryTable table = pictureRotary(grids, m_axes);
        QVERIFY(table.cos.sizes() == at::IntArrayRef({64, 64}));
        QCOMPARE(position(table, 0), (std::array<int, 3>{0, -2, -3}));
        QCOMPARE(position(table, 24), (std::array<int, 3>{1, -2, -2}));
        QCOMPARE(position(table, 40), (std::array<int, 3>{2, -3, -2}));
        QCOMPARE(position(table, 63), (std::array<int, 3>{2, 2, 1}));
        QCOMPARE(position(textRotary(5, grids, m_axes), 0), (std::array<int, 3>{3, 3, 3}));
        QCOMPARE(position(textRotary(5, grids, m_axes), 4), (std::array<int, 3>{7, 7, 7}));
    }

    void oddGridsHaveOneMoreBefore()
    {
        const RotaryTable table = pictureRotary({{5, 3}}, m_axes);
        QCOMPARE(position(table, 0), (std::array<int, 3>{0, -3, -2}));
        QCOMPARE(position(table, 14), (std::array<int, 3>{0, 1, 0}));
        QCOMPARE(position(textRotary(1, {{5, 3}}, m_axes), 0), (std::array<int, 3>{2, 2, 2}));
    }

    void pairsTurnTogether()
    {
        const at::Tensor x = at::tensor({1.0F, 0.0F, 0.0F, 2.0F}).view({1, 1, 4});
        const at::Tensor angle = at::tensor({0.5F, 1.0F}).view({1, 2});
        const at::Tensor turned = rotated(x, {angle.cos(), angle.sin()});
        const double expected[] = {std::cos(0.5), std::sin(0.5), -2 * std::sin(1.0), 2 * std::cos(1.0)};
        for (int i = 0; i < 4; ++i)
            QVERIFY(std::abs(turned[0][0][i].item<double>() - expected[i]) < 1e-6);
    }

    void tooLong()
    {
        QVERIFY_EXCEPTION_THROWN(textRotary(4097, {{2, 2}}, m_axes), LogicError);
        QVERIFY_EXCEPTION_THROWN(pictureRotary({{0, 2}}, m_axes), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestRotary)
#include "tst_rotary.moc"
