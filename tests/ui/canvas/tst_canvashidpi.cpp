#include "tests/ui/canvas/testpictures.h"
#include "ui/canvas/canvasview.h"

#include <QApplication>
#include <QTest>

#include <cmath>

using namespace focal;

/// The whole program runs at a device pixel ratio of 1.5.
class TestCanvasHiDpi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullSizeMeansPhysicalPixels_data()
    {
        QTest::addColumn<QPoint>("place");
        // At an odd place the view begins between two physical pixels.
        QTest::newRow("on a physical pixel") << QPoint(20, 10);
        QTest::newRow("between two") << QPoint(21, 13);
        QTest::newRow("between two, across only") << QPoint(7, 4);
    }
    void fullSizeMeansPhysicalPixels()
    {
        QFETCH(QPoint, place);
        QWidget window;
        window.resize(500, 400);
        CanvasView view(&window);
        view.setGeometry(QRect(place, QSize(401, 303)));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(view.devicePixelRatioF(), 1.5);
        view.setPicture(test::pictureOf(1500, 1200));
        view.actualSize();
        QCOMPARE(view.zoom(), 1.0);

        const QPoint origin(static_cast<int>(std::round(place.x() * 1.5)),
                            static_cast<int>(std::round(place.y() * 1.5)));
        // Device pixel d of the view shows native pixel d + corner.
        const QPointF corner = view.toNative({0, 0});
        QCOMPARE(corner, QPointF(corner.toPoint()));
        const auto wrongPixels = [&] {
            const QImage seen = window.grab().toImage();
            int wrong = 0;
            for (int y = 1; y < 450; ++y) {
                for (int x = 1; x < 600; ++x) {
                    const QPoint native = QPoint(x, y) + corner.toPoint();
                    wrong +=
                        seen.pixel(origin + QPoint(x, y)) != test::colorAt(native.x(), native.y()) ? 1 : 0;
                }
            }
            return wrong;
        };
        QTRY_COMPARE(wrongPixels(), 0); // on a busy machine the last tiles come a little later
        QCOMPARE(window.grab().toImage().size(), QSize(750, 600));
        // One step of the view is one and a half native pixels.
        QCOMPARE(view.toNative({10, 0}).x() - corner.x(), 15.0);
    }

    void fitFillsThePhysicalView()
    {
        CanvasView view;
        view.resize(400, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setPicture(test::filled(555, 100, qRgb(1, 2, 3))); // 370 wide in the view's own units
        QCOMPARE(view.zoom(), 1.0);
        QVERIFY(std::abs(view.toView(QPointF(0, 0)).x() - 15) < 0.5);
    }
};

int main(int argc, char** argv)
{
    qputenv("QT_SCALE_FACTOR", "1.5");
    QApplication application(argc, argv);
    TestCanvasHiDpi test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_canvashidpi.moc"
