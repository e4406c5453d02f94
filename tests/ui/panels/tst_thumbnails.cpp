#include "tests/ui/panels/panelfixture.h"
#include "ui/panels/thumbnails.h"

#include <QSignalSpy>
#include <QTest>

using namespace focal;

class TestThumbnails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void madeOffTheThreadThatAsks()
    {
        Thumbnails thumbnails;
        QSignalSpy made(&thumbnails, &Thumbnails::made);
        const QString key = QStringLiteral("a");
        thumbnails.request(key, test::plain(1600, 900, {10, 20, 200, 255}));
        QVERIFY(thumbnails.image(key).isNull()); // not before the event loop runs
        QVERIFY(thumbnails.isKnown(key));
        QVERIFY(made.wait(5000));
        const QImage image = thumbnails.image(key);
        QCOMPARE(image.height(), Thumbnails::Side);
        QVERIFY(image.width() > image.height());
        const QColor middle = image.pixelColor(image.width() / 2, image.height() / 2);
        QVERIFY(qAbs(middle.red() - 10) <= 1 && qAbs(middle.green() - 20) <= 1 &&
                qAbs(middle.blue() - 200) <= 1);
        thumbnails.request(key, test::plain(1600, 900, {0, 0, 0, 255}));
        QVERIFY(!made.wait(100)); // known already
    }

    void showsAPart()
    {
        cv::Mat pixels(100, 100, CV_8UC4, cv::Scalar(0, 0, 0, 255));
        pixels(cv::Rect(50, 50, 50, 50)) = cv::Scalar(255, 255, 255, 255);
        Thumbnails thumbnails;
        QSignalSpy made(&thumbnails, &Thumbnails::made);
        thumbnails.request(QStringLiteral("part"), Picture::fromMat(pixels), {60, 60, 500, 30});
        QVERIFY(made.wait(5000));
        QCOMPARE(thumbnails.image(QStringLiteral("part")).pixelColor(3, 3), QColor(Qt::white));
    }

    void forgetsWhatIsStillBeingMade()
    {
        Thumbnails thumbnails;
        QSignalSpy made(&thumbnails, &Thumbnails::made);
        for (int i = 0; i < 20; ++i)
            thumbnails.request(QString::number(i), test::plain(900, 900, {1, 2, 3, 255}));
        thumbnails.clear();
        QVERIFY(!thumbnails.isKnown(QStringLiteral("0")));
        QVERIFY(!made.wait(300));
    }
};

QTEST_MAIN(TestThumbnails)
#include "tst_thumbnails.moc"
