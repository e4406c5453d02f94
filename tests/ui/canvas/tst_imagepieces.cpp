/// Strips by several threads must come to what one painter makes of the whole.
#include "ui/canvas/imagepieces.h"

#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace focal;

namespace {

QImage gradient(QSize size, int hue)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            image.setPixelColor(x, y, QColor::fromHsv(hue, x * 255 / size.width(), y * 255 / size.height()));
    }
    return image;
}

int mostDifferent(const QImage& a, const QImage& b)
{
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

class TestImagePieces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stripsCoverThePartOnce();
    void piecesAreAsOnePainterPaintsThem();
    void aSharedTargetIsLeftAlone();
};

void TestImagePieces::stripsCoverThePartOnce()
{
    QImage target(200, 301, QImage::Format_ARGB32_Premultiplied);
    target.fill(Qt::black);
    const QRect part(20, 7, 150, 400); // reaches over the lower edge
    paintInStrips(target, part, QPainter::CompositionMode_Plus,
                  [](QPainter& painter, const QRect& strip) { painter.fillRect(strip, QColor(100, 0, 0)); });
    for (int y = 0; y < target.height(); ++y) {
        for (int x = 0; x < target.width(); ++x)
            QCOMPARE(qRed(target.pixel(x, y)), part.contains(x, y) ? 100 : 0);
    }
}

void TestImagePieces::piecesAreAsOnePainterPaintsThem()
{
    const std::vector<ImagePiece> pieces = {
        {gradient({300, 200}, 10), QRectF(-20.3, 5.6, 411.2, 280.7), QRect(0, 10, 250, 250)},
        {gradient({260, 260}, 200), QRectF(249.5, 10.25, 133.3, 133.3), QRect(250, 10, 100, 120)},
        {gradient({90, 90}, 120), QRectF(260, 140, 90, 90), QRect(262, 141, 80, 85)},
    };
    QImage strips(380, 310, QImage::Format_RGB32);
    strips.fill(Qt::white);
    QImage whole = strips.copy();
    paintPieces(strips, pieces, QPainter::CompositionMode_Source);
    {
        QPainter painter(&whole);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        for (const ImagePiece& piece : pieces) {
            painter.setClipRect(piece.clip);
            painter.drawImage(piece.place, piece.image, QRectF(piece.image.rect()));
        }
    }
    QVERIFY(mostDifferent(whole, QImage(whole.size(), whole.format())) > 100);
    const int most = mostDifferent(strips, whole);
    QVERIFY2(most <= 2, qPrintable(QString::number(most)));
}

void TestImagePieces::aSharedTargetIsLeftAlone()
{
    QImage target(100, 100, QImage::Format_RGB32);
    target.fill(Qt::white);
    const QImage kept = target;
    paintPieces(target, {{gradient({50, 50}, 0), QRectF(0, 0, 100, 100), target.rect()}},
                QPainter::CompositionMode_Source);
    QCOMPARE(kept.pixel(30, 90), qRgb(255, 255, 255));
    QVERIFY(target.pixel(30, 90) != qRgb(255, 255, 255));
}

QTEST_MAIN(TestImagePieces)
#include "tst_imagepieces.moc"
