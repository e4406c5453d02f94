#include "core/attention/colormap.h"
#include "ui/panels/lookedatpanel.h"
#include "ui/panels/wordchip.h"

#include <QApplication>
#include <QComboBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

using namespace focal;

namespace {

const QString Sentence = QStringLiteral("把橙子 变成蓝色");

AttentionMap map(const QString& word, int layer, bool backwards, float value)
{
    AttentionMap made;
    made.word = word;
    made.span = {static_cast<int>(Sentence.indexOf(word)), static_cast<int>(word.size())};
    made.layer = layer;
    made.imageToText = backwards;
    made.grid = cv::Mat(4, 4, CV_32FC1, cv::Scalar(value));
    made.nativeRect = {0, 0, 40, 40};
    return made;
}

LookedAtPanel::Shown shown()
{
    LookedAtPanel::Shown made;
    made.instruction = Sentence;
    made.confidence = 0.826;
    made.target = {1, 2};
    for (const QString& word : {QStringLiteral("蓝色"), QStringLiteral("橙子")}) { // out of order on purpose
        const float base = word == QStringLiteral("橙子") ? 1.F : 10.F;
        made.attention.push_back(map(word, 0, false, base));
        made.attention.push_back(map(word, 1, false, base + 2));
        made.attention.push_back(map(word, 1, true, base + 5));
    }
    AttentionMap ofReference = map(QStringLiteral("变成"), 0, false, 1);
    ofReference.image = 1;
    made.attention.push_back(ofReference);
    return made;
}

QList<WordChip*> chips(const LookedAtPanel& panel)
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return panel.findChildren<WordChip*>();
}

void enter(QWidget* widget)
{
    const QPointF at(3, 3);
    QEnterEvent event(at, at, widget->mapToGlobal(at));
    QCoreApplication::sendEvent(widget, &event);
}

void leave(QWidget* widget)
{
    QEvent event(QEvent::Leave);
    QCoreApplication::sendEvent(widget, &event);
}

float valueOf(const HeatLayer& layer)
{
    return layer.map.grid.at<float>(0, 0);
}

} // namespace

class TestLookedAtPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsWithMapsAreChipsInReadingOrder()
    {
        LookedAtPanel panel;
        panel.setShown(shown());
        panel.show();
        const auto found = chips(panel);
        QCOMPARE(found.size(), 2); // the reference's map is none of this picture's
        QCOMPARE(found[0]->text(), QStringLiteral("橙子"));
        QCOMPARE(found[1]->text(), QStringLiteral("蓝色"));
        QVERIFY(found[0]->font().bold()); // the target
        QVERIFY(!found[1]->font().bold());
        panel.clear();
        QCOMPARE(chips(panel).size(), 0);
    }

    void whatWasNotFoundIsNotCalledIt()
    {
        LookedAtPanel panel;
        LookedAtPanel::Shown given = shown();
        const auto* bar = panel.findChild<QProgressBar*>();
        QVERIFY(bar);
        panel.setShown(given);
        QCOMPARE(bar->accessibleName(), QStringLiteral("83 % sure that this is it"));
        given.found = false;
        given.confidence = 0.1;
        panel.setShown(given);
        QCOMPARE(bar->accessibleName(), QStringLiteral("Not found: 10 % sure of what fits best"));
    }

    void hoveringShowsAMapAtOnce()
    {
        LookedAtPanel panel;
        panel.setShown(shown());
        panel.show();
        QSignalSpy changed(&panel, &LookedAtPanel::heatLayersChanged);
        enter(chips(panel)[0]);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(panel.heatLayers().size(), std::size_t{1});
        QCOMPARE(panel.heatLayers()[0].map.word, QStringLiteral("橙子"));
        QCOMPARE(panel.heatLayers()[0].hue, 0);
        QCOMPARE(valueOf(panel.heatLayers()[0]), 2.F); // the mean of layers 1 and 3
        leave(chips(panel)[0]);
        QVERIFY(panel.heatLayers().empty());
        QCOMPARE(changed.count(), 2);
    }

    void clickingPinsAndSeveralGetTheirOwnColours()
    {
        LookedAtPanel panel;
        panel.setShown(shown());
        panel.show();
        const auto found = chips(panel);
        QTest::mouseClick(found[0], Qt::LeftButton);
        leave(found[0]);
        QCOMPARE(panel.heatLayers().size(), std::size_t{1});
        QCOMPARE(panel.heatLayers()[0].hue, 0);
        QVERIFY(found[0]->icon().isNull());
        QTest::mouseClick(found[1], Qt::LeftButton);
        leave(found[1]);
        QCOMPARE(panel.heatLayers().size(), std::size_t{2});
        QCOMPARE(panel.heatLayers()[0].hue, 1);
        QCOMPARE(panel.heatLayers()[1].hue, 2);
        const QColor dot = found[1]->icon().pixmap(10, 10).toImage().pixelColor(5, 5);
        const Rgb tint = tintColors(2)[210];
        QCOMPARE(dot, QColor(tint.r, tint.g, tint.b)); // as on the picture
        panel.unpinAll();
        QVERIFY(panel.heatLayers().empty());
    }

    void pointingAtAnotherWordIsAGlance()
    {
        LookedAtPanel panel;
        panel.setShown(shown());
        panel.show();
        const auto found = chips(panel);
        found[0]->setChecked(true);
        enter(found[1]);
        QCOMPARE(panel.heatLayers().size(), std::size_t{1});
        QCOMPARE(panel.heatLayers()[0].map.word, QStringLiteral("蓝色"));
        leave(found[1]);
        QCOMPARE(panel.heatLayers()[0].map.word, QStringLiteral("橙子"));
    }

    void layersAndDirectionCanBeChosen()
    {
        LookedAtPanel panel;
        panel.setShown(shown());
        panel.show();
        chips(panel)[0]->setChecked(true);
        auto* layer = panel.findChild<QComboBox*>();
        QVERIFY(!layer->isVisible()); // folded
        for (QToolButton* button : panel.findChildren<QToolButton*>()) {
            if (button->text() == QStringLiteral("Layers and direction"))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(layer->isVisible());
        QCOMPARE(layer->count(), 3);
        layer->setCurrentIndex(2);
        QCOMPARE(valueOf(panel.heatLayers()[0]), 3.F);
        for (QToolButton* button : panel.findChildren<QToolButton*>()) {
            if (button->text() == QStringLiteral("Picture → word"))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(valueOf(panel.heatLayers()[0]), 6.F);
        QVERIFY(panel.heatLayers()[0].map.imageToText);
        layer->setCurrentIndex(1); // no such map backwards
        QVERIFY(panel.heatLayers().empty());
    }

    void theTargetIsPinnedWhereAskedFor()
    {
        LookedAtPanel panel;
        panel.setPinTarget(true);
        panel.setShown(shown());
        QCOMPARE(panel.heatLayers().size(), std::size_t{1});
        QCOMPARE(panel.heatLayers()[0].map.word, QStringLiteral("橙子"));
        QSignalSpy changed(&panel, &LookedAtPanel::heatLayersChanged);
        panel.clear();
        QVERIFY(panel.heatLayers().empty());
        QCOMPARE(changed.count(), 1);
    }

    void opacityAndPointing()
    {
        LookedAtPanel panel;
        panel.setShown(shown());
        panel.show();
        QSignalSpy opacity(&panel, &LookedAtPanel::opacityChanged),
            point(&panel, &LookedAtPanel::pointRequested);
        QTest::keyClick(panel.findChild<QSlider*>(), Qt::Key_Home);
        QCOMPARE(panel.opacity(), 0.0);
        QCOMPARE(opacity.last().first().toDouble(), 0.0);
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("point")), Qt::LeftButton);
        QCOMPARE(point.count(), 1);
    }

    void overlappingOrForeignSpansDoNoHarm()
    {
        LookedAtPanel::Shown odd = shown();
        AttentionMap beyond = map(QStringLiteral("蓝色"), 0, false, 1);
        beyond.span = {100, 5};
        AttentionMap inside = map(QStringLiteral("橙子"), 0, false, 1);
        inside.span = {2, 1};
        odd.attention.push_back(beyond);
        odd.attention.push_back(inside);
        LookedAtPanel panel;
        panel.setShown(odd);
        QCOMPARE(chips(panel).size(), 2);
    }
};

QTEST_MAIN(TestLookedAtPanel)
#include "tst_lookedatpanel.moc"
