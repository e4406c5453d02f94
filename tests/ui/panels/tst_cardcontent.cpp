#include "tests/ui/panels/panelfixture.h"
#include "ui/panels/cardcontent.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace focal;
using test::PanelFixture;

namespace {

std::vector<int> codes(const CardContent& content)
{
    std::vector<int> found;
    for (const CardContent::Button& button : content.buttons)
        found.push_back(button.code);
    return found;
}

CardContent contentFor(const Document& document, RowKey key, const std::vector<QueueItem>& jobs = {})
{
    for (const ConversationRow& row : conversationRows(document, jobs)) {
        if (row.key == key)
            return contentOf(row, document, jobs);
    }
    qFatal("no such row");
}

} // namespace

class TestCardContent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void turnsSayWhatWasSaidAndDone()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root(), QStringLiteral("把狗变成灰色"));
        const CardContent root = contentFor(f.document, f.document.root());
        QCOMPARE(root.title, QStringLiteral("dog.jpg"));
        QCOMPARE(root.state, CardContent::State::Opened);
        const CardContent turn = contentFor(f.document, a);
        QCOMPARE(turn.title, QStringLiteral("把狗变成灰色"));
        QCOMPARE(turn.body, QStringLiteral("Painted it."));
        QVERIFY2(turn.foot.contains(QStringLiteral("0.8 s")), qPrintable(turn.foot));
        QVERIFY(turn.current);
        QVERIFY(!turn.dimmed);
        QVERIFY(turn.hasThumbnail);
        f.document.undo();
        QVERIFY(contentFor(f.document, a).dimmed);
    }

    void whatADrawnTurnWasMadeWithStandsOnItsCard()
    {
        PanelFixture f;
        const TurnId root = f.document.root();
        EditResult result = f.painting(root);
        result.provenance.modelId = QStringLiteral("/m/qwen");
        result.provenance.modelVersion = QStringLiteral("1");
        result.provenance.seed = 7;
        result.provenance.settings = {
            {QStringLiteral("steps"), 8},
            {QStringLiteral("guidance"), 1},
            {QStringLiteral("sizes"),
             QJsonObject{{QStringLiteral("drawn"), QJsonArray{1024, 768}},
                         {QStringLiteral("seen"), QJsonArray{QJsonArray{384, 288}, QJsonArray{64, 32}}}}}};
        const auto added =
            f.document.addTurn(root, test::request(f.document, root, QStringLiteral("a hat")), result);
        const CardContent turn = contentFor(f.document, std::get<TurnId>(added));
        QCOMPARE(turn.body.section(u'\n', 0, 0), QStringLiteral("Painted it."));
        for (const QString& part : {QStringLiteral("8"), QStringLiteral("CFG 1"), QStringLiteral("seed 7")})
            QVERIFY2(turn.body.section(u'\n', 1).contains(part), qPrintable(turn.body));
        for (const QString& part :
             {QStringLiteral("/m/qwen"), QStringLiteral("1024 × 768"), QStringLiteral("384 × 288, 64 × 32")})
            QVERIFY2(turn.tip.contains(part), qPrintable(turn.tip));
    }

    void aMissingPictureCanBeAdded()
    {
        PanelFixture f;
        const TurnId root = f.document.root();
        EditResult result;
        result.outcome = Outcome::Unclear;
        result.picture = f.document.picture(root);
        result.plan.edits = {{Operation::Place, {}, {}, PlaceValue{}}};
        const auto answer =
            f.document.addTurn(root, test::request(f.document, root, QStringLiteral("place it")), result);
        QCOMPARE(codes(contentFor(f.document, std::get<AnswerId>(answer))),
                 (std::vector<int>{AddReference, EditSentence}));
    }

    void versionsAreCounted()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root());
        const TurnId second = f.revise(a);
        const CardContent content = contentFor(f.document, second);
        QCOMPARE(content.version, 2);
        QCOMPARE(content.versions, 2);
    }

    void answersOfferAWayOut()
    {
        PanelFixture f;
        const TurnId at = f.document.root();
        const CardContent notFound = contentFor(f.document, f.answer(at, Outcome::NotFound));
        QCOMPARE(notFound.state, CardContent::State::NotFound);
        QCOMPARE(codes(notFound), (std::vector<int>{PointAtIt, EditSentence}));
        QCOMPARE(notFound.body, QStringLiteral("Because."));

        const CardContent which = contentFor(f.document, f.answer(at, Outcome::NotFound,
                                                                  {{cv::Rect(1, 1, 9, 9), {2, 2}, 0.6},
                                                                   {cv::Rect(20, 1, 9, 9), {22, 2}, 0.3}}));
        QCOMPARE(codes(which),
                 (std::vector<int>{FirstCandidate, FirstCandidate + 1, PointAtIt, EditSentence}));
        QCOMPARE(which.buttons[1].candidate, 1);
        QVERIFY(which.foot.startsWith(QStringLiteral("Which one?")));

        QCOMPARE(codes(contentFor(f.document, f.answer(at, Outcome::CannotDo))),
                 (std::vector<int>{EditSentence}));
        QCOMPARE(codes(contentFor(f.document, f.answer(at, Outcome::Unclear))),
                 (std::vector<int>{EditSentence}));
        QCOMPARE(contentFor(f.document, f.answer(at, Outcome::Done)).state,
                 CardContent::State::NothingChanged);

        const AnswerId failed =
            f.document.addFailure(at, test::request(f.document, at, QStringLiteral("x")),
                                  {QStringLiteral("No memory."), QStringLiteral("It needs 3 GB."),
                                   QStringLiteral("Close something.")});
        const CardContent failure = contentFor(f.document, failed);
        QCOMPARE(failure.state, CardContent::State::Failed);
        QCOMPARE(failure.body, QStringLiteral("No memory.\nIt needs 3 GB.\nClose something."));
        QCOMPARE(codes(failure), (std::vector<int>{TryAgain, EditSentence}));
        const AnswerId stopped =
            f.document.addCancelled(at, test::request(f.document, at, QStringLiteral("x")));
        QCOMPARE(codes(contentFor(f.document, stopped)), (std::vector<int>{TryAgain}));
    }

    void jobsSayHowFarTheyAre()
    {
        PanelFixture f;
        const std::vector<QueueItem> jobs = {
            {1, QStringLiteral("a"), true, 0.42, QStringLiteral("search"), false, f.document.root()},
            {2, QStringLiteral("b"), false, 0, {}, false, f.document.root()},
            {3, QStringLiteral("c"), false, 0, {}, true, f.document.root()}};
        const CardContent running = contentFor(f.document, JobKey{1}, jobs);
        QCOMPARE(running.state, CardContent::State::Running);
        QCOMPARE(running.foot, QStringLiteral("Looking for it · 42 %"));
        QCOMPARE(running.progress, 0.42);
        QVERIFY(!running.removeTip.isEmpty());
        QCOMPARE(contentFor(f.document, JobKey{2}, jobs).foot, QStringLiteral("Waiting"));
        QCOMPARE(contentFor(f.document, JobKey{3}, jobs).foot, QStringLiteral("Waiting for the model"));
    }

    void aBranchSaysWhatItLeaves()
    {
        PanelFixture f;
        f.add(f.document.root());
        f.document.undo();
        const TurnId b = f.add(f.document.root());
        QCOMPARE(contentFor(f.document, b).branch, QStringLiteral("after “dog.jpg”"));
        QCOMPARE(contentFor(f.document, b).depth, 1);
    }
};

QTEST_MAIN(TestCardContent)
#include "tst_cardcontent.moc"
