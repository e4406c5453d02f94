#include "core/base/error.h"
#include "core/compact/grounding.h"
#include "core/compact/modelpaths.h"
#include "tests/parity/reference.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

class TestGrounding : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"grounding.safetensors"_s};
    std::unique_ptr<Grounding> m_network;

    Grounding::PicturePart picture(int64_t rows, int64_t columns) const
    {
        return m_network->readPicture(formula({1, 3, rows * 14, columns * 14}, 0.2, 0.5, 0.5),
                                      formula({1, rows * columns, 768}, 0.3, 0, 1.5));
    }

private Q_SLOTS:
    void initTestCase()
    {
        try {
            TensorClaims claims{SafetensorsFile(findCompactModel().grounding)};
            m_network = std::make_unique<Grounding>(TensorReader(claims, at::kFloat));
            claims.finish();
        } catch (const UserError& error) {
            QFAIL(qPrintable(error.message()));
        }
    }

    void agreesWithPyTorch_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("square, as trained") << 18 << 18;
        QTest::newRow("wide") << 13 << 26;
    }

    void agreesWithPyTorch()
    {
        QFETCH(const int, rows);
        QFETCH(const int, columns);
        const c10::InferenceMode inference;
        const auto output =
            m_network->search(picture(rows, columns), at::tensor({6, 5, 58, 76, 4, 564, 7, 0, 0}, at::kLong));
        const QString name = u"%1x%2."_s.arg(rows).arg(columns);
        const auto stacked = [](const auto& layers) {
            return at::stack(at::TensorList(layers.data(), layers.size()));
        };
        const std::pair<QString, at::Tensor> parts[] = {
            {u"summary"_s, output.summary},
            {u"words"_s, output.words},
            {u"alignment"_s, output.alignment},
            {u"presence"_s, at::tensor({float(output.presence)})},
            {u"mask_logits"_s, sampled(output.maskLogits, 13)},
            {u"text_to_image"_s, sampled(stacked(output.textToImage), 101)},
            {u"image_to_text"_s, sampled(stacked(output.imageToText), 101)},
        };
        for (const auto& [part, tensor] : parts) {
            const double error = maxError(tensor, m_reference[name + part]);
            qInfo("%s%s: max error %.2g over %d values", qPrintable(name), qPrintable(part), error,
                  int(tensor.numel()));
            QVERIFY(error < 1e-3);
        }
    }

    static Grounding::Prompt prompt(Grounding::Prompt::Kind kind, int64_t patches, size_t first, int count,
                                    std::array<float, 4> bounds)
    {
        Grounding::Prompt made{kind, std::vector<float>(size_t(patches), 0), bounds};
        for (int i = 0; i < count; ++i)
            made.under[first + size_t(i)] = float(i + 1);
        return made;
    }

    void whatIsPointedAtAgreesWithPyTorch_data() { agreesWithPyTorch_data(); }
    void whatIsPointedAtAgreesWithPyTorch()
    {
        using Kind = Grounding::Prompt::Kind;
        QFETCH(const int, rows);
        QFETCH(const int, columns);
        const c10::InferenceMode inference;
        const int64_t patches = int64_t(rows) * columns;
        const auto output =
            m_network->search(picture(rows, columns), at::zeros({0}, at::kLong),
                              {prompt(Kind::Here, patches, 40, 1, {0.2F, 0.3F, 0.25F, 0.35F}),
                               prompt(Kind::NotHere, patches, 7, 1, {0.5F, 0.1F, 0.55F, 0.15F}),
                               prompt(Kind::Box, patches, 30, 60, {0.1F, 0.2F, 0.6F, 0.7F}),
                               prompt(Kind::Brush, patches, 50, 9, {0.3F, 0.3F, 0.5F, 0.4F})});
        const double error =
            maxError(sampled(output.maskLogits, 13), m_reference[u"%1x%2.pointed"_s.arg(rows).arg(columns)]);
        QVERIFY2(error < 1e-3, qPrintable(QString::number(error)));
        QCOMPARE(output.alignment.abs().max().item<float>(), 0.0F);
    }

    void recordedAttentionSumsToOne()
    {
        const c10::InferenceMode inference;
        const auto output = m_network->search(picture(13, 26), at::tensor({6, 5, 58, 0}, at::kLong));
        for (size_t layer = 0; layer < size_t(Grounding::layers); ++layer) {
            QVERIFY2(output.textToImage[layer].sizes() == at::IntArrayRef({8, 5, 13 * 26}), "shape");
            QVERIFY2(output.imageToText[layer].sizes() == at::IntArrayRef({8, 13 * 26, 5}), "shape");
            QVERIFY(maxError(output.textToImage[layer].sum(-1), at::ones({8, 5})) < 1e-5);
            QVERIFY(maxError(output.imageToText[layer].sum(-1), at::ones({8, 13 * 26})) < 1e-5);
            // Padding is not looked at.
            QCOMPARE(output.imageToText[layer].select(-1, 4).max().item<float>(), 0.0F);
        }
    }

    void paddingChangesNothing()
    {
        const c10::InferenceMode inference;
        const auto part = picture(9, 9);
        const auto bare = m_network->search(part, at::tensor({58, 76}, at::kLong));
        const auto padded = m_network->search(part, at::tensor({58, 76, 0, 0, 0}, at::kLong));
        QVERIFY(maxError(bare.maskLogits, padded.maskLogits) < 1e-3);
        QVERIFY(maxError(bare.alignment, padded.alignment) < 1e-4);
    }

    void otherShapesAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(m_network->readPicture(at::zeros({1, 3, 28, 28}), at::zeros({1, 5, 768})),
                                 LogicError);
        const auto part = picture(2, 2);
        QVERIFY_EXCEPTION_THROWN(m_network->search(part, at::zeros({0}, at::kLong)), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_network->search(part, at::ones({48}, at::kLong)), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_network->search(part, at::ones({1}, at::kLong), {{{}, {1.0F, 0.0F}, {}}}),
                                 LogicError);
    }
};

QTEST_GUILESS_MAIN(TestGrounding)
#include "tst_grounding.moc"
