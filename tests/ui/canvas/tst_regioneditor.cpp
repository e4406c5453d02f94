#include "ui/canvas/regioneditor.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace focal;

class TestRegionEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_editor = std::make_unique<RegionEditor>();
        m_editor->setPictureSize({400, 300});
        m_changed = std::make_unique<QSignalSpy>(m_editor.get(), &RegionEditor::changed);
    }
    void cleanup()
    {
        m_changed.reset();
        m_editor.reset();
    }

    void clicksAreSetAndTakenAway()
    {
        m_editor->toggleClick({10, 20}, false, 3);
        m_editor->toggleClick({50, 60}, true, 3);
        QCOMPARE(m_editor->region().clicks, std::vector<cv::Point>{cv::Point(10, 20)});
        QCOMPARE(m_editor->region().notHere, std::vector<cv::Point>{cv::Point(50, 60)});
        m_editor->toggleClick({12, 21}, false, 3); // on the mark
        QVERIFY(m_editor->region().clicks.empty());
        m_editor->toggleClick({51, 60}, false, 3); // takes the other kind away too
        QVERIFY(m_editor->isEmpty());
        QCOMPARE(m_changed->count(), 4);
    }

    void clicksOutsideArePassedOver()
    {
        m_editor->toggleClick({-1, 5}, false, 3);
        m_editor->toggleClick({400, 5}, false, 3);
        QVERIFY(m_editor->isEmpty());
        QCOMPARE(m_changed->count(), 0);
    }

    void theLastClickGoesFirst()
    {
        m_editor->toggleClick({10, 10}, false, 1);
        m_editor->toggleClick({20, 20}, true, 1);
        m_editor->toggleClick({30, 30}, false, 1);
        m_editor->toggleClick({10, 10}, false, 1); // away again
        m_editor->removeLastClick();
        QVERIFY(m_editor->clicks().empty());
        QCOMPARE(m_editor->notHere().size(), size_t(1));
        m_editor->removeLastClick();
        QVERIFY(m_editor->isEmpty());
    }

    void theBoxIsCutToThePicture()
    {
        m_editor->setBox(QRect(-20, 250, 100, 100), true);
        QCOMPARE(m_editor->box(), QRect(0, 250, 80, 50));
        m_editor->setBox(QRect(500, 10, 20, 20), true);
        QVERIFY(!m_editor->box());
    }

    void aStrokeIsFullInsideAndSoftAtItsEdge()
    {
        const QRect touched = m_editor->paintStroke({100, 100}, {200, 100}, 20, false);
        m_editor->endStroke();
        QCOMPARE(m_changed->count(), 1);
        const cv::Mat mask = m_editor->region().mask;
        QCOMPARE(mask.size(), cv::Size(400, 300));
        QCOMPARE(mask.type(), CV_8UC1);
        for (int y = 0; y < mask.rows; ++y) {
            for (int x = 0; x < mask.cols; ++x) {
                const double nearest = std::clamp(x + 0.5, 100.0, 200.0);
                const double distance = std::hypot(x + 0.5 - nearest, y + 0.5 - 100);
                const int value = mask.at<uchar>(y, x);
                if (distance <= 9.9)
                    QCOMPARE(value, 255);
                else if (distance >= 20)
                    QCOMPARE(value, 0);
                if (value > 0)
                    QVERIFY(touched.contains(x, y));
            }
        }
        QVERIFY(mask.at<uchar>(115, 150) > 60 && mask.at<uchar>(115, 150) < 200);
    }

    void aSlantedStrokeHasNoGaps()
    {
        m_editor->paintStroke({10, 10}, {390, 290}, 4, false);
        for (int i = 0; i <= 1000; ++i) {
            const double x = 10 + 380 * i / 1000.0;
            const double y = 10 + 280 * i / 1000.0;
            QVERIFY(m_editor->mask().at<uchar>(static_cast<int>(y), static_cast<int>(x)) == 255);
        }
    }

    void erasingTakesAway()
    {
        m_editor->paintStroke({100, 100}, {200, 100}, 20, false);
        m_editor->paintStroke({150, 100}, {150, 100}, 30, true);
        m_editor->endStroke();
        QCOMPARE(m_editor->mask().at<uchar>(100, 150), uchar(0));
        QCOMPARE(m_editor->mask().at<uchar>(100, 105), uchar(255));
        m_editor->paintStroke({50, 100}, {250, 100}, 80, true);
        m_editor->endStroke();
        QVERIFY(m_editor->region().mask.empty()); // painted away altogether
        QVERIFY(m_editor->isEmpty());
    }

    void strokesBeyondTheEdgeAreCut()
    {
        const QRect touched = m_editor->paintStroke({-5, -5}, {-5, 400}, 20, false);
        QVERIFY(QRect(0, 0, 400, 300).contains(touched));
        QVERIFY(m_editor->mask().at<uchar>(150, 0) > 0);
        QVERIFY(m_editor->paintStroke({-500, 0}, {-400, 0}, 20, false).isEmpty());
    }

    void theRegionIsACopy()
    {
        m_editor->paintStroke({100, 100}, {100, 100}, 20, false);
        const Region region = m_editor->region();
        m_editor->paintStroke({300, 200}, {300, 200}, 20, false);
        QCOMPARE(region.mask.at<uchar>(200, 300), uchar(0));
    }

    void aBrushReplacesUnlessSaidOtherwise()
    {
        m_editor->paintStroke({100, 100}, {100, 100}, 20, false);
        QCOMPARE(m_editor->region().use, Region::Use::Replace);
        m_editor->setUse(Region::Use::Limit);
        QCOMPARE(m_editor->region().use, Region::Use::Limit);
        m_editor->clear();
        QCOMPARE(m_editor->region().use, Region::Use::Limit);
    }

    void anotherSizeClears()
    {
        m_editor->setBox(QRect(1, 1, 5, 5), true);
        m_editor->setPictureSize({400, 300});
        QVERIFY(!m_editor->isEmpty());
        m_editor->setPictureSize({300, 400});
        QVERIFY(m_editor->isEmpty());
    }

private:
    std::unique_ptr<RegionEditor> m_editor;
    std::unique_ptr<QSignalSpy> m_changed;
};

QTEST_GUILESS_MAIN(TestRegionEditor)
#include "tst_regioneditor.moc"
