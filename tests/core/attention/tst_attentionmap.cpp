#include "core/attention/attentionmap.h"
#include "core/base/error.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

namespace {

AttentionMap map(const QString& word, int start, int layer, float value, std::optional<int> head = {})
{
    AttentionMap result;
    result.word = word;
    result.span = {start, int(word.size())};
    result.layer = layer;
    result.head = head;
    result.grid = cv::Mat(3, 4, CV_32FC1, cv::Scalar::all(double(value)));
    result.nativeRect = {0, 0, 400, 300};
    return result;
}

} // namespace

class TestAttentionMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meansAreTakenOverTheChosenLayers()
    {
        const std::vector<AttentionMap> maps{map(u"red"_s, 0, 0, 9), map(u"car"_s, 4, 0, 1),
                                             map(u"red"_s, 0, 1, 2), map(u"red"_s, 0, 2, 4),
                                             map(u"car"_s, 4, 2, 5)};
        const auto late = meanOverLayers(maps, {1, 2});
        QCOMPARE(late.size(), size_t(2));
        QCOMPARE(late[0].word, u"red"_s);
        QCOMPARE(late[0].grid.at<float>(1, 1), 3.0F);
        QCOMPARE(late[1].word, u"car"_s);
        QCOMPARE(late[1].grid.at<float>(1, 1), 5.0F);
        QVERIFY(!late[0].head);
        QCOMPARE(meanOverLayers(maps)[0].grid.at<float>(0, 0), 5.0F);
        QVERIFY(meanOverLayers(maps, {7}).empty());
        // The maps given are left alone.
        QCOMPARE(maps[0].grid.at<float>(0, 0), 9.0F);
    }

    void theSameWordTwiceInThePhraseIsTwoWords()
    {
        QCOMPARE(meanOverLayers({map(u"red"_s, 0, 0, 1), map(u"red"_s, 12, 0, 2)}).size(), size_t(2));
    }

    void headsCountOnceAndDirectionsAreNotMixed()
    {
        AttentionMap back = map(u"red"_s, 0, 0, 100);
        back.imageToText = true;
        const auto mean = meanOverLayers(
            {back, map(u"red"_s, 0, 0, 3), map(u"red"_s, 0, 0, 50, 0), map(u"red"_s, 0, 0, 70, 1)});
        QCOMPARE(mean.size(), size_t(1));
        QVERIFY(!mean[0].imageToText);
        QCOMPARE(mean[0].grid.at<float>(0, 0), 3.0F);
        // Heads alone are averaged; a direction alone is used.
        QCOMPARE(
            meanOverLayers({map(u"red"_s, 0, 0, 50, 0), map(u"red"_s, 0, 0, 70, 1)})[0].grid.at<float>(0, 0),
            60.0F);
        QVERIFY(meanOverLayers({back})[0].imageToText);
    }

    void resampledPassesThroughCellMiddles()
    {
        AttentionMap source = map(u"red"_s, 0, 0, 0);
        cv::randu(source.grid, 0.0F, 0.5F);
        source.grid.at<float>(1, 2) = 0.8F;
        // One sample a cell: the cells themselves, over the greatest.
        const cv::Mat cells = resampled(source, source.nativeRect, {4, 3});
        QCOMPARE(cells.type(), CV_32FC1);
        QVERIFY(cv::norm(cells, source.grid / 0.8, cv::NORM_INF) < 1e-5);
        // Five samples a cell: the middle one still is the cell's value.
        const cv::Mat fine = resampled(source, source.nativeRect, {20, 15});
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < 4; ++column)
                QVERIFY(std::abs(fine.at<float>(row * 5 + 2, column * 5 + 2) - cells.at<float>(row, column)) <
                        1e-5F);
        double low = 0;
        double high = 0;
        cv::minMaxLoc(fine, &low, &high);
        QVERIFY(low >= 0 && high <= 1);
    }

    void oneSpikeDoesNotDarkenTheRest()
    {
        AttentionMap source = map(u"red"_s, 0, 0, 0);
        source.grid = cv::Mat(20, 20, CV_32FC1, cv::Scalar(0.01));
        source.grid.rowRange(0, 5) = 0.4F;
        source.grid.at<float>(15, 15) = 90.0F;
        const cv::Mat cells = resampled(source, source.nativeRect, {20, 20});
        QVERIFY(std::abs(cells.at<float>(2, 2) - 1.0F) < 1e-5F);
        QCOMPARE(cells.at<float>(15, 15), 1.0F);
        QVERIFY(cells.at<float>(10, 2) < 0.05F);
        // Nothing but a spike: it alone is hot.
        source.grid = 0.0F;
        source.grid.at<float>(15, 15) = 90.0F;
        QCOMPARE(resampled(source, source.nativeRect, {20, 20}).at<float>(15, 15), 1.0F);
    }

    void resampledWindowsFitTogether()
    {
        AttentionMap source = map(u"red"_s, 0, 0, 0);
        cv::randu(source.grid, 0.0F, 1.0F);
        const cv::Mat whole = resampled(source, {0, 0, 400, 300}, {80, 60});
        const cv::Mat part = resampled(source, {100, 50, 200, 150}, {40, 30});
        QVERIFY(cv::norm(part, whole(cv::Rect(20, 10, 40, 30)), cv::NORM_INF) < 1e-5);
        // Beyond the grid its edge goes on.
        const cv::Mat beyond = resampled(source, {-400, 0, 200, 300}, {4, 6});
        for (int row = 0; row < 6; ++row)
            QVERIFY(std::abs(beyond.at<float>(row, 0) - beyond.at<float>(row, 3)) < 1e-5F);
    }

    void nothingLookedAtIsZero()
    {
        QCOMPARE(cv::countNonZero(resampled(map(u"red"_s, 0, 0, 0), {0, 0, 10, 10}, {5, 5})), 0);
        AttentionMap empty;
        QVERIFY_EXCEPTION_THROWN(resampled(empty, {0, 0, 10, 10}, {5, 5}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestAttentionMap)
#include "tst_attentionmap.moc"
