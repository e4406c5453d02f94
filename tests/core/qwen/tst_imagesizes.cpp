#include "core/base/error.h"
#include "core/qwen/imagesizes.h"

#include <QTest>

using namespace focal;

/// The expected sizes are those of diffusers' calculate_dimensions and transformers' smart_resize.
class TestImageSizes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizesFollowTheAspect_data()
    {
        QTest::addColumn<QSize>("source");
        QTest::addColumn<QSize>("condition");
        QTest::addColumn<QSize>("resized");
        QTest::addColumn<QSize>("picture");
        const auto row = [](QSize source, QSize condition, QSize resized, QSize picture) {
            QTest::addRow("%dx%d", source.width(), source.height())
                << source << condition << resized << picture;
        };
        row({1024, 1024}, {384, 384}, {392, 392}, {1024, 1024});
        row({1920, 1080}, {512, 288}, {504, 280}, {1376, 768});
        row({1080, 1920}, {288, 512}, {280, 504}, {768, 1376});
        row({1200, 900}, {448, 320}, {448, 308}, {1184, 896});
        row({1500, 1000}, {480, 320}, {476, 308}, {1248, 832});
        row({2000, 1000}, {544, 256}, {532, 252}, {1440, 736});
        row({3440, 1440}, {608, 256}, {616, 252}, {1568, 672});
        row({4000, 1000}, {768, 192}, {756, 196}, {2048, 512});
    }

    void sizesFollowTheAspect()
    {
        QFETCH(const QSize, source);
        QFETCH(const QSize, condition);
        QFETCH(const QSize, resized);
        QFETCH(const QSize, picture);
        const cv::Size native(source.width(), source.height());
        const auto same = [](cv::Size got, QSize expected) {
            return QSize(got.width, got.height) == expected;
        };
        const cv::Size seen = sizeOfArea(native, conditionArea);
        QVERIFY(same(seen, condition));
        QVERIFY(same(smartResize(seen), resized));
        QVERIFY(same(sizeOfArea(native, pictureArea), picture));
    }

    void halvesGoToEvenNumbers()
    {
        // 80 = 2.5 * 32 and 48 = 1.5 * 32 go to 2 * 32.
        QCOMPARE(sizeOfArea({80, 48}, 80 * 48).width, 64);
        QCOMPARE(sizeOfArea({80, 48}, 80 * 48).height, 64);
        QCOMPARE(smartResize({70, 98}).width, 56); // 2.5 and 3.5 times 28
        QCOMPARE(smartResize({70, 98}).height, 112);
    }

    void areasAreBounded()
    {
        QVERIFY(smartResize({20, 30}) == cv::Size(56, 84));
        QVERIFY(smartResize({8000, 6000}) == cv::Size(4116, 3080));
    }

    void stripesAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(smartResize({4020, 20}), UserError);
        QVERIFY_EXCEPTION_THROWN(sizeOfArea({60000, 10}, conditionArea), UserError);
        QVERIFY_EXCEPTION_THROWN(sizeOfArea({0, 10}, conditionArea), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestImageSizes)
#include "tst_imagesizes.moc"
