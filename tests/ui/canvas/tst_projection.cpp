#include "ui/canvas/projection.h"

#include <QTest>

#include <cmath>

using namespace focal;

class TestProjection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fitShowsTheWholePictureInTheMiddle()
    {
        const Projection projection({4000, 2000}, {1000, 800}, 1);
        const QRectF seen = projection.toView(QRectF(0, 0, 4000, 2000));
        QVERIFY(QRectF(0, 0, 1000, 800).contains(seen));
        QVERIFY(seen.width() > 950);
        QVERIFY(std::abs(seen.center().x() - 500) <= 0.5);
        QVERIFY(std::abs(seen.center().y() - 400) <= 0.5);
        QCOMPARE(projection.fitMode(), Projection::Fit::Whole);
    }

    void fitNeverEnlarges()
    {
        const Projection projection({100, 50}, {1000, 800}, 1);
        QCOMPARE(projection.zoom(), 1.0);
        QCOMPARE(projection.offset(), QPoint(450, 375));
    }

    void mappingThereAndBack_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("zoom");
        for (const double ratio : {1.0, 1.25, 1.5, 2.0}) {
            for (const double zoom : {0.13, 0.5, 1.0, 2.7, 8.0, 33.3})
                QTest::addRow("ratio %g zoom %g", ratio, zoom) << ratio << zoom;
        }
    }
    void mappingThereAndBack()
    {
        QFETCH(double, ratio);
        QFETCH(double, zoom);
        const Projection projection =
            Projection({3001, 1999}, {801, 603}, ratio).zoomedAbout({333, 222}, zoom).panned({-17, 9});
        for (const QPointF native :
             {QPointF(0, 0), QPointF(1500.25, 3.5), QPointF(3001, 1999), QPointF(-40, 70)}) {
            const QPointF back = projection.toNative(projection.toView(native));
            QVERIFY(std::abs(back.x() - native.x()) < 1e-6 && std::abs(back.y() - native.y()) < 1e-6);
            QCOMPARE(projection.toView(native) * ratio, projection.toDevice(native));
        }
        const QRectF rect(100, 50, 300, 200);
        const QRectF back = projection.toNative(projection.toView(rect));
        QVERIFY(std::abs(back.width() - 300) < 1e-6 && std::abs(back.top() - 50) < 1e-6);
        // The middle of a native pixel is in that pixel.
        QCOMPARE(projection.pixelAt(projection.toView(QPointF(77.5, 1200.5))), QPoint(77, 1200));
        QVERIFY(QRectF(projection.toViewAligned({100, 50, 300, 200}))
                    .adjusted(-1e-9, -1e-9, 1e-9, 1e-9)
                    .contains(projection.toView(rect)));
    }

    void pixelAtRoundsDownAlsoOutside()
    {
        const Projection projection({10, 10}, {110, 110}, 1); // at 50, 50
        QCOMPARE(projection.pixelAt({49.5, 50.0}), QPoint(-1, 0));
        QCOMPARE(projection.pixelAt({59.9, 60.0}), QPoint(9, 10));
    }

    void zoomKeepsThePointUnderThePointer_data() { mappingThereAndBack_data(); }
    void zoomKeepsThePointUnderThePointer()
    {
        QFETCH(double, ratio);
        QFETCH(double, zoom);
        const Projection start = Projection({80000, 60000}, {800, 600}, ratio).zoomedAbout({400, 300}, 3);
        const QPointF anchor(523.3, 218.9);
        const Projection end = start.zoomedAbout(anchor, zoom);
        QCOMPARE(end.zoom(), zoom);
        const QPointF before = start.toNative(anchor);
        const QPointF now = end.toNative(anchor);
        // Each offset is rounded by up to half a device pixel.
        const double most = 0.5 / start.zoom() + 0.5 / end.zoom() + 1e-9;
        QVERIFY2(std::abs(before.x() - now.x()) <= most && std::abs(before.y() - now.y()) <= most,
                 qPrintable(QStringLiteral("%1 %2").arg(before.x() - now.x()).arg(before.y() - now.y())));
    }

    void zoomingInAndOutEndsWhereItBegan()
    {
        const Projection start = Projection({8000, 6000}, {800, 600}, 1.5).zoomedAbout({400, 300}, 1.37);
        Projection projection = start;
        for (int i = 0; i < 40; ++i)
            projection = projection.zoomedAbout({212, 345}, projection.zoom() * 1.07);
        for (int i = 0; i < 40; ++i)
            projection = projection.zoomedAbout({212, 345}, projection.zoom() / 1.07);
        QCOMPARE(projection.offset(), start.offset());
    }

    void zoomIsLimited()
    {
        const Projection projection({4000, 4000}, {1000, 1000}, 1);
        QCOMPARE(projection.zoomed(1e9).zoom(), Projection::MostZoom);
        QCOMPARE(projection.zoomed(1e-9).zoom(), projection.leastZoom());
        QVERIFY(projection.leastZoom() < projection.fitZoom());
    }

    void atFullSizeEdgesLieOnDevicePixels_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<QSizeF>("view");
        for (const double ratio : {1.0, 1.25, 1.5, 1.75, 2.0}) {
            for (const QSizeF view : {QSizeF(800, 600), QSizeF(801, 603), QSizeF(333, 777)})
                QTest::addRow("ratio %g, %g", ratio, view.width()) << ratio << view;
        }
    }
    void atFullSizeEdgesLieOnDevicePixels()
    {
        QFETCH(double, ratio);
        QFETCH(QSizeF, view);
        Projection projection = Projection({4001, 3003}, view, ratio).zoomedAbout({100.3, 59.7}, 1);
        for (int i = 0; i < 20; ++i) {
            const QPointF edge = projection.toDevice(QPointF(1234, 567));
            QCOMPARE(edge.x(), std::round(edge.x()));
            QCOMPARE(edge.y(), std::round(edge.y()));
            QCOMPARE(projection.toDevicePixels(QRectF(1234, 567, 1, 1)).size(), QSize(1, 1));
            projection = projection.panned({3.3, -1.7});
        }
    }

    void neighboursShareNoDevicePixelAndLeaveNoneOut()
    {
        const Projection projection = Projection({1000, 1000}, {640, 480}, 1).zoomedAbout({7, 11}, 2.37);
        int next = projection.toDevicePixels(QRectF(300, 0, 7, 1)).left();
        for (int x = 300; x < 400; x += 7) {
            const QRect pixels = projection.toDevicePixels(QRectF(x, 0, 7, 1));
            QCOMPARE(pixels.left(), next);
            next = pixels.right() + 1;
        }
    }

    void panStopsAtTheEdges()
    {
        const Projection large = Projection({4000, 4000}, {400, 400}, 1).zoomed(1);
        for (const QPointF far : {QPointF(1e6, 1e6), QPointF(-1e6, -1e6)}) {
            const QRectF seen = large.panned(far).toView(QRectF(0, 0, 4000, 4000));
            // No more than a small margin is left uncovered.
            QVERIFY(seen.left() <= 20 && seen.top() <= 20 && seen.right() >= 380 && seen.bottom() >= 380);
        }
        const Projection small({100, 100}, {400, 400}, 1);
        QCOMPARE(small.panned({50, 50}).offset(), small.offset());
    }

    void panMovesByWholeDevicePixels()
    {
        const Projection start = Projection({4000, 4000}, {400, 400}, 2).zoomed(1);
        QCOMPARE(start.panned({10, -7}).offset() - start.offset(), QPoint(20, -14));
        QCOMPARE(start.panned({10, -7}).fitMode(), Projection::Fit::Free);
    }

    void resizingKeepsTheMiddleOrFitsAgain()
    {
        const Projection fitted({4000, 2000}, {1000, 800}, 1);
        QCOMPARE(fitted.resized({500, 400}, 1), Projection({4000, 2000}, {500, 400}, 1));

        const Projection free = fitted.zoomedAbout({300, 300}, 2);
        const Projection resized = free.resized({600, 500}, 1);
        const QPointF before = free.toNative(QPointF(500, 400));
        const QPointF now = resized.toNative(QPointF(300, 250));
        QVERIFY(std::abs(before.x() - now.x()) <= 0.5 && std::abs(before.y() - now.y()) <= 0.5);
        QCOMPARE(resized.zoom(), 2.0);
    }

    void revealingMovesNoMoreThanNeeded()
    {
        const Projection start = Projection({4000, 4000}, {400, 400}, 1).zoomed(1);
        const QRect seen = start.visibleNative();
        QCOMPARE(start.revealing(QRectF(seen.center(), QSizeF(10, 10))).offset(), start.offset());
        const Projection moved = start.revealing(QRectF(seen.right() + 50, seen.top() + 10, 20, 20));
        QCOMPARE(moved.offset() - start.offset(), QPoint(-69, 0));
    }

    void ladderGoesUpAndDownThroughFullSize()
    {
        Projection projection({6000, 4000}, {800, 600}, 1);
        bool met = false;
        for (int i = 0; i < 30; ++i) {
            const double next = projection.stepUp();
            QVERIFY(next >= projection.zoom());
            projection = projection.zoomed(next);
            met = met || projection.zoom() == 1;
        }
        QVERIFY(met);
        QCOMPARE(projection.zoom(), Projection::MostZoom);
        QCOMPARE(projection.zoomed(1).stepDown(), 2.0 / 3);
        QCOMPARE(projection.zoomed(1).stepUp(), 1.5);
    }

    void visibleNativeIsCutToThePicture()
    {
        const Projection projection = Projection({1000, 1000}, {100, 100}, 1).zoomed(2);
        QVERIFY(QRect(0, 0, 1000, 1000).contains(projection.visibleNative()));
        QCOMPARE(projection.visibleNative().width(), 50);
        QVERIFY(Projection().visibleNative().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestProjection)
#include "tst_projection.moc"
