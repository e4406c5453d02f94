/// Every operator on 12 megapixels, stopped at several moments: none may go on for more than 100 ms.

#include "core/image/operators/background.h"
#include "core/image/operators/detail.h"
#include "core/image/operators/fill.h"
#include "core/image/operators/maskops.h"
#include "core/image/operators/recolor.h"
#include "core/image/operators/tone.h"
#include "tests/core/image/operators/scenes.h"

#include <QElapsedTimer>
#include <QTest>

#include <chrono>
#include <functional>
#include <thread>

using namespace focal;

namespace {

using Run = std::function<void(const CancelToken&)>;

#if defined(__SANITIZE_ADDRESS__)
constexpr qint64 longest = 300; // ms; everything takes several times as long, so the picture is smaller too
constexpr int width = 2000;
#else
constexpr qint64 longest = 100;
constexpr int width = 4000;
#endif

struct Case
{
    const char* name;
    Run run;
};

/// Milliseconds from cancelling to the end, for a run cancelled @p after milliseconds.
qint64 stopped(const Run& run, int after)
{
    const CancelToken token;
    std::thread worker([&] {
        try {
            run(token);
        } catch (const Cancelled&) {
            return;
        }
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(after));
    QElapsedTimer clock;
    clock.start();
    token.cancel();
    worker.join();
    return clock.elapsed();
}

} // namespace

class TestCancelling : public QObject
{
    Q_OBJECT

private:
    cv::Mat m_pixels;
    cv::Mat m_all;
    cv::Mat m_thing;
    std::vector<Case> m_cases;

private Q_SLOTS:
    void initTestCase()
    {
        const cv::Size size(width, width * 3 / 4);
        m_pixels = scenes::noisy(size, 1);
        cv::GaussianBlur(m_pixels, m_pixels, {}, 2);
        m_all = cv::Mat(size, CV_8UC1, cv::Scalar(255));
        m_thing = scenes::disc(size, {width / 2.0, width * 3 / 8.0}, width * 0.155);
        m_cases = {
            {"recolour",
             [this](const CancelToken& t) {
                 recolored(m_pixels, m_all, Rgb{0, 80, 200}, 1, t);
             }},
            {"brightness", [this](const CancelToken& t) { withBrightness(m_pixels, m_all, 0.3, t); }},
            {"contrast", [this](const CancelToken& t) { withContrast(m_pixels, m_all, 0.3, t); }},
            {"temperature", [this](const CancelToken& t) { withTemperature(m_pixels, m_all, 0.3, t); }},
            {"saturation", [this](const CancelToken& t) { withSaturation(m_pixels, m_all, 0.3, t); }},
            {"blur, narrow", [this](const CancelToken& t) { blurred(m_pixels, m_all, 0.02, t); }},
            {"blur", [this](const CancelToken& t) { blurred(m_pixels, m_all, 0.5, t); }},
            {"sharpness", [this](const CancelToken& t) { sharpened(m_pixels, m_all, 0.5, t); }},
            {"background colour",
             [this](const CancelToken& t) { withBackgroundColor(m_pixels, m_thing, Rgb{}, t); }},
            {"background blur",
             [this](const CancelToken& t) { withBackgroundBlur(m_pixels, m_thing, 0.5, t); }},
            {"fill", [this](const CancelToken& t) { filled(m_pixels, m_thing, 1, t); }},
            {"grow", [this](const CancelToken& t) { grownMask(m_thing, 40, t); }},
            {"feather", [this](const CancelToken& t) { featheredMask(m_thing, 80, t); }},
        };
    }

    void stopsAtOnce_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("after");
        for (std::size_t i = 0; i < m_cases.size(); ++i)
            for (const int after : {0, 30, 120})
                QTest::addRow("%s after %d ms", m_cases[i].name, after) << int(i) << after;
    }
    void stopsAtOnce()
    {
        QFETCH(int, which);
        QFETCH(int, after);
        // A busy machine may delay any thread: what counts is the best of a few tries.
        qint64 took = longest + 1;
        for (int attempt = 0; attempt < 4 && took > longest; ++attempt)
            took = std::min(took, stopped(m_cases[std::size_t(which)].run, after));
        QVERIFY2(took <= longest, qPrintable(QStringLiteral("%1 ms").arg(took)));
    }

    void saysThatItWasStopped()
    {
        const CancelToken token;
        token.cancel();
        for (const Case& c : m_cases)
            QVERIFY_EXCEPTION_THROWN(c.run(token), Cancelled);
    }

    /// The seconds at 12 megapixels, for the log.
    void timings()
    {
        for (const Case& c : m_cases) {
            QElapsedTimer clock;
            clock.start();
            c.run({});
            qInfo("%-18s %5.0f ms", c.name, double(clock.elapsed()));
        }
    }
};

QTEST_GUILESS_MAIN(TestCancelling)
#include "tst_cancelling.moc"
