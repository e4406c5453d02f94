/// How long the canvas takes for a frame: a picture of 50 megapixels in a view of 1920 x 1080, at 60 events a
/// second. A frame is everything between an event of the pointer and the picture being in the window's
/// buffer: event, painting, and taking over what the worker threads made meanwhile.
///
/// A frame should take less than 16 ms. "thread" is what the GUI thread itself worked, for machines that are
/// busy.
///
///   bench_canvas [--quick]     --quick: fewer frames
#include "ui/canvas/canvasview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QThread>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace focal;

const cv::Size Native(8660, 5773);
constexpr QSize View(1920, 1080);
constexpr double FrameMs = 1000.0 / 60;

/// Smooth colours with fine grain: no two tiles alike, nothing flat.
cv::Mat syntheticPixels()
{
    cv::Mat pixels(Native, CV_8UC4);
    for (int y = 0; y < pixels.rows; ++y) {
        auto* row = pixels.ptr<cv::Vec4b>(y);
        unsigned grain = static_cast<unsigned>(y) * 2654435761U + 1;
        for (int x = 0; x < pixels.cols; ++x) {
            grain = grain * 1664525U + 1013904223U;
            const auto noise = static_cast<int>(grain >> 27);
            row[x] = cv::Vec4b(static_cast<uchar>((x * 223 / pixels.cols) + noise),
                               static_cast<uchar>((y * 223 / pixels.rows) + noise),
                               static_cast<uchar>(((x + y) / 64 % 7) * 30 + noise), 255);
        }
    }
    return pixels;
}

HeatLayer heatAt(double x, double y, int hue)
{
    AttentionMap map;
    map.grid = cv::Mat(37, 55, CV_32FC1);
    for (int row = 0; row < map.grid.rows; ++row) {
        for (int column = 0; column < map.grid.cols; ++column) {
            const double distance = std::hypot(column - x * map.grid.cols, row - y * map.grid.rows);
            map.grid.at<float>(row, column) = static_cast<float>(std::exp(-distance * distance / 40));
        }
    }
    map.grid /= cv::sum(map.grid)[0];
    map.nativeRect = cv::Rect2d(0, 0, Native.width, Native.height);
    return {map, hue};
}

/// What the calling thread has worked so far.
double threadMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

class Bench
{
public:
    explicit Bench(bool quick) : m_frames(quick ? 20 : 120)
    {
        m_view.resize(View);
        m_view.setAttribute(Qt::WA_DontShowOnScreen);
        m_view.show();
        std::printf("%-44s %9s %9s %9s %10s\n", "8660 x 5773 in 1920 x 1080", "median ms", "p95 ms", "max ms",
                    "thread p95");
    }

    CanvasView& view() { return m_view; }

    void run(const char* name, const std::function<void(int)>& step, int frames = 0)
    {
        settle();
        std::vector<double> times;
        std::vector<double> work;
        for (int i = 0; i < (frames > 0 ? frames : m_frames); ++i) {
            QElapsedTimer clock;
            clock.start();
            const double before = threadMs();
            step(i);
            QCoreApplication::processEvents();
            const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
            times.push_back(ms);
            work.push_back(threadMs() - before);
            if (ms < FrameMs)
                QThread::usleep(static_cast<unsigned long>((FrameMs - ms) * 1000));
        }
        std::sort(times.begin(), times.end());
        std::sort(work.begin(), work.end());
        std::printf("%-44s %9.2f %9.2f %9.2f %10.2f\n", name, times[times.size() / 2],
                    times[times.size() * 95 / 100], times.back(), work[work.size() * 95 / 100]);
        std::fflush(stdout);
    }

    /// Waits until the edited place is seen as edited, or no longer.
    void untilShown(QPointF native, bool edited)
    {
        const QPoint at = m_view.toView(native).toPoint();
        for (;;) {
            QCoreApplication::processEvents();
            const QImage seen = m_view.grab(QRect(at, QSize(1, 1))).toImage();
            if ((seen.pixel(0, 0) == qRgb(200, 30, 30)) == edited)
                return;
            QThread::usleep(200);
        }
    }

    void mouse(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons)
    {
        QMouseEvent event(type, at, at, button, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_view, &event);
    }

    void drag(const char* name, const std::function<QPointF(int)>& path,
              Qt::MouseButton button = Qt::LeftButton)
    {
        mouse(QEvent::MouseButtonPress, path(0), button, button);
        run(name, [&](int i) { mouse(QEvent::MouseMove, path(i + 1), Qt::NoButton, button); });
        mouse(QEvent::MouseButtonRelease, path(m_frames), button, Qt::NoButton);
    }

    void wheel(QPointF at, int angle)
    {
        QWheelEvent event(at, at, {}, {0, angle}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&m_view, &event);
    }

    /// Waits for the workers: what is asked about is the time of frames, not of the first sight.
    static void settle()
    {
        for (int i = 0; i < 40; ++i) {
            QCoreApplication::processEvents();
            QThread::msleep(10);
        }
    }

private:
    CanvasView m_view;
    int m_frames;
};

QPointF circle(int i)
{
    return QPointF(960 + 500 * std::sin(i * 0.07), 540 + 300 * std::cos(i * 0.05));
}

void panAndZoom(Bench& bench, const char* overlay)
{
    const auto name = [overlay](const char* what) { return std::string(what) + overlay; };
    for (const double zoom : {0.26, 0.51, 1.0, 1.7, 8.0}) {
        bench.view().setZoom(zoom);
        bench.drag(name(("pan at " + std::to_string(static_cast<int>(zoom * 100)) + " %").c_str()).c_str(),
                   circle);
    }
    bench.view().fit();
    bench.run(name("wheel in and out").c_str(), [&](int i) {
        bench.wheel({1200, 700}, i / 15 % 2 == 0 ? 120 : -120);
    });
    bench.view().fit();
    bench.run(name("touchpad zoom, fine steps").c_str(), [&](int i) {
        bench.wheel({700, 400}, i / 60 % 2 == 0 ? 12 : -12);
    });
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const bool quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;

    const cv::Mat pixels = syntheticPixels();
    cv::Mat edited = pixels.clone();
    edited(cv::Rect(4000, 2500, 600, 500)).setTo(cv::Scalar(200, 30, 30, 255));
    const Picture before = Picture::fromMat(pixels);
    const Picture after = Picture::fromMat(edited);

    Bench bench(quick);
    bench.run(
        "open", [&](int) { bench.view().setPicture(before); }, 1);
    panAndZoom(bench, "");
    bench.view().setHeatmaps({heatAt(0.4, 0.5, 0)});
    panAndZoom(bench, ", one word's map");
    bench.view().fit();
    bench.run("hover: another word's map",
              [&](int i) { bench.view().setHeatmaps({heatAt(0.1 + i % 8 * 0.1, 0.5, 0)}); });
    bench.run("three words' maps", [&](int i) {
        bench.view().setHeatmaps(
            {heatAt(0.1 + i % 8 * 0.1, 0.5, 1), heatAt(0.3, 0.3, 2), heatAt(0.7, 0.6, 3)});
    });
    bench.run("opacity", [&](int i) { bench.view().setHeatOpacity(0.3 + i % 50 * 0.01); });
    bench.view().setHeatmaps({});

    for (const double zoom : {0.0, 1.0}) {
        zoom > 0 ? bench.view().setZoom(zoom) : bench.view().fit();
        bench.run(zoom > 0 ? "undo and redo at 100 %" : "undo and redo, fitted",
                  [&](int i) { bench.view().setPicture(i % 2 == 0 ? after : before); });
        bench.run(zoom > 0 ? "the same, place known, 100 %" : "the same, place known, fitted", [&](int i) {
            bench.view().setPicture(i % 2 == 0 ? after : before, QRect(4000, 2500, 600, 500));
        });
    }
    bench.view().fit();
    bench.run("undo and redo until the last pixel, fitted", [&](int i) {
        bench.view().setPicture(i % 2 == 0 ? after : before);
        bench.untilShown({4300, 2750}, i % 2 == 0);
    });
    bench.view().setTool(CanvasView::Tool::Brush);
    bench.drag("brush, fitted", circle);
    bench.view().clearRegion();
    bench.view().setTool(CanvasView::Tool::Move);
    bench.view().setBefore(after);
    bench.run("before and after with the backslash key",
              [&](int i) { bench.view().setShowBefore(i % 2 == 0); });
    return 0;
}
