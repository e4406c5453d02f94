#include "core/document/turn.h"

#include <QTest>

using namespace focal;

class TestTurn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestCanBeDoneAgain()
    {
        const Picture picture = Picture::fromMat(cv::Mat(20, 30, CV_8UC4, cv::Scalar(1, 2, 3, 255)));
        EditRequest request;
        request.picture = picture;
        request.references = {Picture::fromMat(cv::Mat(2, 2, CV_8UC4, cv::Scalar(9, 9, 9, 255)))};
        request.instruction = QStringLiteral("把狗变成灰色");
        request.plan =
            Plan{request.instruction, {{Operation::Remove, QStringLiteral("狗"), {1, 1}, {}}}, 0.9};
        request.region.use = Region::Use::Replace;
        request.region.mask = cv::Mat(20, 30, CV_8UC1, cv::Scalar(255));
        request.region.box = cv::Rect(1, 2, 3, 4);
        request.region.clicks = {{5, 6}};
        request.region.notHere = {{7, 8}};
        request.settings.grow = -2.5;
        request.found = cv::Mat(20, 30, CV_8UC1, cv::Scalar(7));
        request.seed = 0xfedcba9876543210;
        request.steps = 12;
        request.modelSettings = {{QStringLiteral("guidance"), 4.5}};

        const EditRequest again = StoredRequest::of(request).on(picture);
        QVERIFY(again.picture == picture);
        QCOMPARE(again.references.size(), std::size_t{1});
        QVERIFY(again.references[0] == request.references[0]);
        QCOMPARE(again.instruction, request.instruction);
        QVERIFY(again.plan);
        QCOMPARE(toJson(*again.plan), toJson(*request.plan));
        QCOMPARE(again.region.use, Region::Use::Replace);
        QCOMPARE(cv::norm(again.region.mask, request.region.mask, cv::NORM_INF), 0.0);
        QCOMPARE(*again.region.box, cv::Rect(1, 2, 3, 4));
        QCOMPARE(again.region.clicks, request.region.clicks);
        QCOMPARE(again.region.notHere, request.region.notHere);
        QCOMPARE(again.settings.grow, std::optional(-2.5));
        QVERIFY(!again.settings.color);
        QCOMPARE(cv::norm(again.found, request.found, cv::NORM_INF), 0.0);
        QCOMPARE(again.seed, request.seed);
        QCOMPARE(again.steps, std::optional(12));
        QCOMPARE(again.modelSettings, request.modelSettings);
    }

    void aResultKeepsItsFacts()
    {
        const Picture picture = Picture::fromMat(cv::Mat(20, 30, CV_8UC4, cv::Scalar(1, 2, 3, 255)));
        EditResult result;
        result.outcome = Outcome::Done;
        result.message = QStringLiteral("Made the dog grey.");
        result.picture = picture;
        result.plan = Plan{QStringLiteral("x"), {{}}, 0.5};
        result.found = cv::Mat(20, 30, CV_8UC1, cv::Scalar(200));
        result.changed = cv::Mat(20, 30, CV_8UC1, cv::Scalar(255));
        result.changedBounds = {3, 4, 5, 6};
        result.settings.color = Rgb{1, 2, 3};
        AttentionMap map;
        map.word = QStringLiteral("dog");
        map.grid = cv::Mat(8, 8, CV_32FC1, cv::Scalar(1.0 / 64));
        result.attention = {map};
        result.candidates = {{cv::Rect(1, 1, 2, 2), {1, 1}, 0.4}};
        result.confidence = 0.75;
        result.timings = {{QStringLiteral("plan"), 0.25}, {QStringLiteral("search"), 0.5}};
        result.provenance.modelId = QStringLiteral("compact");

        const StoredResult stored = StoredResult::of(result);
        QCOMPARE(stored.seconds(), 0.75);
        QVERIFY(stored.byteCount() >= 8 * 8 * 4);
        const EditResult back = stored.with(picture);
        QCOMPARE(back.outcome, Outcome::Done);
        QCOMPARE(back.message, result.message);
        QVERIFY(back.picture == picture);
        QCOMPARE(toJson(back.plan), toJson(result.plan));
        QCOMPARE(cv::norm(back.found, result.found, cv::NORM_INF), 0.0);
        QCOMPARE(cv::norm(back.changed, result.changed, cv::NORM_INF), 0.0);
        QCOMPARE(back.changedBounds, result.changedBounds);
        QCOMPARE(back.settings.color, result.settings.color);
        QCOMPARE(back.attention.size(), std::size_t{1});
        QCOMPARE(back.attention[0].word, map.word);
        QCOMPARE(back.candidates.size(), std::size_t{1});
        QCOMPARE(back.confidence, 0.75);
        QCOMPARE(back.timings.size(), 2);
        QCOMPARE(back.provenance.modelId, result.provenance.modelId);
    }
};

QTEST_GUILESS_MAIN(TestTurn)
#include "tst_turn.moc"
