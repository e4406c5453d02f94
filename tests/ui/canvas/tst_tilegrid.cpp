#include "tests/ui/canvas/testpictures.h"
#include "ui/canvas/tilegrid.h"

#include <QTest>

using namespace focal;

namespace {

/// The mean of the native pixels behind one pixel of a level, by definition.
cv::Vec4d meanOf(const cv::Mat& pixels, int level, int x, int y)
{
    const int side = 1 << level;
    const cv::Rect block =
        cv::Rect(x * side, y * side, side, side) & cv::Rect(0, 0, pixels.cols, pixels.rows);
    const cv::Scalar mean = cv::mean(pixels(block));
    return {mean[0], mean[1], mean[2], mean[3]};
}

bool isNear(QRgb seen, const cv::Vec4d& mean, double tolerance)
{
    return std::abs(qRed(seen) - mean[0]) <= tolerance && std::abs(qGreen(seen) - mean[1]) <= tolerance &&
           std::abs(qBlue(seen) - mean[2]) <= tolerance;
}

} // namespace

class TestTileGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levelsHalveUntilOneTile()
    {
        const TileGrid grid(QSize(8660, 5773));
        QCOMPARE(grid.levels(), 7);
        QCOMPARE(grid.levelSize(1), QSize(4330, 2887));
        QCOMPARE(grid.levelSize(6), QSize(136, 91));
        QCOMPARE(TileGrid(QSize(256, 256)).levels(), 1);
        QCOMPARE(TileGrid(QSize(257, 1)).levels(), 2);
    }

    void levelIsNeverEnlargedNorMoreThanHalved()
    {
        const TileGrid grid(QSize(8660, 5773));
        for (const double zoom : {0.02, 0.1, 0.25, 0.26, 0.49, 0.5, 0.51, 0.99, 1.0, 3.0}) {
            const int level = grid.levelFor(zoom);
            const double scale = zoom * (1 << level);
            QVERIFY2(level == 0 || scale <= 1, qPrintable(QString::number(zoom)));
            QVERIFY2(scale > 0.5 || level == grid.levels() - 1, qPrintable(QString::number(zoom)));
        }
    }

    void tilesCoverWhatIsAskedFor()
    {
        const TileGrid grid(QSize(1000, 700));
        QCOMPARE(grid.tilesIn(0, QRect(0, 0, 1000, 700)).size(), 4 * 3);
        QCOMPARE(grid.tilesIn(0, QRect(255, 255, 2, 1)), (QList<TileKey>{{0, 0, 0}, {0, 1, 0}}));
        QCOMPARE(grid.tilesIn(1, QRect(0, 0, 1000, 700)).size(), 2 * 2);
        QVERIFY(grid.tilesIn(0, QRect(1000, 0, 50, 50)).isEmpty());
    }

    void aTileHoldsTheMeansWithItsApron_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<bool>("alpha");
        for (const int level : {0, 1, 2, 3}) {
            QTest::addRow("level %d", level) << level << false;
            QTest::addRow("level %d with alpha", level) << level << true;
        }
    }
    void aTileHoldsTheMeansWithItsApron()
    {
        QFETCH(int, level);
        QFETCH(bool, alpha);
        const cv::Mat pixels = test::pixelsOf(1301, 1107);
        PictureMetadata metadata;
        metadata.hasAlpha = alpha;
        const Picture picture = Picture::fromMat(pixels.clone(), metadata);
        const TileGrid grid(QSize(1301, 1107));
        const DisplayConverter converter({});
        for (const TileKey key : grid.tilesIn(level, QRect(0, 0, 1301, 1107))) {
            const QImage image = makeTile(picture, converter, grid, key);
            const QRect rect = grid.apronRect(key);
            QCOMPARE(image.size(), rect.size());
            for (int y = rect.top(); y <= rect.bottom(); y += 5) {
                for (const int x : {rect.left(), rect.left() + 1, rect.center().x(), rect.right() - 1})
                    QVERIFY(
                        isNear(image.pixel(x - rect.x(), y - rect.y()), meanOf(pixels, level, x, y), 1.01));
            }
        }
    }

    void childrenMakeTheSameTile()
    {
        const Picture picture = test::pictureOf(1301, 1107);
        const TileGrid grid(QSize(1301, 1107));
        const DisplayConverter converter({});
        for (const TileKey key : grid.tilesIn(1, QRect(0, 0, 1301, 1107))) {
            std::array<QImage, 4> children;
            for (int i = 0; i < 4; ++i) {
                const TileKey child{0, 2 * key.column + i % 2, 2 * key.row + i / 2};
                if (!grid.levelRect(child).isEmpty())
                    children[static_cast<size_t>(i)] = makeTile(picture, converter, grid, child);
            }
            const QImage made = makeTileFromChildren(children, grid, key);
            const QImage expected = makeTile(picture, converter, grid, key);
            QCOMPARE(made.size(), expected.size());
            const QRect inside = grid.levelRect(key).translated(-grid.apronRect(key).topLeft());
            for (int y = inside.top(); y <= inside.bottom(); ++y) {
                for (int x = inside.left(); x <= inside.right(); ++x) {
                    const QRgb a = made.pixel(x, y);
                    const QRgb b = expected.pixel(x, y);
                    QVERIFY(std::abs(qRed(a) - qRed(b)) <= 1 && std::abs(qGreen(a) - qGreen(b)) <= 1 &&
                            std::abs(qBlue(a) - qBlue(b)) <= 1);
                }
            }
        }
    }

    void whatIsTransparentDoesNotBleed()
    {
        cv::Mat pixels(512, 512, CV_8UC4, cv::Scalar(255, 0, 0, 255));
        for (int x = 0; x < 512; x += 2)
            pixels.col(x).setTo(cv::Scalar(0, 255, 0, 0)); // green that nobody can see
        PictureMetadata metadata;
        metadata.hasAlpha = true;
        const TileGrid grid(QSize(512, 512));
        const QImage tile =
            makeTile(Picture::fromMat(pixels, metadata), DisplayConverter({}), grid, {1, 0, 0});
        const QColor seen = tile.pixelColor(100, 100);
        QCOMPARE(seen.green(), 0);
        QVERIFY(std::abs(seen.alpha() - 128) <= 1);
        QVERIFY(seen.red() >= 253);
    }

    void comparesOnlyThePlace()
    {
        const Picture a = test::pictureOf(300, 200);
        cv::Mat pixels = test::pixelsOf(300, 200);
        pixels.at<cv::Vec4b>(120, 250)[2] ^= 1;
        const Picture b = Picture::fromMat(pixels);
        QVERIFY(sameBytes(a, b, QRect(0, 0, 250, 200)));
        QVERIFY(sameBytes(a, b, QRect(0, 121, 300, 79)));
        QVERIFY(!sameBytes(a, b, QRect(250, 120, 1, 1)));
        QVERIFY(!sameBytes(a, b, QRect(0, 0, 300, 200)));
    }

    void overviewIsSmallAndTrue()
    {
        const Picture picture = test::pictureOf(3000, 1000);
        const QImage overview = sampledOverview(picture, DisplayConverter({}), 500);
        QVERIFY(overview.width() <= 500 && overview.width() >= 400);
        QCOMPARE(overview.pixel(10, 20), test::colorAt(10 * 6 + 3, 20 * 6 + 3));
    }
};

QTEST_GUILESS_MAIN(TestTileGrid)
#include "tst_tilegrid.moc"
