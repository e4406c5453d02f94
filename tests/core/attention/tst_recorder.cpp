#include "core/attention/recorder.h"
#include "core/base/error.h"

#include <QTest>

#include <numeric>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestRecorder : public QObject
{
    Q_OBJECT

    static constexpr int heads = 2;
    static constexpr int tokens = 4;
    const cv::Size m_grid{3, 2};
    std::vector<float> m_values; ///< [heads, tokens, patches], each value tells its place

    AttentionProbabilities textToImage() const { return {m_values.data(), heads, tokens, m_grid.area()}; }
    AttentionProbabilities imageToText() const { return {m_values.data(), heads, m_grid.area(), tokens}; }

    AttentionRecorder recorder(AttentionSelection selection = {}) const
    {
        return {std::move(selection),
                {{u"red"_s, {4, 3}, {1}}, {u"car"_s, {8, 3}, {2, 3}}},
                m_grid,
                {0, 0, 30, 20}};
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_values.resize(size_t(heads * tokens * m_grid.area()));
        std::iota(m_values.begin(), m_values.end(), 0.0F);
    }

    void wordsQueryThePicture()
    {
        AttentionRecorder r = recorder();
        r.record(1, false, textToImage());
        const auto maps = r.take();
        QCOMPARE(maps.size(), size_t(2 * (heads + 1)));
        // red: the mean of heads, then each; token 1 starts at 6, head 1 at 24.
        QCOMPARE(maps[0].word, u"red"_s);
        QCOMPARE(maps[0].span, (TextSpan{4, 3}));
        QVERIFY(!maps[0].head && !maps[0].imageToText);
        QCOMPARE(maps[0].layer, 1);
        QCOMPARE(maps[0].nativeRect, cv::Rect2d(0, 0, 30, 20));
        QCOMPARE(maps[0].grid.size(), m_grid);
        QCOMPARE(maps[0].grid.at<float>(1, 2), (11.0F + 35.0F) / 2);
        QCOMPARE(*maps[2].head, 1);
        QCOMPARE(maps[2].grid.at<float>(1, 2), 35.0F);
        // car: the mean of its pieces.
        QCOMPARE(*maps[4].head, 0);
        QCOMPARE(maps[4].grid.at<float>(0, 0), (12.0F + 18.0F) / 2);
    }

    void thePictureQueriesWords()
    {
        AttentionRecorder r = recorder();
        r.record(0, true, imageToText());
        const auto maps = r.take();
        QVERIFY(maps[0].imageToText);
        // Patch (1, 2) is query 5 of 4 keys; head 0.
        QCOMPARE(maps[1].grid.at<float>(1, 2), 21.0F);
        // car: how much the patch looked at both pieces together.
        QCOMPARE(maps[4].grid.at<float>(1, 2), 22.0F + 23.0F);
    }

    void onlyWhatIsSelectedIsKept()
    {
        AttentionSelection selection;
        selection.layers = {2};
        selection.heads = false;
        selection.imageToText = false;
        AttentionRecorder r = recorder(selection);
        r.record(1, false, textToImage());
        r.record(2, true, imageToText());
        r.record(2, false, textToImage());
        const auto maps = r.take();
        QCOMPARE(maps.size(), size_t(2));
        QCOMPARE(maps[0].layer, 2);
        QVERIFY(!maps[0].head && !maps[0].imageToText);
    }

    void shapesMustFit()
    {
        AttentionRecorder r = recorder();
        QVERIFY_EXCEPTION_THROWN(r.record(0, false, {m_values.data(), heads, tokens, 5}), LogicError);
        QVERIFY_EXCEPTION_THROWN(r.record(0, false, {m_values.data(), heads, 3, m_grid.area()}), LogicError);
        QVERIFY_EXCEPTION_THROWN(AttentionRecorder({}, {}, {0, 0}, {0, 0, 1, 1}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
