#include "core/base/error.h"
#include "core/compact/cutout.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;

namespace {

constexpr int side = 256;

/// A red disc and a blue square on grey.
Picture picture()
{
    cv::Mat pixels(side, side, CV_8UC4, cv::Scalar(90, 90, 90, 255));
    cv::circle(pixels, {80, 128}, 40, cv::Scalar(200, 30, 30, 255), cv::FILLED);
    cv::rectangle(pixels, cv::Rect(170, 100, 60, 60), cv::Scalar(30, 30, 200, 255), cv::FILLED);
    return Picture::fromMat(pixels);
}

cv::Mat disc(int radius)
{
    cv::Mat mask(side, side, CV_8UC1, cv::Scalar(0));
    cv::circle(mask, {80, 128}, radius, cv::Scalar(255), cv::FILLED);
    return mask;
}

cv::Mat square()
{
    cv::Mat mask(side, side, CV_8UC1, cv::Scalar(0));
    cv::rectangle(mask, cv::Rect(170, 100, 60, 60), cv::Scalar(255), cv::FILLED);
    return mask;
}

/// As a network gives it: a quarter of the size.
ObjectMasks::Mask seen(const cv::Mat& mask, double score)
{
    cv::Mat small;
    cv::resize(mask, small, {}, 0.25, 0.25, cv::INTER_AREA);
    cv::Mat logits;
    small.convertTo(logits, CV_32F, 20.0 / 255, -10);
    return {logits, score};
}

ObjectMasks masks(std::vector<ObjectMasks::Mask> all)
{
    return {std::move(all), cv::Rect2d(0, 0, side, side)};
}

double overlap(const cv::Mat& a, const cv::Mat& b)
{
    return double(cv::countNonZero((a > 127) & (b > 127))) / cv::countNonZero((a > 127) | (b > 127));
}

cv::Mat asProbability(const cv::Mat& mask)
{
    cv::Mat result;
    mask.convertTo(result, CV_32F, 1.0 / 255);
    return result;
}

} // namespace

class TestCutOut : public QObject
{
    Q_OBJECT

    const Picture m_picture = picture();
    const cv::Rect2d m_whole{0, 0, side, side};

private Q_SLOTS:
    void theMaskThatAgreesIsTaken()
    {
        // As good by their own account: what is known decides.
        const ObjectMasks offered = masks({seen(disc(20), 0.9), seen(disc(40), 0.9), seen(square(), 0.9)});
        for (const auto& [known, expected] :
             {std::pair{disc(22), disc(20)}, std::pair{disc(36), disc(40)}, std::pair{square(), square()}}) {
            const cv::Mat got = bestCutOut(m_picture, offered, asProbability(known), m_whole, {});
            QCOMPARE(got.size(), m_picture.size());
            QVERIFY(overlap(got, expected) > 0.85);
        }
        // One that is much surer of itself wins against a little more agreement.
        const ObjectMasks unequal = masks({seen(disc(30), 0.3), seen(disc(40), 0.95)});
        QVERIFY(overlap(bestCutOut(m_picture, unequal, asProbability(disc(32)), m_whole, {}), disc(40)) >
                0.9);
        QVERIFY(bestCutOut(m_picture, masks({}), asProbability(disc(32)), m_whole, {}).empty());
    }

    void coarseThingsBecomeWhole()
    {
        std::vector<ObjectPrompt> asked;
        const ObjectCutter cutter = [&](const ObjectPrompt& prompt) {
            asked.push_back(prompt);
            return masks({seen(prompt.box->x < 150 ? disc(40) : square(), 0.9)});
        };
        const cv::Mat coarse = cv::max(disc(32), square());
        const cv::Mat got = cutOutThings(m_picture, coarse, cutter, {});
        QVERIFY(overlap(got, cv::max(disc(40), square())) > 0.95);
        QCOMPARE(asked.size(), size_t(2)); // one box for each
        for (const ObjectPrompt& prompt : asked)
            QVERIFY(prompt.box && prompt.here.empty() && prompt.notHere.empty());
    }

    void aPartBecomesTheThingThatHoldsIt()
    {
        const ObjectCutter cutter = [](const ObjectPrompt& prompt) {
            return prompt.box ? masks({seen(disc(20), 0.95), seen(square(), 1)})
                              : masks({seen(disc(20), 0.9), seen(disc(60), 0.98)});
        };
        const cv::Mat part = disc(24);
        QVERIFY(overlap(cutOutThings(m_picture, part, cutter, {}), disc(20)) > 0.85);
        QVERIFY(overlap(cutOutThings(m_picture, part, cutter, {}, Fit::Holds), disc(60)) > 0.85);
        // What is unsure of itself, or nearly the whole picture, is no thing.
        const ObjectCutter doubtful = [](const ObjectPrompt&) {
            return masks({seen(disc(60), 0.5), seen(cv::Mat(side, side, CV_8UC1, cv::Scalar(255)), 1)});
        };
        QCOMPARE(cv::norm(cutOutThings(m_picture, part, doubtful, {}, Fit::Holds), part), 0.0);
    }

    void otherThingsAreNotTaken()
    {
        const ObjectCutter elsewhere = [&](const ObjectPrompt&) { return masks({seen(square(), 1)}); };
        const cv::Mat coarse = disc(32);
        QCOMPARE(cv::norm(cutOutThings(m_picture, coarse, elsewhere, {}), coarse), 0.0);
        const ObjectCutter blind = [](const ObjectPrompt&) { return ObjectMasks(); };
        QCOMPARE(cv::norm(cutOutThings(m_picture, coarse, blind, {}), coarse), 0.0);
        const cv::Mat nothing(side, side, CV_8UC1, cv::Scalar(0));
        QCOMPARE(cv::countNonZero(cutOutThings(m_picture, nothing, elsewhere, {})), 0);
    }

    void crowdsAreLeftAlone()
    {
        cv::Mat crowd(side, side, CV_8UC1, cv::Scalar(0));
        for (int i = 0; i < 6; ++i)
            cv::circle(crowd, {20 + 40 * i, 60}, 12, cv::Scalar(255), cv::FILLED);
        int asked = 0;
        const ObjectCutter cutter = [&](const ObjectPrompt&) {
            ++asked;
            return ObjectMasks();
        };
        QCOMPARE(cv::norm(cutOutThings(m_picture, crowd, cutter, {}), crowd), 0.0);
        QCOMPARE(asked, 0);
    }

    void cancelEndsIt()
    {
        const CancelToken token;
        token.cancel();
        const ObjectCutter cutter = [&](const ObjectPrompt&) { return masks({seen(disc(40), 1)}); };
        QVERIFY_EXCEPTION_THROWN(cutOutThings(m_picture, disc(36), cutter, token), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestCutOut)
#include "tst_cutout.moc"
