#include "core/compact/placepicture.h"

#include "core/base/error.h"

#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestPlacePicture : public QObject
{
    Q_OBJECT

    const cv::Mat m_pixels = cv::Mat(300, 400, CV_8UC4, cv::Scalar(90, 120, 90, 255));
    const Picture m_logo = Picture::fromMat(cv::Mat(50, 100, CV_8UC4, cv::Scalar(200, 10, 10, 255)));
    const CancelToken m_cancel;

    cv::Rect at(Spot spot, std::optional<cv::Rect> thing = {}, bool beside = false,
                bool makesWay = false) const
    {
        Position position;
        position.spot = spot;
        position.beside = beside;
        return placeFor(m_pixels, m_logo.size(), position, thing, makesWay, m_cancel);
    }

private Q_SLOTS:
    void spotsOfThePicture()
    {
        const cv::Rect corner = at(Spot::BottomRight);
        QVERIFY(corner.br().x > 380 && corner.br().x < 400 && corner.br().y > 280 && corner.br().y < 300);
        QCOMPARE(corner.width, corner.height * 2);
        QVERIFY(corner.area() > 400 * 300 * 0.03 && corner.area() < 400 * 300 * 0.08);
        const cv::Rect middle = at(Spot::Center);
        QVERIFY(std::abs(middle.x + middle.width / 2 - 200) <= 1);
        QVERIFY(at(Spot::Top).y < 20 && at(Spot::Left).x < 20);
        const cv::Rect calm = at(Spot::Anywhere);
        QCOMPARE(calm & cv::Rect(0, 0, 400, 300), calm);
    }

    void onBesideAndInsteadOfAThing()
    {
        const cv::Rect mug(150, 100, 80, 90);
        const cv::Rect on = at(Spot::Center, mug);
        QCOMPARE(on & mug, on);
        QVERIFY(on.width < mug.width);
        const cv::Rect above = at(Spot::Top, mug, true);
        QVERIFY(above.br().y <= mug.y && (above & mug).empty());
        QVERIFY(at(Spot::Right, mug, true).x >= mug.br().x);
        QVERIFY((at(Spot::Anywhere, mug, true) & mug).empty());
        QCOMPARE(at(Spot::Anywhere, mug, false, true), cv::Rect(150, 125, 80, 40));
    }

    void onlyThePlaceChanges()
    {
        PlaceValue value;
        value.position.spot = Spot::TopLeft;
        const PlannedEdit edit{Operation::Place, {}, {}, value};
        const PlacedPixels placed = placePicture(m_pixels, edit, {m_logo}, {}, 1, m_cancel);
        cv::Mat differs;
        cv::inRange(placed.pixels, cv::Scalar(90, 120, 90, 255), cv::Scalar(90, 120, 90, 255), differs);
        differs = ~differs;
        QVERIFY(cv::countNonZero(differs) > 1000);
        QCOMPARE(cv::countNonZero(differs & (placed.mask == 0)), 0);
        QVERIFY_EXCEPTION_THROWN(placePicture(m_pixels, edit, {}, {}, 1, m_cancel), LogicError);
    }

    void whatMakesWayIsGone()
    {
        cv::Mat pixels = m_pixels.clone();
        const cv::Rect old(100, 100, 40, 80);
        pixels(old) = cv::Scalar(20, 20, 220, 255);
        cv::Mat found = cv::Mat::zeros(pixels.size(), CV_8UC1);
        found(old) = 255;
        const PlacedPixels placed = placePicture(pixels, {Operation::Place, u"logo"_s, {}, PlaceValue{}},
                                                 {m_logo}, found, 1, m_cancel);
        QVERIFY(placed.pixels.at<cv::Vec4b>(110, 120)[2] < 150); // filled
        QCOMPARE(placed.pixels.at<cv::Vec4b>(140, 120), cv::Vec4b(200, 10, 10, 255));
    }
};

QTEST_GUILESS_MAIN(TestPlacePicture)
#include "tst_placepicture.moc"
