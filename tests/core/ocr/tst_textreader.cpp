#include "core/ocr/textreader.h"

#include "core/base/error.h"
#include "core/nn/threads.h"
#include "tests/core/ocr/ocrfiles.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

namespace {

cv::Mat paper(cv::Size size)
{
    return cv::Mat(size, CV_8UC4, cv::Scalar(240, 236, 228, 255));
}

void write(cv::Mat& pixels, const char* text, cv::Point at, double scale)
{
    cv::putText(pixels, text, at, cv::FONT_HERSHEY_DUPLEX, scale, {30, 40, 60, 255}, 2, cv::LINE_AA);
}

} // namespace

class TestTextReader : public QObject
{
    Q_OBJECT

    const TextReader m_reader{ocrFiles()};

private Q_SLOTS:
    static void initTestCase() { setThreadBudget(availableThreads()); }

    void readsLinesFromTopToBottom()
    {
        cv::Mat pixels = paper({480, 240});
        write(pixels, "Summer Sale", {40, 80}, 1.6);
        write(pixels, "$ 39.9", {40, 180}, 1.6);
        const auto lines = m_reader.read(Picture::fromMat(pixels), {});
        QCOMPARE(lines.size(), 2u);
        QCOMPARE(lines[0].text, u"Summer Sale"_s);
        QCOMPARE(QString(lines[1].text).remove(u' '), u"$39.9"_s);
        QVERIFY(lines[0].confidence > 0.9);
        QVERIFY(!lines[0].vertical);
        const cv::Rect bounds = boundsOf(lines[0].quad);
        QVERIFY(bounds.contains({60, 65}) && !bounds.contains({60, 170}));
        QCOMPARE(lines[0].characters.size(), size_t(lines[0].text.size()));
    }

    void readsOnlyInTheArea()
    {
        cv::Mat pixels = paper({480, 240});
        write(pixels, "Summer Sale", {40, 80}, 1.6);
        write(pixels, "Winter", {40, 180}, 1.6);
        ReadTextOptions options;
        options.area = cv::Rect(0, 110, 480, 130);
        const auto lines = m_reader.read(Picture::fromMat(pixels), {}, options);
        QCOMPARE(lines.size(), 1u);
        QCOMPARE(lines[0].text, u"Winter"_s);
        QVERIFY(boundsOf(lines[0].quad).y > 120);
    }

    void readsUpsideDownAndDeepAndTransparent()
    {
        cv::Mat pixels = paper({480, 160});
        write(pixels, "Summer Sale", {40, 100}, 1.6);
        cv::rotate(pixels, pixels, cv::ROTATE_180);
        pixels.convertTo(pixels, CV_16U, 257);
        // White text that is not there must not be read over white.
        pixels(cv::Rect(0, 0, 480, 20)) = cv::Scalar(0, 0, 0, 0);
        const auto lines = m_reader.read(Picture::fromMat(pixels), {});
        QCOMPARE(lines.size(), 1u);
        QCOMPARE(lines[0].text, u"Summer Sale"_s);
        QVERIFY(lines[0].quad[0].x > lines[0].quad[1].x);
    }

    void findsNothingOnPaper() { QVERIFY(m_reader.read(Picture::fromMat(paper({200, 200})), {}).empty()); }

    void stopsAndRefuses()
    {
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(m_reader.read(Picture::fromMat(paper({64, 64})), cancel), Cancelled);
        QVERIFY_EXCEPTION_THROWN(m_reader.read({}, {}), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestTextReader)
#include "tst_textreader.moc"
