#include "core/weights/dequantise.h"

#include "core/base/error.h"
#include "core/weights/safetensors.h"

#include <QTest>
#include <qfloat16.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

namespace {

std::uint32_t bits(float value)
{
    return std::bit_cast<std::uint32_t>(value);
}

/// The floats that tests/parity/make_quantised.py stored.
std::vector<float> floatsOf(const TensorView& view)
{
    std::vector<float> values(static_cast<std::size_t>(view.elementCount()));
    std::memcpy(values.data(), view.data, static_cast<std::size_t>(view.bytes));
    return values;
}

} // namespace

class TestDequantise : public QObject
{
    Q_OBJECT

    const SafetensorsFile m_reference{
        QStringLiteral(FOCAL_SOURCE_DIR "/tests/data/weights/quantised.safetensors")};

private Q_SLOTS:
    void everyTypeIsBitForBitTheReference_data()
    {
        QTest::addColumn<int>("type");
        for (const TensorType type :
             {TensorType::Q4_0, TensorType::Q4_1, TensorType::Q5_0, TensorType::Q5_1, TensorType::Q8_0,
              TensorType::Q2_K, TensorType::Q3_K, TensorType::Q4_K, TensorType::Q5_K, TensorType::Q6_K,
              TensorType::F8E4M3, TensorType::F8E5M2})
            QTest::newRow(qPrintable(tensorTypeName(type))) << static_cast<int>(type);
    }
    void everyTypeIsBitForBitTheReference()
    {
        QFETCH(int, type);
        const auto kind = static_cast<TensorType>(type);
        const TensorView* stored = m_reference.find(tensorTypeName(kind) + u".stored"_s);
        const TensorView* values = m_reference.find(tensorTypeName(kind) + u".values"_s);
        QVERIFY(stored && values);
        const std::vector<float> expected = floatsOf(*values);
        const auto count = static_cast<qint64>(expected.size());
        QCOMPARE(stored->bytes, count / blockElements(kind) * blockBytes(kind));
        std::vector<float> got(expected.size(), -1.F);
        dequantise(kind, stored->data, count, got.data());
        std::vector<std::uint16_t> rounded(expected.size());
        dequantiseToBf16(kind, stored->data, count, 0.375F, rounded.data());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            if (std::isnan(expected[i])) {
                QVERIFY(std::isnan(got[i]));
                continue;
            }
            QVERIFY2(bits(got[i]) == bits(expected[i]),
                     qPrintable(u"element %1: expected %2, got %3"_s.arg(i).arg(expected[i]).arg(got[i])));
            QCOMPARE(rounded[i], bf16FromFloat(expected[i] * 0.375F));
        }
    }

    void everyHalfIsThatOfQt()
    {
        for (std::uint32_t half = 0; half < 0x10000; ++half) {
            const auto expected =
                static_cast<float>(std::bit_cast<qfloat16>(static_cast<std::uint16_t>(half)));
            const float got = floatFromHalf(static_cast<std::uint16_t>(half));
            if (std::isnan(expected))
                QVERIFY(std::isnan(got));
            else
                QVERIFY2(bits(got) == bits(expected), qPrintable(QString::number(half, 16)));
        }
    }

    void plainTypesAreConverted()
    {
        const std::array<double, 2> doubles{0.1, -3.0};
        std::array<float, 2> out{};
        dequantise(TensorType::F64, std::as_bytes(std::span(doubles)).data(), 2, out.data());
        QCOMPARE(out[0], 0.1F);
        const std::array<std::uint16_t, 2> brain{0x3f80, 0xc040};
        dequantise(TensorType::BF16, std::as_bytes(std::span(brain)).data(), 2, out.data());
        QCOMPARE(out[1], -3.F);
        std::array<std::uint16_t, 2> same{};
        dequantiseToBf16(TensorType::BF16, std::as_bytes(std::span(brain)).data(), 2, 1.F, same.data());
        QCOMPARE(same, brain);
    }

    void roundsToNearestEven()
    {
        QCOMPARE(bf16FromFloat(1.F), std::uint16_t{0x3f80});
        QCOMPARE(bf16FromFloat(std::bit_cast<float>(0x3f808000U)), std::uint16_t{0x3f80}); // a tie, to even
        QCOMPARE(bf16FromFloat(std::bit_cast<float>(0x3f818000U)), std::uint16_t{0x3f82});
        QCOMPARE(bf16FromFloat(std::bit_cast<float>(0x3f808001U)), std::uint16_t{0x3f81});
        QCOMPARE(bf16FromFloat(std::numeric_limits<float>::infinity()), std::uint16_t{0x7f80});
        QCOMPARE(bf16FromFloat(std::bit_cast<float>(0x7f800001U)) & 0x7f80, 0x7f80);
        QVERIFY((bf16FromFloat(std::bit_cast<float>(0x7fffffffU)) & 0x7f) != 0); // still NaN
    }

    void refusesWhatItCannotDecode()
    {
        const std::array<std::byte, 256> bytes{};
        std::array<float, 256> out{};
        QVERIFY_EXCEPTION_THROWN(dequantise(TensorType::I32, bytes.data(), 8, out.data()), LogicError);
        QVERIFY_EXCEPTION_THROWN(dequantise(TensorType::Q4_K, bytes.data(), 128, out.data()), LogicError);
        QVERIFY(!isDecodable(TensorType::F8E8M0) && isDecodable(TensorType::Q2_K));
    }
};

QTEST_GUILESS_MAIN(TestDequantise)
#include "tst_dequantise.moc"
