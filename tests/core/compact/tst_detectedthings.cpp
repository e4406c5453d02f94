#include "core/base/error.h"
#include "core/compact/detection.h"
#include "core/compact/features.h"
#include "core/compact/modelpaths.h"
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
constexpr int64_t stride = 97; // As in make_ssd_reference.py.

std::unique_ptr<SsdMobileNet> network(at::ScalarType type)
{
    TensorClaims claims{SafetensorsFile(findCompactModel().detector)};
    auto made = std::make_unique<SsdMobileNet>(TensorReader(claims, type));
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

    const Reference m_reference{u"ssdmobilenet.safetensors"_s};
    std::unique_ptr<SsdMobileNet> m_exact;
    std::unique_ptr<SsdMobileNet> m_fast;

private Q_SLOTS:
    void initTestCase()
    {
        try {
            setThreadBudget(availableThreads());
            m_exact = network(at::kFloat);
            m_fast = network(at::kBFloat16);
        } catch (const UserError& error) {
            QFAIL(qPrintable(error.message()));
        }
    }

    void agreesWithThePublishedGraph()
    {
        const c10::InferenceMode inference;
        const at::Tensor pixels = formula({2, 3, SsdMobileNet::side, SsdMobileNet::side}, 0.1, 0.5, 0.5);
        const SsdMobileNet::Output output = (*m_exact)(pixels);
        QVERIFY(output.boxes.sizes() == at::IntArrayRef({2, SsdMobileNet::anchors, 4}));
        QVERIFY(output.scores.sizes() == at::IntArrayRef({2, SsdMobileNet::anchors, SsdMobileNet::kinds}));
        const double scores = maxError(sampled(output.scores, stride), m_reference[u"scores"_s]);
        const double boxes = maxError(sampled(output.boxes, stride), m_reference[u"boxes"_s]);
        qInfo("max error of scores %.2g, of boxes %.2g", scores, boxes);
        QVERIFY(scores < 1e-4);
        QVERIFY(boxes < 1e-3); // OpenCV rounds the sizes of its anchors to a few digits.
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
