#include "core/attention/metrics.h"
#include "core/compact/compactmodel.h"
#include "core/compact/region.h"
#include "core/image/picturefile.h"
#include "core/nn/threads.h"

#include <opencv2/imgproc.hpp>

#include <QFile>
#include <QTest>

#include <thread>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Photos that Debian's opencv-doc brings; see packaging/packages-test.txt.
Picture photo(const QString& name)
{
    return loadPicture(u"/usr/share/doc/opencv-doc/examples/data/"_s + name);
}

EditRequest request(const Picture& picture, const QString& instruction)
{
    EditRequest result;
    result.picture = picture;
    result.instruction = instruction;
    result.seed = 7;
    return result;
}

cv::Mat boxMask(cv::Size size, cv::Rect box)
{
    cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
    mask(box) = 255;
    return mask;
}

QStringList stages(const EditResult& result)
{
    QStringList names;
    for (const StageTiming& timing : result.timings)
        names << timing.stage;
    return names;
}

/// Every byte outside `changed` is the source's, and something inside differs.
void verifyUntouchedOutside(const Picture& source, const EditResult& result)
{
    QCOMPARE(result.picture.size(), source.size());
    QCOMPARE(result.picture.bitDepth(), source.bitDepth());
    cv::Mat difference;
    cv::absdiff(source.pixels(), result.picture.pixels(), difference);
    cv::Mat differs;
    cv::inRange(difference, cv::Scalar::all(0), cv::Scalar::all(0), differs);
    differs = ~differs;
    QVERIFY(cv::countNonZero(differs) > 0);
    QCOMPARE(cv::countNonZero(differs & (result.changed == 0)), 0);
    QCOMPARE(cv::boundingRect(result.changed) | result.changedBounds, result.changedBounds);
}

} // namespace

class TestCompactModel : public QObject
{
    Q_OBJECT

    std::unique_ptr<EditModel> m_model;
    Picture m_squirrel; ///< 535 x 426; the squirrel stands about (140..370, 100..380)

    EditResult run(const EditRequest& r) const
    {
        Job job;
        return m_model->edit(r, job);
    }

private Q_SLOTS:
    void initTestCase()
    {
        try {
            setThreadBudget(availableThreads());
            Job job;
            m_model = loadCompactModel(findCompactModel(), job);
            m_squirrel = photo(u"squirrel_cls.jpg"_s);
        } catch (const UserError& error) {
            QFAIL(qPrintable(error.message()));
        }
    }

    void tellsWhatItIs()
    {
        QCOMPARE(m_model->info().id, u"compact"_s);
        QCOMPARE(m_model->info().weightsHash.size(), 64);
        QVERIFY(!m_model->info().version.isEmpty());
        QVERIFY(!m_model->info().generative);
        QCOMPARE(compactModelEntry().id, m_model->info().id);
    }

    void recolorsWhatIsNamed_data()
    {
        QTest::addColumn<QString>("instruction");
        QTest::addColumn<QString>("word");
        QTest::newRow("english") << u"make the squirrel blue"_s << u"squirrel"_s;
        QTest::newRow("chinese") << u"把松鼠变成蓝色"_s << u"松鼠"_s;
    }

    void recolorsWhatIsNamed()
    {
        QFETCH(const QString, instruction);
        QFETCH(const QString, word);
        std::vector<Preview> previews;
        QList<double> fractions;
        Job job(
            {}, [&](const Progress& p) { fractions << p.fraction; },
            [&](const Preview& p) { previews.push_back(p); });
        const EditResult result = m_model->edit(request(m_squirrel, instruction), job);
        QCOMPARE(result.outcome, Outcome::Done);
        QVERIFY2(result.message.contains(word), qPrintable(result.message));
        verifyUntouchedOutside(m_squirrel, result);
        if (QTest::currentTestFailed())
            return;

        const cv::Mat truth = boxMask(m_squirrel.size(), {120, 90, 260, 300});
        cv::Mat outside = result.found.clone();
        outside.setTo(0, truth);
        QVERIFY(cv::countNonZero(outside > 127) < cv::countNonZero(result.found > 127) / 3);
        QVERIFY(cv::countNonZero(result.found > 127) > 15000);
        const cv::Scalar before = cv::mean(m_squirrel.pixels(), result.found > 200);
        const cv::Scalar after = cv::mean(result.picture.pixels(), result.found > 200);
        QVERIFY(before[0] > before[2] && after[2] > after[0] + 30);

        QCOMPARE(stages(result), (QStringList{u"plan"_s, u"features"_s, u"search"_s, u"refine"_s,
                                              u"operate"_s, u"composite"_s}));
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(previews.size(), size_t(1));
        QCOMPARE(previews[0].mask.size(), m_squirrel.size());
        QCOMPARE(result.provenance.weightsHash, m_model->info().weightsHash);
        QCOMPARE(result.provenance.seed, quint64(7));
        QVERIFY(result.settings.color && result.settings.strength && result.settings.grow &&
                result.settings.feather);
    }

    void attentionOfEachWordTravelsWithTheResult()
    {
        const QString instruction = u"please make the brown squirrel blue"_s;
        const EditResult result = run(request(m_squirrel, instruction));
        QCOMPARE(result.outcome, Outcome::Done);
        QSet<QString> words;
        QSet<int> layers;
        QSet<int> heads;
        int back = 0;
        for (const AttentionMap& map : result.attention) {
            QCOMPARE(instruction.mid(map.span.start, map.span.length), map.word);
            words << map.word;
            layers << map.layer;
            if (map.head)
                heads << *map.head;
            back += map.imageToText;
            QVERIFY(map.nativeRect.width >= m_squirrel.width() &&
                    map.nativeRect.height >= m_squirrel.height());
            if (!map.imageToText)
                QVERIFY(std::abs(cv::sum(map.grid)[0] - 1) < 1e-3);
        }
        QVERIFY(words.contains(u"squirrel"_s));
        QCOMPARE(layers, (QSet<int>{0, 1, 2}));
        QCOMPARE(heads.size(), 8);
        QCOMPARE(qsizetype(back) * 2, qsizetype(result.attention.size()));
        // The late layers looked at the squirrel.
        const cv::Mat truth = boxMask(m_squirrel.size(), {120, 90, 260, 300});
        for (const AttentionMap& map : meanOverLayers(result.attention, {1, 2}))
            if (map.word == u"squirrel"_s)
                QVERIFY2(attentionInside(map, truth) > 0.6,
                         qPrintable(QString::number(attentionInside(map, truth))));
    }

    void otherWordsGiveOtherRegions()
    {
        const Picture player = photo(u"messi5.jpg"_s);
        Job job;
        const GroundResult grass = m_model->ground(player, u"grass"_s, {}, job);
        const GroundResult person = m_model->ground(player, u"person"_s, {}, job);
        QVERIFY(grass.confidence > leastConfidence && person.confidence > leastConfidence);
        QVERIFY(intersectionOverUnion(grass.mask, person.mask) < 0.1);
        QVERIFY(grass.box.y > person.box.y + person.box.height / 2);
    }

    void theRegionFoundBeforeIsUsedWithoutSearching()
    {
        const EditResult first = run(request(m_squirrel, u"make the squirrel blue"_s));
        EditRequest again = request(m_squirrel, u"make the squirrel blue"_s);
        again.found = first.found;
        again.settings.color = Rgb{20, 160, 40};
        const EditResult second = run(again);
        QCOMPARE(second.outcome, Outcome::Done);
        QCOMPARE(stages(second), (QStringList{u"plan"_s, u"operate"_s, u"composite"_s}));
        QCOMPARE(cv::norm(second.found, first.found, cv::NORM_L1), 0.0);
        const cv::Scalar color = cv::mean(second.picture.pixels(), first.found > 200);
        QVERIFY(color[1] > color[0] && color[1] > color[2]);
    }

    void aMaskToReplaceIsTheRegion()
    {
        EditRequest r = request(m_squirrel, u"make it green"_s);
        r.region.use = Region::Use::Replace;
        r.region.mask = boxMask(m_squirrel.size(), {10, 10, 60, 50});
        const EditResult result = run(r);
        QCOMPARE(result.outcome, Outcome::Done);
        QCOMPARE(cv::norm(result.found, r.region.mask, cv::NORM_L1), 0.0);
        QVERIFY((result.changedBounds & cv::Rect(0, 0, 90, 80)) == result.changedBounds);
    }

    void aClickSaysWhatIsMeant()
    {
        EditRequest r = request(m_squirrel, u"make it blue"_s);
        r.region.clicks = {{230, 250}};
        const EditResult result = run(r);
        QCOMPARE(result.outcome, Outcome::Done);
        QVERIFY(result.found.at<uchar>(250, 230) > 127);
    }

    void withoutATargetThePictureIsAdjusted()
    {
        const EditResult result = run(request(m_squirrel, u"make the picture brighter"_s));
        QCOMPARE(result.outcome, Outcome::Done);
        QVERIFY(result.found.empty());
        QVERIFY(cv::mean(result.picture.pixels())[1] > cv::mean(m_squirrel.pixels())[1] + 10);
    }

    void backgroundsAreChangedAroundTheMainThing()
    {
        const Picture butterfly = photo(u"butterfly.jpg"_s);
        const EditResult result = run(request(butterfly, u"把背景换成白色"_s));
        QCOMPARE(result.outcome, Outcome::Done);
        verifyUntouchedOutside(butterfly, result);
        QCOMPARE(result.picture.pixels().at<cv::Vec4b>(5, 5), cv::Vec4b(255, 255, 255, 255));
        // The butterfly's body, in the middle, is as it was.
        QCOMPARE(result.picture.pixels().at<cv::Vec4b>(200, 238), butterfly.pixels().at<cv::Vec4b>(200, 238));
    }

    void removalIsRepeatable()
    {
        const EditResult first = run(request(m_squirrel, u"remove the squirrel"_s));
        QCOMPARE(first.outcome, Outcome::Done);
        verifyUntouchedOutside(m_squirrel, first);
        QVERIFY(run(request(m_squirrel, u"remove the squirrel"_s)).picture == first.picture);
    }

    void sixteenBitsStaySixteenBits()
    {
        cv::Mat deep;
        m_squirrel.pixels().convertTo(deep, CV_16U, 257);
        const Picture picture = Picture::fromMat(deep);
        const EditResult result = run(request(picture, u"make the squirrel blue"_s));
        QCOMPARE(result.outcome, Outcome::Done);
        verifyUntouchedOutside(picture, result);
    }

    void whatItCannotDoItSays()
    {
        const EditResult draw = run(request(m_squirrel, u"add a hat to the squirrel"_s));
        QCOMPARE(draw.outcome, Outcome::CannotDo);
        QVERIFY(draw.picture == m_squirrel && !draw.message.isEmpty());
        const EditResult what = run(request(m_squirrel, u"asdf qwer"_s));
        QCOMPARE(what.outcome, Outcome::Unclear);
        QVERIFY(what.picture.sharesPixelsWith(m_squirrel) && !what.message.isEmpty());
    }

    void whatIsNotThereIsNotChanged()
    {
        const Picture flat = Picture::fromMat(cv::Mat(300, 400, CV_8UC4, cv::Scalar(120, 130, 140, 255)));
        const EditResult result = run(request(flat, u"remove the elephant"_s));
        QCOMPARE(result.outcome, Outcome::NotFound);
        QVERIFY(result.picture.sharesPixelsWith(flat));
        QVERIFY2(result.message.contains(u"elephant"_s), qPrintable(result.message));
        QCOMPARE(cv::countNonZero(result.changed), 0);
    }

    void aCorrectedPlanIsFollowed()
    {
        EditRequest r = request(m_squirrel, u"asdf"_s);
        r.plan = Plan{r.instruction,
                      {{Operation::Recolor, u"squirrel"_s, {}, ColorValue{{20, 40, 220}, u"blue"_s}},
                       {Operation::Adjust, {}, {}, AdjustValue{AdjustProperty::Brightness, 0.2}}},
                      1};
        const EditResult both = run(r);
        QCOMPARE(both.outcome, Outcome::Done);
        const cv::Scalar squirrel = cv::mean(both.picture.pixels(), both.found > 200);
        QVERIFY(squirrel[2] > squirrel[0]);
        QVERIFY(cv::mean(both.picture.pixels(), both.found == 0)[1] >
                cv::mean(m_squirrel.pixels(), both.found == 0)[1] + 3);
        // All or nothing: a second edit that cannot be done leaves the picture alone.
        r.plan->edits[1] = {Operation::Generate, {}, {}, GenerateValue{u"a hat"_s}};
        const EditResult none = run(r);
        QCOMPARE(none.outcome, Outcome::CannotDo);
        QVERIFY(none.picture.sharesPixelsWith(m_squirrel));
    }

    void laterEditsHaveTheirOwnRegionAndValues()
    {
        EditRequest r = request(m_squirrel, u"asdf"_s);
        r.plan = Plan{r.instruction,
                      {{Operation::Recolor, {}, {}, ColorValue{{20, 40, 220}, u"blue"_s}},
                       {Operation::Recolor, u"squirrel"_s, {}, ColorValue{{30, 200, 30}, u"green"_s}}},
                      1};
        r.found = boxMask(m_squirrel.size(), {5, 5, 60, 50});
        r.settings.color = Rgb{220, 20, 20};
        const EditResult both = run(r);
        QCOMPARE(both.outcome, Outcome::Done);
        verifyUntouchedOutside(m_squirrel, both);
        // The region and the colour given are the first edit's; the second found the squirrel and is green.
        QCOMPARE(cv::norm(both.found, r.found, cv::NORM_L1), 0.0);
        QCOMPARE(*both.settings.color, (Rgb{220, 20, 20}));
        const cv::Scalar first = cv::mean(both.picture.pixels()(cv::Rect(10, 10, 50, 40)));
        QVERIFY(first[0] > first[1] + 30 && first[0] > first[2] + 30);
        const cv::Scalar second = cv::mean(both.picture.pixels()(cv::Rect(200, 220, 60, 60)));
        QVERIFY(second[1] > second[0] && second[1] > second[2]);
        QVERIFY(both.changed.at<uchar>(30, 30) > 0 && both.changed.at<uchar>(250, 230) > 0);
    }

    void aColorIsTakenFromTheThingThatHasIt()
    {
        const Picture orange = photo(u"orange.jpg"_s);
        EditRequest r = request(orange, u"asdf"_s);
        r.found = boxMask(orange.size(), {0, 0, 40, 40});
        r.plan = Plan{
            r.instruction, {{Operation::Recolor, {}, {}, ColorValue{{128, 128, 128}, {}, u"orange"_s}}}, 1};
        const EditResult result = run(r);
        QCOMPARE(result.outcome, Outcome::Done);
        QVERIFY(result.settings.color);
        const Rgb measured = *result.settings.color;
        QVERIFY2(measured.r > measured.b + 80 && measured.r > measured.g, qPrintable(measured.hex()));

        const Picture flat = Picture::fromMat(cv::Mat(300, 400, CV_8UC4, cv::Scalar(120, 130, 140, 255)));
        r.picture = flat;
        r.found = boxMask(flat.size(), {0, 0, 40, 40});
        std::get<ColorValue>(r.plan->edits[0].value).like = u"elephant"_s;
        const EditResult none = run(r);
        QCOMPARE(none.outcome, Outcome::NotFound);
        QVERIFY2(none.message.contains(u"elephant"_s), qPrintable(none.message));
        QVERIFY(none.picture.sharesPixelsWith(flat) && none.candidates.empty());
    }

    void theFrameIsTurnedAndCut()
    {
        EditRequest r = request(m_squirrel, u"asdf"_s);
        r.plan = Plan{r.instruction,
                      {{Operation::Rotate, {}, {}, RotateValue{90}},
                       {Operation::Adjust, {}, {}, AdjustValue{AdjustProperty::Brightness, 0.3}}},
                      1};
        const EditResult both = run(r);
        QCOMPARE(both.outcome, Outcome::Done);
        QCOMPARE(both.picture.size(), cv::Size(m_squirrel.height(), m_squirrel.width()));
        QCOMPARE(both.changed.size(), both.picture.size());
        QCOMPARE(cv::countNonZero(both.changed), int(both.changed.total()));
        QVERIFY(cv::mean(both.picture.pixels())[1] > cv::mean(m_squirrel.pixels())[1] + 10);

        r.plan->edits = {{Operation::Crop, u"squirrel"_s, {}, CropValue{}}};
        const EditResult cut = run(r);
        QCOMPARE(cut.outcome, Outcome::Done);
        QCOMPARE(cut.found.size(), m_squirrel.size());
        QVERIFY(cut.picture.width() < 330 && cut.picture.height() < 390 && cut.picture.width() > 100);

        r.plan->edits = {{Operation::Rotate, {}, {}, RotateValue{10, RotateValue::Corners::Transparent}}};
        QVERIFY(run(r).picture.metadata().hasAlpha);
        r.plan->edits = {{Operation::Crop, {}, {}, CropValue{CropValue::Measure::Pixels, 5000, 5000}}};
        const EditResult large = run(r);
        QCOMPARE(large.outcome, Outcome::CannotDo);
        QVERIFY(large.picture.sharesPixelsWith(m_squirrel) && large.message.contains(u"535"_s));
    }

    void aReferenceIsPlaced()
    {
        EditRequest r = request(m_squirrel, u"asdf"_s);
        PlaceValue value;
        value.position.spot = Spot::BottomRight;
        r.plan = Plan{r.instruction, {{Operation::Place, {}, {}, value}}, 1};
        const EditResult none = run(r);
        QCOMPARE(none.outcome, Outcome::Unclear);
        QVERIFY(!none.message.isEmpty());
        r.references = {Picture::fromMat(cv::Mat(40, 60, CV_8UC4, cv::Scalar(0, 0, 250, 255)))};
        const EditResult placed = run(r);
        QCOMPARE(placed.outcome, Outcome::Done);
        verifyUntouchedOutside(m_squirrel, placed);
        QVERIFY(placed.changedBounds.x > 300 && placed.changedBounds.y > 250);
        r.plan->edits[0].target = u"squirrel"_s;
        const EditResult instead = run(r);
        QCOMPARE(instead.outcome, Outcome::Done);
        QVERIFY(instead.picture.pixels().at<cv::Vec4b>(250, 250)[2] > 240);
    }

    void followUpsLeanOnThePlanBefore()
    {
        EditRequest r = request(m_squirrel, u"a bit darker"_s);
        r.before =
            Plan{u"make the squirrel brighter"_s,
                 {{Operation::Adjust, u"squirrel"_s, {}, AdjustValue{AdjustProperty::Brightness, 0.3}}},
                 1};
        const EditResult result = run(r);
        QCOMPARE(result.outcome, Outcome::Done);
        QCOMPARE(result.plan.edits.front().target, u"squirrel"_s);
        QVERIFY(!result.plan.standalone.isEmpty());
        QVERIFY2(result.message.contains(result.plan.standalone), qPrintable(result.message));
        const EditResult back = run(request(m_squirrel, u"undo that"_s));
        QCOMPARE(back.outcome, Outcome::CannotDo);
        QVERIFY(back.picture.sharesPixelsWith(m_squirrel) && !back.message.isEmpty());
    }

    void preparedPicturesNeedNoReading()
    {
        const Picture apple = photo(u"apple.jpg"_s);
        const EditRequest r = request(apple, u"make the apple green"_s);
        const CostEstimate before = m_model->estimate(r);
        Job job;
        m_model->prepare(apple, job);
        QVERIFY(m_model->estimate(r).seconds < before.seconds);
        // Also found by its bytes, when it comes from another file.
        const EditResult result = run(request(photo(u"apple.jpg"_s), r.instruction));
        QCOMPARE(result.timings.at(1).stage, u"features"_s);
        QVERIFY(result.timings.at(1).seconds < 0.05);
    }

    void stopsSoon_data()
    {
        QTest::addColumn<QString>("stage");
        for (const char* stage : {"plan", "features", "search", "refine", "operate"})
            QTest::newRow(stage) << QString::fromLatin1(stage);
    }

    void stopsSoon()
    {
        QFETCH(const QString, stage);
        cv::Mat fresh = m_squirrel.pixels().clone();
        fresh.at<cv::Vec4b>(0, 0)[0] ^= uchar(1 + qHash(stage) % 255); // no other test has read it
        const CancelToken token;
        Job job(token, [&](const Progress& p) {
            if (p.stage == stage)
                token.cancel();
        });
        QVERIFY_EXCEPTION_THROWN(
            m_model->edit(request(Picture::fromMat(fresh), u"remove the squirrel"_s), job), Cancelled);
        // And the next edit is as if nothing had been.
        QCOMPARE(run(request(m_squirrel, u"make the squirrel blue"_s)).outcome, Outcome::Done);
    }

    void badSettingsAreRefused()
    {
        EditRequest r = request(m_squirrel, u"make the squirrel blue"_s);
        r.modelSettings = {{u"patches"_s, 1000}};
        QVERIFY_EXCEPTION_THROWN(run(r), UserError);
        r.modelSettings = {{u"patches"_s, 16}};
        QCOMPARE(run(r).outcome, Outcome::Done);
        QVERIFY_EXCEPTION_THROWN(run(request({}, u"make the squirrel blue"_s)), LogicError);
        Job job;
        QVERIFY_EXCEPTION_THROWN(m_model->ground(m_squirrel, u" "_s, {}, job), UserError);
    }

    void missingFilesAreNamed()
    {
        CompactModelPaths paths = findCompactModel();
        paths.grounding = u"/nowhere/grounding.safetensors"_s;
        Job job;
        QVERIFY_EXCEPTION_THROWN(loadCompactModel(paths, job), UserError);
    }

    void loadingStopsWhenAsked()
    {
        const CancelToken token;
        token.cancel();
        Job job(token);
        QVERIFY_EXCEPTION_THROWN(loadCompactModel(findCompactModel(), job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestCompactModel)
#include "tst_compactmodel.moc"
