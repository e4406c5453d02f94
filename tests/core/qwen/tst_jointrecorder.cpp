#include "core/base/error.h"
#include "core/nn/streamingattention.h"
#include "core/qwen/denoise.h"
#include "core/qwen/flowmatch.h"
#include "tests/core/qwen/qwencheckpoints.h"

#include <c10/core/InferenceMode.h>

#include <QTest>

#include <cmath>

using namespace focal;
using namespace focal::parity;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int64_t words = 5;
const std::vector<RecordedPicture> pictures = {{{2, 3}, {0, 0, 30, 20}}, {{3, 2}, {1, 2, 3, 4}}};
const std::vector<RecordedWord> twoWords = {{u"红色"_s, {0, 2}, {1, 2}}, {u"bag"_s, {3, 3}, {4}}};

JointQkv smallQkv()
{
    const auto wave = [](double offset) {
        return at::arange(2 * 17 * 32, at::kFloat).mul(0.7351).add(offset).sin().mul(2).view({2, 17, 32});
    };
    return {wave(0.1), wave(0.2), wave(0.3), words};
}

/// [heads, tokens, tokens]
at::Tensor probabilities(const JointQkv& qkv)
{
    return (at::matmul(qkv.q, qkv.k.transpose(1, 2)) / std::sqrt(32.0)).softmax(-1);
}

double difference(const AttentionMap& map, const at::Tensor& expected)
{
    const at::Tensor got = at::from_blob(map.grid.data, {map.grid.rows * map.grid.cols}, at::kFloat);
    return (got - expected.flatten()).abs().max().item<double>();
}

std::vector<AttentionMap> record(const JointSelection& selection)
{
    const JointQkv qkv = smallQkv();
    at::Tensor logSums;
    const at::Tensor mixed = streamingAttention(qkv.q, qkv.k, qkv.v, &logSums, {});
    JointRecorder recorder(selection, twoWords, pictures);
    if (recorder.enter(3, 7))
        recorder.attention(qkv, logSums, mixed, {});
    return recorder.take();
}

} // namespace

class TestJointRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patchesThatLookAtWords()
    {
        const auto maps = record({{7}, {}, true, true, false, false});
        // Two words, mean and two heads, two pictures.
        QCOMPARE(maps.size(), size_t(12));
        const at::Tensor all = probabilities(smallQkv());
        const at::Tensor red = all.narrow(2, 1, 2).sum(2); // both pieces, [heads, queries]
        QCOMPARE(maps[0].word, u"红色"_s);
        QCOMPARE(maps[0].layer, 7);
        QCOMPARE(maps[0].step, std::optional<int>(3));
        QVERIFY(maps[0].imageToText && !maps[0].outputSpace && !maps[0].head);
        QCOMPARE(maps[0].image, 0);
        QVERIFY(maps[0].grid.rows == 2 && maps[0].grid.cols == 3);
        QVERIFY(difference(maps[0], red.mean(0).narrow(0, words, 6)) < 1e-6);
        QCOMPARE(maps[1].image, 1);
        QVERIFY(maps[1].grid.rows == 3 && maps[1].nativeRect.y == 2);
        QVERIFY(difference(maps[1], red.mean(0).narrow(0, words + 6, 6)) < 1e-6);
        QCOMPARE(maps[4].head, std::optional<int>(1));
        QVERIFY(difference(maps[4], red[1].narrow(0, words, 6)) < 1e-6);
        QVERIFY(difference(maps[6], all.select(2, 4).mean(0).narrow(0, words, 6)) < 1e-6);
    }

    void wordsThatLookAtPatches()
    {
        const auto maps = record({{7}, {3}, false, false, true, false});
        QCOMPARE(maps.size(), size_t(4));
        const at::Tensor rows = probabilities(smallQkv()).narrow(1, 1, 2).mean(1).mean(0).narrow(0, words, 6);
        QVERIFY(!maps[0].imageToText);
        QVERIFY(difference(maps[0], rows / rows.sum()) < 1e-6);
    }

    void outputsThatAreAlike()
    {
        const auto maps = record({{7}, {}, true, false, false, true});
        QCOMPARE(maps.size(), size_t(4));
        const JointQkv qkv = smallQkv();
        const at::Tensor mixed = at::matmul(probabilities(qkv), qkv.v).transpose(0, 1).flatten(1);
        const at::Tensor cosine =
            at::cosine_similarity(mixed.narrow(0, words + 6, 6), mixed.narrow(0, 4, 1), 1);
        QVERIFY(maps[3].outputSpace && maps[3].image == 1);
        QVERIFY(difference(maps[3], cosine - cosine.min()) < 1e-5);
    }

    void keepsOnlyWhatIsWanted()
    {
        QVERIFY(record({{6}, {}, true, true, true, true}).empty());
        QVERIFY(record({{7}, {2}, true, true, true, true}).empty());
        QVERIFY(record({}).empty());
    }

    void whatDoesNotFitIsABug()
    {
        const JointQkv qkv = smallQkv();
        at::Tensor logSums;
        const at::Tensor mixed = streamingAttention(qkv.q, qkv.k, qkv.v, &logSums, {});
        JointRecorder far({{0}, {}}, {{u"far"_s, {}, {5}}}, pictures);
        QVERIFY(far.enter(0, 0));
        QVERIFY_EXCEPTION_THROWN(far.attention(qkv, logSums, mixed, {}), LogicError);
        JointRecorder few({{0}, {}}, twoWords, {pictures[0]});
        QVERIFY(few.enter(0, 0));
        QVERIFY_EXCEPTION_THROWN(few.attention(qkv, logSums, mixed, {}), LogicError);
    }

    void recordsWhileDenoisingAndChangesNothing()
    {
        const c10::InferenceMode inference;
        Checkpoints checkpoints;
        const auto net = checkpoints.transformer(false, at::kBFloat16);
        DenoiseInput input;
        input.grids = {{4, 6}, {5, 3}};
        input.references = values(u"references"_s, {15, 64});
        input.positive = net->prompt(values(u"prompt"_s, {7, 64}), input.grids);
        input.negative = net->prompt(values(u"negative"_s, {3, 64}), input.grids);
        input.sigmas = FlowMatch().sigmas(2, 24);
        JointRecorder recorder({{1}, {0}}, {{u"bag"_s, {0, 3}, {5, 6}}}, {{{4, 6}, {}}, {{5, 3}, {}}});
        DenoiseWatch watch;
        watch.recorder = &recorder;
        const at::Tensor recorded = denoise(*net, input, watch);
        QCOMPARE(recorder.take().size(), size_t(4)); // probabilities and outputs of two pictures
        QVERIFY(at::equal(recorded, denoise(*net, input, {})));
    }
};

QTEST_GUILESS_MAIN(TestJointRecorder)
#include "tst_jointrecorder.moc"
