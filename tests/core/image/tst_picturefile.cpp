#include "core/image/picturefile.h"

#include "tests/core/base/filesizelimit.h"
#include "tests/core/image/testpictures.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace focal;
using namespace focal::test;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write a test file");
}

} // namespace

class TestPictureFile : public QObject
{
    Q_OBJECT

    std::optional<QTemporaryDir> m_folder;
    QString at(const QString& name) const { return m_folder->filePath(name); }

private Q_SLOTS:
    void init() { m_folder.emplace(); }

    void roundTripsToTheByte_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("alpha");
        QTest::addColumn<bool>("grey");
        QTest::addColumn<bool>("profile");
        for (const char* name : {"a.png", "a.tif", "a.tiff", "a.webp"}) {
            for (const int bits : {8, 16}) {
                if (bits == 16 && qstrcmp(name, "a.webp") == 0)
                    continue;
                for (int flags = 0; flags < 8; ++flags)
                    QTest::addRow("%s %d%s%s%s", name, bits, (flags & 1) != 0 ? " alpha" : "",
                                  (flags & 2) != 0 ? " grey" : "", (flags & 4) != 0 ? " profile" : "")
                        << QString::fromLatin1(name) << bits << ((flags & 1) != 0) << ((flags & 2) != 0)
                        << ((flags & 4) != 0);
            }
        }
    }
    void roundTripsToTheByte()
    {
        QFETCH(QString, name);
        QFETCH(int, bits);
        QFETCH(bool, alpha);
        QFETCH(bool, grey);
        QFETCH(bool, profile);
        PictureMetadata metadata;
        metadata.hasAlpha = alpha;
        metadata.grey = grey;
        metadata.iccProfile = profile ? wideProfile() : QByteArray();
        metadata.xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>中</x:xmpmeta>";
        metadata.exif = exifForTest({103, 59});
        const Picture picture = Picture::fromMat(testPixels(103, 59, bits, alpha, grey), metadata);
        savePicture(picture, at(name));
        const Picture again = loadPicture(at(name));
        QVERIFY(samePixels(again.pixels(), picture.pixels()));
        QCOMPARE(again.metadata().iccProfile, metadata.iccProfile);
        QCOMPARE(again.metadata().hasAlpha, alpha);
        QCOMPARE(again.metadata().xmp, metadata.xmp);
        if (!name.startsWith(u"a.tif"_s))
            QCOMPARE(again.metadata().exif, metadata.exif);
        if (!name.endsWith(u"webp"_s) && !profile)
            QCOMPARE(again.metadata().grey, grey);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void keepsWhatAJpegCarries()
    {
        PictureMetadata metadata;
        metadata.iccProfile = wideProfile();
        metadata.xmp = "<x:xmpmeta/>";
        metadata.exif = exifForTest({80, 60});
        savePicture(Picture::fromMat(smoothPixels(80, 60), metadata), at(u"a.jpg"_s));
        const Picture again = loadPicture(at(u"a.jpg"_s));
        QVERIFY(cv::norm(again.pixels(), smoothPixels(80, 60), cv::NORM_INF) <= 6);
        QCOMPARE(again.metadata().iccProfile, metadata.iccProfile);
        QCOMPARE(again.metadata().xmp, metadata.xmp);
        QCOMPARE(again.metadata().exif, metadata.exif);
    }

    void appliesExifOrientationOnce_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("orientation");
        QTest::addColumn<int>("cornerX"); // where the stored first pixel is seen, 0 or 1
        QTest::addColumn<int>("cornerY");
        const int corners[8][2]{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}, {1, 0}, {1, 1}, {0, 1}};
        for (const PictureFormat format : {PictureFormat::Png, PictureFormat::Jpeg, PictureFormat::WebP}) {
            for (int i = 1; i <= 8; ++i)
                QTest::addRow("%s %d", qPrintable(formatName(format)), i)
                    << static_cast<int>(format) << i << corners[i - 1][0] << corners[i - 1][1];
        }
    }
    void appliesExifOrientationOnce()
    {
        QFETCH(int, format);
        QFETCH(int, orientation);
        QFETCH(int, cornerX);
        QFETCH(int, cornerY);
        cv::Mat stored(32, 64, CV_8UC4, cv::Scalar(20, 20, 20, 255));
        stored(cv::Rect(0, 0, 16, 16)).setTo(cv::Scalar(230, 230, 230, 255));
        PictureMetadata metadata;
        metadata.exif = exifBlock(1);
        metadata.xmp = "<x tiff:Orientation=\"1\"/>";
        QByteArray file =
            encodePicture(Picture::fromMat(stored, metadata), static_cast<PictureFormat>(format));
        // The writer writes 1; another value is put into its place, in Exif and in XMP.
        const qsizetype exif = file.indexOf(QByteArray("II*\0", 4));
        QVERIFY(exif > 0);
        file[exif + ExifLayout::orientationValue] = static_cast<char>(orientation);
        file.replace("tiff:Orientation=\"1\"", "tiff:Orientation=\"" + QByteArray::number(orientation) + '"');
        if (static_cast<PictureFormat>(format) == PictureFormat::Png)
            file = withFreshPngChecksums(file);
        const Picture picture = decodePicture(file);
        const bool turned = orientation >= 5;
        QCOMPARE(picture.width(), turned ? 32 : 64);
        QCOMPARE(picture.height(), turned ? 64 : 32);
        const int x = cornerX == 0 ? 4 : picture.width() - 5;
        const int y = cornerY == 0 ? 4 : picture.height() - 5;
        QVERIFY(picture.pixels().ptr(y)[x * 4] > 200);
        QVERIFY(picture.pixels().ptr(picture.height() - 1 - y)[(picture.width() - 1 - x) * 4] < 50);
        QCOMPARE(static_cast<int>(picture.metadata().exif[ExifLayout::orientationValue]), 1);
        QVERIFY(picture.metadata().xmp.contains("tiff:Orientation=\"1\""));
        // Once only: saved and loaded again it stays as it is.
        const Picture again = decodePicture(encodePicture(picture, PictureFormat::Png));
        QVERIFY(samePixels(again.pixels(), picture.pixels()));
    }

    void recognisesByContent()
    {
        savePicture(Picture::fromMat(smoothPixels(9, 9)), at(u"really.png"_s));
        QVERIFY(QFile::rename(at(u"really.png"_s), at(u"called.jpg"_s)));
        QVERIFY(samePixels(loadPicture(at(u"called.jpg"_s)).pixels(), smoothPixels(9, 9)));
    }

    void saysWhyItCannotLoad_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << u"is empty"_s;
        QTest::newRow("text") << QByteArray("just some text, long enough") << u"not a picture"_s;
        QTest::newRow("one byte") << QByteArray("x") << u"not a picture"_s;
        QTest::newRow("GIF") << QByteArray("GIF89a..............") << u"GIF"_s;
        QTest::newRow("HEIF") << QByteArray("\0\0\0\x18"
                                            "ftypheic........",
                                            20)
                              << u"HEIF"_s;
        QTest::newRow("start of a PNG") << QByteArray("\x89PN") << u"cut off"_s;
        QTest::newRow("start of a JPEG") << QByteArray("\xff\xd8\xff") << u"cut off"_s;
        QTest::newRow("start of a WebP") << QByteArray("RIFF\4\0\0\0", 8) << u"cut off"_s;
        QTest::newRow("damaged PNG") << QByteArray(
                                            "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0\0\0\0\0\0....", 33)
                                     << u"damaged"_s;
    }
    void saysWhyItCannotLoad()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        write(at(u"a.png"_s), content);
        try {
            loadPicture(at(u"a.png"_s));
            QFAIL("loaded");
        } catch (const UserError& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(error.message().contains(says) && error.message().contains(at(u"a.png"_s)),
                     error.what());
        }
        QVERIFY_EXCEPTION_THROWN(decodePicture(content), UserError);
    }

    void saysWhyItCannotOpen()
    {
        const auto says = [](const QString& path, const QString& text) {
            try {
                loadPicture(path);
            } catch (const UserError& error) {
                return error.kind() == ErrorKind::BadInput && error.message().contains(text) &&
                       error.message().contains(path);
            }
            return false;
        };
        QVERIFY(says(at(u"none.png"_s), u"no such file"_s));
        QVERIFY(says(m_folder->path(), u"a folder"_s));
        QCOMPARE(mkfifo(QFile::encodeName(at(u"pipe"_s)).constData(), 0600), 0);
        QVERIFY(says(at(u"pipe"_s), u"regular file"_s));
        write(at(u"secret.png"_s), "x");
        QVERIFY(QFile::setPermissions(at(u"secret.png"_s), {}));
        // Root may read everything, so the permission counts only for others.
        const uid_t user = geteuid();
        if (user == 0) {
            QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner |
                                                                QFile::ExeOwner | QFile::ExeOther |
                                                                QFile::ReadOther));
            QCOMPARE(seteuid(65534), 0);
        }
        const bool said = says(at(u"secret.png"_s), u"no permission"_s);
        if (user == 0)
            QCOMPARE(seteuid(0), 0);
        QVERIFY(said);
    }

    void statesSizeAndLimit_data()
    {
        QTest::addColumn<QByteArray>("suffix");
        for (const char* suffix : {"png", "jpg", "webp", "tif"})
            QTest::addRow("%s", suffix) << QByteArray(suffix);
    }
    void statesSizeAndLimit()
    {
        QFETCH(QByteArray, suffix);
        const QString path = at(u"a."_s + QString::fromLatin1(suffix));
        savePicture(Picture::fromMat(smoothPixels(300, 200)), path);
        LoadOptions options;
        const auto says = [&](const QString& size, const QString& limit) {
            try {
                loadPicture(path, options);
            } catch (const UserError& error) {
                return error.message().contains(size) && error.message().contains(limit);
            }
            return false;
        };
        options.limits = {59'999, 1000};
        QVERIFY(says(u"300 x 200"_s, u"0.059999 million"_s));
        options.limits = {1'000'000, 299};
        QVERIFY(says(u"300 x 200"_s, u"299 pixels a side"_s));
        options.limits = {60'000, 300};
        QCOMPARE(loadPicture(path, options).width(), 300);
    }

    void refusesHugeHeadersBeforeDecoding()
    {
        // 60000 x 60000 = 3.6 gigapixels in 33 bytes of header
        const QByteArray ihdr = QByteArray::fromHex("4948445200 00ea600000ea600806000000");
        QByteArray file =
            QByteArray("\x89PNG\r\n\x1a\n\0\0\0\r", 12) + ihdr + "0000" + QByteArray("\0\0\0\0IDAT0000", 12);
        file = withFreshPngChecksums(file);
        QElapsedTimer timer;
        timer.start();
        try {
            decodePicture(file);
            QFAIL("loaded");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(u"60000 x 60000"_s) &&
                         error.message().contains(u"300 million"_s),
                     error.what());
        }
        QVERIFY(timer.elapsed() < 1000);
    }

    void saysWhyItCannotSave()
    {
        const Picture picture = Picture::fromMat(smoothPixels(20, 20));
        const auto kindOf = [&picture](const QString& path) -> std::optional<ErrorKind> {
            try {
                savePicture(picture, path);
            } catch (const UserError& error) {
                return error.message().contains(path) ? std::optional(error.kind()) : std::nullopt;
            }
            return std::nullopt;
        };
        QCOMPARE(kindOf(at(u"a.xyz"_s)), std::optional(ErrorKind::BadUsage));
        QCOMPARE(kindOf(at(u"a"_s)), std::optional(ErrorKind::BadUsage));
        QCOMPARE(kindOf(at(u"no/such/folder.png"_s)), std::optional(ErrorKind::BadInput));
        QVERIFY(QDir().mkdir(at(u"folder.png"_s)));
        QCOMPARE(kindOf(at(u"folder.png"_s)), std::optional(ErrorKind::BadInput));
        QCOMPARE(mkfifo(QFile::encodeName(at(u"pipe.png"_s)).constData(), 0600), 0);
        QCOMPARE(kindOf(at(u"pipe.png"_s)), std::optional(ErrorKind::BadInput));
        QVERIFY_EXCEPTION_THROWN(savePicture({}, at(u"a.png"_s)), LogicError);
    }

    void keepsTheOldFileWhenTheDiskTakesNoMore()
    {
        write(at(u"a.png"_s), "old");
        const FileSizeLimit limit(50'000);
        try {
            savePicture(Picture::fromMat(testPixels(400, 400, 16)), at(u"a.png"_s));
            QFAIL("saved");
        } catch (const UserError& error) {
            QVERIFY2(error.message().contains(at(u"a.png"_s)) && !error.remedy().isEmpty(), error.what());
        }
        QCOMPARE(contentOf(at(u"a.png"_s)), QByteArray("old"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void stopsWhenCancelled_data() { statesSizeAndLimit_data(); }
    void stopsWhenCancelled()
    {
        QFETCH(QByteArray, suffix);
        const QString path = at(u"a."_s + QString::fromLatin1(suffix));
        const Picture picture = Picture::fromMat(testPixels(3000, 2000, 8, false));
        savePicture(picture, path);
        const QByteArray before = contentOf(path);
        for (const bool saving : {false, true}) {
            const auto run = [&](const CancelToken& cancel) {
                if (saving)
                    savePicture(picture, path, {}, cancel);
                else
                    loadPicture(path, {}, cancel);
            };
            QElapsedTimer clock;
            clock.start();
            run({});
            const std::chrono::nanoseconds whole(clock.nsecsElapsed());
            // Raised well inside the work. A busy machine may wake the other thread only after the work has
            // ended, so that there was nothing left to cancel: then it is tried again, each time earlier.
            bool cancelled = false;
            for (int share = 2; share <= 32 && !cancelled; share *= 2) {
                const CancelToken cancel;
                QElapsedTimer sinceCancel;
                std::thread other([&] {
                    std::this_thread::sleep_for(whole / share);
                    sinceCancel.start();
                    cancel.cancel();
                });
                try {
                    run(cancel);
                } catch (const Cancelled&) {
                    cancelled = true;
                }
                const qint64 elapsed = sinceCancel.isValid() ? sinceCancel.elapsed() : 0;
                other.join();
                if (cancelled)
                    QVERIFY2(elapsed < 200, qPrintable(QString::number(elapsed)));
            }
            QVERIFY(cancelled);
            QCOMPARE(contentOf(path), before);
        }
    }

    void knowsNames()
    {
        QCOMPARE(formatFromName(u"A.JPEG"_s), std::optional(PictureFormat::Jpeg));
        QCOMPARE(formatFromName(u"/x.y/a.tif"_s), std::optional(PictureFormat::Tiff));
        QCOMPARE(formatFromName(u"/x.png/a"_s), std::nullopt);
        QCOMPARE(formatFromName(u"a."_s), std::nullopt);
        QCOMPARE(formatSuffixes(PictureFormat::Jpeg), (QStringList{u"jpg"_s, u"jpeg"_s}));
        for (const PictureFormat format :
             {PictureFormat::Png, PictureFormat::Jpeg, PictureFormat::WebP, PictureFormat::Tiff})
            QCOMPARE(formatFromName(u"a."_s + formatSuffixes(format).constFirst()), std::optional(format));
    }

    void loadsRealPhotos()
    {
        const QDir photos(u"/usr/share/doc/opencv-doc/examples/data"_s);
        for (const QString& name : {u"chicky_512.png"_s, u"squirrel_cls.jpg"_s, u"orange.jpg"_s,
                                    u"butterfly.jpg"_s, u"messi5.jpg"_s}) {
            QVERIFY2(photos.exists(name), qPrintable(name + u" is missing: install opencv-doc"_s));
            QVERIFY(loadPicture(photos.filePath(name)).width() > 100);
        }
    }

private:
    /// As a picture of this size carries it: upright, no thumbnail, its size in it.
    static QByteArray exifForTest(cv::Size size)
    {
        QByteArray exif = exifBlock(1);
        exif.replace(ExifLayout::ifd0 + 26, 4, QByteArray(4, '\0'));
        exif.replace(ExifLayout::thumbnail, ExifLayout::thumbnailBytes,
                     QByteArray(ExifLayout::thumbnailBytes, '\0'));
        exif[ExifLayout::exifIfd + 10] = static_cast<char>(size.width & 0xff);
        exif[ExifLayout::exifIfd + 11] = static_cast<char>(size.width >> 8);
        exif[ExifLayout::exifIfd + 22] = static_cast<char>(size.height & 0xff);
        exif[ExifLayout::exifIfd + 23] = static_cast<char>(size.height >> 8);
        return exif;
    }

    static QByteArray withFreshPngChecksums(QByteArray file)
    {
        const auto number = [&file](qsizetype i) {
            quint32 value = 0;
            for (int k = 0; k < 4; ++k)
                value = value << 8 | static_cast<uchar>(file[i + k]);
            return value;
        };
        for (qsizetype i = 8; i + 12 <= file.size();) {
            const qsizetype length = number(i);
            quint32 crc = 0xffffffff;
            for (qsizetype k = i + 4; k < i + 8 + length; ++k) {
                crc ^= static_cast<uchar>(file[k]);
                for (int bit = 0; bit < 8; ++bit)
                    crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
            }
            crc ^= 0xffffffff;
            for (int k = 0; k < 4; ++k)
                file[i + 8 + length + k] = static_cast<char>(crc >> (24 - 8 * k) & 0xff);
            i += 12 + length;
        }
        return file;
    }
};

QTEST_GUILESS_MAIN(TestPictureFile)
#include "tst_picturefile.moc"
