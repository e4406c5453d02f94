#include "core/compact/prompts.h"

#include <QTest>

#include <numeric>

using namespace focal;
using Kind = Grounding::Prompt::Kind;

class TestPrompts : public QObject
{
    Q_OBJECT

    // 448 x 224 pixels in 32 x 16 patches: a patch is 28 native pixels.
    const ModelGeometry m_geometry = ModelGeometry::fit({896, 448}, 32);

    static double sum(const std::vector<float>& values)
    {
        return std::accumulate(values.begin(), values.end(), 0.0);
    }

private Q_SLOTS:
    void nothingPointedAtIsNoPrompt() { QVERIFY(promptsOf({}, m_geometry).empty()); }

    void aClickLiesOnItsPatch()
    {
        Region region;
        region.clicks = {{28 * 5 + 3, 28 * 2 + 20}};
        region.notHere = {{895, 447}};
        const auto prompts = promptsOf(region, m_geometry);
        QCOMPARE(prompts.size(), size_t(2));
        QVERIFY(prompts[0].kind == Kind::Here && prompts[1].kind == Kind::NotHere);
        QCOMPARE(prompts[0].under.size(), size_t(32 * 16));
        QCOMPARE(prompts[0].under[2 * 32 + 5], 1.0F);
        QCOMPARE(sum(prompts[0].under), 1.0);
        QCOMPARE(prompts[1].under.back(), 1.0F);
        const auto& [left, top, right, bottom] = prompts[0].bounds;
        QVERIFY(std::abs((left + right) / 2 - 143.5 / 896) < 1e-4);
        QVERIFY(std::abs((top + bottom) / 2 - 76.5 / 448) < 1e-4);
    }

    void areasCoverTheirPatches()
    {
        Region region;
        region.box = cv::Rect(28 * 4, 28 * 8, 28 * 3, 28 * 2);
        region.mask = cv::Mat::zeros(448, 896, CV_8UC1);
        region.mask(cv::Rect(0, 0, 28, 14)).setTo(255);
        const auto prompts = promptsOf(region, m_geometry);
        QCOMPARE(prompts.size(), size_t(2));
        QVERIFY(prompts[0].kind == Kind::Box && prompts[1].kind == Kind::Brush);
        QVERIFY(std::abs(sum(prompts[0].under) - 6) < 0.01);
        for (const int patch : {8 * 32 + 4, 8 * 32 + 6, 9 * 32 + 5})
            QVERIFY(prompts[0].under[size_t(patch)] > 0.99F);
        const std::array<float, 4> bounds = {4 / 32.F, 8 / 16.F, 7 / 32.F, 10 / 16.F};
        for (size_t i = 0; i < bounds.size(); ++i)
            QVERIFY(std::abs(prompts[0].bounds[i] - bounds[i]) < 1e-4F);
        QVERIFY(std::abs(prompts[1].under[0] - 0.5F) < 0.01F);
        QVERIFY(std::abs(sum(prompts[1].under) - 0.5) < 0.01);
    }

    void anEmptyAreaIsNoPrompt()
    {
        Region region;
        region.mask = cv::Mat::zeros(448, 896, CV_8UC1);
        region.box = cv::Rect(2000, 2000, 5, 5);
        QVERIFY(promptsOf(region, m_geometry).empty());
    }

    void manyClicksAreCut()
    {
        Region region;
        region.clicks.assign(50, {10, 10});
        QCOMPARE(promptsOf(region, m_geometry).size(), size_t(4));
    }
};

QTEST_GUILESS_MAIN(TestPrompts)
#include "tst_prompts.moc"
