#include "tests/ui/panels/panelfixture.h"
#include "ui/panels/conversationview.h"
#include "ui/panels/turncard.h"
#include "ui/panels/turnspanel.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace focal;
using test::PanelFixture;

namespace {

struct Shown
{
    PanelFixture f;
    TurnsPanel panel;
    QSignalSpy chosen{&panel, &TurnsPanel::turnChosen};

    Shown()
    {
        panel.resize(280, 600);
        panel.setDocument(&f.document);
        panel.show();
        settle();
    }
    void settle() const
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    std::vector<TurnCard*> cards() const { return panel.findChild<ConversationView*>()->cards(); }
    TurnCard* card(RowKey key) const
    {
        for (TurnCard* card : cards()) {
            if (card->key() == key)
                return card;
        }
        return nullptr;
    }
    TurnId lastChosen() const { return chosen.last().first().value<TurnId>(); }
};

QPushButton* button(const TurnCard* card, const QString& text)
{
    for (QPushButton* found : card->findChildren<QPushButton*>()) {
        if (found->text() == text)
            return found;
    }
    return nullptr;
}

} // namespace

class TestTurnsPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Dark, QApplication::palette()); }

    void followsTheDocument()
    {
        Shown s;
        QCOMPARE(s.cards().size(), std::size_t{1});
        const TurnId a = s.f.add(s.f.document.root());
        s.settle();
        QCOMPARE(s.cards().size(), std::size_t{2});
        QVERIFY(s.card(a)->content().current);
        TurnCard* before = s.card(a);
        s.f.document.undo();
        s.settle();
        QCOMPARE(s.card(a), before); // the same widget, now dimmed
        QVERIFY(s.card(a)->content().dimmed);
        QVERIFY(s.card(s.f.document.root())->content().current);
        s.panel.setDocument(nullptr);
        s.settle();
        QCOMPARE(s.cards().size(), std::size_t{0});
    }

    void survivesItsDocument()
    {
        TurnsPanel panel;
        panel.show();
        auto fixture = std::make_unique<PanelFixture>();
        panel.setDocument(&fixture->document);
        fixture->add(fixture->document.root());
        fixture.reset();
        QCoreApplication::processEvents();
        QVERIFY(panel.findChild<ConversationView*>()->cards().empty());
    }

    void cardsDoNotOverlapAndFillTheWidth()
    {
        Shown s;
        for (int i = 0; i < 6; ++i)
            s.f.add(s.f.document.current(),
                    QStringLiteral("把左上角的旧标志删除，再把整张图稍微亮一点").repeated(1 + i % 3));
        s.settle();
        int below = 0;
        for (const TurnCard* card : s.cards()) {
            QVERIFY(card->y() >= below);
            QCOMPARE(card->height(), card->heightForWidth(card->width()));
            QCOMPARE(card->width(), s.panel.findChild<ConversationView*>()->width());
            below = card->geometry().bottom();
        }
    }

    void aClickGoesThere()
    {
        Shown s;
        const TurnId a = s.f.add(s.f.document.root());
        s.f.add(a);
        s.settle();
        QTest::mouseClick(s.card(a), Qt::LeftButton, {}, {60, 20});
        QCOMPARE(s.chosen.count(), 1);
        QCOMPARE(s.lastChosen(), a);
    }

    void keysWalkAndEnterGoesThere()
    {
        Shown s;
        const TurnId root = s.f.document.root();
        const TurnId a = s.f.add(root);
        const TurnId b = s.f.add(a);
        s.settle();
        s.panel.activateWindow();
        s.card(b)->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(s.card(b)->hasFocus());
        QTest::keyClick(s.card(b), Qt::Key_Up);
        QVERIFY(s.card(a)->hasFocus());
        QTest::keyClick(s.card(a), Qt::Key_Return);
        QCOMPARE(s.lastChosen(), a);
        QTest::keyClick(s.card(a), Qt::Key_Home);
        QVERIFY(s.card(root)->hasFocus());
        QTest::keyClick(s.card(root), Qt::Key_Up); // stays
        QVERIFY(s.card(root)->hasFocus());
        QTest::keyClick(s.card(root), Qt::Key_End);
        QVERIFY(s.card(b)->hasFocus());
        int stops = 0;
        for (const TurnCard* card : s.cards())
            stops += card->focusPolicy() == Qt::StrongFocus;
        QCOMPARE(stops, 1); // Tab passes a long history in one step
    }

    void versionsAreSteppedThrough()
    {
        Shown s;
        const TurnId a = s.f.add(s.f.document.root());
        const TurnId a2 = s.f.revise(a);
        s.settle();
        QVERIFY(!s.card(a));
        QTest::keyClick(s.card(a2), Qt::Key_Right); // none after
        QCOMPARE(s.chosen.count(), 0);
        QTest::keyClick(s.card(a2), Qt::Key_Left);
        QCOMPARE(s.lastChosen(), a);
        s.f.document.goTo(a);
        s.settle();
        QVERIFY(s.card(a) && !s.card(a2));
        for (QToolButton* step : s.card(a)->findChildren<QToolButton*>()) {
            if (step->isEnabled())
                QTest::mouseClick(step, Qt::LeftButton);
        }
        s.settle();
        QCOMPARE(s.lastChosen(), a2);
    }

    void answersHaveTheirButtons()
    {
        Shown s;
        const TurnId root = s.f.document.root();
        const AnswerId which =
            s.f.answer(root, Outcome::NotFound,
                       {{cv::Rect(1, 1, 9, 9), {2, 2}, 0.6}, {cv::Rect(20, 1, 9, 9), {22, 2}, 0.3}});
        const AnswerId failed =
            s.f.document.addFailure(root, test::request(s.f.document, root, QStringLiteral("sharpen")),
                                    {QStringLiteral("No."), {}, {}});
        s.settle();
        QSignalSpy candidate(&s.panel, &TurnsPanel::candidateChosen),
            hovered(&s.panel, &TurnsPanel::candidateHovered), again(&s.panel, &TurnsPanel::tryAgainRequested),
            point(&s.panel, &TurnsPanel::pointRequested), edit(&s.panel, &TurnsPanel::editAgainRequested);
        QPushButton* second = button(s.card(which), QStringLiteral("2"));
        QVERIFY(second);
        QEvent enter(QEvent::Enter);
        QCoreApplication::sendEvent(second, &enter);
        QCOMPARE(hovered.last().at(1).toInt(), 1);
        QTest::mouseClick(second, Qt::LeftButton);
        QTest::mouseClick(button(s.card(which), QStringLiteral("Point at it")), Qt::LeftButton);
        QTest::mouseClick(button(s.card(failed), QStringLiteral("Try again")), Qt::LeftButton);
        QTest::mouseClick(button(s.card(failed), QStringLiteral("Say it differently")), Qt::LeftButton);
        s.settle();
        QCOMPARE(candidate.count(), 1);
        QCOMPARE(candidate.first().at(0).value<AnswerId>(), which);
        QCOMPARE(candidate.first().at(1).toInt(), 1);
        QCOMPARE(point.first().first().value<AnswerId>(), which);
        QCOMPARE(again.first().first().value<AnswerId>(), failed);
        QCOMPARE(edit.first().first().toString(), QStringLiteral("sharpen"));
        QTRY_VERIFY(button(s.card(which), QStringLiteral("1"))->iconSize().width() >
                    20); // its picture has come
    }

    void jobsStandInTheConversation()
    {
        Shown s;
        QSignalSpy cancel(&s.panel, &TurnsPanel::jobCancelRequested);
        s.panel.setJobs({{5, QStringLiteral("make it red"), true, 0.1, QStringLiteral("plan"), false,
                          s.f.document.root()},
                         {6, QStringLiteral("and blue"), false, 0, {}, false, s.f.document.root()}});
        s.settle();
        QCOMPARE(s.cards().size(), std::size_t{3});
        QCOMPARE(s.card(JobKey{5})->content().state, CardContent::State::Running);
        s.panel.setJobProgress(5, 0.5, QStringLiteral("search"));
        QCOMPARE(s.card(JobKey{5})->content().progress, 0.5);
        QCOMPARE(s.card(JobKey{5})->content().foot, QStringLiteral("Looking for it · 50 %"));
        s.panel.setJobProgress(6, 0.5, QStringLiteral("search")); // it does not run
        QCOMPARE(s.card(JobKey{6})->content().state, CardContent::State::Waiting);
        QTest::mouseClick(s.card(JobKey{6})->findChild<QToolButton*>(), Qt::LeftButton);
        s.settle();
        QCOMPARE(cancel.last().first().toULongLong(), quint64{6});
        QTest::keyClick(s.card(JobKey{5}), Qt::Key_Delete);
        QCOMPARE(cancel.last().first().toULongLong(), quint64{5});
        s.panel.setJobs({});
        s.settle();
        QCOMPARE(s.cards().size(), std::size_t{1});
    }

    void theMenuOffersWhatCanBeDone()
    {
        Shown s;
        const TurnId a = s.f.add(s.f.document.root(), QStringLiteral("make it red"));
        s.f.add(a);
        s.settle();
        QSignalSpy branch(&s.panel, &TurnsPanel::branchRequested),
            compare(&s.panel, &TurnsPanel::compareRequested), copy(&s.panel, &TurnsPanel::copyRequested);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {10, 10},
                                s.card(a)->mapToGlobal(QPoint(10, 10)));
        QCoreApplication::sendEvent(s.card(a), &event);
        auto* menu = s.panel.findChild<QMenu*>();
        QVERIFY(menu);
        for (QAction* action : menu->actions()) {
            if (!action->isSeparator())
                action->trigger();
        }
        QCOMPARE(s.lastChosen(), a);
        QCOMPARE(branch.first().first().value<TurnId>(), a);
        QCOMPARE(compare.first().first().value<TurnId>(), a);
        QCOMPARE(copy.first().first().toString(), QStringLiteral("make it red"));
        menu->close();
    }

    void thumbnailsArriveLater()
    {
        Shown s;
        const TurnId a = s.f.add(s.f.document.root());
        s.settle();
        QTRY_VERIFY(s.card(a)->hasImage());
        QTRY_VERIFY(s.card(s.f.document.root())->hasImage());
    }

    void theNewestIsScrolledIntoView()
    {
        Shown s;
        for (int i = 0; i < 30; ++i)
            s.f.add(s.f.document.current());
        s.settle();
        QCoreApplication::processEvents();
        const TurnCard* last = s.cards().back();
        const auto* scroll = s.panel.findChild<QScrollArea*>();
        const QRect seen(QPoint(), scroll->viewport()->size());
        QTRY_VERIFY(seen.contains(QRect(last->mapTo(scroll->viewport(), QPoint()), last->size()).center()));
    }

    void everyCardSaysWhatItIs()
    {
        Shown s;
        s.f.add(s.f.document.root(), QStringLiteral("把狗变成灰色"));
        s.f.answer(s.f.document.current(), Outcome::NotFound);
        s.settle();
        for (const TurnCard* card : s.cards()) {
            QVERIFY(!card->accessibleName().isEmpty());
            QVERIFY(!card->accessibleDescription().isEmpty());
        }
    }

    /// Three hundred turns: what happens at each new turn, and each frame of scrolling, stays below a frame's
    /// time.
    void staysQuickWithThreeHundredTurns()
    {
        Shown s;
        for (int i = 0; i < 300; ++i) {
            if (i % 50 == 49)
                s.f.document.goTo(s.f.document.turns()[static_cast<std::size_t>(i / 2)]);
            s.f.add(s.f.document.current(),
                    QStringLiteral("make the orange number %1 in the picture blue").arg(i));
        }
        s.settle();
        QElapsedTimer clock;
        clock.start();
        s.f.add(s.f.document.current());
        s.settle();
        const double adding = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        auto* scroll = s.panel.findChild<QScrollArea*>();
        clock.start();
        constexpr int Frames = 20;
        for (int i = 0; i < Frames; ++i) {
            scroll->verticalScrollBar()->setValue(i * 120);
            s.panel.grab();
        }
        const double frame = static_cast<double>(clock.nsecsElapsed()) / 1e6 / Frames;
        clock.start();
        s.panel.resize(330, 600);
        s.settle();
        const double resizing = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        qInfo("301 turns: one more %.1f ms, a frame of scrolling %.1f ms, another width %.1f ms", adding,
              frame, resizing);
#ifdef NDEBUG
        QVERIFY(adding < 120);
        QVERIFY(frame < 50);
        QVERIFY(resizing < 200);
#endif
    }
};

QTEST_MAIN(TestTurnsPanel)
#include "tst_turnspanel.moc"
