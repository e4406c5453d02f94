#include "tests/ui/window/windowfixture.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>

namespace focal {

/// The real window, driven by keys and clicks, over the fake model.
class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { f = std::make_unique<WindowFixture>(); }
    void cleanup() { f.reset(); }

    void typedAndSentBecomesATurn();
    void canBeTypedInBeforeTheModelIsThere();
    void lettersFocusTheBox();
    void undoAndRedoByKeys();
    void undoIsTheBoxsWhileItHasSomething();
    void goesBackWhenTold();
    void anotherTargetMakesTheTurnAgain();
    void aBranchGrowsFromAnEarlierTurn();
    void escapeStopsTheRunningJob();
    void queuedSentencesBuildOnEachOther();
    void theQueueCanBeReordered();
    void errorsBecomeSentences();
    void aModelThatDoesNotLoadOffersToTryAgain();
    void notFoundChangesNothing();
    void candidatesAreChosenByAClick();
    void candidatesAreChosenOnThePicture();
    void escapeForgetsTheCandidates();
    void aRegionServesOneEdit();
    void aRegionSurvivesAFailure();
    void adjustingRevisesTheTurn();
    void draggingShowsButKeepsOnlyTheLastValue();
    void correctedPlansRunAgainAsTheSameTurn();
    void aSmallPictureIsMentionedOnce();
    void heatmapsFollowThePins();
    void holdingBackslashShowsBefore();
    void languageSwitchesWhileRunning();
    void themeSwitchesWhileRunning();
    void everythingHasANameForTheBlind();
    void sizesAreRemembered();
    void closingCancelsAndJoins();

private:
    std::unique_ptr<WindowFixture> f;
};

void tst_MainWindow::typedAndSentBecomesATurn()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->views().bar->focusBox();
    QVERIFY(f->box()->hasFocus());
    f->type(QStringLiteral("make it red"));
    f->press(Qt::Key_Return);
    QTRY_COMPARE(f->turnCount(), 2);
    QCOMPARE(f->backend->instructions(), QStringList(QStringLiteral("make it red")));
    QCOMPARE(f->centre(), cv::Vec4b(255, 0, 0, 255));
    QVERIFY(f->views().canvas->picture() == f->document()->currentPicture());
    QVERIFY(f->box()->toPlainText().isEmpty());
    QVERIFY(f->window->isWindowModified());
    QVERIFY(f->window->windowTitle().contains(QStringLiteral("ramp.png")));
}

void tst_MainWindow::canBeTypedInBeforeTheModelIsThere()
{
    f->backend->setLoad(400);
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("early"));
    QVERIFY(f->window->queue().isLoadingModel());
    QCOMPARE(f->window->queue().jobs().size(), 1U);
    QTRY_COMPARE(f->turnCount(), 2);
}

void tst_MainWindow::lettersFocusTheBox()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->views().canvas->setFocus();
    QVERIFY(!f->box()->hasFocus());
    f->type(QStringLiteral("blue"));
    QVERIFY(f->box()->hasFocus());
    QCOMPARE(f->box()->toPlainText(), QStringLiteral("blue"));

    // Digits are the zoom's as long as no text field has the focus.
    f->views().canvas->setFocus();
    f->views().canvas->setZoom(4);
    f->press(Qt::Key_1);
    QCOMPARE(f->views().canvas->zoom(), 1.0);
    QCOMPARE(f->box()->toPlainText(), QStringLiteral("blue"));
}

void tst_MainWindow::undoAndRedoByKeys()
{
    QVERIFY(!f->openPicture().isEmpty());
    const Picture original = f->document()->currentPicture();
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    f->press(Qt::Key_Z, Qt::ControlModifier); // The focus is in the box, which has nothing to undo.
    QVERIFY(f->document()->currentPicture() == original);
    QVERIFY(f->views().canvas->picture() == original);
    f->press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f->centre(), cv::Vec4b(255, 0, 0, 255));
    f->window->action(CommandId::Undo)->trigger();
    QVERIFY(!f->window->action(CommandId::Undo)->isEnabled());
    QVERIFY(f->window->action(CommandId::Redo)->isEnabled());
    QCOMPARE(f->turnCount(), 2);
}

void tst_MainWindow::undoIsTheBoxsWhileItHasSomething()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    f->type(QStringLiteral("gre"));
    f->press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(f->document()->current(), f->document()->turns().back());
    QVERIFY(f->box()->toPlainText() != QStringLiteral("gre"));
}

void tst_MainWindow::goesBackWhenTold()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    f->say(QStringLiteral("undo that"));
    QCOMPARE(f->document()->current(), f->document()->root());
    QVERIFY(f->views().canvas->picture() == f->document()->currentPicture());
    QCOMPARE(f->backend->instructions(), QStringList(QStringLiteral("red"))); // No model was asked.
    QVERIFY(f->document()->canRedo());
}

void tst_MainWindow::anotherTargetMakesTheTurnAgain()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("recolor the cup"));
    QTRY_COMPARE(f->turnCount(), 2);
    const TurnId first = f->document()->current();
    f->say(QStringLiteral("no, the cup on the left"));
    QTRY_COMPARE(f->backend->instructions().size(), 2);
    QTRY_VERIFY(!f->window->queue().running());
    // The same turn on the same picture, for another thing: not one edit on top of the other.
    QCOMPARE(f->document()->turn(first).result.plan.edits.front().target, QStringLiteral("cup"));
    const auto requests = f->backend->requests();
    QVERIFY(requests.back().plan);
    QVERIFY2(requests.back().plan->edits.front().target.contains(QStringLiteral("left")),
             qPrintable(requests.back().plan->edits.front().target));
    QVERIFY(requests.back().picture == f->document()->picture(f->document()->root()));
}

void tst_MainWindow::aBranchGrowsFromAnEarlierTurn()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("first"));
    QTRY_COMPARE(f->turnCount(), 2);
    f->press(Qt::Key_Z, Qt::ControlModifier);
    f->say(QStringLiteral("other"));
    QTRY_COMPARE(f->turnCount(), 3);
    const Document& document = *f->document();
    QCOMPARE(document.children(document.root()).size(), 2U);
    QCOMPARE(document.turn(document.current()).request.instruction, QStringLiteral("other"));
    Q_EMIT
    f->views().turns->turnChosen(document.turns()[1]);
    QCOMPARE(document.turn(document.current()).request.instruction, QStringLiteral("first"));
}

void tst_MainWindow::escapeStopsTheRunningJob()
{
    QVERIFY(!f->openPicture().isEmpty());
    FakeStep slow;
    slow.delayMs = 20'000;
    f->backend->plan(slow);
    f->say(QStringLiteral("slow"));
    QTRY_VERIFY(f->backend->working());
    QElapsedTimer clock;
    clock.start();
    f->press(Qt::Key_Escape);
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(f->window->queue().jobs().empty());
    QTRY_COMPARE(f->answerCount(), 1);
    QCOMPARE(f->lastAnswer().kind, Answer::Kind::Cancelled);
    QTRY_VERIFY_WITH_TIMEOUT(!f->backend->working(), 200);
    QCOMPARE(f->turnCount(), 1);
}

void tst_MainWindow::queuedSentencesBuildOnEachOther()
{
    QVERIFY(!f->openPicture().isEmpty());
    FakeStep slow;
    slow.delayMs = 100;
    f->backend->plan(slow);
    FakeStep green;
    green.result = [](EditRequest request) {
        request.settings.color = Rgb{0, 255, 0};
        return FakeBackend::painted(request);
    };
    f->backend->plan(green);
    f->say(QStringLiteral("one"));
    f->say(QStringLiteral("three"));
    QTRY_COMPARE(f->turnCount(), 3);
    const Document& document = *f->document();
    const std::vector<TurnId> path = document.pathTo(document.current());
    QCOMPARE(path.size(), 3U);
    QCOMPARE(document.turn(path[1]).request.instruction, QStringLiteral("one"));
    QCOMPARE(document.turn(path[2]).request.instruction, QStringLiteral("three"));
    QVERIFY(f->backend->requests()[1].picture == document.picture(path[1]));
}

void tst_MainWindow::theQueueCanBeReordered()
{
    QVERIFY(!f->openPicture().isEmpty());
    FakeStep slow;
    slow.delayMs = 200;
    f->backend->plan(slow);
    f->say(QStringLiteral("a"));
    QTRY_VERIFY(f->backend->working());
    f->say(QStringLiteral("b"));
    f->say(QStringLiteral("c"));
    QVERIFY(f->views().queue->isVisible());
    QCOMPARE(f->views().queue->count(), 3);
    const auto jobs = f->window->queue().jobs();
    Q_EMIT
    f->views().queue->moveRequested(quint64(jobs[2].id), 0);
    QTRY_COMPARE(f->backend->edits(), 3);
    QCOMPARE(f->backend->instructions(),
             QStringList({QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("b")}));
    QTRY_VERIFY(!f->views().queue->isVisible());
}

void tst_MainWindow::errorsBecomeSentences()
{
    QVERIFY(!f->openPicture().isEmpty());
    FakeStep bad;
    bad.raise =
        std::make_exception_ptr(UserError(ErrorKind::BadInput, QStringLiteral("It broke."),
                                          QStringLiteral("Of age."), QStringLiteral("Try a newer one.")));
    f->backend->plan(bad);
    f->say(QStringLiteral("bad"));
    QTRY_COMPARE(f->answerCount(), 1);
    QCOMPARE(f->lastAnswer().kind, Answer::Kind::Failed);
    QCOMPARE(f->lastAnswer().failure.what, QStringLiteral("It broke."));
    QCOMPARE(f->turnCount(), 1);
    Q_EMIT
    f->views().turns->tryAgainRequested(f->lastAnswer().id);
    QTRY_COMPARE(f->turnCount(), 2);
}

void tst_MainWindow::aModelThatDoesNotLoadOffersToTryAgain()
{
    f->backend->setLoad(
        0, std::make_exception_ptr(UserError(ErrorKind::BadInput, QStringLiteral("No weights."))));
    QVERIFY(!f->openPicture().isEmpty());
    QTRY_COMPARE(f->window->notices()->sentence(), QStringLiteral("No weights."));
    QVERIFY(f->window->isVisible());
    f->backend->setLoad(0);
    auto* wayOut = f->window->findChild<QPushButton*>(QStringLiteral("noticeWayOut"));
    QTest::mouseClick(wayOut, Qt::LeftButton);
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    QVERIFY(f->window->notices()->sentence().isEmpty());
}

void tst_MainWindow::notFoundChangesNothing()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("nothing there"));
    QTRY_COMPARE(f->answerCount(), 1);
    QCOMPARE(f->lastAnswer().kind, Answer::Kind::NotFound);
    QCOMPARE(f->turnCount(), 1);
    f->say(QStringLiteral("draw a hat"));
    QTRY_COMPARE(f->answerCount(), 2);
    QCOMPARE(f->lastAnswer().kind, Answer::Kind::CannotDo);
}

void tst_MainWindow::candidatesAreChosenByAClick()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("two mugs"));
    QTRY_COMPARE(f->answerCount(), 1);
    const Candidate second = f->lastAnswer().result.candidates.at(1);
    Q_EMIT
    f->views().canvas->candidateChosen(1);
    QTRY_COMPARE(f->turnCount(), 2);
    const EditRequest again = f->backend->requests().last();
    QCOMPARE(again.instruction, QStringLiteral("two mugs"));
    QCOMPARE(again.region.clicks.size(), 1U);
    QCOMPARE(again.region.clicks[0], second.peak);
}

void tst_MainWindow::candidatesAreChosenOnThePicture()
{
    QVERIFY(!f->openPicture().isEmpty());
    FakeStep two;
    two.result = [](const EditRequest& request) {
        EditResult result = FakeBackend::painted(request);
        result.candidates[1].mask = cv::Mat::zeros(result.candidates[1].box.size(), CV_8UC1);
        result.candidates[1].mask(cv::Rect(0, 0, 16, 4)).setTo(255); // Its upper quarter.
        result.candidates[1].label = QStringLiteral("on the right");
        return result;
    };
    f->backend->plan(two);
    f->say(QStringLiteral("two mugs"));
    QTRY_COMPARE(f->answerCount(), 1);
    const Candidate second = f->lastAnswer().result.candidates.at(1);
    CanvasView* canvas = f->views().canvas;
    canvas->setZoom(8);
    const auto at = [&](cv::Point native) {
        return canvas->toView({native.x + 0.5, native.y + 0.5}).toPoint();
    };
    QTest::mouseMove(canvas, at(second.box.tl() + cv::Point(8, 1)));
    QTRY_COMPARE(canvas->cursor().shape(), Qt::PointingHandCursor);
    // Below its mask is nothing to choose.
    QTest::mouseClick(canvas, Qt::LeftButton, {}, at(second.box.tl() + cv::Point(2, 14)));
    QVERIFY(f->window->queue().jobs().empty());
    QTest::mouseClick(canvas, Qt::LeftButton, {}, at(second.box.tl() + cv::Point(3, 1)));
    QTRY_COMPARE(f->backend->edits(), 2);
    const EditRequest again = f->backend->requests().last();
    QCOMPARE(again.region.use, Region::Use::Replace);
    QCOMPARE(cv::countNonZero(again.region.mask), 16 * 4);
    QCOMPARE(again.region.mask.at<uchar>(second.box.y, second.box.x), uchar(255));
    QVERIFY(canvas->region().isEmpty()); // It served this edit only.
}

void tst_MainWindow::escapeForgetsTheCandidates()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("two mugs"));
    QTRY_COMPARE(f->answerCount(), 1);
    const auto marks = [this] {
        int count = 0;
        for (const QAbstractButton* mark : f->views().canvas->findChildren<QAbstractButton*>())
            count += mark->isVisible() && mark->text().toInt() > 0;
        return count;
    };
    QCOMPARE(marks(), 2);
    f->press(Qt::Key_Escape);
    QTRY_COMPARE(marks(), 0);
    QTest::mouseClick(f->views().canvas, Qt::LeftButton, {},
                      f->views().canvas->toView({16.5, 24.5}).toPoint());
    QVERIFY(f->window->queue().jobs().empty());
}

void tst_MainWindow::aRegionServesOneEdit()
{
    QVERIFY(!f->openPicture().isEmpty());
    CanvasView* canvas = f->views().canvas;
    f->window->action(CommandId::ToolClick)->trigger();
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->toView({20.5, 10.5}).toPoint());
    QCOMPARE(canvas->region().clicks.size(), 1U);
    f->say(QStringLiteral("this red"));
    QTRY_COMPARE(f->turnCount(), 2);
    QCOMPARE(f->backend->requests()[0].region.clicks.size(), 1U);
    QVERIFY(canvas->region().isEmpty());
    f->say(QStringLiteral("again"));
    QTRY_COMPARE(f->backend->edits(), 2);
    QVERIFY(f->backend->requests()[1].region.isEmpty());
}

void tst_MainWindow::aRegionSurvivesAFailure()
{
    QVERIFY(!f->openPicture().isEmpty());
    CanvasView* canvas = f->views().canvas;
    f->window->action(CommandId::ToolClick)->trigger();
    QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->toView({20.5, 10.5}).toPoint());
    f->say(QStringLiteral("nothing"));
    QTRY_COMPARE(f->answerCount(), 1);
    QVERIFY(!canvas->region().isEmpty());
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    QCOMPARE(f->backend->requests()[1].region.clicks.size(), 1U);
    QVERIFY(canvas->region().isEmpty());
}

void tst_MainWindow::adjustingRevisesTheTurn()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    const TurnId turn = f->document()->current();
    OperatorSettings settings = f->document()->turn(turn).result.settings;
    settings.color = Rgb{0, 0, 255};
    Q_EMIT
    f->views().adjust->settingsChanged(settings, true);
    QTRY_COMPARE(f->centre(), cv::Vec4b(0, 0, 255, 255));
    QCOMPARE(f->document()->turn(f->document()->current()).revisionOf, std::optional(turn));
    const EditRequest request = f->backend->requests().last();
    QVERIFY(!request.found.empty());
    QVERIFY(request.plan.has_value());
    QCOMPARE(f->turnCount(), 3);
    QCOMPARE(f->document()->versions(turn).size(), 2U);
    QVERIFY2(!f->document()->turn(f->document()->current()).result.attention.empty(),
             "it was found as before");
}

void tst_MainWindow::draggingShowsButKeepsOnlyTheLastValue()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    OperatorSettings settings = f->document()->turn(f->document()->current()).result.settings;
    settings.color = Rgb{0, 255, 0};
    Q_EMIT
    f->views().adjust->settingsChanged(settings, false);
    const auto shown = [this] { return f->views().canvas->picture().pixels().at<cv::Vec4b>(24, 32); };
    QTRY_COMPARE(shown(), cv::Vec4b(0, 255, 0, 255));
    QCOMPARE(f->turnCount(), 2);
    settings.color = Rgb{0, 0, 255};
    Q_EMIT
    f->views().adjust->settingsChanged(settings, true);
    QTRY_COMPARE(shown(), cv::Vec4b(0, 0, 255, 255));
    QCOMPARE(f->turnCount(), 3);
    // Dragged back to where it was: nothing new, and the canvas shows what is.
    settings.color = Rgb{10, 10, 10};
    Q_EMIT
    f->views().adjust->settingsChanged(settings, false);
    QTRY_COMPARE(shown(), cv::Vec4b(10, 10, 10, 255));
    settings.color = Rgb{0, 0, 255};
    Q_EMIT
    f->views().adjust->settingsChanged(settings, true);
    QTRY_COMPARE(shown(), cv::Vec4b(0, 0, 255, 255));
    QCOMPARE(f->turnCount(), 3);
}

void tst_MainWindow::correctedPlansRunAgainAsTheSameTurn()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red ball"));
    QTRY_COMPARE(f->turnCount(), 2);
    const TurnId turn = f->document()->current();
    Plan plan = f->document()->turn(turn).result.plan;
    plan.edits[0].target = QStringLiteral("cat");
    FakeStep other;
    other.result = [](const EditRequest& request) {
        EditRequest green = request;
        green.settings.color = Rgb{0, 255, 0};
        return FakeBackend::painted(green);
    };
    f->backend->plan(other);
    Q_EMIT
    f->views().bar->planCorrected(plan);
    QTRY_COMPARE(f->turnCount(), 3);
    QCOMPARE(f->document()->versions(turn).size(), 2U);
    const EditRequest request = f->backend->requests().last();
    QCOMPARE(request.plan->edits[0].target, QStringLiteral("cat"));
    QVERIFY2(request.found.empty(), "another target has to be searched for");
}

void tst_MainWindow::aSmallPictureIsMentionedOnce()
{
    QVERIFY(!f->openPicture().isEmpty());
    const auto says = [this] {
        return f->document()
            ->turn(f->document()->current())
            .result.message.contains(QStringLiteral("64 × 48"));
    };
    f->say(QStringLiteral("red ball"));
    QTRY_COMPARE(f->turnCount(), 2);
    QVERIFY(says());
    OperatorSettings green;
    green.color = Rgb{0, 255, 0};
    FakeStep other;
    other.result = [green](EditRequest request) {
        request.settings = green;
        return FakeBackend::painted(request);
    };
    f->backend->plan(other);
    f->say(QStringLiteral("green ball"));
    QTRY_COMPARE(f->turnCount(), 3);
    QVERIFY(!says());
    const QString large = f->writePicture(QStringLiteral("large.png"), 600, 40);
    f->dialogs.close = Dialogs::CloseAnswer::Discard;
    f->window->files().openPath(large);
    QTRY_COMPARE(f->document()->path(), large);
    f->say(QStringLiteral("red ball"));
    QTRY_COMPARE(f->turnCount(), 2);
    QVERIFY(!f->document()->turn(f->document()->current()).result.message.contains(QStringLiteral("600")));
}

void tst_MainWindow::heatmapsFollowThePins()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red ball"));
    QTRY_COMPARE(f->turnCount(), 2);
    QVERIFY2(f->views().lookedAt->heatLayers().empty(), "after an edit the picture itself is seen");
    const QImage without = f->views().canvas->grab().toImage();
    QAbstractButton* word = nullptr;
    for (QAbstractButton* button : f->views().lookedAt->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("ball"))
            word = button;
    }
    QVERIFY(word);
    QTest::mouseClick(word, Qt::LeftButton);
    QCOMPARE(f->views().lookedAt->heatLayers().size(), 1U);
    QTRY_VERIFY(f->views().canvas->grab().toImage() != without);
    f->press(Qt::Key_H, Qt::ControlModifier);
    QTRY_VERIFY(f->views().canvas->grab().toImage() == without);
    f->press(Qt::Key_H, Qt::ControlModifier);
    f->views().lookedAt->unpinAll();
    QTRY_VERIFY(f->views().canvas->grab().toImage() == without);
    // Where nothing was found, where it looked is the answer.
    f->say(QStringLiteral("nothing there"));
    QTRY_COMPARE(f->answerCount(), 1);
}

void tst_MainWindow::holdingBackslashShowsBefore()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    QTest::keyPress(QApplication::focusWidget(), Qt::Key_Backslash);
    QVERIFY(f->views().canvas->showsBefore());
    QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Backslash);
    QVERIFY(!f->views().canvas->showsBefore());
    QVERIFY(f->box()->toPlainText().isEmpty());
    f->type(QStringLiteral("a\\b"));
    QCOMPARE(f->box()->toPlainText(), QStringLiteral("a\\b"));
}

void tst_MainWindow::languageSwitchesWhileRunning()
{
    QVERIFY(!f->openPicture().isEmpty());
    QCOMPARE(f->window->menuBar()->actions()[0]->text(), QStringLiteral("&File"));
    f->window->settings().setValue(SettingKey::Language, QStringLiteral("zh_CN"));
    QTRY_VERIFY(f->window->menuBar()->actions()[0]->text().startsWith(QStringLiteral("文件")));
    QVERIFY(f->window->action(CommandId::Undo)->text().startsWith(QStringLiteral("撤销")));
    // No label that is shown may be left in English.
    const QStringList same = {QStringLiteral("Focal"), QStringLiteral("Fake Model"),
                              QStringLiteral("ramp.png")};
    for (const QLabel* label : f->window->findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty() || same.contains(label->text()))
            continue;
        QString text = label->text();
        text.remove(QStringLiteral("Shift")); // It is printed so on the key.
        const bool english =
            text.size() > 3 && text.contains(QRegularExpression(QStringLiteral("[A-Za-z]{4,}")));
        QVERIFY2(!english, qPrintable(label->text()));
    }
    f->window->settings().setValue(SettingKey::Language, QStringLiteral("en"));
    QTRY_COMPARE(f->window->menuBar()->actions()[0]->text(), QStringLiteral("&File"));
}

void tst_MainWindow::themeSwitchesWhileRunning()
{
    const auto corner = [this] { return f->window->grab().toImage().pixelColor(4, 4).lightness(); };
    QVERIFY(corner() < 60);
    f->window->settings().setValue(SettingKey::Theme, QStringLiteral("light"));
    QTRY_VERIFY(corner() > 200);
    f->window->settings().setValue(SettingKey::Theme, QStringLiteral("dark"));
    QTRY_VERIFY(corner() < 60);
}

void tst_MainWindow::everythingHasANameForTheBlind()
{
    QVERIFY(!f->openPicture().isEmpty());
    f->say(QStringLiteral("red ball"));
    QTRY_COMPARE(f->turnCount(), 2);
    for (const QAbstractButton* button : f->window->findChildren<QAbstractButton*>()) {
        if (!button->isVisible())
            continue;
        const QAccessibleInterface* face =
            QAccessible::queryAccessibleInterface(const_cast<QAbstractButton*>(button));
        QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                 qPrintable(button->toolTip() + button->objectName()));
        QVERIFY2(!button->toolTip().isEmpty() || !button->text().isEmpty(), qPrintable(button->objectName()));
    }
}

void tst_MainWindow::sizesAreRemembered()
{
    f->window->resize(1111, 777);
    QTRY_COMPARE(f->window->size(), QSize(1111, 777));
    f->window->action(CommandId::ShowLookedAt)->trigger();
    f->window->close();
    WindowServices services;
    services.models = fakeRegistry(f->backend);
    services.settings = std::make_unique<Settings>(f->folder.filePath(QStringLiteral("focal.ini")));
    f->window->settings().sync();
    services.dialogs = std::make_unique<FakeDialogs>(&f->dialogs);
    MainWindow next(std::move(services));
    QCOMPARE(next.size(), QSize(1111, 777));
    QVERIFY(!next.action(CommandId::ShowLookedAt)->isChecked());
}

void tst_MainWindow::closingCancelsAndJoins()
{
    QVERIFY(!f->openPicture().isEmpty());
    FakeStep slow;
    slow.delayMs = 20'000;
    f->backend->plan(slow);
    f->say(QStringLiteral("slow"));
    QTRY_VERIFY(f->backend->working());
    QElapsedTimer clock;
    clock.start();
    f->window->close();
    f->window.reset();
    QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!f->backend->working());
}

} // namespace focal

QTEST_MAIN(focal::tst_MainWindow)
#include "tst_mainwindow.moc"
