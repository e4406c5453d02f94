#include "core/base/error.h"
#include "core/compact/dinov2.h"
#include "core/compact/modelpaths.h"
#include "core/compact/promptmask.h"
#include "core/compact/tinyvit.h"
#include "core/nn/threads.h"
#include "tests/parity/reference.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

using Label = PromptMask::Label;

struct MobileSam
{
    TinyVit encoder;
    PromptMask decoder;

    MobileSam(TensorClaims& claims, at::ScalarType type)
        : encoder(TensorReader(claims, type).inside("image_encoder")),
          decoder(TensorReader(claims, at::kFloat))
    {
    }

    static std::unique_ptr<MobileSam> load(at::ScalarType type)
    {
        TensorClaims claims{SafetensorsFile(findCompactModel().cutter)};
        auto made = std::make_unique<MobileSam>(claims, type);
        claims.finish();
        return made;
    }
};

at::Tensor input(int64_t height, int64_t width)
{
    return Dinov2::normalised(formula({1, 3, height, width}, 0.1, 0.5, 0.5));
}

/// As in make_mobilesam_reference.py.
std::vector<std::pair<QString, PromptMask::Prompt>> prompts(double side)
{
    const PromptMask::Point point{0.3 * side, 0.4 * side, Label::Here};
    const PromptMask::Point away{0.25 * side, 0.1 * side, Label::NotHere};
    const PromptMask::Point corner{0.1 * side, 0.12 * side, Label::TopLeft};
    const PromptMask::Point opposite{0.5 * side, 0.45 * side, Label::BottomRight};
    return {{u"point"_s, {point}},
            {u"points"_s, {point, away}},
            {u"box"_s, {corner, opposite}},
            {u"box and point"_s, {corner, opposite, point}}};
}

} // namespace

class TestMobileSam : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"mobilesam.safetensors"_s};
    std::unique_ptr<MobileSam> m_exact;
    std::unique_ptr<MobileSam> m_fast;

private Q_SLOTS:
    void initTestCase()
    {
        try {
            setThreadBudget(availableThreads());
            m_exact = MobileSam::load(at::kFloat);
            m_fast = MobileSam::load(at::kBFloat16);
        } catch (const UserError& error) {
            QFAIL(qPrintable(error.message()));
        }
    }

    void agreesWithThePublishedOne_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("1024x1024") << 1024 << 1024;
        QTest::newRow("688x1024") << 688 << 1024;
        QTest::newRow("512x320") << 512 << 320;
    }

    void agreesWithThePublishedOne()
    {
        QFETCH(const int, height);
        QFETCH(const int, width);
        const c10::InferenceMode inference;
        const QString name = u"%1x%2."_s.arg(height).arg(width);
        const int side = std::max(height, width);
        const at::Tensor features = m_exact->encoder(input(height, width));
        QVERIFY2(features.sizes() == at::IntArrayRef({1, 256, height / 16, width / 16}), "shape");
        const double error = maxError(sampled(features, 997), m_reference[name + u"features"_s]);
        qInfo("%sfeatures: max error %.2g", qPrintable(name), error);
        QVERIFY(error < 1e-3);
        for (const auto& [prompt, points] : prompts(side)) {
            const PromptMask::Masks made = m_exact->decoder(features, side, {points});
            QVERIFY2(made.logits.sizes() == at::IntArrayRef({1, 4, height / 4, width / 4}), "shape");
            const double masks =
                maxError(sampled(made.logits, 997), m_reference[name + prompt + u".masks"_s]);
            const double scores = maxError(made.scores, m_reference[name + prompt + u".scores"_s]);
            qInfo("%s: max error of masks %.2g, of scores %.2g", qPrintable(prompt), masks, scores);
            QVERIFY(masks < 5e-3); // of logits up to some 20
            QVERIFY(scores < 1e-3);
        }
    }

    void bfloat16StaysClose()
    {
        const c10::InferenceMode inference;
        const at::Tensor exact = m_exact->encoder(input(384, 512));
        const at::Tensor fast = m_fast->encoder(input(384, 512));
        const double alike = cosine(exact.transpose(1, 3), fast.transpose(1, 3));
        const PromptMask::Prompt point{{200, 150, Label::Here}};
        const at::Tensor one = m_exact->decoder(exact, 512, {point}).logits > 0;
        const at::Tensor other = m_exact->decoder(fast, 512, {point}).logits > 0;
        const double same = one.eq(other).to(at::kFloat).mean().item<double>();
        qInfo("cosine of bfloat16 and float %.5f, places decided alike %.4f", alike, same);
        QVERIFY(alike > 0.995);
        QVERIFY(same > 0.98);
    }

    void promptsDoNotTouchEachOther()
    {
        const c10::InferenceMode inference;
        const at::Tensor features = m_exact->encoder(input(160, 256));
        const PromptMask::Prompt first{{40, 30, Label::Here}};
        const PromptMask::Prompt second{{200, 120, Label::Here}};
        const PromptMask::Masks both = m_exact->decoder(features, 256, {first, second});
        const PromptMask::Masks alone = m_exact->decoder(features, 256, {second});
        QVERIFY(maxError(both.logits[1], alone.logits[0]) < 1e-3);
        QVERIFY(maxError(both.scores[1], alone.scores[0]) < 1e-4);
        QVERIFY(maxError(both.logits[0], both.logits[1]) > 0.1);
    }

    void otherShapesAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(m_exact->encoder(at::zeros({1, 3, 160, 250})), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_exact->encoder(at::zeros({2, 3, 160, 256})), LogicError);
        const at::Tensor features = at::zeros({1, 256, 4, 4});
        const PromptMask::Prompt point{{1, 1, Label::Here}};
        QVERIFY_EXCEPTION_THROWN(m_exact->decoder(features, 64, {}), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_exact->decoder(features, 64, {{}}), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_exact->decoder(features, 64, {point, {point[0], point[0]}}), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_exact->decoder(at::zeros({1, 8, 4, 4}), 64, {point}), LogicError);
    }

    void stopsWhenAsked()
    {
        const CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(m_exact->encoder(input(160, 256), token), Cancelled);
        QVERIFY_EXCEPTION_THROWN(
            m_exact->decoder(at::zeros({1, 256, 4, 4}), 64, {{{1, 1, Label::Here}}}, token), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestMobileSam)
#include "tst_mobilesam.moc"
