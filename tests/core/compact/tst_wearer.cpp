#include "core/compact/wearer.h"

#include <opencv2/core.hpp>

#include <QTest>

using namespace focal;

class TestWearer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhoWearsWhat_data()
    {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("wears");
        const auto row = [](const char* phrase, const char* who, const char* wears) {
            QTest::newRow(phrase) << QString::fromUtf8(phrase) << QString::fromUtf8(who)
                                  << QString::fromUtf8(wears);
        };
        row("穿黑衣服的人", "人", "黑衣服");
        row("左边穿着红色T恤的小女孩", "小女孩", "红色T恤");
        row("戴帽子的男人", "男人", "帽子");
        row("the man in black", "the man", "black");
        row("the woman in the red dress", "the woman", "red dress");
        row("all people wearing helmets", "all people", "helmets");
        row("the man in the boat", "", "");
        row("the man with a dog", "", "");
        row("红色的衣服", "", "");
        row("the red dress", "", "");
    }
    void readsWhoWearsWhat()
    {
        QFETCH(QString, phrase);
        QFETCH(QString, who);
        QFETCH(QString, wears);
        const auto said = wearerOf(phrase);
        QCOMPARE(said.has_value(), !who.isEmpty());
        if (!said)
            return;
        QCOMPARE(phrase.mid(said->who.start, said->who.length), who);
        QCOMPARE(phrase.mid(said->wears.start, said->wears.length), wears);
    }

    void keepsThosePeopleWithTheClothes()
    {
        cv::Mat people = cv::Mat::zeros(100, 300, CV_8UC1);
        const cv::Rect first(10, 10, 60, 80);
        const cv::Rect second(110, 10, 60, 80);
        const cv::Rect third(220, 10, 60, 80);
        for (const cv::Rect& rect : {first, second, third})
            people(rect).setTo(255);
        cv::Mat clothes = cv::Mat::zeros(people.size(), CV_8UC1);
        clothes(cv::Rect(115, 40, 50, 55)).setTo(200); // hangs out below
        clothes(cv::Rect(220, 50, 4, 4)).setTo(255);   // a stray patch
        const cv::Mat found = wearersOf(people, clothes);
        QCOMPARE(cv::countNonZero(found(first)), 0);
        QCOMPARE(cv::countNonZero(found(second)), second.area());
        QCOMPARE(cv::countNonZero(found(third)), 0);
        QCOMPARE(int(found.at<uchar>(93, 120)), 200);

        // Arm in arm, one of the three is meant all the same.
        people(cv::Rect(10, 50, 270, 10)).setTo(255);
        cv::Mat shirt = cv::Mat::zeros(people.size(), CV_8UC1);
        shirt(cv::Rect(112, 40, 56, 30)).setTo(255);
        const cv::Mat one = wearersOf(people, shirt);
        QVERIFY(cv::countNonZero(one(second)) > 0.95 * second.area());
        QCOMPARE(cv::countNonZero(one(first)) + cv::countNonZero(one(third)), 0);
        QCOMPARE(cv::countNonZero(wearersOf(people, cv::Mat::zeros(people.size(), CV_8UC1))), 0);
    }
};

QTEST_APPLESS_MAIN(TestWearer)
#include "tst_wearer.moc"
