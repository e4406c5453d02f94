#include "tests/ui/canvas/testpictures.h"
#include "ui/canvas/picturestage.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace focal;

namespace {

const QColor Surround(50, 50, 50);

/// What a stage that was never anything else shows of this scene.
QImage fresh(const Picture& picture, const Picture& before, const StageScene& scene)
{
    PictureStage stage;
    stage.setPicture(picture);
    stage.setBefore(before);
    QImage last;
    for (;;) {
        QImage now = stage.render(scene).copy();
        if (now == last)
            return now;
        last = now;
        QTest::qWait(5);
    }
}

/// The largest difference of any channel; 256 where the sizes differ.
int distance(const QImage& a, const QImage& b)
{
    if (a.size() != b.size())
        return 256;
    int most = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            most = std::max({most, std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                             std::abs(qBlue(p) - qBlue(q))});
        }
    }
    return most;
}

} // namespace

class TestPictureStage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        cv::Mat pixels = test::pixelsOf(700, 500);
        m_picture = Picture::fromMat(pixels.clone());
        pixels(m_changedRect).setTo(cv::Scalar(9, 8, 7, 255));
        m_edited = Picture::fromMat(pixels);
        m_before = test::filled(700, 500, qRgb(0, 0, 200));
        m_see = test::withAlpha(700, 500, cv::Scalar(200, 100, 0, 100));
    }

    void whateverCameBeforeTheImageIsThatOfTheScene_data()
    {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<bool>("alpha");
        for (const double zoom : {0.6, 1.0, 1.7, 9.0}) {
            QTest::addRow("zoom %g", zoom) << zoom << false;
            QTest::addRow("zoom %g, alpha", zoom) << zoom << true;
        }
    }
    /// Pans, divider moves, edits and looks at before, in any order and several between two frames.
    void whateverCameBeforeTheImageIsThatOfTheScene()
    {
        QFETCH(double, zoom);
        QFETCH(bool, alpha);
        QRandomGenerator random(7);
        const Picture first = alpha ? m_see : m_picture;
        const Picture second = alpha ? m_see : m_edited;
        PictureStage stage;
        stage.setPicture(first);
        stage.setBefore(m_before);
        StageScene scene{Projection({700, 500}, {300, 200}, 1).zoomed(zoom), Surround,
                         StageScene::Shows::Picture, 0};
        bool edited = false;
        for (int i = 0; i < 60; ++i) {
            for (int change = random.bounded(1, 3); change > 0; --change) {
                switch (random.bounded(5)) {
                case 0:
                case 1:
                    scene.projection =
                        scene.projection.panned({random.bounded(120) - 60.0, random.bounded(120) - 60.0});
                    break;
                case 2:
                    scene.divider = random.bounded(300);
                    break;
                case 3:
                    scene.shows = static_cast<StageScene::Shows>(random.bounded(3));
                    break;
                default:
                    edited = !edited;
                    stage.setPicture(
                        edited ? second : first,
                        QRect(m_changedRect.x, m_changedRect.y, m_changedRect.width, m_changedRect.height));
                }
            }
            const QImage expected = fresh(edited ? second : first, m_before, scene);
            // Smooth samples are placed by fixed point, counted from where painting of a strip begins.
            const int tolerance = zoom == 1.0 || zoom >= Projection::NearestFrom ? 0 : 3;
            QTRY_VERIFY2(
                distance(stage.render(scene), expected) <= tolerance,
                qPrintable(
                    QStringLiteral("step %1: %2").arg(i).arg(distance(stage.render(scene), expected))));
        }
    }

    void itCountsOnlyWhenPixelsChange()
    {
        PictureStage stage;
        stage.setPicture(m_picture);
        StageScene scene{Projection({700, 500}, {300, 200}, 1).zoomed(1), Surround,
                         StageScene::Shows::Picture, 0};
        const QImage expected = fresh(m_picture, {}, scene);
        QTRY_VERIFY(stage.render(scene) == expected);
        const quint64 generation = stage.generation();
        stage.render(scene);
        QCOMPARE(stage.generation(), generation);
        stage.setPicture(m_picture); // the same again
        stage.render(scene);
        QCOMPARE(stage.generation(), generation);
        scene.projection = scene.projection.panned({5, 0});
        stage.render(scene);
        QVERIFY(stage.generation() > generation);
    }

    void itTellsWhereItWillChange()
    {
        PictureStage stage;
        stage.setPicture(m_picture);
        QSignalSpy changed(&stage, &PictureStage::changed);
        stage.setPicture(m_edited, QRect(100, 100, 50, 40));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toRect(), QRect(100, 100, 50, 40));
    }

private:
    const cv::Rect m_changedRect{320, 220, 60, 50};
    Picture m_picture;
    Picture m_edited;
    Picture m_before;
    Picture m_see;
};

QTEST_MAIN(TestPictureStage)
#include "tst_picturestage.moc"
