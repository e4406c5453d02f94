#include "core/compact/region.h"

#include <QSet>
#include <QTest>

#include <opencv2/imgproc.hpp>

using namespace focal;

namespace {

constexpr int patchSide = 14;
constexpr int dimensions = 64; // Half of it is what counts.

/// A made-up picture of plainly coloured things whose patch features say which thing each patch is.
struct World
{
    static constexpr int columns = 24;
    static constexpr int rows = 18;

    cv::Mat kinds; ///< CV_8UC1 of native size: 0 ground, 1.. things.
    Picture picture;
    PictureView view;

    explicit World(const std::vector<std::pair<int, cv::Rect>>& things)
        : kinds(rows * patchSide, columns * patchSide, CV_8UC1, cv::Scalar(0))
    {
        const cv::Scalar colours[] = {
            {70, 110, 60, 255}, {200, 70, 60, 255}, {60, 80, 200, 255}, {220, 210, 60, 255}};
        cv::Mat rgba(kinds.size(), CV_8UC4, colours[0]);
        for (const auto& [kind, box] : things) {
            cv::ellipse(kinds,
                        cv::RotatedRect({box.x + box.width / 2.F, box.y + box.height / 2.F}, box.size(), 0),
                        cv::Scalar(kind), cv::FILLED);
            rgba.setTo(colours[kind], kinds == kind);
        }
        picture = Picture::fromMat(rgba);
        view.grid = {columns, rows};
        view.nativeRect = {0, 0, double(kinds.cols), double(kinds.rows)};
        view.features = cv::Mat(rows * columns, dimensions, CV_32FC1, cv::Scalar(0));
        cv::Mat noise(view.features.size(), CV_32FC1);
        cv::RNG(3).fill(noise, cv::RNG::NORMAL, 0, 0.02);
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x) {
                for (int kind = 0; kind < 4; ++kind)
                    for (const int layer : {0, dimensions / 2})
                        view.features.at<float>(y * columns + x, layer + kind) = share(kind).at<float>(y, x);
            }
        }
        view.features += noise;
        cv::Mat(kinds != 0).convertTo(view.saliency, CV_32F, 0.9 / 255, 0.05);
    }

    /// How much of each patch is of @p kind.
    cv::Mat share(int kind) const
    {
        cv::Mat full;
        cv::Mat(kinds == kind).convertTo(full, CV_32F, 1.0 / 255);
        cv::resize(full, full, {columns, rows}, 0, 0, cv::INTER_AREA);
        return full;
    }

    /// What a network says that sees only @p spot (native pixels) of what is meant, and of the rest what it
    /// is.
    PhraseView pointingAt(cv::Rect spot, float inside = 3, float outside = -6) const
    {
        PhraseView phrase;
        phrase.alignment = cv::Mat(view.grid, CV_32FC1, cv::Scalar(outside));
        phrase.attention = cv::Mat(view.grid, CV_32FC1, cv::Scalar(0.0001));
        const cv::Rect patches(spot.x / patchSide, spot.y / patchSide, std::max(1, spot.width / patchSide),
                               std::max(1, spot.height / patchSide));
        phrase.alignment(patches).setTo(inside);
        phrase.attention(patches).setTo(1.0 / patches.area());
        return phrase;
    }
};

double overlap(const cv::Mat& mask, const cv::Mat& truth)
{
    const cv::Mat inside = mask > 127;
    const int either = cv::countNonZero(inside | truth);
    return either == 0 ? 1 : double(cv::countNonZero(inside & truth)) / either;
}

#define VERIFY_OVERLAP(mask, truth, least)                                                                   \
    do {                                                                                                     \
        const double value = overlap(mask, truth);                                                           \
        QVERIFY2(value >= (least), qPrintable(QStringLiteral("overlap %1").arg(value)));                     \
    } while (false)

const cv::Rect redBox(20, 60, 120, 130);
const cv::Rect blueBox(200, 40, 100, 90);
const cv::Rect secondRed(180, 150, 110, 90);
const cv::Point onRed(50, 130);
const cv::Point onBlue(250, 80);

} // namespace

class TestRegion : public QObject
{
    Q_OBJECT

    const World m_two{{{1, redBox}, {2, blueBox}}};
    const World m_three{{{1, redBox}, {2, blueBox}, {1, secondRed}}};
    const CancelToken m_token;

    GroundResult find(const World& world, const PhraseView& phrase, const Region& prompt = {}) const
    {
        return findRegion(world.picture, world.view, phrase, prompt, m_token);
    }
    static cv::Mat only(const World& world, int kind, cv::Rect box)
    {
        cv::Mat truth(world.kinds.size(), CV_8UC1, cv::Scalar(0));
        cv::Mat(world.kinds == kind)(box).copyTo(truth(box));
        return truth;
    }

private Q_SLOTS:
    void aPlaceSaidChoosesAmongEquals()
    {
        // Both red things fit the words alike; the place decides.
        PhraseView phrase = m_three.pointingAt({70, 112, 42, 28});
        const PhraseView other = m_three.pointingAt({224, 182, 42, 28});
        phrase.alignment = cv::max(phrase.alignment, other.alignment);
        phrase.attention = cv::max(phrase.attention, other.attention);
        phrase.number = PhraseView::Number::One;
        phrase.place = cv::Point2d(0, -1);
        VERIFY_OVERLAP(find(m_three, phrase).mask, only(m_three, 1, redBox), 0.9);
        phrase.place = cv::Point2d(1, -1);
        VERIFY_OVERLAP(find(m_three, phrase).mask, only(m_three, 1, secondRed), 0.9);
    }

    void severalThatFitAlikeAreOffered()
    {
        PhraseView phrase = m_three.pointingAt({70, 112, 42, 28});
        const PhraseView other = m_three.pointingAt({224, 182, 42, 28});
        phrase.alignment = cv::max(phrase.alignment, other.alignment);
        phrase.attention = cv::max(phrase.attention, other.attention);
        QVERIFY(!find(m_three, phrase).ambiguous);
        phrase.singular = true;
        const GroundResult result = find(m_three, phrase);
        QVERIFY(result.ambiguous);
        QCOMPARE(result.candidates.size(), size_t(2));
        QSet<QString> labels;
        for (const Candidate& candidate : result.candidates) {
            labels.insert(candidate.label);
            QCOMPARE(candidate.mask.size(), candidate.box.size());
            cv::Mat whole(m_three.kinds.size(), CV_8UC1, cv::Scalar(0));
            candidate.mask.copyTo(whole(candidate.box));
            QVERIFY(whole.at<uchar>(candidate.peak) > 127);
            const bool left = candidate.peak.x < secondRed.x;
            VERIFY_OVERLAP(whole, only(m_three, 1, left ? redBox : secondRed), 0.85);
        }
        QCOMPARE(labels.size(), 2);
        QVERIFY(!labels.contains(QString()));
        // Who says where, says which.
        phrase.place = cv::Point2d(1, -1);
        QVERIFY(!find(m_three, phrase).ambiguous);
        QVERIFY(!find(m_three, m_three.pointingAt({228, 70, 28, 28})).ambiguous);
    }

    void whatStandsOutIsOfferedWhereWordsFindNothing()
    {
        const GroundResult result = find(m_two, m_two.pointingAt({0, 196, 28, 28}, -6.2F, -6.4F));
        QVERIFY2(result.confidence < leastConfidence, qPrintable(QString::number(result.confidence)));
        QSet<int> offered;
        for (const Candidate& candidate : result.candidates)
            offered.insert(m_two.kinds.at<uchar>(candidate.peak));
        QVERIFY(offered.contains(1) && offered.contains(2));
    }

    void theNetworksJudgementCounts()
    {
        PhraseView phrase = m_two.pointingAt({70, 112, 28, 28}, -1);
        phrase.presence = 3;
        const double there = find(m_two, phrase).confidence;
        phrase.presence = -6;
        const double gone = find(m_two, phrase).confidence;
        QVERIFY2(there > sureConfidence && gone < leastConfidence,
                 qPrintable(QStringLiteral("%1 %2").arg(there).arg(gone)));
    }

    void theNetworksMaskHelpsAClick()
    {
        // The click's own looks end at the red thing; the network says that the blue one belongs to it.
        PhraseView phrase;
        phrase.kind = PhraseView::Kind::Nothing;
        cv::Mat(m_two.kinds != 0).convertTo(phrase.maskLogits, CV_32F, 12.0 / 255, -6);
        cv::Mat bridge = phrase.maskLogits(cv::Rect(100, 70, 130, 30));
        bridge.setTo(6);
        Region prompt;
        prompt.clicks = {onRed};
        const GroundResult result = find(m_two, phrase, prompt);
        QVERIFY(result.mask.at<uchar>(onRed) > 127 && result.mask.at<uchar>(onBlue) > 127);
    }

    void completesAPart()
    {
        // Six patches of the thing are pointed at; the whole thing is found, and nothing of the other.
        const GroundResult result = find(m_two, m_two.pointingAt({70, 112, 42, 28}));
        VERIFY_OVERLAP(result.mask, m_two.kinds == 1, 0.95);
        QVERIFY(result.confidence > sureConfidence);
        QVERIFY(!result.candidates.empty());
        QVERIFY(m_two.kinds.at<uchar>(result.candidates.front().peak) == 1);
        QVERIFY(std::abs(result.box.x - redBox.x) <= 3 && std::abs(result.box.height - redBox.height) <= 6);
    }

    void worksWithoutSaliency()
    {
        World plain = m_two;
        plain.view.saliency.release();
        VERIFY_OVERLAP(find(plain, plain.pointingAt({224, 70, 42, 28})).mask, plain.kinds == 2, 0.93);
    }

    void anAttentionSpikeOnEmptyGroundIsNotTheThing()
    {
        PhraseView phrase = m_two.pointingAt({70, 112, 28, 28});
        phrase.alignment.at<float>(0, 0) = 3;
        phrase.attention *= 0.1;
        phrase.attention.at<float>(0, 0) = 0.9F;
        VERIFY_OVERLAP(find(m_two, phrase).mask, m_two.kinds == 1, 0.95);
    }

    void countsAsSaid()
    {
        PhraseView phrase = m_three.pointingAt({70, 112, 28, 28});
        phrase.alignment(cv::Rect(16, 13, 2, 2)).setTo(2.5);
        phrase.number = PhraseView::Number::One;
        VERIFY_OVERLAP(find(m_three, phrase).mask, only(m_three, 1, redBox), 0.95);
        phrase.number = PhraseView::Number::All;
        VERIFY_OVERLAP(find(m_three, phrase).mask, m_three.kinds == 1, 0.93);
        QVERIFY(find(m_three, phrase).candidates.size() >= 2);
    }

    void whatIsNotThereIsNotFound()
    {
        const GroundResult result = find(m_two, m_two.pointingAt({70, 112, 28, 28}, -4, -7));
        QVERIFY2(result.confidence < leastConfidence, qPrintable(QString::number(result.confidence)));
        QCOMPARE(cv::countNonZero(result.mask), 0);
        QCOMPARE(result.mask.size(), m_two.picture.size());
        QVERIFY(result.box.empty());
        QVERIFY(!result.candidates.empty());
    }

    void unknownWordsAreLessSure()
    {
        PhraseView phrase = m_two.pointingAt({70, 112, 28, 28}, 0.5);
        const double known = find(m_two, phrase).confidence;
        phrase.known = false;
        const double unknown = find(m_two, phrase).confidence;
        QVERIFY2(unknown < 0.7 * known, qPrintable(QStringLiteral("%1 %2").arg(known).arg(unknown)));
    }

    void backgroundIsWhatIsBehindAll()
    {
        PhraseView phrase;
        phrase.kind = PhraseView::Kind::Background;
        const GroundResult bySaliency = find(m_three, phrase);
        VERIFY_OVERLAP(bySaliency.mask, m_three.kinds == 0, 0.97);
        QVERIFY(bySaliency.confidence > sureConfidence);
        phrase.alignment = m_three.share(0) * 10 - 5;
        VERIFY_OVERLAP(find(m_three, phrase).mask, m_three.kinds == 0, 0.97);
        // A click says that this too is background.
        Region prompt;
        prompt.clicks = {onBlue};
        VERIFY_OVERLAP(find(m_three, phrase, prompt).mask, m_three.kinds != 1, 0.95);
    }

    void aClickGrowsAWholeThing()
    {
        PhraseView nothing;
        nothing.kind = PhraseView::Kind::Nothing;
        Region prompt;
        prompt.clicks = {onRed};
        VERIFY_OVERLAP(find(m_three, nothing, prompt).mask, only(m_three, 1, redBox), 0.95);
        prompt.clicks = {cv::Point(5, 5)};
        VERIFY_OVERLAP(find(m_three, nothing, prompt).mask, m_three.kinds == 0, 0.95);
        prompt.clicks = {onRed, onBlue};
        const GroundResult both = find(m_two, nothing, prompt);
        QVERIFY(both.mask.at<uchar>(onRed) > 127 && both.mask.at<uchar>(onBlue) > 127);
        QVERIFY(both.confidence >= sureConfidence);
    }

    void theCutterSeesWhatWasPointedAt()
    {
        PhraseView nothing;
        nothing.kind = PhraseView::Kind::Nothing;
        World world = m_two;
        std::vector<ObjectPrompt> asked;
        // One that sees just the thing under its first point.
        world.view.cutOut = [&](const ObjectPrompt& prompt) {
            asked.push_back(prompt);
            const int kind = world.kinds.at<uchar>(cv::Point(prompt.here.front()));
            cv::Mat logits;
            cv::Mat(world.kinds == kind).convertTo(logits, CV_32F, 20.0 / 255, -10);
            return ObjectMasks{{{logits, 0.9}}, world.view.nativeRect};
        };
        Region prompt;
        prompt.clicks = {onRed};
        VERIFY_OVERLAP(find(world, nothing, prompt).mask, world.kinds == 1, 0.97);
        QCOMPARE(asked.size(), size_t(1));
        // Two things: it is asked for the second alone as well.
        prompt.clicks = {onRed, onBlue};
        VERIFY_OVERLAP(find(world, nothing, prompt).mask, world.kinds != 0, 0.97);
        QCOMPARE(asked.size(), size_t(3));
        QCOMPARE(asked.back().here.size(), size_t(1));
        // It sees red and blue as one, though blue was excluded: then the evidence decides.
        world.view.cutOut = [&](const ObjectPrompt&) {
            cv::Mat logits;
            cv::Mat(world.kinds != 0).convertTo(logits, CV_32F, 20.0 / 255, -10);
            return ObjectMasks{{{logits, 0.9}}, world.view.nativeRect};
        };
        prompt.clicks = {onRed};
        prompt.notHere = {onBlue};
        const GroundResult without = find(world, nothing, prompt);
        QVERIFY(without.mask.at<uchar>(onRed) > 127 && without.mask.at<uchar>(onBlue) < 128);
    }

    void aClickOverridesTheWords()
    {
        Region prompt;
        prompt.clicks = {onBlue};
        VERIFY_OVERLAP(find(m_two, m_two.pointingAt({70, 112, 28, 28}), prompt).mask, m_two.kinds == 2, 0.95);
    }

    void notHereExcludes()
    {
        PhraseView phrase = m_three.pointingAt({70, 112, 28, 28});
        phrase.alignment(cv::Rect(16, 13, 2, 2)).setTo(3);
        phrase.number = PhraseView::Number::All;
        Region prompt;
        prompt.notHere = {{235, 195}};
        const GroundResult result = find(m_three, phrase, prompt);
        VERIFY_OVERLAP(result.mask, only(m_three, 1, redBox), 0.93);
        QCOMPARE(result.mask.at<uchar>(195, 235), uchar(0));
    }

    void aBoxLimits()
    {
        PhraseView phrase = m_three.pointingAt({70, 112, 28, 28});
        phrase.alignment(cv::Rect(16, 13, 2, 2)).setTo(2);
        Region prompt;
        prompt.box = cv::Rect(150, 140, 186, 112);
        const GroundResult inBox = find(m_three, phrase, prompt);
        VERIFY_OVERLAP(inBox.mask, only(m_three, 1, secondRed), 0.93);
        cv::Mat outside = inBox.mask.clone();
        outside(*prompt.box).setTo(0);
        QCOMPARE(cv::countNonZero(outside), 0);

        PhraseView nothing;
        nothing.kind = PhraseView::Kind::Nothing;
        prompt.box = cv::Rect(180, 20, 140, 120);
        VERIFY_OVERLAP(find(m_three, nothing, prompt).mask, m_three.kinds == 2, 0.93);
        prompt.box = cv::Rect(-50, -50, 20, 20);
        QCOMPARE(cv::countNonZero(find(m_three, nothing, prompt).mask), 0);
    }

    void aMaskLimitsOrReplaces()
    {
        Region prompt;
        prompt.mask = cv::Mat(m_two.picture.size(), CV_8UC1, cv::Scalar(0));
        prompt.mask(cv::Rect(0, 0, 168, 252)).setTo(255);
        PhraseView phrase = m_two.pointingAt({224, 70, 42, 28});
        phrase.alignment(cv::Rect(5, 8, 2, 2)).setTo(1);
        VERIFY_OVERLAP(find(m_two, phrase, prompt).mask, m_two.kinds == 1, 0.93);
        prompt.use = Region::Use::Replace;
        const GroundResult replaced = find(m_two, phrase, prompt);
        QCOMPARE(cv::countNonZero(replaced.mask != prompt.mask), 0);
        QCOMPARE(replaced.confidence, 1.0);
    }

    void paddingIsNoPartOfThePicture()
    {
        // The grid reaches beyond the picture; nothing found may lie there.
        World world = m_two;
        const cv::Rect visible(0, 0, world.kinds.cols - 9, world.kinds.rows - 11);
        world.picture = Picture::fromMat(world.picture.pixels()(visible).clone());
        const GroundResult result = find(world, world.pointingAt({70, 112, 28, 28}));
        QCOMPARE(result.mask.size(), visible.size());
        VERIFY_OVERLAP(result.mask, (world.kinds == 1)(visible), 0.95);
        for (const Candidate& candidate : result.candidates)
            QVERIFY(visible.contains(candidate.peak) && (candidate.box & visible) == candidate.box);
    }

    void sameInputSameMask()
    {
        const PhraseView phrase = m_three.pointingAt({70, 112, 28, 28});
        QCOMPARE(cv::countNonZero(find(m_three, phrase).mask != find(m_three, phrase).mask), 0);
    }

    void refusesWhatDoesNotFit()
    {
        PhraseView phrase = m_two.pointingAt({70, 112, 28, 28});
        Region prompt;
        prompt.mask = cv::Mat(3, 3, CV_8UC1, cv::Scalar(255));
        QVERIFY_THROWS_EXCEPTION(LogicError, find(m_two, phrase, prompt));
        prompt.mask.release();
        prompt.clicks = {cv::Point(10000, 0)};
        QVERIFY_THROWS_EXCEPTION(LogicError, find(m_two, phrase, prompt));
        phrase.alignment = cv::Mat(3, 3, CV_32FC1, cv::Scalar(0));
        QVERIFY_THROWS_EXCEPTION(LogicError, find(m_two, phrase));
        PhraseView nothing;
        nothing.kind = PhraseView::Kind::Nothing;
        QVERIFY_THROWS_EXCEPTION(LogicError, find(m_two, nothing));
        World broken = m_two;
        broken.view.features = broken.view.features.rowRange(0, 7);
        QVERIFY_THROWS_EXCEPTION(LogicError, find(broken, m_two.pointingAt({70, 112, 28, 28})));
    }

    void stopsWhenCancelled()
    {
        const CancelToken token;
        token.cancel();
        QVERIFY_THROWS_EXCEPTION(
            Cancelled, findRegion(m_two.picture, m_two.view, m_two.pointingAt({70, 112, 28, 28}), {}, token));
    }
};

QTEST_GUILESS_MAIN(TestRegion)
#include "tst_region.moc"
