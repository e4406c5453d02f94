#include "tests/ui/canvas/testpictures.h"
#include "ui/canvas/canvasview.h"

#include <QAbstractButton>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace focal;

/// What the pointer and the keyboard do; the real widget, real events.
class TestCanvasEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<CanvasView>();
        m_view->resize(400, 300);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->setPicture(test::pictureOf(1600, 1200));
        m_view->setFocus();
        QTRY_VERIFY(m_view->hasFocus());
    }
    void cleanup() { m_view.reset(); }

    // Zoom and pan

    void theWheelZoomsToThePointer()
    {
        m_view->actualSize();
        QSignalSpy zoomed(m_view.get(), &CanvasView::zoomChanged);
        const QPointF at(90, 220);
        const QPointF before = m_view->toNative(at);
        wheel(at, {0, 120});
        QVERIFY(m_view->zoom() > 1.2);
        QCOMPARE(zoomed.count(), 1);
        QCOMPARE(zoomed.first().first().toDouble(), m_view->zoom());
        const QPointF after = m_view->toNative(at);
        QVERIFY(std::abs(before.x() - after.x()) <= 1 && std::abs(before.y() - after.y()) <= 1);
        wheel(at, {0, -120});
        QVERIFY(std::abs(m_view->zoom() - 1) < 1e-9);
    }

    void theWheelStopsAtFullSize()
    {
        m_view->setZoom(0.9);
        wheel({200, 150}, {0, 120});
        QCOMPARE(m_view->zoom(), 1.0);
        m_view->setZoom(1.2);
        wheel({200, 150}, {0, -120});
        QCOMPARE(m_view->zoom(), 1.0);
    }

    void aTouchpadZoomsFinely()
    {
        m_view->setZoom(2);
        wheel({200, 150}, {0, 120}, {0, 3}, Qt::ScrollUpdate);
        QVERIFY(m_view->zoom() > 2 && m_view->zoom() < 2.05);
    }

    void aPinchZooms()
    {
        m_view->setZoom(2);
        const QPointF at(100, 100);
        const QPointF before = m_view->toNative(at);
        QNativeGestureEvent pinch(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, at, at,
                                  at, 0.5, {});
        QCoreApplication::sendEvent(m_view.get(), &pinch);
        QVERIFY(m_view->zoom() > 2.5);
        QVERIFY(std::abs(m_view->toNative(at).x() - before.x()) <= 1);
    }

    void keysZoom()
    {
        QTest::keyClick(m_view.get(), Qt::Key_1);
        QCOMPARE(m_view->zoom(), 1.0);
        QTest::keyClick(m_view.get(), Qt::Key_Plus);
        QCOMPARE(m_view->zoom(), 1.5);
        QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QCOMPARE(m_view->zoom(), 2.0 / 3);
        QTest::keyClick(m_view.get(), Qt::Key_0);
        QVERIFY(m_view->zoom() < 0.25);
        QVERIFY(m_view->toView(QPointF(0, 0)).x() >= 0);
    }

    void arrowsPan()
    {
        m_view->actualSize();
        const QPointF start = m_view->toNative({0, 0});
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(m_view->toNative({0, 0}).x() > start.x());
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QCOMPARE(m_view->toNative({0, 0}), start);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QVERIFY(m_view->toNative({0, 0}).y() > start.y());
    }

    void theMoveToolDrags()
    {
        m_view->actualSize();
        QCOMPARE(m_view->cursor().shape(), Qt::OpenHandCursor);
        const QPointF start = m_view->toNative({0, 0});
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, {200, 150});
        QCOMPARE(m_view->cursor().shape(), Qt::ClosedHandCursor);
        QTest::mouseMove(m_view.get(), {230, 130});
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, {230, 130});
        QCOMPARE(m_view->toNative({0, 0}), start - QPointF(30, -20));
        QCOMPARE(m_view->cursor().shape(), Qt::OpenHandCursor);
    }

    void spaceAndTheMiddleButtonPanInEveryTool_data()
    {
        QTest::addColumn<CanvasView::Tool>("tool");
        QTest::newRow("click") << CanvasView::Tool::Click;
        QTest::newRow("box") << CanvasView::Tool::Box;
        QTest::newRow("brush") << CanvasView::Tool::Brush;
    }
    void spaceAndTheMiddleButtonPanInEveryTool()
    {
        QFETCH(CanvasView::Tool, tool);
        m_view->actualSize();
        m_view->setTool(tool);
        const Qt::CursorShape own = m_view->cursor().shape();
        const QPointF start = m_view->toNative({0, 0});

        QTest::keyPress(m_view.get(), Qt::Key_Space);
        QCOMPARE(m_view->cursor().shape(), Qt::OpenHandCursor);
        drag({200, 150}, {240, 160});
        QTest::keyRelease(m_view.get(), Qt::Key_Space);
        QCOMPARE(m_view->toNative({0, 0}), start - QPointF(40, 10));
        QCOMPARE(m_view->cursor().shape(), own);

        drag({200, 150}, {160, 140}, Qt::MiddleButton);
        QCOMPARE(m_view->toNative({0, 0}), start);
        QCOMPARE(m_view->cursor().shape(), own);
        QVERIFY(m_view->region().isEmpty());
    }

    void aDoubleClickFits()
    {
        m_view->setZoom(3);
        doubleClick({200, 150});
        QVERIFY(m_view->zoom() < 0.25);
        doubleClick({200, 150});
        QCOMPARE(m_view->zoom(), 1.0);
    }

    void resizingFitsAgain()
    {
        m_view->fit();
        const double zoom = m_view->zoom();
        m_view->resize(800, 600);
        QTRY_VERIFY(m_view->zoom() > 1.8 * zoom);
    }

    void hoveringTellsTheNativePixel()
    {
        m_view->actualSize();
        QSignalSpy hovered(m_view.get(), &CanvasView::hovered);
        QTest::mouseMove(m_view.get(), {100, 50});
        QTRY_VERIFY(!hovered.isEmpty());
        QTRY_COMPARE(hovered.last().at(0).toPoint(), m_view->toNative({100, 50}).toPoint());
        QVERIFY(hovered.last().at(1).toBool());
        m_view->fit();
        QTest::mouseMove(m_view.get(), {200, 2}); // beside the picture
        QTRY_VERIFY(!hovered.last().at(1).toBool());
    }

    void otherKeysAreLeftToTheWindow()
    {
        QKeyEvent letter(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("a"));
        QCoreApplication::sendEvent(m_view.get(), &letter);
        QVERIFY(!letter.isAccepted());
        QKeyEvent undo(QEvent::KeyPress, Qt::Key_0, Qt::ControlModifier);
        QCoreApplication::sendEvent(m_view.get(), &undo);
        QVERIFY(!undo.isAccepted());
        QKeyEvent bracket(QEvent::KeyPress, Qt::Key_BracketLeft, Qt::NoModifier, QStringLiteral("["));
        QCoreApplication::sendEvent(m_view.get(), &bracket);
        QVERIFY(!bracket.isAccepted());
    }

    // Before and after

    void theBackslashKeyShowsBeforeWhileHeld()
    {
        m_view->setBefore(test::filled(1600, 1200, qRgb(1, 2, 3)));
        QSignalSpy shows(m_view.get(), &CanvasView::showsBeforeChanged);
        QTest::keyPress(m_view.get(), Qt::Key_Backslash);
        QVERIFY(m_view->showsBefore());
        QCOMPARE(m_view->grab().toImage().pixel(200, 150), qRgb(1, 2, 3));
        QTest::keyRelease(m_view.get(), Qt::Key_Backslash);
        QVERIFY(!m_view->showsBefore());
        QCOMPARE(shows.count(), 2);
    }

    void losingTheFocusLetsGoOfHeldKeys()
    {
        m_view->setTool(CanvasView::Tool::Click);
        QTest::keyPress(m_view.get(), Qt::Key_Backslash);
        QTest::keyPress(m_view.get(), Qt::Key_Space);
        m_view->clearFocus();
        QVERIFY(!m_view->showsBefore());
        QCOMPARE(m_view->cursor().shape(), Qt::CrossCursor);
    }

    // Tools

    void clicksPointAtNativePixels_data()
    {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.2, 1.0, 7.0, 40.0})
            QTest::addRow("%g", zoom) << zoom;
    }
    void clicksPointAtNativePixels()
    {
        QFETCH(double, zoom);
        m_view->setZoom(zoom);
        m_view->setTool(CanvasView::Tool::Click);
        QSignalSpy changed(m_view.get(), &CanvasView::regionChanged);
        const QPoint at(120, 130);
        const QPointF native = m_view->toNative(QPointF(at));
        const cv::Point expected(int(std::floor(native.x())), int(std::floor(native.y())));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, at);
        QCOMPARE(m_view->region().clicks, std::vector<cv::Point>{expected});
        QTest::mouseClick(m_view.get(), Qt::RightButton, {}, {250, 130});
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::AltModifier, {300, 200});
        QCOMPARE(m_view->region().notHere.size(), size_t(2));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, at + QPoint(3, 2)); // on the mark, at any zoom
        QVERIFY(m_view->region().clicks.empty());
        QCOMPARE(changed.count(), 4);
        QTest::keyClick(m_view.get(), Qt::Key_Backspace);
        QCOMPARE(m_view->region().notHere.size(), size_t(1));
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QVERIFY(m_view->region().isEmpty());
    }

    void aDoubleClickKeepsTheMark()
    {
        m_view->setTool(CanvasView::Tool::Click);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {200, 150});
        doubleClick({200, 150}); // the second half of a double click
        QCOMPARE(m_view->region().clicks.size(), size_t(1));
    }

    void aBoxIsDrawnMovedAndReshaped()
    {
        m_view->actualSize();
        m_view->setTool(CanvasView::Tool::Box);
        QSignalSpy changed(m_view.get(), &CanvasView::regionChanged);
        const cv::Point corner(int(m_view->toNative({0, 0}).x()), int(m_view->toNative({0, 0}).y()));
        const auto box = [&] { return *m_view->region().box - corner; }; // in view pixels

        drag({100, 80}, {200, 160});
        QCOMPARE(box(), cv::Rect(100, 80, 100, 80));
        QCOMPARE(changed.count(), 1);
        drag({150, 120}, {170, 110}); // its inside
        QCOMPARE(box(), cv::Rect(120, 70, 100, 80));
        drag({220, 150}, {240, 190}); // lower right handle
        QCOMPARE(box(), cv::Rect(120, 70, 120, 120));
        drag({120, 130}, {260, 130}); // left edge past the right one
        QCOMPARE(box(), cv::Rect(240, 70, 20, 120));
        drag({300, 20}, {302, 21}); // no drag, a click
        QCOMPARE(box(), cv::Rect(240, 70, 20, 120));
        drag({20, 20}, {50, 60}); // another one
        QCOMPARE(box(), cv::Rect(20, 20, 30, 40));
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QVERIFY(!m_view->region().box);
    }

    void aBoxIsCutToThePicture()
    {
        m_view->fit();
        m_view->setTool(CanvasView::Tool::Box);
        drag({5, 5}, {395, 295});
        QCOMPARE(*m_view->region().box, cv::Rect(0, 0, 1600, 1200));
    }

    void edgesOfABoxHaveTheirCursors()
    {
        m_view->actualSize();
        m_view->setTool(CanvasView::Tool::Box);
        drag({100, 80}, {200, 160});
        const std::pair<QPoint, Qt::CursorShape> expected[] = {
            {{100, 80}, Qt::SizeFDiagCursor}, {{200, 80}, Qt::SizeBDiagCursor},
            {{150, 160}, Qt::SizeVerCursor},  {{100, 120}, Qt::SizeHorCursor},
            {{150, 120}, Qt::SizeAllCursor},  {{300, 250}, Qt::CrossCursor}};
        for (const auto& [at, shape] : expected) {
            QTest::mouseMove(m_view.get(), at);
            QCOMPARE(m_view->cursor().shape(), shape);
        }
    }

    void theBrushPaintsAMask()
    {
        m_view->actualSize();
        m_view->setTool(CanvasView::Tool::Brush);
        m_view->setBrushRadius(10);
        QSignalSpy changed(m_view.get(), &CanvasView::regionChanged);
        drag({100, 100}, {200, 100});
        QCOMPARE(changed.count(), 1);
        const Region region = m_view->region();
        QCOMPARE(region.use, Region::Use::Replace);
        QCOMPARE(region.mask.size(), cv::Size(1600, 1200));
        const QPoint on = m_view->toNative({150, 100}).toPoint();
        QCOMPARE(region.mask.at<uchar>(on.y(), on.x()), uchar(255));
        QCOMPARE(region.mask.at<uchar>(on.y() + 30, on.x()), uchar(0));

        drag({150, 100}, {151, 100}, Qt::LeftButton, Qt::AltModifier);
        QCOMPARE(m_view->region().mask.at<uchar>(on.y(), on.x()), uchar(0));
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QVERIFY(m_view->region().mask.empty());
        m_view->setBrushUse(Region::Use::Limit);
        drag({100, 100}, {200, 100});
        QCOMPARE(m_view->region().use, Region::Use::Limit);
    }

    void theBrushPaintsAtAnyZoom()
    {
        m_view->setTool(CanvasView::Tool::Brush);
        m_view->setBrushRadius(3);
        m_view->setZoom(20);
        const QPoint at = m_view->toNative({200, 150}).toPoint();
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {200, 150});
        const cv::Mat mask = m_view->region().mask;
        QVERIFY(mask.at<uchar>(at.y(), at.x()) > 200);
        QVERIFY(cv::countNonZero(mask) < 40); // native pixels, not the view's
    }

    void bracketsChangeTheBrush()
    {
        m_view->setTool(CanvasView::Tool::Brush);
        m_view->setBrushRadius(20);
        QSignalSpy changed(m_view.get(), &CanvasView::brushRadiusChanged);
        QTest::keyClick(m_view.get(), Qt::Key_BracketRight);
        QVERIFY(m_view->brushRadius() > 20);
        QTest::keyClick(m_view.get(), Qt::Key_BracketLeft);
        QVERIFY(std::abs(m_view->brushRadius() - 20) < 1e-9);
        QCOMPARE(changed.count(), 2);
        m_view->setBrushRadius(1e9);
        QVERIFY(m_view->brushRadius() <= 400);
        m_view->setBrushRadius(-5);
        QCOMPARE(m_view->brushRadius(), 1.0);
    }

    void toolsWorkFromTheKeyboard()
    {
        m_view->actualSize();
        m_view->setTool(CanvasView::Tool::Click);
        const QPointF middle = m_view->toNative({200, 150});
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(m_view->region().clicks.at(0), cv::Point(int(middle.x()), int(middle.y())));

        m_view->setTool(CanvasView::Tool::Box);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QVERIFY(m_view->region().box);
        QCOMPARE(m_view->region().box->tl(), cv::Point(int(middle.x()), int(middle.y())));
        QCOMPARE(m_view->region().box->size(), cv::Size(64, 64));
    }

    void changingTheToolKeepsTheRegion()
    {
        m_view->setTool(CanvasView::Tool::Box);
        drag({100, 80}, {200, 160});
        m_view->setTool(CanvasView::Tool::Click);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {200, 150});
        QVERIFY(m_view->region().box && m_view->region().clicks.size() == 1);
        m_view->setPicture(test::pictureOf(1600, 1200)); // the next turn
        QVERIFY(m_view->region().box);
        m_view->setPicture(test::pictureOf(800, 600)); // another picture
        QVERIFY(m_view->region().isEmpty());
    }

    // Candidates

    void candidatesAreChosenByPointerAndKeyboard()
    {
        m_view->fit();
        m_view->setCandidates(
            {{{100, 100, 300, 200}, {250, 200}, 0.8}, {{900, 600, 300, 300}, {1000, 700}, 0.3}});
        QSignalSpy chosen(m_view.get(), &CanvasView::candidateChosen);
        QTest::mouseClick(m_view->childAt(m_view->toView(QPointF(1000, 700)).toPoint()), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toInt(), 1);

        auto* mark =
            qobject_cast<QAbstractButton*>(m_view->childAt(m_view->toView(QPointF(250, 200)).toPoint()));
        QVERIFY(mark);
        QCOMPARE(mark->text(), QStringLiteral("1"));
        QVERIFY(!mark->accessibleName().isEmpty() && !mark->toolTip().isEmpty());
        m_view->setZoom(4); // it follows its place, and comes into view with the focus
        mark->setFocus();
        QTRY_VERIFY(m_view->rect().contains(mark->geometry()));
        QTest::keyClick(mark, Qt::Key_Space);
        QCOMPARE(chosen.last().first().toInt(), 0);

        m_view->setCandidates({});
        QTRY_VERIFY(m_view->findChildren<QAbstractButton*>().isEmpty());
    }

    void itSaysWhatItShows()
    {
        QVERIFY(!m_view->accessibleName().isEmpty());
        m_view->actualSize();
        QVERIFY(m_view->accessibleDescription().contains(QStringLiteral("1600")));
        QVERIFY(m_view->accessibleDescription().contains(QStringLiteral("100 %")));
    }

private:
    std::unique_ptr<CanvasView> m_view;

    void wheel(QPointF at, QPoint angle, QPoint pixels = {}, Qt::ScrollPhase phase = Qt::NoScrollPhase)
    {
        QWheelEvent event(at, m_view->mapToGlobal(at), pixels, angle, Qt::NoButton, Qt::NoModifier, phase,
                          false);
        QCoreApplication::sendEvent(m_view.get(), &event);
    }

    void doubleClick(QPoint at)
    {
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, at);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, at);
    }

    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton,
              Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(m_view.get(), button, modifiers, from);
        QTest::mouseMove(m_view.get(), (from + to) / 2);
        QTest::mouseMove(m_view.get(), to);
        QTest::mouseRelease(m_view.get(), button, modifiers, to);
    }
};

QTEST_MAIN(TestCanvasEvents)
#include "tst_canvasevents.moc"
