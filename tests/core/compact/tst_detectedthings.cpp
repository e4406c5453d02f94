#include "core/base/error.h"
#include "core/compact/detection.h"
#include "core/compact/efficientnetlite.h"
#include "core/compact/features.h"
#include "core/compact/modelpaths.h"
#include "core/compact/recognition.h"
#include "core/compact/region.h"
#include "core/compact/ssdmobilenet.h"
#include "core/image/picturefile.h"
#include "core/nn/threads.h"
#include "tests/parity/reference.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int person = 1;
constexpr int dog = 18;
constexpr int64_t stride = 97; // As in make_ssd_reference.py and make_efficientnet_reference.py.

template <typename Network>
std::unique_ptr<Network> network(const QString& path, at::ScalarType type)
{
    TensorClaims claims{SafetensorsFile(path)};
    auto made = std::make_unique<Network>(TensorReader(claims, type));
    claims.finish();
    return made;
}

cv::Mat samplePhoto()
{
    const Picture picture = loadPicture(QStringLiteral(FOCAL_SOURCE_DIR "/resources/sample/dog.jpg"));
    return modelInput(picture, {picture.size(), picture.size(), picture.size(), 1});
}

DetectedKinds kindsOf(const QString& phrase)
{
    return detectedKinds(searchPhrase(phrase));
}

} // namespace

class TestDetectedThings : public QObject
{
    Q_OBJECT

    std::unique_ptr<SsdMobileNet> m_exact;
    std::unique_ptr<SsdMobileNet> m_fast;
    std::unique_ptr<EfficientNetLite> m_classifier;
    std::unique_ptr<EfficientNetLite> m_fastClassifier;

private Q_SLOTS:
    void initTestCase()
    {
        try {
            setThreadBudget(availableThreads());
            const CompactModelPaths paths = findCompactModel();
            m_exact = network<SsdMobileNet>(paths.detector, at::kFloat);
            m_fast = network<SsdMobileNet>(paths.detector, at::kBFloat16);
            m_classifier = network<EfficientNetLite>(paths.classifier, at::kFloat);
            m_fastClassifier = network<EfficientNetLite>(paths.classifier, at::kBFloat16);
        } catch (const UserError& error) {
            QFAIL(qPrintable(error.message()));
        }
    }

    void agreesWithThePublishedGraph()
    {
        const c10::InferenceMode inference;
        const Reference reference(u"ssdmobilenet.safetensors"_s);
        const at::Tensor pixels = formula({2, 3, SsdMobileNet::side, SsdMobileNet::side}, 0.1, 0.5, 0.5);
        const SsdMobileNet::Output output = (*m_exact)(pixels);
        QVERIFY(output.boxes.sizes() == at::IntArrayRef({2, SsdMobileNet::anchors, 4}));
        QVERIFY(output.scores.sizes() == at::IntArrayRef({2, SsdMobileNet::anchors, SsdMobileNet::kinds}));
        const double scores = maxError(sampled(output.scores, stride), reference[u"scores"_s]);
        const double boxes = maxError(sampled(output.boxes, stride), reference[u"boxes"_s]);
        qInfo("max error of scores %.2g, of boxes %.2g", scores, boxes);
        QVERIFY(scores < 1e-4);
        QVERIFY(boxes < 1e-3); // OpenCV rounds the sizes of its anchors to a few digits.
    }

    void theClassifierAgreesWithThePublishedOne()
    {
        const c10::InferenceMode inference;
        const Reference reference(u"efficientnetlite.safetensors"_s);
        const at::Tensor features = m_classifier->features(formula({2, 3, 260, 260}, 0.1, 0.5, 0.5));
        QVERIFY(features.sizes() == at::IntArrayRef({2, 1280, 9, 9}));
        const double seen = maxError(sampled(features, stride), reference[u"features"_s]);
        const double named = maxError(m_classifier->named(features.mean({2, 3})), reference[u"named"_s]);
        qInfo("max error of features %.2g, of what is named %.2g", seen, named);
        QVERIFY(seen < 1e-3); // of features up to 6
        QVERIFY(named < 1e-4);
    }

    void theClassifierKnowsWhatIsThere()
    {
        const c10::InferenceMode inference;
        const Picture picture = loadPicture(u"/usr/share/doc/opencv-doc/examples/data/butterfly.jpg"_s);
        const cv::Mat photo = modelInput(picture, {picture.size(), picture.size(), picture.size(), 1});
        for (const auto* classifier : {m_classifier.get(), m_fastClassifier.get()}) {
            const Recognitions seen = recogniseThings(*classifier, photo, {});
            const auto said = [&](const QString& words) {
                return recognisedConfidence(seen, searchPhrase(words));
            };
            QVERIFY(said(u"蝴蝶"_s).value_or(0) > sureConfidence);
            for (const QString& absent : {u"the tiger"_s, u"钢琴"_s, u"a red strawberry"_s, u"帐篷"_s})
                QVERIFY2(said(absent).value_or(1) < leastConfidence, qPrintable(absent));
            QVERIFY(!said(u"the dog"_s)); // The detector's.
            QVERIFY(!said(u"the butterfly's shadow"_s));
        }
    }

    void bfloat16StaysClose()
    {
        const c10::InferenceMode inference;
        const cv::Mat photo = samplePhoto();
        const Detections exact = detectThings(*m_exact, photo, photo.size(), {});
        const Detections fast = detectThings(*m_fast, photo, photo.size(), {});
        qInfo("dog %.3f, in bfloat16 %.3f", exact.sure[dog], fast.sure[dog]);
        QVERIFY(std::abs(exact.sure[dog] - fast.sure[dog]) < 0.05);
        QCOMPARE(fast.things.front().kind, exact.things.front().kind);
    }

    void aDogIsADogWhereItStands()
    {
        const c10::InferenceMode inference;
        const cv::Mat photo = samplePhoto();
        const cv::Size native(photo.cols * 3, photo.rows * 3);
        const Detections found = detectThings(*m_exact, photo, native, {});
        QVERIFY(!found.things.empty());
        QCOMPARE(found.things.front().kind, dog);
        const auto said = [&](const QString& words) { return detectedThing(found, searchPhrase(words)); };
        const auto seen = said(u"小狗"_s);
        QVERIFY(seen && !seen->isBroader);
        QVERIFY(seen->confidence > sureConfidence);
        QCOMPARE(seen->boxes.size(), size_t(1));
        const cv::Rect2d box = seen->boxes.front();
        QVERIFY(box.area() > 0.2 * native.area());
        QVERIFY((box & cv::Rect2d(0, 0, native.width, native.height)).area() >= 0.999 * box.area());
        for (const QString& absent : {u"the horse"_s, u"汽车"_s, u"boat"_s, u"自行车"_s}) {
            const auto none = said(absent);
            QVERIFY2(none && none->boxes.empty() && none->confidence < leastConfidence, qPrintable(absent));
        }
        QVERIFY(!said(u"the tree"_s));
    }

    void canBeCancelled()
    {
        const c10::InferenceMode inference;
        const CancelToken token;
        token.cancel();
        const cv::Mat photo = samplePhoto();
        QVERIFY_EXCEPTION_THROWN(detectThings(*m_exact, photo, photo.size(), token), Cancelled);
    }

    void aPhraseNamesAKind_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("broader");
        QTest::newRow("dog") << u"the brown dog"_s << dog << false;
        QTest::newRow("puppy") << u"puppy"_s << dog << false;
        QTest::newRow("狗") << u"左边的狗"_s << dog << false;
        QTest::newRow("people") << u"所有的人"_s << person << false;
        QTest::newRow("woman") << u"the woman on the left"_s << person << true;
        QTest::newRow("duck") << u"鸭子"_s << 16 << true;
        QTest::newRow("not taught") << u"the tree"_s << 0 << false;
        QTest::newRow("unknown") << u"the flibbertigibbet"_s << 0 << false;
        QTest::newRow("a part") << u"the dog's tongue"_s << 0 << false;
        QTest::newRow("another thing") << u"the dog house"_s << 0 << false;
        QTest::newRow("另一样东西") << u"狗的影子"_s << 0 << false;
        QTest::newRow("nothing") << QString() << 0 << false;
    }
    void aPhraseNamesAKind()
    {
        QFETCH(const QString, phrase);
        QFETCH(const int, kind);
        QFETCH(const bool, broader);
        const DetectedKinds kinds = kindsOf(phrase);
        QCOMPARE(kinds.kinds, kind ? std::vector<int>{kind} : std::vector<int>{});
        QCOMPARE(kinds.isBroader, broader);
    }
};

QTEST_GUILESS_MAIN(TestDetectedThings)
#include "tst_detectedthings.moc"
