#include "ui/panels/queuerow.h"
#include "ui/panels/queueview.h"

#include <QApplication>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace focal;

namespace {

std::vector<QueueItem> jobs()
{
    return {{1, QStringLiteral("first"), true, 0.25, QStringLiteral("search"), false, {}},
            {2, QStringLiteral("second"), false, 0, {}, false, {}},
            {3, QStringLiteral("third"), false, 0, {}, false, {}},
            {4, QStringLiteral("fourth"), false, 0, {}, true, {}}};
}

/// From above.
QList<QueueRow*> rows(const QueueView& view)
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QList<QueueRow*> found = view.findChildren<QueueRow*>();
    std::sort(found.begin(), found.end(),
              [](const QueueRow* a, const QueueRow* b) { return a->y() < b->y(); });
    return found;
}

struct Shown
{
    QueueView view;
    QSignalSpy moved{&view, &QueueView::moveRequested};
    QSignalSpy cancelled{&view, &QueueView::cancelRequested};
    Shown()
    {
        view.resize(280, 400);
        view.setItems(jobs());
        view.show();
        QApplication::processEvents();
    }
};

} // namespace

class TestQueueView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryJobInOrder()
    {
        Shown s;
        const auto found = rows(s.view);
        QCOMPARE(found.size(), 4);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(found[i]->item().id, quint64(i + 1));
        QVERIFY(found[0]->findChild<QProgressBar*>()->isVisible());
        QCOMPARE(found[0]->findChild<QProgressBar*>()->value(), 250);
        QVERIFY(!found[1]->findChild<QProgressBar*>()->isVisible());
        QVERIFY(found[0]->accessibleName().contains(QStringLiteral("Looking for it")));
        QVERIFY(found[3]->accessibleName().contains(QStringLiteral("Waiting for the model")));
        s.view.setProgress(1, 0.5, QStringLiteral("operate"));
        s.view.setProgress(99, 0.5, {});
        QCOMPARE(found[0]->findChild<QProgressBar*>()->value(), 500);
        s.view.setItems({});
        QCOMPARE(rows(s.view).size(), 0);
    }

    void keysReorderAndCancel()
    {
        Shown s;
        const auto found = rows(s.view);
        QTest::keyClick(found[2], Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(s.moved.count(), 1);
        QCOMPARE(s.moved.first().at(0).toULongLong(), quint64{3});
        QCOMPARE(s.moved.first().at(1).toInt(), 0);
        QTest::keyClick(found[2], Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(s.moved.last().at(1).toInt(), 2);
        QTest::keyClick(found[1], Qt::Key_Up, Qt::AltModifier); // is the next one already
        QTest::keyClick(found[3], Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(found[0], Qt::Key_Down, Qt::AltModifier); // runs
        QCOMPARE(s.moved.count(), 2);
        QTest::keyClick(found[1], Qt::Key_Delete);
        QCOMPARE(s.cancelled.last().first().toULongLong(), quint64{2});
        QTest::mouseClick(found[0]->findChild<QToolButton*>(), Qt::LeftButton);
        QCOMPARE(s.cancelled.last().first().toULongLong(), quint64{1});
    }

    void draggingReorders()
    {
        Shown s;
        const auto found = rows(s.view);
        const QPoint grip(12, found[3]->height() / 2);
        const QPoint target = found[3]->mapFrom(&s.view, QPoint(12, found[1]->y() + 2));
        QTest::mousePress(found[3], Qt::LeftButton, {}, grip);
        QTest::mouseMove(found[3], grip - QPoint(0, 30));
        QTest::mouseMove(found[3], target);
        QTest::mouseRelease(found[3], Qt::LeftButton, {}, target);
        QCOMPARE(s.moved.count(), 1);
        QCOMPARE(s.moved.first().at(0).toULongLong(), quint64{4});
        QCOMPARE(s.moved.first().at(1).toInt(), 0);
    }

    void aClickOrARunningRowMovesNothing()
    {
        Shown s;
        const auto found = rows(s.view);
        QTest::mouseClick(found[2], Qt::LeftButton);
        QTest::mousePress(found[0], Qt::LeftButton, {}, {12, 12});
        QTest::mouseMove(found[0], {12, 150});
        QTest::mouseRelease(found[0], Qt::LeftButton, {}, {12, 150});
        QCOMPARE(s.moved.count(), 0);
    }

    void rowsKeepTheirWidgets()
    {
        Shown s;
        QueueRow* third = rows(s.view)[2];
        third->setFocus();
        auto items = jobs();
        std::swap(items[1], items[2]);
        items.pop_back();
        s.view.setItems(items);
        QApplication::processEvents();
        QCOMPARE(rows(s.view).size(), 3);
        QCOMPARE(rows(s.view)[1], third);
    }
};

QTEST_MAIN(TestQueueView)
#include "tst_queueview.moc"
