#include "core/image/codec/exif.h"

#include "tests/core/image/testpictures.h"

#include <QTest>

using namespace focal;
using namespace focal::test;

class TestExif : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsOrientation()
    {
        for (const bool bigEndian : {false, true}) {
            for (int orientation = 1; orientation <= 8; ++orientation)
                QCOMPARE(exifOrientation(exifBlock(orientation, bigEndian)), orientation);
        }
        QCOMPARE(exifOrientation(exifBlock(0)), 1);
        QCOMPARE(exifOrientation(exifBlock(9)), 1);
        QCOMPARE(exifOrientation({}), 1);
        QCOMPARE(exifOrientation("II*"), 1);
        QCOMPARE(exifOrientation(exifBlock(6).left(15)), 1);
    }

    void setsUprightAndForgetsTheThumbnail()
    {
        for (const bool bigEndian : {false, true}) {
            const QByteArray before = exifBlock(6, bigEndian);
            const QByteArray after = uprightExif(before);
            QCOMPARE(after.size(), before.size());
            QCOMPARE(exifOrientation(after), 1);
            QCOMPARE(after.sliced(ExifLayout::thumbnail), QByteArray(ExifLayout::thumbnailBytes, '\0'));
            QCOMPARE(after.sliced(ExifLayout::exifIfd, 26), before.sliced(ExifLayout::exifIfd, 26));
            QCOMPARE(after.sliced(ExifLayout::ifd0 + 26, 4), QByteArray(4, '\0'));
            QCOMPARE(uprightExif(after), after);
        }
    }

    void setsThePixelSize()
    {
        for (const bool bigEndian : {false, true}) {
            const QByteArray after = exifForSize(exifBlock(1, bigEndian), {70'000, 258});
            const QByteArray width = after.sliced(ExifLayout::exifIfd + 10, 4);
            const QByteArray height = after.sliced(ExifLayout::exifIfd + 22, 2);
            QCOMPARE(width.toHex(), QByteArray(bigEndian ? "00011170" : "70110100"));
            QCOMPARE(height.toHex(), QByteArray(bigEndian ? "0102" : "0201"));
        }
    }

    void survivesAnyBytes()
    {
        std::srand(7);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray block = exifBlock(1 + round % 8, round % 2 != 0);
            for (int i = 0; i < 4; ++i)
                block[4 + std::rand() % (block.size() - 4)] = static_cast<char>(std::rand());
            block.truncate(std::rand() % (block.size() + 1));
            const int orientation = exifOrientation(block);
            QVERIFY(orientation >= 1 && orientation <= 8);
            QCOMPARE(exifForSize(uprightExif(block), {3, 4}).size(), block.size());
        }
    }

    void setsXmpUpright_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("attribute") << QByteArray("<a tiff:Orientation=\"6\" b=\"6\"/>")
                                   << QByteArray("<a tiff:Orientation=\"1\" b=\"6\"/>");
        QTest::newRow("apostrophes") << QByteArray("tiff:Orientation='8'")
                                     << QByteArray("tiff:Orientation='1'");
        QTest::newRow("element") << QByteArray("<tiff:Orientation>3</tiff:Orientation>")
                                 << QByteArray("<tiff:Orientation>1</tiff:Orientation>");
        QTest::newRow("none") << QByteArray("<x>6</x>") << QByteArray("<x>6</x>");
        QTest::newRow("cut off") << QByteArray("tiff:Orientation=\"") << QByteArray("tiff:Orientation=\"");
        QTest::newRow("no orientation")
            << QByteArray("tiff:Orientation=\"60\"") << QByteArray("tiff:Orientation=\"60\"");
    }
    void setsXmpUpright()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QCOMPARE(uprightXmp(before), after);
    }

    /// The picture as it is to be seen is x = 0..2 by y = 0..1; where each orientation stores its pixel (x,
    /// y) is taken from Exif 2.3, 4.6.4 ("the 0th row is at the visual ..., the 0th column is at the visual
    /// ...").
    void turns_data()
    {
        QTest::addColumn<int>("orientation");
        QTest::addColumn<QString>("stored"); // rows separated by /
        QTest::newRow("1") << 1 << "abc/def";
        QTest::newRow("2") << 2 << "cba/fed";
        QTest::newRow("3") << 3 << "fed/cba";
        QTest::newRow("4") << 4 << "def/abc";
        QTest::newRow("5") << 5 << "ad/be/cf";
        QTest::newRow("6") << 6 << "cf/be/ad";
        QTest::newRow("7") << 7 << "fc/eb/da";
        QTest::newRow("8") << 8 << "da/eb/fc";
    }
    void turns()
    {
        QFETCH(int, orientation);
        QFETCH(QString, stored);
        for (const int type : {CV_8UC4, CV_16UC4}) {
            const QStringList rows = stored.split(u'/');
            cv::Mat pixels(static_cast<int>(rows.size()), static_cast<int>(rows[0].size()), type);
            for (int y = 0; y < pixels.rows; ++y)
                for (int x = 0; x < pixels.cols; ++x)
                    pixels(cv::Rect(x, y, 1, 1)).setTo(cv::Scalar::all(rows[y][x].unicode()));
            const cv::Mat seen = oriented(pixels, orientation);
            QCOMPARE(seen.cols, 3);
            QCOMPARE(seen.rows, 2);
            QString text;
            for (int y = 0; y < 2; ++y)
                for (int x = 0; x < 3; ++x)
                    text += QChar(type == CV_8UC4 ? seen.ptr<uchar>(y)[x * 4] : seen.ptr<ushort>(y)[x * 4]);
            QCOMPARE(text, QStringLiteral("abcdef"));
        }
    }
};

QTEST_GUILESS_MAIN(TestExif)
#include "tst_exif.moc"
