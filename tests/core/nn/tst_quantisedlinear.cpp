#include "core/nn/quantisedlinear.h"

#include "core/base/error.h"
#include "core/nn/lora.h"
#include "tests/core/weights/gguffiles.h"
#include "tests/core/weights/modelparts.h"
#include "tests/core/weights/tensorfiles.h"
#include "tests/parity/reference.h"

#include <QTemporaryDir>
#include <QTest>

using namespace focal;
using namespace focal::test;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Stored blocks of Q8_0 for [output, 32]: scale 1/64 and counting numbers.
QByteArray countingBlocks(int output)
{
    QByteArray bytes;
    for (int row = 0; row < output; ++row) {
        bytes += rawBytes(quint16{0x2400});
        for (int i = 0; i < 32; ++i)
            bytes += static_cast<char>((row * 7 + i * 3) % 255 - 127);
    }
    return bytes;
}

} // namespace

/// Products with weights that stay quantised, and what adapters add to any product.
class TestQuantisedLinear : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    TensorSet quantised(int output) const
    {
        const QByteArray bias = rawBytes(0.5F).repeated(output);
        const QByteArray content =
            ggufBytes({}, {{"transformer_blocks.0.img_mod.1.weight", 0, {1}, rawBytes(0.F)},
                           {"l.weight", 8, {32, quint64(output)}, countingBlocks(output)},
                           {"l.bias", 0, {quint64(output)}, bias}});
        return TensorSet::open(ModelPart::Transformer, {writeBytes(m_folder.filePath(u"q.gguf"_s), content)});
    }
    /// An adapter for layer "l" of [5, 32].
    LoraFile adapter(float offset) const
    {
        return LoraFile(writeTensors(m_folder.filePath(u"lora%1.safetensors"_s.arg(double(offset))),
                                     {floats(u"l.lora_down.weight"_s, {2, 32}, offset),
                                      floats(u"l.lora_up.weight"_s, {5, 2}, -offset),
                                      raw(u"l.alpha"_s, TensorType::F32, {}, rawBytes(0.125F))}),
                        {{u"l"_s, {5, 32}}});
    }

private Q_SLOTS:
    void isTheProductWithDecodedWeights_data()
    {
        QTest::addColumn<int>("output");
        QTest::newRow("less than a tile") << 5;
        QTest::newRow("more than a tile") << 65'536 + 3; // a tile has 2^21 elements
    }
    void isTheProductWithDecodedWeights()
    {
        QFETCH(int, output);
        TensorClaims claims(quantised(output));
        TensorClaims again(quantised(output));
        const QuantisedLinear linear(TensorReader(claims, at::kFloat).inside("l"), 32, output);
        const at::Tensor weight = TensorReader(again, at::kFloat).read("l.weight", {output, 32});
        claims.ignore(u"transformer_blocks."_s);
        claims.finish();
        const at::Tensor x = formula({2, 3, 32}, 0.3);
        const at::Tensor expected = at::linear(x, weight, at::full({output}, 0.5));
        const at::Tensor y = linear(x);
        QCOMPARE(y.sizes(), expected.sizes());
        QVERIFY(maxError(y, expected) < 1e-5);
        const at::Tensor brain = linear(x.to(at::kBFloat16));
        QCOMPARE(brain.scalar_type(), at::kBFloat16);
        const at::Tensor rounded =
            at::linear(x.to(at::kBFloat16).to(at::kFloat), weight.to(at::kBFloat16).to(at::kFloat)) + 0.5;
        QVERIFY(maxError(brain, rounded) < 0.02 * rounded.abs().max().item<double>());
        QVERIFY_EXCEPTION_THROWN(linear(x.to(at::kDouble)), LogicError);
    }

    void adaptersMergeOnTheWayAndRunBeside()
    {
        const LoraStack stack({{adapter(1), 0.5}, {adapter(2), -1}});
        QVERIFY(stack.touches(u"l"_s) && !stack.touches(u"m"_s));
        TensorClaims plainClaims(quantised(5));
        const at::Tensor plain = TensorReader(plainClaims, at::kFloat).read("l.weight", {5, 32});
        at::Tensor expected = plain.clone();
        for (const auto& [offset, strength] : {std::pair(1.F, 0.5), std::pair(2.F, -1.0)}) {
            const at::Tensor down =
                tensorOf({{}, {2, 32}, Joining::None, {adapter(offset).find(u"l"_s)->down}, {}}, at::kFloat);
            const at::Tensor up =
                tensorOf({{}, {5, 2}, Joining::None, {adapter(offset).find(u"l"_s)->up}, {}}, at::kFloat);
            expected += strength * (0.125 / 2) * at::mm(up, down);
        }
        TensorClaims claims(quantised(5));
        const TensorReader merging = TensorReader(claims, at::kBFloat16).changedBy(stack.asWeightChange());
        const at::Tensor merged = merging.read("l.weight", {5, 32});
        QVERIFY(at::equal(merged, expected.to(at::kBFloat16))); // in fp32, rounded once
        QCOMPARE(maxError(merging.as(at::kFloat).read("l.bias", {5}), at::full({5}, 0.5)), 0.0);

        const at::Tensor x = formula({2, 3, 32}, 0.3);
        const std::optional<LoraSide> side = stack.side(u"l"_s, at::kFloat);
        QVERIFY(side && !stack.side(u"m"_s, at::kFloat));
        QCOMPARE(side->down.size(0), int64_t{4});
        at::Tensor y = at::linear(x, plain);
        side->addTo(y, x);
        QVERIFY(maxError(y, at::linear(x, expected)) < 1e-3);
    }

    void stacksAreToldApartByWhatTouchesALayer()
    {
        const LoraStack one({{adapter(1), 0.5}});
        const LoraStack stronger({{adapter(1), 0.75}});
        QCOMPARE(one.identity(), LoraStack({{adapter(1), 0.5}}).identity());
        QVERIFY(one.identity() != stronger.identity());
        QVERIFY(one.identity(u"_mod.").isEmpty() && LoraStack().identity().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestQuantisedLinear)
#include "tst_quantisedlinear.moc"
