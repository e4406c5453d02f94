#include "core/base/error.h"
#include "core/document/tiles.h"

#include <QTest>

#include <cstring>

using namespace focal;

namespace {

cv::Mat noise(int width, int height, int type, std::uint64_t seed)
{
    cv::Mat pixels(height, width, type);
    cv::RNG random(seed);
    random.fill(pixels, cv::RNG::UNIFORM, 0, type == CV_8UC4 ? 256 : 65536);
    return pixels;
}

bool same(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() &&
           std::memcmp(a.data, b.data, a.total() * a.elemSize()) == 0;
}

} // namespace

class TestTiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsOnlyWhatChangedAndGivesItBack_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit") << CV_8UC4;
        QTest::newRow("16 bit") << CV_16UC4;
    }
    void holdsOnlyWhatChangedAndGivesItBack()
    {
        QFETCH(int, type);
        const cv::Mat before = noise(700, 530, type, 1); // 3 x 3 tiles, the outer ones cut
        cv::Mat after = before.clone();
        after.at<std::uint8_t>(529, 699 * static_cast<int>(after.elemSize())) ^= 1; // the last tile, one bit
        noise(40, 20, type, 2).copyTo(after(cv::Rect(250, 10, 40, 20)));            // across tiles 0 and 1

        const TileSet set = changedTiles(before, after);
        QVERIFY(!set.complete);
        QCOMPARE(set.columns(), 3);
        QCOMPARE(set.rows(), 3);
        std::vector<int> indices;
        for (const auto& [index, packed] : set.tiles)
            indices.push_back(index);
        QCOMPARE(indices, (std::vector<int>{0, 1, 8}));
        QCOMPARE(set.rect(8).width, 700 - 512);
        QCOMPARE(set.rect(8).height, 530 - 512);

        cv::Mat rebuilt = before.clone();
        for (const int index : indices)
            unpackTile(set, index, rebuilt);
        QVERIFY(same(rebuilt, after));
    }

    void everyTileComesBackAlone()
    {
        for (const int type : {CV_8UC4, CV_16UC4}) {
            const cv::Mat after = noise(257, 300, type, 5);
            const TileSet set = changedTiles({}, after);
            QVERIFY(set.complete);
            QCOMPARE(set.tiles.size(), std::size_t{4});
            cv::Mat rebuilt = cv::Mat::zeros(after.size(), type);
            for (const auto& [index, packed] : set.tiles) {
                unpackTile(set, index, rebuilt);
                QVERIFY(same(rebuilt(set.rect(index)).clone(), after(set.rect(index)).clone()));
            }
            QVERIFY(same(rebuilt, after));
        }
    }

    void holdsNothingOfEqualPictures()
    {
        const cv::Mat pixels = noise(300, 300, CV_8UC4, 3);
        QVERIFY(changedTiles(pixels, pixels.clone()).tiles.empty());
    }

    void anotherSizeOrDepthIsHeldWhole()
    {
        const cv::Mat pixels = noise(300, 200, CV_8UC4, 3);
        QVERIFY(changedTiles(noise(200, 300, CV_8UC4, 3), pixels).complete);
        QVERIFY(changedTiles(noise(300, 200, CV_16UC4, 3), pixels).complete);
    }

    void aSmoothPicturePacksSmall()
    {
        cv::Mat smooth(512, 512, CV_16UC4);
        for (int y = 0; y < 512; ++y)
            for (int x = 0; x < 512; ++x)
                smooth.at<cv::Vec4w>(y, x) =
                    cv::Vec4w(static_cast<ushort>(x * 100), static_cast<ushort>(y * 90),
                              static_cast<ushort>(x * 7 + y * 5), 0xffff);
        const TileSet set = changedTiles({}, smooth);
        QVERIFY2(set.byteCount() * 50 < static_cast<qint64>(smooth.total() * smooth.elemSize()),
                 qPrintable(QString::number(set.byteCount())));
    }

    void saysWhereBytesAreDamaged()
    {
        const cv::Mat pixels = noise(64, 64, CV_8UC4, 9);
        TileSet set = changedTiles({}, pixels);
        set.tiles[0] = qCompress(QByteArray(17, 'x'));
        cv::Mat out = pixels.clone();
        QVERIFY_EXCEPTION_THROWN(unpackTile(set, 0, out), LogicError);
        cv::Mat other(64, 65, CV_8UC4);
        QVERIFY_EXCEPTION_THROWN(unpackTile(set, 0, other), LogicError);
        QVERIFY_EXCEPTION_THROWN(changedTiles({}, cv::Mat(4, 4, CV_8UC3)), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestTiles)
#include "tst_tiles.moc"
