#include "ui/canvas/imagepieces.h"

#include <opencv2/core/utility.hpp>

#include <algorithm>

namespace focal {

namespace {

/// Rows of a strip. Qt shares out what has 96 rows or more.
constexpr int StripRows = 64;

void paintPiece(QPainter& painter, const ImagePiece& piece, const QRect& clip)
{
    painter.setClipRect(clip);
    const QPoint corner = piece.place.topLeft().toPoint();
    if (piece.place == QRectF(corner, piece.image.size()))
        painter.drawImage(corner, piece.image);
    else
        painter.drawImage(piece.place, piece.image, QRectF(piece.image.rect()));
}

} // namespace

void paintInStrips(QImage& target, const QRect& part, QPainter::CompositionMode mode,
                   const StripPainter& paint)
{
    const QRect all = part & target.rect();
    if (all.isEmpty())
        return;
    uchar* bits = target.bits(); // Once, by this thread: it would part the image from copies of it.
    const qsizetype line = target.bytesPerLine();
    const int strips = (all.height() + StripRows - 1) / StripRows;
    cv::parallel_for_(cv::Range(0, strips), [&](const cv::Range& range) {
        for (int index = range.start; index < range.end; ++index) {
            const int top = all.top() + index * StripRows;
            const QRect strip(all.left(), top, all.width(), std::min(StripRows, all.bottom() + 1 - top));
            QImage rows(bits + top * line, target.width(), strip.height(), line, target.format());
            QPainter painter(&rows);
            painter.translate(0, -top);
            painter.setCompositionMode(mode);
            paint(painter, strip);
        }
    });
}

void paintPieces(QImage& target, const std::vector<ImagePiece>& pieces, QPainter::CompositionMode mode)
{
    QRect all;
    for (const ImagePiece& piece : pieces)
        all |= piece.clip;
    paintInStrips(target, all, mode, [&](QPainter& painter, const QRect& strip) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        for (const ImagePiece& piece : pieces) {
            const QRect clip = piece.clip & strip;
            if (!clip.isEmpty())
                paintPiece(painter, piece, clip);
        }
    });
}

} // namespace focal
