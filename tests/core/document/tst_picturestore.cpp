#include "core/document/picturestore.h"

#include <QTest>

#include <chrono>

using namespace focal;

namespace {

Picture noise(int side, std::uint64_t seed, int type = CV_8UC4)
{
    cv::Mat pixels(side, side, type);
    cv::RNG(seed).fill(pixels, cv::RNG::UNIFORM, 0, type == CV_8UC4 ? 256 : 65536);
    return Picture::fromMat(pixels);
}

/// @p picture with a square of noise in it.
Picture edited(const Picture& picture, cv::Rect where, std::uint64_t seed)
{
    cv::Mat pixels = picture.pixels().clone();
    cv::Mat part = pixels(where);
    cv::RNG(seed).fill(part, cv::RNG::UNIFORM, 0, picture.bitDepth() == 8 ? 256 : 65536);
    return picture.withPixels(pixels);
}

} // namespace

class TestPictureStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsRootAndCurrentWhateverTheBudget()
    {
        const Picture root = noise(300, 1);
        const Picture first = edited(root, {10, 10, 50, 50}, 2);
        const Picture second = edited(first, {200, 200, 50, 50}, 3);
        PictureStore store(0);
        store.insertRoot(TurnId{1}, root);
        store.insert(TurnId{2}, TurnId{1}, first);
        store.insert(TurnId{3}, TurnId{2}, second);
        store.setCurrent(TurnId{3});
        QVERIFY(store.isHeld(TurnId{1}));
        QVERIFY(!store.isHeld(TurnId{2}));
        QVERIFY(store.isHeld(TurnId{3}));
        QCOMPARE(store.pictureBytes(), 2 * root.byteCount());
        QVERIFY(store.picture(TurnId{2}) == first); // though it cannot be kept
        QVERIFY(!store.isHeld(TurnId{2}));
        QVERIFY(store.picture(TurnId{3}) == second);
    }

    void keepsWhatWasUsedLast()
    {
        const Picture root = noise(256, 1);
        PictureStore store(4 * root.byteCount()); // root and three more
        store.insertRoot(TurnId{1}, root);
        Picture last = root;
        for (quint32 id = 2; id <= 6; ++id) {
            last = edited(last, {static_cast<int>(id) * 20, 5, 30, 30}, id);
            store.insert(TurnId{id}, TurnId{id - 1}, last);
            store.setCurrent(TurnId{id});
        }
        QVERIFY(!store.isHeld(TurnId{2}));
        QVERIFY(!store.isHeld(TurnId{3}));
        QVERIFY(store.isHeld(TurnId{4}));
        store.picture(TurnId{2});
        QVERIFY(store.isHeld(TurnId{2}));
        QVERIFY(!store.isHeld(TurnId{4})); // used longest ago
        QVERIFY(store.pictureBytes() <= store.budget());
    }

    void pictureOfAnotherSizeAndMetadata()
    {
        const Picture root = noise(300, 1);
        PictureMetadata metadata;
        metadata.iccProfile = QByteArray("profile");
        metadata.hasAlpha = true;
        const Picture wide =
            Picture::fromMat(cv::Mat(100, 700, CV_16UC4, cv::Scalar(1, 20, 300, 65535)), metadata);
        const Picture after = edited(wide, {0, 0, 10, 10}, 4);
        PictureStore store(0);
        store.insertRoot(TurnId{1}, root);
        store.insert(TurnId{2}, TurnId{1}, wide);
        store.insert(TurnId{3}, TurnId{2}, after);
        store.setCurrent(TurnId{1});
        QVERIFY(!store.isHeld(TurnId{3}));
        QVERIFY(store.picture(TurnId{3}) == after);
        QVERIFY(store.picture(TurnId{2}) == wide);
        QCOMPARE(store.picture(TurnId{3}).metadata().iccProfile, metadata.iccProfile);
        QVERIFY(store.picture(TurnId{3}).metadata().hasAlpha);
    }

    /// A 12-megapixel picture, changed everywhere: the worst that undo has to unpack.
    void unpacksALargePictureInTime()
    {
        cv::Mat pixels(3000, 4000, CV_8UC4);
        for (int y = 0; y < pixels.rows; ++y)
            for (int x = 0; x < pixels.cols; ++x)
                pixels.at<cv::Vec4b>(y, x) = cv::Vec4b(static_cast<uchar>(x / 16 + (x * 7 + y * 3) % 5),
                                                       static_cast<uchar>(y / 12 + (x * 5 + y) % 4),
                                                       static_cast<uchar>((x + y) / 30), 255);
        const Picture root = Picture::fromMat(pixels);
        cv::Mat brighter;
        cv::add(pixels, cv::Scalar(20, 20, 20, 0), brighter);
        const Picture child = root.withPixels(brighter);
        PictureStore store(0);
        store.insertRoot(TurnId{1}, root);
        store.insert(TurnId{2}, TurnId{1}, child);
        store.setCurrent(TurnId{1});
        const auto start = std::chrono::steady_clock::now();
        const Picture back = store.picture(TurnId{2});
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        QVERIFY(back == child);
        qInfo("12 megapixels unpacked in %.0f ms; %.1f MB packed of %.1f", took.count() * 1e3,
              static_cast<double>(store.tileBytes()) / 1e6, static_cast<double>(child.byteCount()) / 1e6);
#ifdef NDEBUG
        QVERIFY(took.count() < 2.0);
#endif
    }
};

QTEST_GUILESS_MAIN(TestPictureStore)
#include "tst_picturestore.moc"
