#include "ui/panels/flowlayout.h"

#include <QTest>
#include <QWidget>

using namespace focal;

class TestFlowLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrapsAndCentresEachLine()
    {
        QWidget parent;
        auto* layout = new FlowLayout(&parent, 4);
        std::vector<QWidget*> items;
        for (const QSize size : {QSize(40, 20), QSize(40, 10), QSize(50, 16)}) {
            auto* item = new QWidget(&parent);
            item->setFixedSize(size);
            layout->addWidget(item);
            items.push_back(item);
        }
        QCOMPARE(layout->heightForWidth(200), 20);
        QCOMPARE(layout->heightForWidth(90), 20 + 4 + 16);
        parent.resize(90, 60);
        parent.show();
        QCOMPARE(items[0]->pos(), QPoint(0, 0));
        QCOMPARE(items[1]->pos(), QPoint(44, 5));
        QCOMPARE(items[2]->pos(), QPoint(0, 24));
        items[0]->hide();
        QCOMPARE(layout->heightForWidth(100), 16); // what is hidden takes no room: the two left fit one line
    }

    void whatIsTooWideIsCut()
    {
        QWidget parent;
        auto* layout = new FlowLayout(&parent, 4);
        auto* item = new QWidget(&parent);
        item->setMinimumSize(10, 10);
        item->setMaximumSize(400, 10);
        layout->addWidget(item);
        parent.resize(60, 40);
        parent.show();
        QVERIFY(item->width() <= 60);
    }
};

QTEST_MAIN(TestFlowLayout)
#include "tst_flowlayout.moc"
