/// Places that phrases say, and how near to them each part of a picture is.

#include "core/compact/place.h"

#include <QTest>

using namespace focal;

class TestPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPlaces_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        const auto row = [](const char* phrase, double x, double y) {
            QTest::newRow(phrase) << QString::fromUtf8(phrase) << x << y;
        };
        row("the left cup", 0, -1);
        row("the cup on the right", 1, -1);
        row("the leftmost person", 0, -1);
        row("the logo in the top left corner", 0, 0);
        row("the lower window", -1, 1);
        row("the middle orange", 0.5, 0.5);
        row("左边的杯子", 0, -1);
        row("最左边的人", 0, -1);
        row("右上角的窗户", 1, 0);
        row("左下角的水印", 0, 1);
        row("中间的橙子", 0.5, 0.5);
    }
    void readsPlaces()
    {
        QFETCH(QString, phrase);
        QFETCH(double, x);
        QFETCH(double, y);
        const auto place = placeSaid(phrase);
        QVERIFY(place);
        QCOMPARE(place->x, x);
        QCOMPARE(place->y, y);
    }

    void doesNotTakeOtherWordsForPlaces()
    {
        for (const char* phrase :
             {"the red top", "a bright cup", "沙发上的抱枕", "衣服下摆", "the copyright", "桌子上的苹果"})
            QVERIFY2(!placeSaid(QString::fromUtf8(phrase)), phrase);
    }

    void nearnessFallsAlongTheAxesSaid()
    {
        const cv::Mat left = nearness({0, -1}, {8, 4});
        QVERIFY(left.at<float>(0, 0) > 0.8F);
        QVERIFY(left.at<float>(0, 7) < 0.3F);
        QCOMPARE(left.at<float>(3, 2), left.at<float>(0, 2));
    }
};

QTEST_GUILESS_MAIN(TestPlace)
#include "tst_place.moc"
