#include "tests/ui/canvas/testpictures.h"
#include "ui/canvas/canvasview.h"
#include "ui/theme/theme.h"

#include <QAbstractSlider>
#include <QApplication>
#include <QColorSpace>
#include <QTest>

#include <cmath>

using namespace focal;

namespace {

HeatLayer hotAt(cv::Size native, double x, double y)
{
    AttentionMap map;
    map.grid = cv::Mat(20, 20, CV_32FC1);
    for (int row = 0; row < 20; ++row) {
        for (int column = 0; column < 20; ++column)
            map.grid.at<float>(row, column) = static_cast<float>(
                std::exp(-(std::pow(column + 0.5 - x * 20, 2) + std::pow(row + 0.5 - y * 20, 2)) / 6));
    }
    map.nativeRect = cv::Rect2d(0, 0, native.width, native.height);
    return {map, 0};
}

int distance(QRgb a, QRgb b)
{
    return std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b)) + std::abs(qBlue(a) - qBlue(b));
}

} // namespace

/// What is seen, by device pixel.
class TestCanvasPaint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Dark, qApp->palette()); }

    void init()
    {
        m_view = std::make_unique<CanvasView>();
        m_view->resize(400, 300);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void withoutAPictureThereIsTheSurround()
    {
        QCOMPARE(seen(200, 150), currentTheme().surround.rgb());
        const QColor surround = currentTheme().surround;
        QVERIFY(surround.red() == surround.green() && surround.green() == surround.blue());
    }

    void atFullSizeEveryPixelIsANativeOne()
    {
        m_view->setPicture(test::pictureOf(1000, 800));
        m_view->actualSize();
        const QPointF corner = m_view->toNative({0, 0});
        QCOMPARE(corner, QPointF(corner.toPoint()));
        QTRY_COMPARE(wrongPixels(), 0);
    }

    void afterPanningEveryPixelIsStillANativeOne()
    {
        m_view->setPicture(test::pictureOf(1000, 800));
        m_view->actualSize();
        const QPoint steps[] = {{37, -11}, {-53, 29}, {5, 90}, {-200, -150}, {31, 1}};
        for (const QPoint step : steps) {
            drag({200, 150}, QPoint(200, 150) + step);
            QTRY_COMPARE(wrongPixels(), 0);
        }
    }

    void farInPixelsAreSquaresPartedByLines()
    {
        m_view->setPicture(test::pictureOf(300, 300));
        m_view->setZoom(8);
        QTRY_COMPARE(seen(m_view->toView(QPointF(150, 150)).toPoint() + QPoint(4, 4)),
                     test::colorAt(150, 150));
        const QImage image = grab();
        int lines = 0;
        for (int y = 4; y < 290; y += 8) {
            for (int x = 4; x < 390; x += 8) {
                const QPointF native = m_view->toNative(QPointF(x + 0.5, y + 0.5));
                const QPoint pixel(int(native.x()), int(native.y()));
                const QRectF square(m_view->toView(QPointF(pixel)),
                                    m_view->toView(QPointF(pixel + QPoint(1, 1))));
                QCOMPARE(square.width(), 8.0);
                const QPoint first = square.topLeft().toPoint();
                if (!image.rect().contains(QRect(first, QSize(8, 8))))
                    continue;
                // Everywhere but on the lines the one colour.
                for (int i = 1; i < 8; ++i)
                    QCOMPARE(image.pixel(first + QPoint(i, 8 - i)), test::colorAt(pixel.x(), pixel.y()));
                lines += distance(image.pixel(first + QPoint(0, 3)), test::colorAt(pixel.x(), pixel.y())) > 10
                             ? 1
                             : 0;
            }
        }
        QVERIFY(lines > 1000);
        m_view->setZoom(6); // squares without lines
        const QImage plain = grab();
        const QPoint pixel(150, 150);
        const QPoint at = m_view->toView(QPointF(pixel)).toPoint();
        QCOMPARE(plain.pixel(at), test::colorAt(150, 150));
    }

    void behindAlphaThereAreSquares()
    {
        m_view->setPicture(test::withAlpha(200, 200, cv::Scalar(255, 0, 0, 0)));
        const QImage image = grab();
        const QPoint corner = m_view->toView(QPointF(0, 0)).toPoint();
        const QRgb first = image.pixel(corner + QPoint(2, 2));
        const QRgb second = image.pixel(corner + QPoint(10, 2));
        QVERIFY(first != second);
        QCOMPARE(image.pixel(corner + QPoint(10, 10)), first);
        QCOMPARE(image.pixel(corner + QPoint(18, 2)), first);
        QVERIFY(qRed(first) == qGreen(first) && qGreen(first) == qBlue(first)); // nothing of the hidden red

        m_view->setPicture({});
        m_view->setPicture(test::withAlpha(200, 200, cv::Scalar(255, 0, 0, 128)));
        const QRgb mixed = grab().pixel(corner + QPoint(2, 2));
        QVERIFY(std::abs(qRed(mixed) - (255 + qRed(first)) / 2) <= 2);
        QVERIFY(std::abs(qGreen(mixed) - qGreen(first) / 2) <= 2);
    }

    void smallerIsSmooth()
    {
        cv::Mat lines(600, 800, CV_8UC4, cv::Scalar(255, 255, 255, 255));
        for (int x = 0; x < 800; x += 2)
            lines.col(x).setTo(cv::Scalar(0, 0, 0, 255));
        m_view->setPicture(Picture::fromMat(lines));
        m_view->setZoom(0.5);
        QTRY_VERIFY(std::abs(qGray(seen(200, 150)) - 128) <= 2);
    }

    void undoAndRedoShowWhatDiffers()
    {
        cv::Mat pixels = test::pixelsOf(1000, 800);
        const Picture before = Picture::fromMat(pixels.clone());
        pixels(cv::Rect(480, 380, 40, 40)).setTo(cv::Scalar(1, 2, 3, 255));
        const Picture after = Picture::fromMat(pixels);
        m_view->setPicture(before);
        m_view->actualSize();
        const QPoint at = m_view->toView(QPointF(500, 400)).toPoint();
        const double zoom = m_view->zoom();
        const QPointF place = m_view->toNative({0, 0});
        for (int i = 0; i < 3; ++i) {
            m_view->setPicture(after);
            QTRY_COMPARE(seen(at.x(), at.y()), qRgb(1, 2, 3));
            m_view->setPicture(before, QRect(480, 380, 40, 40));
            QTRY_COMPARE(seen(at.x(), at.y()), test::colorAt(500, 400));
        }
        QCOMPARE(m_view->zoom(), zoom);
        QCOMPARE(m_view->toNative({0, 0}), place);
    }

    void theHeatIsWhereTheMapIsHot()
    {
        m_view->setPicture(test::filled(360, 260, qRgb(60, 120, 60)));
        QCOMPARE(seen(200, 150), qRgb(60, 120, 60));
        m_view->setHeatmaps({hotAt({360, 260}, 0.25, 0.5)});
        const QPoint hot = m_view->toView(QPointF(90, 130)).toPoint();
        const QPoint cold = m_view->toView(QPointF(330, 30)).toPoint();
        QVERIFY(distance(seen(hot.x(), hot.y()), qRgb(60, 120, 60)) > 150);
        QVERIFY(distance(seen(cold.x(), cold.y()), qRgb(60, 120, 60)) < 100);
        QVERIFY(qGray(seen(cold.x(), cold.y())) < qGray(qRgb(60, 120, 60)));
        const QRgb strong = seen(hot.x(), hot.y());
        m_view->setHeatOpacity(0.2);
        QVERIFY(seen(hot.x(), hot.y()) != strong);
        m_view->setHeatmaps({});
        QCOMPARE(seen(hot.x(), hot.y()), qRgb(60, 120, 60));
    }

    void beforeAndAfter()
    {
        m_view->setPicture(test::filled(360, 260, qRgb(200, 0, 0)));
        m_view->setBefore(test::filled(360, 260, qRgb(0, 0, 200)));
        QCOMPARE(seen(60, 150), qRgb(200, 0, 0));
        m_view->setShowBefore(true);
        QCOMPARE(seen(60, 150), qRgb(0, 0, 200));
        QCOMPARE(seen(350, 150), qRgb(0, 0, 200));
        m_view->setShowBefore(false);
        m_view->setDividerVisible(true);
        QCOMPARE(seen(60, 150), qRgb(0, 0, 200));
        QCOMPARE(seen(190, 150) == qRgb(0, 0, 200), false); // the handle
        QCOMPARE(seen(185, 200), qRgb(0, 0, 200));
        QCOMPARE(seen(215, 200), qRgb(200, 0, 0));

        auto* divider = m_view->findChild<QAbstractSlider*>();
        QVERIFY(divider && divider->isVisible());
        QVERIFY(!divider->accessibleName().isEmpty());
        drag({200, 150}, {300, 150}, divider);
        QVERIFY(std::abs(divider->value() - 750) <= 3);
        QCOMPARE(seen(280, 200), qRgb(0, 0, 200));
        QCOMPARE(seen(320, 200), qRgb(200, 0, 0));
        QTest::keyClick(divider, Qt::Key_Home);
        QCOMPARE(seen(60, 200), qRgb(200, 0, 0));

        m_view->setBefore({});
        QVERIFY(!divider->isVisible());
    }

    void theChangedRegionIsOutlined()
    {
        m_view->setPicture(test::filled(360, 260, qRgb(128, 128, 128)));
        cv::Mat mask = cv::Mat::zeros(260, 360, CV_8UC1);
        mask(cv::Rect(100, 80, 60, 50)) = 1; // however faint
        m_view->setChangedRegion(mask);
        const QImage image = grab();
        const QPoint corner = m_view->toView(QPointF(100, 80)).toPoint();
        QCOMPARE(image.pixel(corner + QPoint(30, 0)), qRgb(255, 255, 255));
        QVERIFY(qGray(image.pixel(corner + QPoint(30, -1))) < 60);
        QCOMPARE(image.pixel(corner + QPoint(30, 20)), qRgb(128, 128, 128));
        QCOMPARE(image.pixel(corner + QPoint(30, -9)), qRgb(128, 128, 128));
        m_view->setChangedRegion({});
        QCOMPARE(seen(corner.x() + 30, corner.y()), qRgb(128, 128, 128));
    }

    void progressIsSeenWhereTheChangeWillBe()
    {
        m_view->setPicture(test::filled(360, 260, qRgb(128, 128, 128)));
        m_view->setProgress(CanvasProgress{{100, 80, 120, 100}, 0.4, QStringLiteral("Searching")});
        const QImage image = grab();
        const QPoint corner = m_view->toView(QPointF(100, 80)).toPoint();
        int outline = 0;
        int far = 0;
        for (int y = 0; y < 300; ++y) {
            for (int x = 0; x < 400; ++x) {
                const QRect where(corner, QSize(120, 100));
                const bool picture =
                    QRect(m_view->toView(QPointF(0, 0)).toPoint(), QSize(360, 260)).contains(x, y);
                if (!picture || image.pixel(x, y) == qRgb(128, 128, 128))
                    continue;
                if (where.adjusted(-4, -4, 4, 4).contains(x, y))
                    ++outline;
                else
                    ++far;
            }
        }
        QVERIFY(outline > 400);
        QCOMPARE(far, 0);
        // The light moves.
        QTRY_VERIFY(grab() != image);
        m_view->setProgress(std::nullopt);
        QCOMPARE(seen(corner.x() + 60, corner.y() - 1), qRgb(128, 128, 128));
    }

    void aPreviewIsSeenInItsPlace()
    {
        m_view->setPicture(test::filled(360, 260, qRgb(128, 128, 128)));
        Preview preview;
        preview.pixels = cv::Mat(10, 10, CV_8UC4, cv::Scalar(250, 10, 10, 255));
        preview.where = cv::Rect(100, 80, 50, 50);
        m_view->setPreview(preview);
        const QPoint inside = m_view->toView(QPointF(125, 105)).toPoint();
        const QPoint outside = m_view->toView(QPointF(160, 105)).toPoint();
        QCOMPARE(seen(inside.x(), inside.y()), qRgb(250, 10, 10));
        QCOMPARE(seen(outside.x(), outside.y()), qRgb(128, 128, 128));

        Preview mask;
        mask.mask = cv::Mat::zeros(26, 36, CV_8UC1);
        mask.mask(cv::Rect(20, 10, 5, 5)) = 255;
        m_view->setPreview(mask);
        QCOMPARE(seen(inside.x(), inside.y()), qRgb(128, 128, 128));
        const QPoint tinted = m_view->toView(QPointF(225, 125)).toPoint();
        QVERIFY(distance(seen(tinted.x(), tinted.y()), qRgb(128, 128, 128)) > 30);
        m_view->setProgress(std::nullopt); // the end of the edit
        QCOMPARE(seen(tinted.x(), tinted.y()), qRgb(128, 128, 128));
    }

    void aPaintedMaskIsTinted()
    {
        m_view->setPicture(test::filled(360, 260, qRgb(128, 128, 128)));
        m_view->setTool(CanvasView::Tool::Brush);
        m_view->setBrushRadius(20);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {150, 150});
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {250, 150}); // grows what is already drawn
        m_view->setTool(CanvasView::Tool::Move);                         // no circle at the pointer
        for (const int x : {150, 250})
            QVERIFY(distance(seen(x, 150), qRgb(128, 128, 128)) > 30);
        QCOMPARE(seen(200, 150), qRgb(128, 128, 128));
        m_view->clearRegion();
        QCOMPARE(seen(150, 150), qRgb(128, 128, 128));
    }

    void aWideProfileIsConverted()
    {
        // The same numbers in another space are another colour on the screen.
        PictureMetadata metadata;
        metadata.iccProfile = QColorSpace(QColorSpace::AdobeRgb).iccProfile();
        const cv::Mat pixels(100, 100, CV_8UC4, cv::Scalar(60, 200, 60, 255));
        m_view->setPicture(Picture::fromMat(pixels.clone()));
        QCOMPARE(seen(200, 150), qRgb(60, 200, 60));
        m_view->setPicture({});
        m_view->setPicture(Picture::fromMat(pixels.clone(), metadata));
        QVERIFY(distance(seen(200, 150), qRgb(60, 200, 60)) > 20);
    }

private:
    std::unique_ptr<CanvasView> m_view;

    QImage grab() { return m_view->grab().toImage().convertToFormat(QImage::Format_RGB32); }
    QRgb seen(int x, int y) { return grab().pixel(x, y); }
    QRgb seen(QPoint at) { return grab().pixel(at); }

    /// At 100 %: pixels of the view that are not the native pixel there. On a busy machine the last tiles
    /// come a little later than the first frame.
    int wrongPixels()
    {
        const QImage image = grab();
        const QPoint corner = m_view->toNative({0, 0}).toPoint();
        int wrong = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                wrong += image.pixel(x, y) != test::colorAt(x + corner.x(), y + corner.y()) ? 1 : 0;
        }
        return wrong;
    }

    /// From and to in the view's coordinates, also where a child takes the events.
    void drag(QPoint from, QPoint to, QWidget* child = nullptr)
    {
        QWidget* widget = child ? child : m_view.get();
        const auto map = [&](QPoint at) { return child ? child->mapFrom(m_view.get(), at) : at; };
        QTest::mousePress(widget, Qt::LeftButton, {}, map(from));
        QTest::mouseMove(widget, map((from + to) / 2));
        QTest::mouseMove(widget, map(to));
        QTest::mouseRelease(widget, Qt::LeftButton, {}, map(to));
    }
};

QTEST_MAIN(TestCanvasPaint)
#include "tst_canvaspaint.moc"
