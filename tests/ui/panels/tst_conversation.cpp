#include "tests/ui/panels/panelfixture.h"
#include "ui/panels/conversation.h"

#include <QTest>

using namespace focal;
using test::PanelFixture;

namespace {

/// "t1 t2 >a3 >>j4*": depth, kind and number; * is the current turn, ~ what is not in the picture, / a
/// branch's start.
QString drawn(const std::vector<ConversationRow>& rows)
{
    QStringList words;
    for (const ConversationRow& row : rows) {
        QString word(row.depth, u'>');
        if (row.branchOf)
            word += QStringLiteral("/%1:").arg(static_cast<quint32>(*row.branchOf));
        if (const auto* turn = std::get_if<TurnId>(&row.key))
            word += QStringLiteral("t%1%2")
                        .arg(static_cast<quint32>(*turn))
                        .arg(row.inPicture ? QString() : QStringLiteral("~"));
        else if (const auto* answer = std::get_if<AnswerId>(&row.key))
            word += QStringLiteral("a%1").arg(static_cast<quint32>(*answer));
        else
            word += QStringLiteral("j%1").arg(std::get<JobKey>(row.key).id);
        words << (row.current ? word + u'*' : word);
    }
    return words.join(u' ');
}

} // namespace

class TestConversation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineOfTurnsIsFlat()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root());
        f.add(a);
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t2 t3*"));
        f.document.undo();
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t2* t3~"));
    }

    void aBranchStandsBelowAndIndented()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root()); // 2
        const TurnId b = f.add(a);                 // 3
        f.document.goTo(a);
        f.add(a); // 4, beside 3
        f.document.goTo(b);
        const TurnId d = f.add(b); // 5, on the first line
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t2 t3 t5* >/2:t4~"));
        f.document.goTo(b);
        f.add(b); // 6, a branch of the first line, nearer than 4
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t2 t3 t5~ >/3:t6* >/2:t4~"));
        Q_UNUSED(d)
    }

    void answersStandWhereTheyWereGiven()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root()); // 2
        f.answer(a, Outcome::NotFound);            // 3
        const TurnId b = f.add(a);                 // 4
        f.answer(b, Outcome::CannotDo);            // 5
        f.answer(a, Outcome::Unclear);             // 6, after going back
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t2 a3 t4* a5 >/2:a6"));
    }

    void jobsStandLastBelowTheirTurn()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root());
        const std::vector<QueueItem> jobs = {
            {11, QStringLiteral("x"), true, 0, {}, false, a},
            {12, QStringLiteral("y"), false, 0, {}, false, f.document.root()},
            {13, QStringLiteral("z"), false, 0, {}, false, {}}};
        QCOMPARE(drawn(conversationRows(f.document, jobs)), QStringLiteral("t1 t2* j11 j13 >/1:j12"));
    }

    void versionsAreShownAsOneInTheirPlace()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root());      // 2
        f.answer(f.document.root(), Outcome::NotFound); // 3
        f.revise(a);                                    // 4 takes the place of 2
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t4* >/1:a3"));
        f.document.goTo(a);
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t2* >/1:a3"));
    }

    void aVersionThatWasBuiltOnStaysInSight()
    {
        PanelFixture f;
        const TurnId a = f.add(f.document.root()); // 2
        f.add(a);                                  // 3 stands on 2
        f.document.goTo(a);
        f.revise(a); // 4
        QCOMPARE(drawn(conversationRows(f.document, {})), QStringLiteral("t1 t2~ t3~ >/1:t4*"));
    }

    void aDeepHistoryIsNoProblem()
    {
        PanelFixture f;
        for (int i = 0; i < 3000; ++i)
            f.add(f.document.current());
        QCOMPARE(conversationRows(f.document, {}).size(), std::size_t{3001});
    }
};

QTEST_GUILESS_MAIN(TestConversation)
#include "tst_conversation.moc"
