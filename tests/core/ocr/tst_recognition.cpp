#include "core/ocr/recognition.h"

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Probabilities in which every step is sure of one character.
at::Tensor steps(const std::vector<int>& characters, int alphabet)
{
    at::Tensor result = at::full({int64_t(characters.size()), alphabet + 1}, 0.1 / alphabet);
    for (size_t i = 0; i < characters.size(); ++i)
        result[int64_t(i)][characters[i]] = 0.9;
    return result;
}

} // namespace

class TestRecognition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAreOneAndBlanksPart()
    {
        const QStringList alphabet = {u"a"_s, u"b"_s, u" "_s};
        // a a - a b b _ b, and a padding that says nothing
        const RecognizedText text = decodedText(steps({1, 1, 0, 1, 2, 2, 3, 2, 0, 0}, 3), alphabet, 0.8);
        QCOMPARE(text.text, u"aab b"_s);
        QVERIFY(std::abs(text.confidence - 0.9) < 1e-6);
        QCOMPARE(text.characters.size(), 5u);
        // Centres 1, 3.5, 5, 6.5, 7.5 of 8 used steps.
        QCOMPARE(text.characters[0].begin, 0.0);
        QVERIFY(std::abs(text.characters[0].end - (1 + 3.5) / 2 / 8) < 1e-6);
        QCOMPARE(text.characters[1].begin, text.characters[0].end);
        QCOMPARE(text.characters[4].end, 1.0);
    }

    void nothingReadIsNothing()
    {
        const RecognizedText text = decodedText(steps({0, 0, 0}, 2), {u"a"_s, u"b"_s}, 1);
        QVERIFY(text.text.isEmpty() && text.characters.empty());
        QCOMPARE(text.confidence, 0.0);
    }

    void linesAreCutOutUpright()
    {
        cv::Mat picture(100, 100, CV_8UC3, cv::Scalar(0, 0, 0));
        picture(cv::Rect(40, 10, 20, 40)) = cv::Scalar(0, 0, 255);
        picture(cv::Rect(40, 50, 20, 40)) = cv::Scalar(255, 0, 0);
        // A line that runs down begins at its upper right.
        const cv::Mat line = straightened(picture, {cv::Point2f(60, 10), {60, 90}, {40, 90}, {40, 10}});
        QCOMPARE(line.size(), cv::Size(80, 20));
        QCOMPARE(line.at<cv::Vec3b>(10, 10), cv::Vec3b(0, 0, 255));
        QCOMPARE(line.at<cv::Vec3b>(10, 70), cv::Vec3b(255, 0, 0));
    }
};

QTEST_GUILESS_MAIN(TestRecognition)
#include "tst_recognition.moc"
