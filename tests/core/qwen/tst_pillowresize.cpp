#include "core/base/error.h"
#include "core/qwen/pillowresize.h"
#include "tests/core/qwen/encoderreference.h"

#include <QTest>

using namespace focal;
using namespace focal::parity;

class TestPillowResize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Hashes of what Pillow 13 makes of the same pictures.
    void bytesAreThoseOfPillow_data()
    {
        QTest::addColumn<QSize>("from");
        QTest::addColumn<QSize>("to");
        QTest::addColumn<QString>("hash");
        const auto row = [](const char* name, QSize from, QSize to, const char* hash) {
            QTest::newRow(name) << from << to << QString::fromLatin1(hash);
        };
        row("smaller", {97, 61}, {32, 32}, "8e6489ce17fc6b85");
        row("larger", {40, 30}, {131, 97}, "92114dfba741cdf9");
        row("height alone", {64, 50}, {64, 20}, "4d7942459bcf4995");
        row("width alone", {50, 64}, {20, 64}, "5fc0cbd18cc2a970");
        row("narrow", {200, 3}, {32, 96}, "9cfffb0a151c1257");
        row("unchanged", {33, 33}, {33, 33}, "c60c85f2a46e5b64");
    }

    void bytesAreThoseOfPillow()
    {
        QFETCH(const QSize, from);
        QFETCH(const QSize, to);
        QFETCH(const QString, hash);
        const cv::Mat result =
            lanczosResized(picture({from.width(), from.height()}, 9), {to.width(), to.height()});
        QCOMPARE(result.type(), CV_8UC3);
        const at::Tensor bytes = at::from_blob(result.data, {int64_t(result.total()) * 3}, at::kByte);
        QCOMPARE(hashOf(bytes), hash);
    }

    void otherPicturesAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(lanczosResized(cv::Mat(), {3, 3}), LogicError);
        QVERIFY_EXCEPTION_THROWN(lanczosResized(picture({3, 3}, 1), {0, 3}), LogicError);
        QVERIFY_EXCEPTION_THROWN(lanczosResized(cv::Mat(3, 3, CV_16UC3), {3, 3}), LogicError);
    }

    void cancelStops()
    {
        const CancelToken token;
        token.cancel();
        QVERIFY_EXCEPTION_THROWN(lanczosResized(picture({30, 30}, 1), {9, 9}, token), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestPillowResize)
#include "tst_pillowresize.moc"
