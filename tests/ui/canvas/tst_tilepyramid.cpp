#include "tests/ui/canvas/testpictures.h"
#include "ui/canvas/tilepyramid.h"

#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace focal;

namespace {

constexpr int Long = 60'000;

QImage painted(TilePyramid& pyramid, const Projection& projection, QDeadlineTimer deadline)
{
    QImage target(projection.deviceSize(), QImage::Format_RGB32);
    target.fill(Qt::black);
    pyramid.setView(projection);
    pyramid.paint(target, projection, target.rect(), deadline);
    return target;
}

const QDeadlineTimer AtOnce(0);

} // namespace

class TestTilePyramid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullSizeIsExactInTheFirstFrame()
    {
        TilePyramid pyramid;
        pyramid.setPicture(test::pictureOf(900, 700));
        const Projection projection = Projection({900, 700}, {500, 400}, 1).zoomed(1);
        const QImage seen = painted(pyramid, projection, QDeadlineTimer(Long));
        for (int y = 0; y < 400; ++y) {
            for (int x = 0; x < 500; ++x) {
                const QPoint native = QPoint(x, y) - projection.offset();
                QCOMPARE(seen.pixel(x, y), test::colorAt(native.x(), native.y()));
            }
        }
    }

    void tilesMeetWithoutASeam_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.17, 0.37, 0.5, 0.73, 0.99, 1.3, 2.9})
            QTest::addRow("%g", zoom) << zoom;
    }
    void tilesMeetWithoutASeam()
    {
        QFETCH(double, zoom);
        // A slope has no edges: any step between neighbouring pixels beyond its own is a seam.
        cv::Mat slope(1600, 1600, CV_8UC4);
        for (int y = 0; y < slope.rows; ++y) {
            for (int x = 0; x < slope.cols; ++x)
                slope.at<cv::Vec4b>(y, x) = cv::Vec4b(static_cast<uchar>(x * 255 / 1600),
                                                      static_cast<uchar>(y * 255 / 1600), 128, 255);
        }
        TilePyramid pyramid;
        pyramid.setPicture(Picture::fromMat(slope));
        const Projection projection = Projection({1600, 1600}, {700, 700}, 1).zoomed(zoom);
        QSignalSpy ready(&pyramid, &TilePyramid::tileReady);
        QImage seen = painted(pyramid, projection, QDeadlineTimer(Long));
        QTest::qWait(50);
        seen = painted(pyramid, projection, QDeadlineTimer(Long));
        const QRect picture = projection.pictureInDevice() & seen.rect();
        const int most = static_cast<int>(std::ceil(255 / 1600.0 / zoom)) + 1;
        for (int y = picture.top(); y < picture.bottom(); ++y) {
            for (int x = picture.left(); x < picture.right(); ++x) {
                const QRgb here = seen.pixel(x, y);
                QVERIFY(std::abs(qRed(seen.pixel(x + 1, y)) - qRed(here)) <= most);
                QVERIFY(std::abs(qGreen(seen.pixel(x, y + 1)) - qGreen(here)) <= most);
                QVERIFY(std::abs(qBlue(here) - 128) <= 1);
            }
        }
    }

    void scalingIsThatOfTheWholePicture_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.51, 0.73, 0.99, 1.3, 2.9})
            QTest::addRow("%g", zoom) << zoom;
    }
    /// Also at the borders of tiles, where each has to know its neighbour's pixels.
    void scalingIsThatOfTheWholePicture()
    {
        QFETCH(double, zoom);
        cv::Mat pixels(900, 900, CV_8UC4);
        cv::randu(pixels, cv::Scalar::all(0), cv::Scalar::all(256));
        const Picture picture = Picture::fromMat(pixels);
        const Projection projection = Projection({900, 900}, {700, 700}, 1).zoomed(zoom);
        TilePyramid pyramid;
        pyramid.setPicture(picture);
        const QImage seen = painted(pyramid, projection, QDeadlineTimer(Long));

        const QImage whole = toDisplay(picture);
        QImage expected(projection.deviceSize(), QImage::Format_RGB32);
        expected.fill(Qt::black);
        QPainter painter(&expected);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setClipRect(projection.pictureInDevice());
        painter.drawImage(QRectF(projection.toDevice(QPointF(0, 0)), QSizeF(900, 900) * zoom), whole,
                          QRectF(whole.rect()));
        painter.end();
        // Qt places samples by fixed point, counted from each image's corner.
        constexpr int Tolerance = 12;
        for (int y = 0; y < 700; ++y) {
            for (int x = 0; x < 700; ++x) {
                const QRgb a = seen.pixel(x, y);
                const QRgb b = expected.pixel(x, y);
                QVERIFY2(std::abs(qRed(a) - qRed(b)) <= Tolerance &&
                             std::abs(qBlue(a) - qBlue(b)) <= Tolerance,
                         qPrintable(QStringLiteral("%1, %2: %3 %4").arg(x).arg(y).arg(qRed(a)).arg(qRed(b))));
            }
        }
    }

    void withoutTimeSomethingCrudeComesFirst()
    {
        TilePyramid pyramid;
        pyramid.setPicture(test::filled(4000, 3000, qRgb(200, 100, 50)));
        QSignalSpy ready(&pyramid, &TilePyramid::tileReady);
        const Projection projection({4000, 3000}, {800, 600}, 1);
        const QImage first = painted(pyramid, projection, AtOnce);
        QCOMPARE(first.pixel(400, 300), qRgb(200, 100, 50)); // the colour is right, never a hole
        const int tiles = 4 * 3;                             // of level 2
        QTRY_COMPARE(ready.count(), tiles);
    }

    void aTileMadeWhileAPartIsPaintedIsAnnounced()
    {
        TilePyramid pyramid;
        pyramid.setPicture(test::pictureOf(900, 700));
        const Projection projection = Projection({900, 700}, {500, 400}, 1).zoomed(1);
        QImage target = painted(pyramid, projection, AtOnce); // substitutes everywhere
        QSignalSpy ready(&pyramid, &TilePyramid::tileReady);
        // No event is processed: the workers' results cannot have come in. One corner of a tile is painted
        // well, and the rest of that tile still shows the substitute.
        pyramid.paint(target, projection, QRect(250, 200, 4, 4), QDeadlineTimer(Long));
        QCOMPARE(ready.count(), 1);
        const QPoint native = QPoint(250, 200) - projection.offset();
        QVERIFY(ready.first().first().toRect().contains(native));
        QCOMPARE(target.pixel(250, 200), test::colorAt(native.x(), native.y()));
    }

    void theGoodTilesReplaceTheCrudeOnes()
    {
        // Fine black and white lines: single samples are one or the other, means are grey.
        cv::Mat lines(3000, 4000, CV_8UC4, cv::Scalar(255, 255, 255, 255));
        for (int x = 0; x < 4000; x += 2)
            lines.col(x).setTo(cv::Scalar(0, 0, 0, 255));
        TilePyramid pyramid;
        pyramid.setPicture(Picture::fromMat(lines));
        const Projection projection({4000, 3000}, {800, 600}, 1);
        QVERIFY(std::abs(qGray(painted(pyramid, projection, AtOnce).pixel(400, 300)) - 128) > 60);
        QTRY_VERIFY(std::abs(qGray(painted(pyramid, projection, AtOnce).pixel(400, 300)) - 128) <= 2);
    }

    void aPictureOfTheSameSizeReplacesWhatDiffers_data()
    {
        QTest::addColumn<bool>("known");
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.2, 1.0}) {
            QTest::addRow("compared, %g", zoom) << false << zoom;
            QTest::addRow("place known, %g", zoom) << true << zoom;
        }
    }
    void aPictureOfTheSameSizeReplacesWhatDiffers()
    {
        QFETCH(bool, known);
        QFETCH(double, zoom);
        cv::Mat pixels(3000, 4000, CV_8UC4, cv::Scalar(10, 20, 30, 255));
        const Picture before = Picture::fromMat(pixels.clone());
        pixels(cv::Rect(1900, 1400, 200, 200)).setTo(cv::Scalar(250, 240, 230, 255));
        const Picture after = Picture::fromMat(pixels);
        const auto changed = known ? std::optional(QRect(1900, 1400, 200, 200)) : std::nullopt;

        TilePyramid pyramid;
        pyramid.setPicture(before);
        const Projection projection = Projection({4000, 3000}, {800, 600}, 1).zoomed(zoom);
        QSignalSpy ready(&pyramid, &TilePyramid::tileReady);
        painted(pyramid, projection, AtOnce);
        const TileGrid grid(QSize(4000, 3000));
        QTRY_COMPARE(ready.count(), grid.tilesIn(grid.levelFor(zoom), projection.visibleNative()).size());
        ready.clear();
        for (int i = 0; i < 3; ++i) {
            pyramid.setPicture(after, changed);
            QTRY_COMPARE(painted(pyramid, projection, AtOnce).pixel(400, 300), qRgb(250, 240, 230));
            QCOMPARE(painted(pyramid, projection, AtOnce).pixel(50, 50), qRgb(10, 20, 30));
            pyramid.setPicture(before, changed);
            QTRY_COMPARE(painted(pyramid, projection, AtOnce).pixel(400, 300), qRgb(10, 20, 30));
        }
        // Where the place is known, no tile outside of it was even looked at: at most four of them meet
        // there.
        QVERIFY2(!known || ready.count() <= 6 * 4, qPrintable(QString::number(ready.count())));
    }

    void changingBackAndForthWhileWorkersRunEndsRight()
    {
        cv::Mat pixels(3000, 4000, CV_8UC4, cv::Scalar(10, 20, 30, 255));
        const Picture a = Picture::fromMat(pixels.clone());
        pixels(cv::Rect(1000, 800, 2000, 1400)).setTo(cv::Scalar(250, 240, 230, 255));
        const Picture b = Picture::fromMat(pixels);
        TilePyramid pyramid;
        const Projection projection({4000, 3000}, {800, 600}, 1);
        // What has been announced is painted in part only, as the stage does it.
        QImage target(800, 600, QImage::Format_RGB32);
        connect(&pyramid, &TilePyramid::tileReady, this, [&](const QRect& native) {
            m_dirty += projection.toDevicePixels(QRectF(native)).adjusted(-2, -2, 2, 2);
        });
        for (int i = 0; i < 41; ++i) {
            pyramid.setPicture(i % 2 == 0 ? a : b);
            m_dirty = target.rect();
            for (int frame = 0; frame < i % 5 + 1; ++frame) {
                paintDirty(pyramid, projection, target);
                QTest::qWait(i % 3);
            }
        }
        const auto right = [&] {
            paintDirty(pyramid, projection, target);
            for (int y = 30; y < 570; y += 9) {
                for (int x = 30; x < 770; x += 9) {
                    if (target.pixel(x, y) != qRgb(10, 20, 30))
                        return false;
                }
            }
            return true;
        };
        QTRY_VERIFY(right());
    }

    void anotherKindOfPictureStartsAnew()
    {
        TilePyramid pyramid;
        pyramid.setPicture(test::filled(600, 400, qRgb(1, 2, 3)));
        const Projection projection = Projection({600, 400}, {600, 400}, 1).zoomed(1);
        painted(pyramid, projection, QDeadlineTimer(Long));
        cv::Mat deep(400, 600, CV_16UC4, cv::Scalar(0xffff, 0, 0x8080, 0xffff));
        pyramid.setPicture(Picture::fromMat(deep));
        QCOMPARE(painted(pyramid, projection, QDeadlineTimer(Long)).pixel(300, 200), qRgb(255, 0, 128));
        pyramid.setPicture({});
        QCOMPARE(painted(pyramid, projection, QDeadlineTimer(Long)).pixel(300, 200), qRgb(0, 0, 0));
    }

    void memoryStaysWithinTheBudget()
    {
        TilePyramid pyramid;
        pyramid.setPicture(test::filled(6000, 6000, qRgb(9, 9, 9)));
        constexpr qint64 Budget = 8LL << 20;
        pyramid.setByteBudget(Budget);
        Projection projection = Projection({6000, 6000}, {300, 300}, 1).zoomed(1);
        for (int i = 0; i < 200; ++i) {
            projection = projection.panned({i % 80 < 40 ? -150.0 : 150.0, -60});
            painted(pyramid, projection, QDeadlineTimer(Long));
            QVERIFY(pyramid.byteCount() <= Budget + (1 << 20));
        }
        QVERIFY(pyramid.byteCount() > Budget / 2);
    }

    void squaresAreExactFromFourTimesOn_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {4.0, 5.3, 8.0, 11.7})
            QTest::addRow("%g", zoom) << zoom;
    }
    void squaresAreExactFromFourTimesOn()
    {
        QFETCH(double, zoom);
        TilePyramid pyramid;
        pyramid.setPicture(test::pictureOf(700, 600));
        const Projection projection = Projection({700, 600}, {500, 400}, 1).zoomed(zoom).panned({13, 7});
        const QImage seen = painted(pyramid, projection, QDeadlineTimer(Long));
        for (int y = 0; y < 400; ++y) {
            for (int x = 0; x < 500; ++x) {
                const QPointF native = projection.deviceToNative(QPointF(x + 0.5, y + 0.5));
                QCOMPARE(seen.pixel(x, y),
                         test::colorAt(static_cast<int>(native.x()), static_cast<int>(native.y())));
            }
        }
    }

private:
    QRegion m_dirty;

    void paintDirty(TilePyramid& pyramid, const Projection& projection, QImage& target)
    {
        if (m_dirty.isEmpty())
            return;
        pyramid.setView(projection);
        const QRegion dirty = std::exchange(m_dirty, QRegion());
        for (const QRect& rect : dirty)
            pyramid.paint(target, projection, rect, QDeadlineTimer(1));
    }
};

QTEST_MAIN(TestTilePyramid)
#include "tst_tilepyramid.moc"
