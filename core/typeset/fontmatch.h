#pragma once

#include "core/base/canceltoken.h"
#include "core/typeset/ink.h"

#include <QFont>
#include <QString>

#include <vector>

namespace focal {

/// How a line's own letters would be set: a font, and where it lies in the strip. A point of the outline
/// (textshape.h) stands at origin + (x * scaleX + y * slant, y * scaleY).
struct FontMatch
{
    QFont font;
    double similarity = 0; ///< 0..1: ink shared by both, of all ink of either.
    double spacing = 0;    ///< Added after each character, in units of the outline.
    double scaleX = 1;     ///< Strip pixels a unit.
    double scaleY = 1;
    double slant = 0;
    cv::Point2d origin; ///< Of the baseline, strip pixels.
};

/// The fonts in which @p text looks most like the ink, best first: every installed font that also holds
/// @p alsoHolds is tried. One of each family at most. Empty where there is no ink, or no font holds the text.
std::vector<FontMatch> matchedFonts(const Ink& ink, const QString& text, const QString& alsoHolds, int most,
                                    const CancelToken& cancel);

} // namespace focal
