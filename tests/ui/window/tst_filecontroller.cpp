#include "tests/ui/window/windowfixture.h"

#include <QAction>
#include <QClipboard>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

namespace focal {

/// Pictures into the real window and out of it.
class tst_FileController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { f = std::make_unique<WindowFixture>(); }
    void cleanup() { f.reset(); }

    void theSampleOpensAtFirst();
    void afterwardsTheWindowStartsEmpty();
    void opensByDialog();
    void opensWhatIsDropped();
    void dropsOfNoPictureAreRefused();
    void pastesPictures();
    void copiesThePicture();
    void copiesTheChangedRegion();
    void savesUnderANewName();
    void savesAgainToTheSameFile();
    void asksBeforeOverwriting();
    void unsavedEditsAreAskedAbout();
    void savingBeforeClosingCloses();
    void whatCannotBeOpenedSaysSo();
    void whatCannotBeSavedSaysSo();
    void recentFilesAreKept();
    void pictureAboveTheLimitIsRefused();
    void closesThePicture();

private:
    std::unique_ptr<WindowFixture> f;

    QString noticed() const { return f->window->notices()->sentence(); }
    void edit(const QString& instruction = QStringLiteral("red"));
};

void tst_FileController::edit(const QString& instruction)
{
    const int before = f->turnCount();
    f->say(instruction);
    QTRY_COMPARE(f->turnCount(), before + 1);
}

void tst_FileController::theSampleOpensAtFirst()
{
    f->window->start();
    QTRY_VERIFY(f->document());
    QVERIFY(f->document()->path().isEmpty());
    QVERIFY(f->window->files().isSample());
    QVERIFY(f->document()->currentPicture().width() >= 400);
    QTRY_VERIFY(f->views().canvas->isVisible());
    // Three sentences to try stand in the box's place, and a click sends one.
    QPushButton* example = nullptr;
    for (QPushButton* button : f->views().bar->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("make the dog grey"))
            example = button;
    }
    QVERIFY(example);
    QTest::mouseClick(example, Qt::LeftButton);
    QTRY_COMPARE(f->backend->instructions(), QStringList(QStringLiteral("make the dog grey")));
}

void tst_FileController::afterwardsTheWindowStartsEmpty()
{
    f->window->settings().setValue(SettingKey::RecentFiles, QStringList(QStringLiteral("/somewhere/a.png")));
    f->window->start();
    QTRY_VERIFY(f->window->queue().model());
    QVERIFY(!f->document());
    QVERIFY(!f->views().canvas->isVisible());
    QVERIFY(!f->window->action(CommandId::Save)->isEnabled());
}

void tst_FileController::opensByDialog()
{
    f->dialogs.open = f->writePicture(QStringLiteral("a.png"));
    f->window->action(CommandId::Open)->trigger();
    QTRY_VERIFY(f->document());
    QCOMPARE(f->document()->path(), f->dialogs.open);
    QCOMPARE(f->document()->currentPicture().width(), 64);
}

void tst_FileController::opensWhatIsDropped()
{
    const QString path = f->writePicture(QStringLiteral("图 1.png"));
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(f->window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(f->window.get(), &drop);
    QTRY_VERIFY(f->document());
    QCOMPARE(f->document()->path(), path);
}

void tst_FileController::dropsOfNoPictureAreRefused()
{
    QMimeData mime;
    mime.setText(QStringLiteral("words"));
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(f->window.get(), &enter);
    QVERIFY(!enter.isAccepted());
}

void tst_FileController::pastesPictures()
{
    QImage image(20, 10, QImage::Format_RGB32);
    image.fill(QColor(1, 2, 3));
    QApplication::clipboard()->setImage(image);
    f->views().bar->focusBox();
    f->press(Qt::Key_V, Qt::ControlModifier); // In the box, which has no use for a picture.
    QTRY_VERIFY(f->document());
    QCOMPARE(f->document()->currentPicture().width(), 20);
    QCOMPARE(f->centre(), cv::Vec4b(1, 2, 3, 255));

    QApplication::clipboard()->setText(QStringLiteral("words"));
    f->press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(f->box()->toPlainText(), QStringLiteral("words"));
    f->window->action(CommandId::Paste)->trigger();
    QVERIFY(noticed().contains(QStringLiteral("no picture")));
}

void tst_FileController::copiesThePicture()
{
    QVERIFY(!f->openPicture().isEmpty());
    edit();
    QApplication::clipboard()->clear();
    f->press(Qt::Key_C, Qt::ControlModifier); // In the box, where nothing is selected.
    QTRY_COMPARE(QApplication::clipboard()->image().size(), QSize(64, 48));
    QCOMPARE(QApplication::clipboard()->image().pixelColor(32, 24), QColor(255, 0, 0));
}

void tst_FileController::copiesTheChangedRegion()
{
    QVERIFY(!f->openPicture().isEmpty());
    QVERIFY(!f->window->action(CommandId::CopyMask)->isEnabled());
    edit();
    f->window->action(CommandId::CopyMask)->trigger();
    const QImage mask = QApplication::clipboard()->image();
    QCOMPARE(mask.pixelColor(32, 24), QColor(Qt::white));
    QCOMPARE(mask.pixelColor(2, 2), QColor(Qt::black));
}

void tst_FileController::savesUnderANewName()
{
    const QString source = f->openPicture();
    edit();
    f->dialogs.save.path = f->folder.filePath(QStringLiteral("out.webp"));
    f->press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(f->document()->isClean());
    QCOMPARE(f->dialogs.asked,
             QStringList(QStringLiteral("save ") + f->folder.filePath(QStringLiteral("ramp-edited.png"))));
    const Picture written = loadPicture(f->dialogs.save.path);
    QVERIFY(written.pixels().size() == f->document()->currentPicture().pixels().size());
    QCOMPARE(written.pixels().at<cv::Vec4b>(24, 32), cv::Vec4b(255, 0, 0, 255));
    QVERIFY2(loadPicture(source).pixels().at<cv::Vec4b>(24, 32) != cv::Vec4b(255, 0, 0, 255),
             "the source is left alone");
    QVERIFY(!f->window->isWindowModified());
}

void tst_FileController::savesAgainToTheSameFile()
{
    f->openPicture();
    edit();
    f->dialogs.save.path = f->folder.filePath(QStringLiteral("out.png"));
    f->window->action(CommandId::Save)->trigger();
    QTRY_VERIFY(f->document()->isClean());
    f->press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!f->document()->isClean());
    f->window->action(CommandId::Save)->trigger();
    QTRY_VERIFY(f->document()->isClean());
    QCOMPARE(f->dialogs.asked.size(), 1);
    QVERIFY(loadPicture(f->dialogs.save.path).pixels().at<cv::Vec4b>(24, 32) != cv::Vec4b(255, 0, 0, 255));
}

void tst_FileController::asksBeforeOverwriting()
{
    f->openPicture();
    edit();
    f->dialogs.save.path = f->writePicture(QStringLiteral("there.png"));
    f->window->action(CommandId::SaveAs)->trigger();
    QCOMPARE(f->dialogs.asked.last(), QStringLiteral("overwrite ") + f->dialogs.save.path);
    QTest::qWait(50);
    QVERIFY(!f->document()->isClean());
    f->dialogs.overwrite = true;
    f->window->action(CommandId::SaveAs)->trigger();
    QTRY_VERIFY(f->document()->isClean());
    QCOMPARE(loadPicture(f->dialogs.save.path).pixels().at<cv::Vec4b>(24, 32), cv::Vec4b(255, 0, 0, 255));
}

void tst_FileController::unsavedEditsAreAskedAbout()
{
    f->openPicture();
    edit();
    f->window->close();
    QVERIFY(f->window->isVisible());
    QCOMPARE(f->dialogs.asked, QStringList(QStringLiteral("close ramp.png")));
    f->window->files().openPath(f->writePicture(QStringLiteral("other.png")));
    QCOMPARE(f->dialogs.asked.size(), 2);
    QTest::qWait(50);
    QVERIFY(f->document()->path().endsWith(QStringLiteral("ramp.png")));
    f->dialogs.close = Dialogs::CloseAnswer::Discard;
    f->window->close();
    QTRY_VERIFY(!f->window->isVisible());
}

void tst_FileController::savingBeforeClosingCloses()
{
    f->openPicture();
    edit();
    f->dialogs.close = Dialogs::CloseAnswer::Save;
    f->dialogs.save.path = f->folder.filePath(QStringLiteral("last.tif"));
    f->window->close();
    QTRY_VERIFY(!f->window->isVisible());
    QCOMPARE(loadPicture(f->dialogs.save.path).pixels().at<cv::Vec4b>(24, 32), cv::Vec4b(255, 0, 0, 255));
}

void tst_FileController::whatCannotBeOpenedSaysSo()
{
    const QString path = f->folder.filePath(QStringLiteral("no picture.png"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("these are words");
    file.close();
    f->window->start(path);
    QTRY_VERIFY(!f->window->files().isOpening());
    QTRY_VERIFY(noticed().contains(QStringLiteral("no picture.png")));
    QVERIFY(!f->document());
    // The way out leads to another file.
    f->dialogs.open = f->writePicture(QStringLiteral("good.png"));
    QTest::mouseClick(f->window->findChild<QPushButton*>(QStringLiteral("noticeWayOut")), Qt::LeftButton);
    QTRY_VERIFY(f->document());
    QVERIFY(noticed().isEmpty());
}

void tst_FileController::whatCannotBeSavedSaysSo()
{
    f->openPicture();
    edit();
    f->dialogs.save.path = f->folder.filePath(QStringLiteral("no/such/folder/a.png"));
    f->window->action(CommandId::SaveAs)->trigger();
    QTRY_VERIFY(!noticed().isEmpty());
    QVERIFY(!f->document()->isClean());
}

void tst_FileController::recentFilesAreKept()
{
    const QString first = f->openPicture(QStringLiteral("first.png"));
    const QString second = f->openPicture(QStringLiteral("second.png"));
    QCOMPARE(f->window->files().recentFiles(), QStringList({second, first}));
    QFile::remove(first);
    f->window->files().openPath(first);
    QTRY_COMPARE(f->window->files().recentFiles(), QStringList({second}));
    f->window->files().clearRecentFiles();
    QVERIFY(f->window->files().recentFiles().isEmpty());
}

void tst_FileController::pictureAboveTheLimitIsRefused()
{
    f->window->settings().setValue(SettingKey::LargestPicture, 1);
    f->window->start(f->writePicture(QStringLiteral("large.png"), 1100, 1000));
    QTRY_VERIFY(!f->window->files().isOpening());
    QTRY_VERIFY(noticed().contains(QStringLiteral("large.png")));
    QVERIFY(!f->document());
}

void tst_FileController::closesThePicture()
{
    f->openPicture();
    QTRY_VERIFY(f->views().canvas->isVisible());
    f->press(Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!f->document());
    QVERIFY(!f->views().canvas->isVisible());
    f->say(QStringLiteral("red"));
    QVERIFY(f->window->queue().jobs().empty());
}

} // namespace focal

QTEST_MAIN(focal::tst_FileController)
#include "tst_filecontroller.moc"
