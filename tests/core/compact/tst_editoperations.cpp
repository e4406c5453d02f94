#include "core/compact/editoperations.h"

#include <opencv2/imgproc.hpp>

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestEditOperations : public QObject
{
    Q_OBJECT

    cv::Mat m_pixels;
    cv::Mat m_found;
    const CancelToken m_cancel;

    static PlannedEdit edit(Operation operation, PlanValue value = {})
    {
        return {operation, u"box"_s, {0, 3}, std::move(value)};
    }

    OperatedPixels run(const PlannedEdit& planned, const OperatorSettings& settings = {}) const
    {
        return operate(m_pixels, planned, m_found, settings, 1, m_cancel);
    }

    cv::Vec4b middle(const OperatedPixels& done) const { return done.pixels.at<cv::Vec4b>(40, 60); }

private Q_SLOTS:
    void init()
    {
        m_pixels = cv::Mat(80, 120, CV_8UC4);
        cv::randu(m_pixels, cv::Scalar(90, 80, 70, 255), cv::Scalar(110, 100, 90, 256));
        m_found = cv::Mat::zeros(80, 120, CV_8UC1);
        const cv::Rect thing(40, 20, 40, 40);
        m_pixels(thing) = cv::Scalar(180, 40, 40, 255);
        m_found(thing) = 255;
    }

    void recolorTakesThePlansColorUnlessSet()
    {
        const PlannedEdit blue = edit(Operation::Recolor, ColorValue{{20, 40, 220}, u"blue"_s});
        const OperatedPixels asPlanned = run(blue);
        QVERIFY(middle(asPlanned)[2] > middle(asPlanned)[0] + 50);
        QCOMPARE(*asPlanned.used.color, (Rgb{20, 40, 220}));
        QCOMPARE(*asPlanned.used.strength, 1.0);
        QVERIFY(asPlanned.used.grow && asPlanned.used.feather);
        OperatorSettings settings;
        settings.color = Rgb{30, 200, 30};
        const OperatedPixels green = run(blue, settings);
        QVERIFY(middle(green)[1] > middle(green)[2] + 50);
        settings.strength = 0;
        QCOMPARE(middle(run(blue, settings)), m_pixels.at<cv::Vec4b>(40, 60));
    }

    void growAndFeatherShapeTheMask()
    {
        const PlannedEdit darker = edit(Operation::Adjust, AdjustValue{AdjustProperty::Brightness, -0.5});
        OperatorSettings settings;
        settings.grow = 0;
        settings.feather = 0;
        const double area = cv::sum(run(darker, settings).mask)[0] / 255;
        QVERIFY(std::abs(area - 1600) < 40);
        settings.grow = 5;
        QVERIFY(std::abs(cv::sum(run(darker, settings).mask)[0] / 255 - 2480) < 120);
        settings.grow = -5;
        QVERIFY(std::abs(cv::sum(run(darker, settings).mask)[0] / 255 - 900) < 80);
        settings.grow = 0;
        settings.feather = 8;
        const cv::Mat soft = run(darker, settings).mask;
        QVERIFY(soft.at<uchar>(40, 42) < 255 && soft.at<uchar>(40, 38) > 0);
        QCOMPARE(int(soft.at<uchar>(40, 60)), 255);
    }

    void adjustKnowsEveryProperty_data()
    {
        QTest::addColumn<int>("property");
        for (const auto property :
             {AdjustProperty::Brightness, AdjustProperty::Contrast, AdjustProperty::Temperature,
              AdjustProperty::Saturation, AdjustProperty::Blur, AdjustProperty::Sharpness})
            QTest::newRow(qPrintable(adjustPropertyName(property))) << int(property);
    }

    void adjustKnowsEveryProperty()
    {
        QFETCH(const int, property);
        m_found = cv::Scalar(255);
        const PlannedEdit planned = edit(Operation::Adjust, AdjustValue{AdjustProperty(property), 0.7});
        const OperatedPixels more = run(planned);
        QCOMPARE(*more.used.strength, 0.7);
        QVERIFY(cv::norm(more.pixels, m_pixels, cv::NORM_L1) > 0);
        OperatorSettings less;
        less.strength = -0.7;
        if (AdjustProperty(property) != AdjustProperty::Blur)
            QVERIFY(cv::norm(run(planned, less).pixels, more.pixels, cv::NORM_L1) > 0);
        OperatorSettings none;
        none.strength = 0;
        QCOMPARE(cv::norm(run(planned, none).pixels, m_pixels, cv::NORM_L1), 0.0);
    }

    void withoutARegionThePictureIsAdjusted()
    {
        const PlannedEdit brighter = edit(Operation::Adjust, AdjustValue{AdjustProperty::Brightness, 0.5});
        const OperatedPixels done = operate(m_pixels, brighter, {}, {}, 0, m_cancel);
        QCOMPARE(cv::countNonZero(done.mask == 255), 80 * 120);
        QVERIFY(!done.used.grow);
        const PlannedEdit remove = edit(Operation::Remove);
        QVERIFY_EXCEPTION_THROWN(operate(m_pixels, remove, {}, {}, 0, m_cancel), LogicError);
    }

    void removalFillsFromTheSurroundings()
    {
        const OperatedPixels done = run(edit(Operation::Remove));
        QVERIFY(std::abs(int(middle(done)[0]) - 100) < 25);
        QVERIFY(done.mask.at<uchar>(40, 60) == 255 && done.mask.at<uchar>(40, 38) > 0);
        QCOMPARE(int(done.mask.at<uchar>(5, 5)), 0);
        OperatorSettings half;
        half.strength = 0.5;
        QCOMPARE(int(run(edit(Operation::Remove), half).mask.at<uchar>(40, 60)), 128);
    }

    void backgroundKeepsTheForeground()
    {
        m_found = ~m_found; // the region is the background
        const OperatedPixels white =
            run(edit(Operation::Background, ColorValue{{255, 255, 255}, u"white"_s}));
        QCOMPARE(white.pixels.at<cv::Vec4b>(5, 5), cv::Vec4b(255, 255, 255, 255));
        QCOMPARE(int(white.mask.at<uchar>(5, 5)), 255);
        QCOMPARE(int(white.mask.at<uchar>(40, 60)), 0);
        const PlannedEdit blur = edit(Operation::Background, BlurValue{0.6});
        const OperatedPixels soft = run(blur);
        QCOMPARE(*soft.used.strength, 0.6);
        QVERIFY(!soft.used.color);
        QCOMPARE(int(soft.mask.at<uchar>(40, 60)), 0);
        // A colour chosen afterwards makes a blurred background a coloured one.
        OperatorSettings settings;
        settings.color = Rgb{0, 0, 255};
        QCOMPARE(run(blur, settings).pixels.at<cv::Vec4b>(5, 5), cv::Vec4b(0, 0, 255, 255));
    }

    void patternsShowTheColorsSaid()
    {
        const PlannedEdit stripes =
            edit(Operation::Pattern,
                 PatternValue{Motif::VerticalStripes, u"stripes"_s, {{255, 255, 255}, {20, 40, 220}}});
        const OperatedPixels done = run(stripes);
        QCOMPARE(*done.used.color, (Rgb{20, 40, 220}));
        QCOMPARE(*done.used.strength, 1.0);
        bool white = false;
        bool blue = false;
        for (int x = 42; x < 78; ++x) {
            const auto p = done.pixels.at<cv::Vec4b>(40, x);
            white = white || p[0] > 200;
            blue = blue || (p[2] > 150 && p[0] < 60);
        }
        QVERIFY(white && blue);
        OperatorSettings settings;
        settings.strength = 0;
        QCOMPARE(middle(run(stripes, settings)), m_pixels.at<cv::Vec4b>(40, 60));
    }

    void stylesRunOnAThingAndOnAll()
    {
        for (const Style style : {Style::BlackAndWhite, Style::Sepia, Style::Sketch, Style::Film,
                                  Style::Vintage, Style::Cinematic, Style::Fresh, Style::Negative}) {
            const OperatedPixels done = run(edit(Operation::Style, StyleValue{style, 0.8}));
            QVERIFY(middle(done) != m_pixels.at<cv::Vec4b>(40, 60));
            QCOMPARE(*done.used.strength, 0.8);
            QVERIFY(done.used.grow);
        }
        m_found.release();
        const OperatedPixels all = run(edit(Operation::Style, StyleValue{}));
        QCOMPARE(int(all.mask.at<uchar>(0, 0)), 255);
        QVERIFY(!all.used.grow);
    }

    void valuesMustBelongToTheOperation()
    {
        QVERIFY_EXCEPTION_THROWN(run(edit(Operation::Recolor, BlurValue{})), LogicError);
        QVERIFY_EXCEPTION_THROWN(run(edit(Operation::Generate, GenerateValue{})), LogicError);
    }
};

QTEST_GUILESS_MAIN(TestEditOperations)
#include "tst_editoperations.moc"
