#include "tests/ui/window/windowfixture.h"
#include "ui/panels/referencestrip.h"
#include "ui/window/referencecontroller.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

namespace focal {

/// Reference pictures, in the real window over the fake model.
class tst_References : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        f = std::make_unique<WindowFixture>();
        QVERIFY(!f->openPicture().isEmpty());
    }
    void cleanup() { f.reset(); }

    void areAddedByTheButton();
    void areAddedByDropping();
    void areAddedByPasting();
    void areRemovedAndReordered();
    void goIntoTheRequestAndStayWithTheTurn();
    void aMissingOneIsAskedFor();
    void aBrokenFileSaysSo();
    void theStripIsSeenWhenItIsNeeded();

private:
    std::unique_ptr<WindowFixture> f;

    ReferenceStrip* strip() const { return f->views().references; }
    QListWidget* list() const { return strip()->findChild<QListWidget*>(); }
    int count() const { return int(strip()->pictures().size()); }
    void addPicture(const QString& name, int width)
    {
        const int before = count();
        f->window->references().addFiles({f->writePicture(name, width, 20)});
        QTRY_COMPARE(count(), before + 1);
    }
    QList<int> widths() const
    {
        QList<int> all;
        for (const Picture& picture : strip()->pictures())
            all << picture.width();
        return all;
    }
    static QList<int> widthsOf(const EditRequest& request)
    {
        QList<int> all;
        for (const Picture& picture : request.references)
            all << picture.width();
        return all;
    }
};

void tst_References::areAddedByTheButton()
{
    QVERIFY(strip()->isHidden());
    QTest::mouseClick(f->views().bar->findChild<QToolButton*>(QStringLiteral("referencesButton")),
                      Qt::LeftButton);
    QVERIFY(strip()->isVisible());
    f->dialogs.several = {f->writePicture(QStringLiteral("logo.png"), 30, 20),
                          f->writePicture(QStringLiteral("other.png"), 40, 20)};
    QTest::mouseClick(strip()->findChild<QToolButton*>(QStringLiteral("addReference")), Qt::LeftButton);
    QTRY_COMPARE(widths(), (QList<int>{30, 40}));
    QCOMPARE(list()->item(0)->text(), QStringLiteral("Picture 2"));
    QCOMPARE(list()->item(1)->text(), QStringLiteral("Picture 3"));
    QTRY_VERIFY(!list()->item(1)->icon().isNull());
    QVERIFY2(f->document()->path().endsWith(QStringLiteral("ramp.png")), "nothing was opened instead");
}

void tst_References::areAddedByDropping()
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(f->writePicture(QStringLiteral("logo.png"), 30, 20))});
    QDragEnterEvent over({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(f->window.get(), &over);
    QVERIFY2(strip()->isVisible(), "there has to be something to drop on");
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(strip(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(strip(), &drop);
    QTRY_COMPARE(widths(), QList<int>{30});

    QMimeData image;
    QImage pasted(12, 9, QImage::Format_RGB32);
    pasted.fill(Qt::blue);
    image.setImageData(pasted);
    QDragEnterEvent again({10, 10}, Qt::CopyAction, &image, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(strip(), &again);
    QDropEvent dropped({10, 10}, Qt::CopyAction, &image, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(strip(), &dropped);
    QTRY_COMPARE(widths(), (QList<int>{30, 12}));
}

void tst_References::areAddedByPasting()
{
    QImage image(14, 10, QImage::Format_RGB32);
    image.fill(Qt::red);
    QApplication::clipboard()->setImage(image);
    f->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(widths(), QList<int>{14});
    list()->setFocus();
    f->window->action(CommandId::Paste)->trigger();
    QTRY_COMPARE(widths(), (QList<int>{14, 14}));
    QCOMPARE(f->document()->currentPicture().width(), 64);
}

void tst_References::areRemovedAndReordered()
{
    addPicture(QStringLiteral("a.png"), 21);
    addPicture(QStringLiteral("b.png"), 22);
    addPicture(QStringLiteral("c.png"), 23);
    list()->setFocus();
    list()->setCurrentRow(2);
    f->press(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(widths(), (QList<int>{21, 23, 22}));
    QCOMPARE(list()->currentRow(), 1);
    QCOMPARE(list()->item(1)->text(), QStringLiteral("Picture 3")); // The name is of the place.
    QVERIFY(list()->model()->moveRow({}, 0, {}, 3));                // What a drag does.
    QTRY_COMPARE(widths(), (QList<int>{23, 22, 21}));
    list()->setCurrentRow(0);
    f->press(Qt::Key_Delete);
    QCOMPARE(widths(), (QList<int>{22, 21}));
    strip()->move(5, 0);
    strip()->remove(9);
    QCOMPARE(widths(), (QList<int>{22, 21}));
}

void tst_References::goIntoTheRequestAndStayWithTheTurn()
{
    addPicture(QStringLiteral("a.png"), 21);
    f->say(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    QCOMPARE(widthsOf(f->backend->requests().last()), QList<int>{21});
    QCOMPARE(widths(), QList<int>{21}); // They serve until they are taken away.
    addPicture(QStringLiteral("b.png"), 22);
    strip()->remove(0);
    FakeStep green;
    green.result = [](EditRequest request) {
        request.settings.color = Rgb{0, 255, 0};
        return FakeBackend::painted(request);
    };
    f->backend->plan(green);
    f->say(QStringLiteral("green"));
    QTRY_COMPARE(f->turnCount(), 3);
    QCOMPARE(widthsOf(f->backend->requests().last()), QList<int>{22});
    f->window->action(CommandId::Undo)->trigger();
    QCOMPARE(widths(), QList<int>{21});
    f->window->action(CommandId::Redo)->trigger();
    QCOMPARE(widths(), QList<int>{22});
    f->window->edits().goTo(f->document()->root());
    QCOMPARE(widths(), QList<int>{21}); // As they were before the first sentence.
    f->window->edits().setPicture({});
    QCOMPARE(count(), 0);
    QVERIFY(strip()->isHidden());
}

void tst_References::aMissingOneIsAskedFor()
{
    FakeStep asks;
    asks.result = [](const EditRequest& request) {
        EditResult result = FakeBackend::painted(request);
        result.outcome = Outcome::Unclear;
        result.message = QStringLiteral("Which picture should be placed?");
        result.picture = request.picture;
        result.plan.edits = {{Operation::Place, {}, {}, PlaceValue{}}};
        return result;
    };
    f->backend->plan(asks);
    f->say(QStringLiteral("place the logo top right"));
    QTRY_COMPARE(f->answerCount(), 1);
    QVERIFY(strip()->isVisible());
    QVERIFY(strip()->isWanted());
    const auto buttons = f->views().turns->findChildren<QPushButton*>();
    QVERIFY(std::any_of(buttons.begin(), buttons.end(), [](const QPushButton* button) {
        return button->text() == QStringLiteral("Add a picture…");
    }));
    // Another sentence is an answer, too.
    FakeStep none;
    none.result = [](const EditRequest& request) {
        EditResult result = FakeBackend::painted(request);
        result.outcome = Outcome::NotFound;
        result.picture = request.picture;
        return result;
    };
    f->backend->plan(none);
    const AnswerId asked = f->lastAnswer().id;
    f->say(QStringLiteral("something else"));
    QTRY_COMPARE(f->answerCount(), 2);
    QVERIFY(strip()->isHidden() && !strip()->isWanted());
    // The picture is the answer: the sentence runs.
    f->dialogs.several = {f->writePicture(QStringLiteral("logo.png"), 30, 20)};
    Q_EMIT
    f->views().turns->referenceRequested(asked);
    QTRY_COMPARE(f->turnCount(), 2);
    QCOMPARE(f->backend->instructions().last(), QStringLiteral("place the logo top right"));
    QCOMPARE(widthsOf(f->backend->requests().last()), QList<int>{30});
    QVERIFY(!strip()->isWanted());
    QCOMPARE(widths(), QList<int>{30});
}

void tst_References::aBrokenFileSaysSo()
{
    const QString path = f->folder.filePath(QStringLiteral("no.png"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no picture");
    file.close();
    f->window->references().addFiles({path, f->writePicture(QStringLiteral("b.png"), 22, 20)});
    QTRY_COMPARE(widths(), QList<int>{22});
    QVERIFY(!f->window->notices()->sentence().isEmpty());
}

void tst_References::theStripIsSeenWhenItIsNeeded()
{
    QAction* show = f->window->action(CommandId::ShowReferences);
    show->trigger();
    QVERIFY(strip()->isVisible() && show->isChecked());
    show->trigger();
    QVERIFY(strip()->isHidden() && !show->isChecked());
    addPicture(QStringLiteral("a.png"), 21);
    QVERIFY(strip()->isVisible() && show->isChecked());
    show->trigger(); // What counts for the next sentence stays in sight.
    QVERIFY(strip()->isVisible() && show->isChecked());
    for (int i = 1; i < ReferenceStrip::Most; ++i)
        QVERIFY(strip()->add(strip()->pictures().front()));
    QVERIFY(!strip()->add(strip()->pictures().front()));
    QVERIFY(!strip()->findChild<QToolButton*>(QStringLiteral("addReference"))->isEnabled());
}

} // namespace focal

QTEST_MAIN(focal::tst_References)
#include "tst_references.moc"
