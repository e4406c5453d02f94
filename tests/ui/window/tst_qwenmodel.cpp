#include "core/qwen/loadmodel.h"
#include "tests/core/qwen/tinymodel.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/models/modelpage.h"
#include "ui/models/modelswindow.h"

#include <QPushButton>
#include <QSpinBox>

namespace focal {

using namespace Qt::Literals::StringLiterals;

/// Qwen-Image-Edit in the window, from its folder to the edited picture: a tiny one of random weights, which
/// draws nonsense by the same way.
class tst_QwenModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { f.reset(); }
    void theSameBoxDrivesIt();

private:
    static constexpr int LongestMs = 60'000;
    std::unique_ptr<WindowFixture> f;
};

void tst_QwenModel::initTestCase()
{
    f = std::make_unique<WindowFixture>(
        [](const QString& id, const QString& name, const ModelPlaces& places) {
            return qwenImageEditEntry(id, name, places, {});
        });
    parity::writeTinyModel(f->folder.filePath(u"Tiny"_s), QStringLiteral(FOCAL_QWEN_VOCABULARY));
}

void tst_QwenModel::theSameBoxDrivesIt()
{
    QVERIFY(!f->openPicture().isEmpty());

    // Added from its folder, with few steps, and chosen.
    f->window->action(CommandId::Models)->trigger();
    ModelsWindow* models = f->window->models().modelsWindow();
    f->dialogs.model = QStringList{f->folder.filePath(u"Tiny"_s)};
    QTest::mouseClick(models->findChild<QPushButton*>(u"addModelFolder"_s), Qt::LeftButton);
    auto* use = models->page()->findChild<QPushButton*>(u"useModel"_s);
    QTRY_VERIFY(use->isVisible() && use->isEnabled());
    models->page()->findChild<QSpinBox*>(u"steps"_s)->setValue(2);
    QTest::mouseClick(use, Qt::LeftButton);
    QTRY_VERIFY(models->page()->facts().inUse);
    models->close();
    QApplication::setActiveWindow(f->window.get());

    // Said, drawn, shown.
    const Picture before = f->document()->currentPicture();
    f->say(u"make the sky red"_s);
    QTRY_VERIFY_WITH_TIMEOUT(f->turnCount() == 2 || f->answerCount() > 0, LongestMs);
    QCOMPARE(f->answerCount() > 0 ? f->lastAnswer().failure.what : QString(), QString());
    QCOMPARE(f->turnCount(), 2);
    const Turn& turn = f->document()->turn(f->document()->current());
    QCOMPARE(turn.result.provenance.modelId, models->selected());
    QCOMPARE(f->document()->currentPicture().size(), before.size());
    QVERIFY(cv::norm(f->document()->currentPicture().pixels(), before.pixels(), cv::NORM_INF) > 0);
    QStringList words;
    for (const AttentionMap& map : turn.result.attention)
        words << map.word;
    QVERIFY2(words.contains(u"sky"_s) && words.contains(u"red"_s), qPrintable(words.join(u' ')));

    // Stopped while it draws the next one, which leaves nothing; then undone.
    f->say(u"now make it blue"_s);
    QTRY_VERIFY(f->window->queue().running().has_value());
    QTest::qWait(300);
    f->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!f->window->queue().running(), 2000);
    QCOMPARE(f->turnCount(), 2);
    f->window->action(CommandId::Undo)->trigger();
    QTRY_COMPARE(cv::norm(f->document()->currentPicture().pixels(), before.pixels(), cv::NORM_INF), 0.0);
}

} // namespace focal

QTEST_MAIN(focal::tst_QwenModel)
#include "tst_qwenmodel.moc"
