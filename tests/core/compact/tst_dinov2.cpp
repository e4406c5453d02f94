#include "core/base/error.h"
#include "core/compact/dinov2.h"
#include "core/compact/features.h"
#include "core/compact/modelpaths.h"
#include "core/compact/saliency.h"
#include "core/image/picturefile.h"
#include "core/nn/threads.h"
#include "tests/parity/reference.h"

#include <c10/core/InferenceMode.h>

#include <QElapsedTimer>
#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Encoder
{
    Dinov2 dino;
    SaliencyDecoder saliency;

    explicit Encoder(const TensorReader& reader) : dino(reader), saliency(reader.inside("decoder")) {}

    static std::unique_ptr<Encoder> load(at::ScalarType type)
    {
        TensorClaims claims{SafetensorsFile(findCompactModel().encoder)};
        auto encoder = std::make_unique<Encoder>(TensorReader(claims, type));
        claims.finish();
        return encoder;
    }
};

at::Tensor input(int64_t height, int64_t width)
{
    return Dinov2::normalised(formula({1, 3, height, width}, 0.1, 0.5, 0.5));
}

} // namespace

class TestDinov2 : public QObject
{
    Q_OBJECT

    const Reference m_reference{u"dinov2.safetensors"_s};
    std::unique_ptr<Encoder> m_exact;
    std::unique_ptr<Encoder> m_fast;

private Q_SLOTS:
    void initTestCase()
    {
        try {
            setThreadBudget(availableThreads());
            m_exact = Encoder::load(at::kFloat);
            m_fast = Encoder::load(at::kBFloat16);
        } catch (const UserError& error) {
            QFAIL(qPrintable(error.message()));
        }
    }

    void agreesWithTransformers_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("518x518") << 518 << 518;
        QTest::newRow("280x518") << 280 << 518;
        QTest::newRow("378x210") << 378 << 210;
    }

    void agreesWithTransformers()
    {
        QFETCH(const int, height);
        QFETCH(const int, width);
        const c10::InferenceMode inference;
        const QString name = u"%1x%2."_s.arg(height).arg(width);
        const Dinov2::Output exact = m_exact->dino(input(height, width));
        QVERIFY2(exact.last.sizes() == at::IntArrayRef({1, height / 14 * (width / 14), 384}), "shape");
        for (const auto& [part, tensor] :
             {std::pair{u"middle"_s, sampled(exact.middle, 997)},
              std::pair{u"last"_s, sampled(exact.last, 997)}, std::pair{u"cls"_s, exact.cls}}) {
            const double error = maxError(tensor, m_reference[name + part]);
            qInfo("%s%s: max error %.2g over %d values", qPrintable(name), qPrintable(part), error,
                  int(tensor.numel()));
            QVERIFY(error < 1e-3);
        }
    }

    /// On a photograph, where the states are as rich as in use.
    void bfloat16StaysClose()
    {
        const c10::InferenceMode inference;
        const Picture picture = loadPicture(u"/usr/share/doc/opencv-doc/examples/data/fruits.jpg"_s);
        const cv::Mat rgb = modelInput(picture, ModelGeometry::fit(picture.size(), 32));
        const at::Tensor pixels =
            Dinov2::normalised(at::from_blob(rgb.data, {1, rgb.rows, rgb.cols, 3}, at::kFloat)
                                   .permute({0, 3, 1, 2})
                                   .contiguous());
        const Dinov2::Output exact = m_exact->dino(pixels);
        const Dinov2::Output fast = m_fast->dino(pixels);
        const double middle = cosine(exact.middle, fast.middle);
        const double last = cosine(exact.last, fast.last);
        const at::Tensor each = at::cosine_similarity(exact.last, fast.last, -1);
        qInfo("cosine of bfloat16 and float: middle %.5f, last %.5f, worst patch %.5f", middle, last,
              each.min().item<double>());
        QVERIFY(middle > 0.999 && last > 0.995);
        QVERIFY(each.min().item<double>() > 0.97);
    }

    void agreesWithThePublishedFile()
    {
        const c10::InferenceMode inference;
        const Dinov2::Output output = m_exact->dino(input(224, 224));
        const double tokens = maxError(sampled(output.last, 97), m_reference[u"onnx224.last"_s]);
        const at::Tensor saliency = m_exact->saliency(output.last, 16, 16);
        QVERIFY2(saliency.sizes() == at::IntArrayRef({1, 1, 224, 224}), "shape");
        const double map = maxError(sampled(saliency, 97), m_reference[u"onnx224.saliency"_s]);
        const double fast =
            maxError(sampled(m_fast->saliency(output.last, 16, 16), 97), m_reference[u"onnx224.saliency"_s]);
        qInfo("ONNX at 224: patch tokens %.2g, saliency %.2g (bfloat16 %.2g)", tokens, map, fast);
        QVERIFY(tokens < 1e-3);
        QVERIFY(map < 1e-3);
        QVERIFY(fast < 0.05);
    }

    void otherShapesAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(m_exact->dino(at::zeros({1, 3, 224, 225})), LogicError);
        QVERIFY_EXCEPTION_THROWN(m_exact->dino(at::zeros({1, 4, 224, 224})), LogicError);
    }

    void stopsWhenAsked()
    {
        const CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(m_exact->dino(input(224, 224), token), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestDinov2)
#include "tst_dinov2.moc"
