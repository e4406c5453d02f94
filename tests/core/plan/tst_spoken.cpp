#include "core/plan/planner.h"
#include "spokenplan.h"

#include <QElapsedTimer>
#include <QTest>

#include <map>

using namespace focal;
using namespace focal::test;

namespace {

constexpr double Sure = 0.5; ///< Plans at least as sure run without asking.

Plan planOf(const SpokenInstruction& spoken)
{
    PlanContext context;
    if (!spoken.before.isEmpty())
        context.before = planInstruction(spoken.before);
    return planInstruction(spoken.instruction, context);
}

QStringList written(const Plan& plan)
{
    QStringList edits;
    for (const PlannedEdit& edit : plan.edits)
        edits << test::written(edit);
    return edits;
}

struct Score
{
    int right = 0;
    int all = 0;
};

bool takesAway(const QString& edit)
{
    return edit.startsWith(u"remove") || edit.startsWith(u"crop");
}

} // namespace

/// Measures the planner on the instructions of spoken.txt.
class TestSpoken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isExactOftenEnough()
    {
        std::map<QString, Score> scores;
        Score all;
        Score running;
        QStringList wrongAndDestructive;
        for (const SpokenInstruction& spoken : spoken()) {
            const Plan plan = planOf(spoken);
            const QStringList got = written(plan);
            const bool right = got == spoken.edits;
            Score& score = scores[spoken.edits.size() > 1 ? QStringLiteral("(several)")
                                                          : spoken.edits.front().section(u' ', 0, 0)];
            ++score.all;
            ++all.all;
            score.right += right;
            all.right += right;
            if (!right)
                qInfo().noquote() << "wrong:" << spoken.before << spoken.instruction << "\n   want"
                                  << spoken.edits << "\n   got " << got << plan.confidence;
            const bool asks = spoken.edits.filter(QStringLiteral("unclear")).size() > 0;
            if (right && !asks) {
                ++running.all;
                running.right += plan.confidence >= Sure;
            }
            for (const QString& edit : got)
                if (takesAway(edit) && plan.confidence >= Sure && !spoken.edits.contains(edit) &&
                    spoken.edits.filter(edit.section(u' ', 0, 0)).isEmpty())
                    wrongAndDestructive << spoken.instruction;
        }
        for (const auto& [operation, score] : scores)
            qInfo().noquote()
                << QStringLiteral("%1 %2 of %3").arg(operation, -14).arg(score.right, 3).arg(score.all, 3);
        qInfo().noquote() << QStringLiteral("exact %1 of %2 = %3 %, right ones that run without asking %4 %")
                                 .arg(all.right)
                                 .arg(all.all)
                                 .arg(100.0 * all.right / all.all, 0, 'f', 1)
                                 .arg(100.0 * running.right / running.all, 0, 'f', 1);
        QCOMPARE(wrongAndDestructive, QStringList());
        QVERIFY(all.all >= 400);
        QVERIFY(all.right >= 0.92 * all.all);
        QVERIFY(running.right >= 0.85 * running.all);
    }

    void isQuick()
    {
        const auto all = spoken();
        planOf(all.front()); // makes the tables
        QElapsedTimer clock;
        clock.start();
        for (const SpokenInstruction& spoken : all)
            planOf(spoken);
        const double each = double(clock.elapsed()) / double(all.size());
        qInfo() << each << "ms a plan";
        QVERIFY(each < 30);
    }

private:
    static std::vector<SpokenInstruction> spoken()
    {
        return spokenInstructions(QStringLiteral(FOCAL_SOURCE_DIR "/tests/core/plan/spoken.txt"));
    }
};

QTEST_GUILESS_MAIN(TestSpoken)
#include "tst_spoken.moc"
