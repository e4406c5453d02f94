#include "core/image/picturefile.h"
#include "tests/core/image/testpictures.h"

#include <QRandomGenerator>
#include <QTest>

using namespace focal;
using namespace focal::test;

/// Damaged files of every format: whatever the bytes, a picture comes out or a UserError, and memory stays in
/// bounds.
class TestPictureMutations : public QObject
{
    Q_OBJECT

    static QByteArray original(PictureFormat format, int bits, bool lossy)
    {
        PictureMetadata metadata;
        metadata.hasAlpha = bits == 16;
        metadata.exif = exifBlock(1);
        metadata.xmp = "<x:xmpmeta/>";
        metadata.iccProfile = bits == 16 ? wideProfile() : QByteArray();
        SaveOptions options;
        if (lossy)
            options.webpQuality = 80;
        return encodePicture(Picture::fromMat(testPixels(24, 17, bits, bits == 16), metadata), format,
                             options);
    }

    static void mutate(QByteArray& bytes, QRandomGenerator& random)
    {
        const int edits = 1 + random.bounded(4);
        for (int i = 0; i < edits && !bytes.isEmpty(); ++i) {
            // The structure stands at the beginning, so half of the damage goes there.
            const int size = static_cast<int>(bytes.size());
            const int position =
                random.bounded(2) == 0 ? random.bounded(std::min(size, 80)) : random.bounded(size);
            switch (random.bounded(6)) {
            case 0:
                bytes[position] = static_cast<char>(random.bounded(256));
                break;
            case 1:
                bytes[position] = static_cast<char>(bytes[position] ^ (1 << random.bounded(8)));
                break;
            case 2:
                bytes[position] = static_cast<char>(random.bounded(2) == 0 ? 0xff : 0x00);
                break;
            case 3:
                bytes.remove(position, 1 + random.bounded(16));
                break;
            case 4:
                bytes.insert(position, bytes.mid(random.bounded(size), 1 + random.bounded(64)));
                break;
            default:
                bytes.truncate(position);
                break;
            }
        }
    }

private Q_SLOTS:
    void survives_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("lossy");
        QTest::newRow("PNG 8") << static_cast<int>(PictureFormat::Png) << 8 << false;
        QTest::newRow("PNG 16") << static_cast<int>(PictureFormat::Png) << 16 << false;
        QTest::newRow("JPEG") << static_cast<int>(PictureFormat::Jpeg) << 8 << false;
        QTest::newRow("WebP lossless") << static_cast<int>(PictureFormat::WebP) << 8 << false;
        QTest::newRow("WebP lossy with alpha") << static_cast<int>(PictureFormat::WebP) << 16 << true;
        QTest::newRow("TIFF 8") << static_cast<int>(PictureFormat::Tiff) << 8 << false;
        QTest::newRow("TIFF 16") << static_cast<int>(PictureFormat::Tiff) << 16 << false;
    }
    void survives()
    {
        QFETCH(int, format);
        QFETCH(int, bits);
        QFETCH(bool, lossy);
        const QByteArray whole = original(static_cast<PictureFormat>(format), bits, lossy);
        decodePicture(whole);
        LoadOptions options;
        options.limits.pixels = 1'000'000; // many mutations change the size; no test needs gigabytes
        QRandomGenerator random(97);
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < 2000; ++round) {
            QByteArray bytes = whole;
            mutate(bytes, random);
            try {
                const Picture picture = decodePicture(bytes, options);
                QVERIFY(picture.width() >= 1 && picture.byteCount() <= 8'000'000);
                ++accepted;
            } catch (const UserError& error) {
                QVERIFY(!error.summary().isEmpty());
                ++refused;
            }
        }
        QVERIFY2(refused > 500, qPrintable(QString::number(accepted)));
    }

    void survivesGarbage()
    {
        QRandomGenerator random(11);
        const QByteArrayList starts{{},
                                    QByteArray("\x89PNG\r\n\x1a\n", 8),
                                    QByteArray("\xff\xd8\xff\xe0", 4),
                                    QByteArray("RIFF\x40\0\0\0WEBPVP8L", 16),
                                    QByteArray("II*\0\x8\0\0\0", 8),
                                    QByteArray("MM\0*\0\0\0\x8", 8),
                                    QByteArray("II+\0\x8\0\0\0\x10\0\0\0", 12)};
        for (int round = 0; round < 3000; ++round) {
            QByteArray bytes = starts[round % starts.size()];
            const int count = random.bounded(400);
            for (int i = 0; i < count; ++i)
                bytes += static_cast<char>(random.bounded(3) == 0 ? random.bounded(256) : random.bounded(4));
            LoadOptions options;
            options.limits.pixels = 1'000'000;
            QVERIFY_EXCEPTION_THROWN(decodePicture(bytes, options), UserError);
        }
    }

    /// A picture that ends early must never pass for a whole one.
    void seesEveryTruncation_data() { survives_data(); }
    void seesEveryTruncation()
    {
        QFETCH(int, format);
        QFETCH(int, bits);
        QFETCH(bool, lossy);
        const QByteArray whole = original(static_cast<PictureFormat>(format), bits, lossy);
        int cutOff = 0;
        for (qsizetype size = 0; size < whole.size(); ++size) {
            try {
                decodePicture(whole.first(size));
                QFAIL(qPrintable(QStringLiteral("%1 of %2 bytes accepted").arg(size).arg(whole.size())));
            } catch (const UserError& error) {
                QCOMPARE(error.kind(), ErrorKind::BadInput);
                cutOff += error.message().contains(QStringLiteral("is cut off")) ? 1 : 0;
            }
        }
        // The first bytes may be too few to know the kind.
        QVERIFY2(cutOff >= whole.size() * 9 / 10,
                 qPrintable(QStringLiteral("%1 of %2").arg(cutOff).arg(whole.size())));
    }
};

QTEST_GUILESS_MAIN(TestPictureMutations)
#include "tst_picturemutations.moc"
