#pragma once

#include <QImage>
#include <QPainter>
#include <QRectF>

#include <functional>
#include <vector>

namespace focal {

/// An image that fills a part of another one.
struct ImagePiece
{
    QImage image;
    QRectF place; ///< Where the whole image goes, in pixels of the target.
    QRect clip;   ///< The part of the target that it fills.
};

/// Paints the part @p strip of a target, with a painter in the target's pixels. Called by several threads.
using StripPainter = std::function<void(QPainter& painter, const QRect& strip)>;

/// Paints the part @p part of @p target on all cores, in strips of whole rows.
///
/// Painted as a whole, Qt would share out the rows of every single call on its own and wait for its threads
/// each time, which takes longer than the painting does. Strips are lower than what it shares out.
/// @param target  of any format that QPainter paints on
void paintInStrips(QImage& target, const QRect& part, QPainter::CompositionMode mode,
                   const StripPainter& paint);

/// Paints @p pieces in their order, in strips. Scaled ones are smoothed.
void paintPieces(QImage& target, const std::vector<ImagePiece>& pieces, QPainter::CompositionMode mode);

} // namespace focal
