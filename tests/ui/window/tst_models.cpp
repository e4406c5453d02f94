#include "tests/core/weights/tinytransformer.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/models/loralist.h"
#include "ui/models/modelpage.h"
#include "ui/models/modelsettingsform.h"
#include "ui/models/modelswindow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QWheelEvent>

#include <limits>

namespace focal {

using namespace Qt::Literals::StringLiterals;

/// The Models window, opened from the main window, over files of a tiny model.
class tst_Models : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        f = std::make_unique<WindowFixture>();
        QVERIFY(!f->openPicture().isEmpty());
        QTRY_VERIFY(f->window->queue().model().has_value());
    }
    void cleanup() { f.reset(); }

    void opensFromTheModelsName();
    void aModelIsAddedFromItsFiles();
    void whatHoldsNoModelIsNotAdded();
    void partsAreChosenOneByOne();
    void verifyingSaysWhatIsWrong();
    void settingsGoIntoEveryRequest();
    void adaptersAreSwitchedAndWeighed();
    void theChosenModelRuns();
    void aModelThatDoesNotLoadLeavesTheOneBefore();
    void atTheStartTheDefaultOneTakesItsPlace();
    void aRemovedModelGivesWay();
    void theLanguageFollows();

private:
    std::unique_ptr<WindowFixture> f;

    ModelsWindow* models()
    {
        f->window->action(CommandId::Models)->trigger();
        return f->window->models().modelsWindow();
    }
    QString transformer(const QString& name = u"qwen_image_edit_2509.safetensors"_s) const
    {
        return test::writeTensors(f->folder.filePath(name), test::tinyTransformer());
    }
    /// Adds the tiny transformer and waits until it was looked into.
    ModelsWindow* withAdded()
    {
        ModelsWindow* window = models();
        f->dialogs.model = QStringList{transformer()};
        QTest::mouseClick(window->findChild<QPushButton*>(u"addModelFiles"_s), Qt::LeftButton);
        const bool seen = QTest::qWaitFor([&] { return says(window, u"Qwen-Image-Edit-2509"_s); });
        return seen ? window : nullptr;
    }
    static bool says(const ModelsWindow* window, const QString& words)
    {
        const auto labels = window->page()->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return !label->isHidden() && label->text().contains(words);
        });
    }
    template <typename Widget>
    static Widget* part(const ModelsWindow* window, const QString& name)
    {
        return window->page()->findChild<Widget*>(name);
    }
};

void tst_Models::opensFromTheModelsName()
{
    for (QToolButton* button : f->views().bar->findChildren<QToolButton*>()) {
        if (button->text() == u"Fake Model"_s)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    ModelsWindow* window = f->window->models().modelsWindow();
    QVERIFY(window && window->isVisible());
    QVERIFY(!window->isModal());
    QCOMPARE(window->selected(), u"fake"_s);
    QVERIFY(says(window, u"Fake Model"_s));
    QVERIFY2(part<QSpinBox>(window, u"steps"_s)->isHidden(), "a model without steps");
    QVERIFY(!part<QComboBox>(window, u"seedKind"_s)->isHidden());
    QVERIFY(part<QPushButton>(window, u"removeModel"_s)->isHidden());
    QVERIFY(!part<QPushButton>(window, u"useModel"_s)->isEnabled());
}

void tst_Models::aModelIsAddedFromItsFiles()
{
    ModelsWindow* window = withAdded();
    QVERIFY(window);
    auto* list = window->findChild<QListWidget*>(u"modelList"_s);
    QCOMPARE(list->count(), 3); // two built in
    QCOMPARE(list->currentItem()->text(), u"qwen_image_edit_2509"_s);
    QVERIFY2(says(window, u"it lacks"_s), "text encoder, VAE and tokenizer are not there");
    QVERIFY(says(window, u"F8_E4M3"_s));
    QVERIFY(says(window, u"Not here"_s));
    QVERIFY(!part<QPushButton>(window, u"useModel"_s)->isEnabled());
    QVERIFY(!part<QSpinBox>(window, u"steps"_s)->isHidden());
    // It is in the menu, and in the list next time.
    const auto actions = f->window->findChildren<QAction*>();
    QVERIFY(std::any_of(actions.begin(), actions.end(),
                        [](const QAction* action) { return action->text() == u"qwen_image_edit_2509"_s; }));
    Settings& settings = f->window->settings();
    QCOMPARE(ModelShelf(settings).added().size(), 1U);
}

void tst_Models::whatHoldsNoModelIsNotAdded()
{
    ModelsWindow* window = models();
    f->dialogs.model = QStringList{f->folder.path()};
    QTest::mouseClick(window->findChild<QPushButton*>(u"addModelFolder"_s), Qt::LeftButton);
    QTRY_VERIFY(!window->error().isEmpty());
    QCOMPARE(window->findChild<QListWidget*>(u"modelList"_s)->count(), 2);
}

void tst_Models::partsAreChosenOneByOne()
{
    ModelsWindow* window = withAdded();
    QVERIFY(window);
    f->dialogs.model = QStringList{transformer(u"other-2511.safetensors"_s)};
    Q_EMIT
    window->page()->chooseRequested(ModelPart::Transformer);
    QTRY_VERIFY(says(window, u"Qwen-Image-Edit-2511"_s));
    QVERIFY(says(window, u"other-2511.safetensors"_s));
    f->dialogs.model = QStringList{f->folder.filePath(u"vocab.json"_s)};
    Q_EMIT
    window->page()->chooseRequested(std::nullopt);
    QTRY_VERIFY(says(window, f->folder.path()));
    // Files of another part are refused, with the reason.
    f->dialogs.model = QStringList{transformer()};
    Q_EMIT
    window->page()->chooseRequested(ModelPart::Vae);
    QTRY_VERIFY(says(window, u"It holds no"_s));
}

void tst_Models::verifyingSaysWhatIsWrong()
{
    ModelsWindow* window = withAdded();
    QVERIFY(window);
    QTest::mouseClick(part<QPushButton>(window, u"verifyModel"_s), Qt::LeftButton);
    QTRY_VERIFY(says(window, u"Every tensor is there"_s));

    auto tensors = test::tinyTransformer();
    tensors.erase(tensors.begin() + 20);
    f->dialogs.model = QStringList{test::writeTensors(f->folder.filePath(u"less.safetensors"_s), tensors)};
    QTest::mouseClick(window->findChild<QPushButton*>(u"addModelFiles"_s), Qt::LeftButton);
    QTRY_COMPARE(window->findChild<QListWidget*>(u"modelList"_s)->count(), 4);
    QTRY_VERIFY(part<QPushButton>(window, u"verifyModel"_s)->isEnabled());
    QTest::mouseClick(part<QPushButton>(window, u"verifyModel"_s), Qt::LeftButton);
    QTRY_VERIFY(says(window, u"not sound"_s));
    // Stopping leaves no answer behind.
    QTest::mouseClick(part<QPushButton>(window, u"verifyModel"_s), Qt::LeftButton);
    window->inspector().stopVerifying();
    QVERIFY(says(window, u"Stopped"_s));
}

void tst_Models::settingsGoIntoEveryRequest()
{
    ModelShelf shelf(f->window->settings()); // What was set before the window was opened counts, too.
    ModelsWindow* window = models();
    part<QComboBox>(window, u"seedKind"_s)->setCurrentIndex(1);
    part<QDoubleSpinBox>(window, u"seed"_s)->setValue(4'000'000'001.0);
    f->window->edits().submit(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    QCOMPARE(f->backend->requests().last().seed, quint64(4'000'000'001U));
    QCOMPARE(f->document()->turn(f->document()->current()).request.seed, quint64(4'000'000'001U));
    part<QComboBox>(window, u"seedKind"_s)->setCurrentIndex(0);
    QSet<quint64> seeds;
    for (int i = 0; i < 4; ++i) {
        f->window->edits().submit(QStringLiteral("nothing %1").arg(i));
        QTRY_COMPARE(f->backend->edits(), 2 + i);
        seeds.insert(f->backend->requests().last().seed);
    }
    QVERIFY(seeds.size() > 2);
}

void tst_Models::adaptersAreSwitchedAndWeighed()
{
    ModelsWindow* window = withAdded();
    QVERIFY(window);
    auto* loras = window->page()->findChild<LoraList*>();
    f->dialogs.model = QStringList{u"/l/one.safetensors"_s, u"/l/two.safetensors"_s};
    QTest::mouseClick(part<QPushButton>(window, u"addLora"_s), Qt::LeftButton);
    QCOMPARE(loras->loras().size(), 2U);
    loras->findChildren<QDoubleSpinBox*>().at(1)->setValue(0.35);
    loras->findChildren<QCheckBox*>().at(0)->click();
    part<QSpinBox>(window, u"steps"_s)->setValue(4);
    part<QDoubleSpinBox>(window, u"guidance"_s)->setValue(1);
    part<QCheckBox>(window, u"lightning"_s)->click();
    // The wheel scrolls the page, and changes nothing on its way.
    auto* steps = part<QSpinBox>(window, u"steps"_s);
    steps->clearFocus();
    QWheelEvent turn({5, 5}, steps->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                     Qt::NoScrollPhase, false);
    QApplication::sendEvent(steps, &turn);
    QCOMPARE(steps->value(), 4);
    auto* negative = part<QLineEdit>(window, u"negative"_s);
    negative->setText(u"blur"_s);
    QTest::keyClick(negative, Qt::Key_Return);
    part<QComboBox>(window, u"sizeKind"_s)->setCurrentIndex(1);

    const ModelShelf kept(f->window->settings());
    const ModelSettings settings = kept.settingsOf(window->selected());
    QCOMPARE(settings.steps, std::optional(4));
    QCOMPARE(settings.guidance, std::optional(1.0));
    QVERIFY(settings.lightning);
    QCOMPARE(settings.negative, u"blur"_s);
    QCOMPARE(settings.size, std::optional(QSize(1024, 1024)));
    QCOMPARE(settings.loras.size(), 2U);
    QVERIFY(!settings.loras[0].on && settings.loras[1].on);
    QCOMPARE(settings.loras[1].strength, 0.35);
    for (QToolButton* button : loras->findChildren<QToolButton*>()) {
        if (button->toolTip().startsWith(u"Take it out"_s)) {
            button->click();
            break;
        }
    }
    QCOMPARE(loras->loras().size(), 1U);
    QCOMPARE(ModelShelf(f->window->settings()).settingsOf(window->selected()).loras.size(), 1U);
}

void tst_Models::theChosenModelRuns()
{
    ModelsWindow* window = withAdded();
    QVERIFY(window);
    const QString id = window->selected();
    part<QSpinBox>(window, u"steps"_s)->setValue(6);
    f->window->models().use(id); // Its button waits for the parts that are missing here.
    QTRY_COMPARE(f->window->queue().model()->id, id);
    QCOMPARE(f->window->settings().text(SettingKey::Model), id);
    FakeStep drawn;
    drawn.result = [](const EditRequest& request) {
        EditResult result = FakeBackend::painted(request);
        result.provenance.settings = {{u"steps"_s, *request.steps}, {u"guidance"_s, 4}};
        return result;
    };
    f->backend->plan(drawn);
    f->window->edits().submit(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
    QCOMPARE(f->backend->requests().last().steps, std::optional(6));
    QTRY_VERIFY(window->page()->facts().inUse);
}

void tst_Models::aModelThatDoesNotLoadLeavesTheOneBefore()
{
    f->window->models().use(u"broken"_s);
    QTRY_VERIFY(f->window->notices()->sentence().contains(u"Fake Model stays in use"_s));
    QCOMPARE(f->window->settings().text(SettingKey::Model), u"fake"_s);
    f->window->edits().submit(QStringLiteral("red"));
    QTRY_COMPARE(f->turnCount(), 2);
}

void tst_Models::atTheStartTheDefaultOneTakesItsPlace()
{
    f = std::make_unique<WindowFixture>();
    f->window->settings().setValue(SettingKey::Model, u"broken"_s);
    QVERIFY(!f->openPicture().isEmpty());
    QTRY_VERIFY(f->window->queue().model().has_value());
    QCOMPARE(f->window->queue().model()->id, u"fake"_s);
    QVERIFY(f->window->notices()->sentence().contains(u"Fake Model takes its place"_s));
}

void tst_Models::aRemovedModelGivesWay()
{
    ModelsWindow* window = withAdded();
    QVERIFY(window);
    f->window->models().use(window->selected());
    QTRY_VERIFY(f->window->queue().model()->id != u"fake"_s);
    QTRY_VERIFY(window->page()->facts().inUse);
    QTest::mouseClick(part<QPushButton>(window, u"removeModel"_s), Qt::LeftButton);
    QTRY_COMPARE(f->window->queue().model()->id, u"fake"_s);
    QCOMPARE(window->findChild<QListWidget*>(u"modelList"_s)->count(), 2);
    QVERIFY(ModelShelf(f->window->settings()).added().empty());
}

void tst_Models::theLanguageFollows()
{
    ModelsWindow* window = models();
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
        const bool takesKeys = widget->focusPolicy() & Qt::TabFocus && widget->isVisible();
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (takesKeys && button)
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                     qPrintable(widget->objectName()));
    }
    QVERIFY(!window->windowTitle().isEmpty());
    f->window->settings().setValue(SettingKey::Language, u"zh_CN"_s);
    QVERIFY(window->isVisible());
}

} // namespace focal

QTEST_MAIN(focal::tst_Models)
#include "tst_models.moc"
