#include "core/attention/colormap.h"
#include "ui/canvas/heatoverlay.h"

#include <QColor>
#include <QTest>

#include <cmath>

using namespace focal;

namespace {

/// Hot at one place (parts of the picture), cold elsewhere.
HeatLayer hotAt(double x, double y, int hue)
{
    AttentionMap map;
    map.grid = cv::Mat(20, 30, CV_32FC1);
    for (int row = 0; row < 20; ++row) {
        for (int column = 0; column < 30; ++column) {
            const double across = column + 0.5 - x * 30;
            const double down = row + 0.5 - y * 20;
            map.grid.at<float>(row, column) =
                static_cast<float>(std::exp(-(across * across + down * down) / 6));
        }
    }
    map.nativeRect = cv::Rect2d(0, 0, 600, 400);
    return {map, hue};
}

QImage greenStage(const Projection& projection)
{
    QImage stage(projection.deviceSize(), QImage::Format_RGB32);
    stage.fill(qRgb(40, 200, 40));
    return stage;
}

} // namespace

class TestHeatOverlay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutMapsThereIsOnlyTheStage()
    {
        HeatOverlay overlay;
        const Projection projection({600, 400}, {700, 500}, 1);
        const QImage stage = greenStage(projection);
        QCOMPARE(overlay.blended(stage, 1, projection), stage);
    }

    void hotIsColouredColdIsDimmedAndGreyer()
    {
        HeatOverlay overlay;
        overlay.setOpacity(1);
        overlay.setLayers({hotAt(0.25, 0.5, 0)});
        const Projection projection({600, 400}, {707, 503}, 1); // a width that is no multiple of a vector's
        const QImage stage = greenStage(projection);
        const QImage seen = overlay.blended(stage, 1, projection);

        const QPoint hot = projection.toView(QPointF(150, 200)).toPoint();
        const Rgb top = sequentialColors()[255];
        const QColor at = seen.pixelColor(hot);
        QVERIFY(std::abs(at.red() - top.r) < 16 && std::abs(at.green() - top.g) < 16 &&
                std::abs(at.blue() - top.b) < 16);

        const QColor cold = seen.pixelColor(projection.toView(QPointF(560, 30)).toPoint());
        QVERIFY(cold.lightness() < QColor(40, 200, 40).lightness());
        QVERIFY(cold.hsvSaturation() < QColor(40, 200, 40).hsvSaturation());
        QVERIFY(cold.green() > cold.red()); // but still the picture
        // The surround stays as it is, to the last column.
        QCOMPARE(seen.pixel(0, 0), stage.pixel(0, 0));
        QCOMPARE(seen.pixel(seen.width() - 1, seen.height() - 1), stage.pixel(0, 0));
        const QRect picture = projection.pictureInDevice();
        QVERIFY(seen.pixel(picture.right(), 20 + picture.top()) != stage.pixel(0, 0));
        QCOMPARE(seen.pixel(picture.right() + 1, 20 + picture.top()), stage.pixel(0, 0));
    }

    void theHeatStaysOnItsPlaceWhenZoomed_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.3, 1.0, 2.7, 6.0})
            QTest::addRow("%g", zoom) << zoom;
    }
    void theHeatStaysOnItsPlaceWhenZoomed()
    {
        QFETCH(double, zoom);
        HeatOverlay overlay;
        overlay.setOpacity(1);
        overlay.setLayers({hotAt(0.25, 0.5, 0)});
        const double side = std::min(180.0, 290 / zoom);
        const Projection projection = Projection({600, 400}, {300, 300}, 1)
                                          .zoomed(zoom)
                                          .revealing(QRectF(150 - side / 2, 200 - side / 2, side, side));
        QImage stage(projection.deviceSize(), QImage::Format_RGB32);
        stage.fill(Qt::black);
        const QImage seen = overlay.blended(stage, 1, projection);
        QPointF sum;
        double weight = 0;
        for (int y = 0; y < seen.height(); ++y) {
            for (int x = 0; x < seen.width(); ++x) {
                const int light = qGray(seen.pixel(x, y));
                if (light > 150) {
                    sum += QPointF(x + 0.5, y + 0.5) * light;
                    weight += light;
                }
            }
        }
        QVERIFY(weight > 0);
        const QPointF centre = projection.toNative(sum / weight);
        QVERIFY2(std::abs(centre.x() - 150) < 4 && std::abs(centre.y() - 200) < 4,
                 qPrintable(QStringLiteral("%1, %2").arg(centre.x()).arg(centre.y())));
    }

    void wordsHaveColoursOfTheirOwn()
    {
        HeatOverlay overlay;
        overlay.setOpacity(1);
        overlay.setLayers({hotAt(0.25, 0.5, 1), hotAt(0.75, 0.5, 2)});
        const Projection projection({600, 400}, {700, 500}, 1);
        const QImage seen = overlay.blended(greenStage(projection), 1, projection);
        const QColor first = seen.pixelColor(projection.toView(QPointF(150, 200)).toPoint());
        const QColor second = seen.pixelColor(projection.toView(QPointF(450, 200)).toPoint());
        const int apart = std::abs(first.hue() - second.hue());
        QVERIFY2(std::min(apart, 360 - apart) > 40, qPrintable(first.name() + u' ' + second.name()));
    }

    void opacityScalesTheHeat()
    {
        HeatOverlay overlay;
        overlay.setLayers({hotAt(0.25, 0.5, 0)});
        const Projection projection({600, 400}, {700, 500}, 1);
        QImage stage(projection.deviceSize(), QImage::Format_RGB32);
        stage.fill(Qt::black);
        const QPoint hot = projection.toView(QPointF(150, 200)).toPoint();
        int last = -1;
        for (const double opacity : {0.0, 0.3, 0.6, 1.0}) {
            overlay.setOpacity(opacity);
            const int light = qGray(overlay.blended(stage, 1, projection).pixel(hot));
            QVERIFY(light > last);
            last = light;
        }
    }

    void aNewStageIsTakenOver()
    {
        HeatOverlay overlay;
        overlay.setLayers({hotAt(0.25, 0.5, 0)});
        const Projection projection({600, 400}, {700, 500}, 1);
        QImage stage = greenStage(projection);
        const QImage first = overlay.blended(stage, 1, projection).copy();
        stage.fill(qRgb(200, 40, 40));
        QVERIFY(overlay.blended(stage, 2, projection) != first);
    }

    void mapsOfReferencesAreLeftOut()
    {
        HeatOverlay overlay;
        HeatLayer layer = hotAt(0.5, 0.5, 0);
        layer.map.image = 1;
        overlay.setLayers({layer});
        QVERIFY(overlay.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestHeatOverlay)
#include "tst_heatoverlay.moc"
