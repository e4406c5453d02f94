#pragma once

#include "core/typeset/fontmatch.h"

#include <QPainterPath>
#include <QStringList>

#include <optional>

namespace focal {

/// Where new text stands on the way from the old one's beginning to its end.
enum class TextAlign { Left, Centre, Right };

/// Text ready to be laid into a picture.
struct SetText
{
    QPainterPath outline; ///< Native pixels.
    cv::Vec3f color;      ///< Stored values, 0..1.
    double opacity = 1;
    double softness = 0; ///< Gaussian sigma, native pixels.
    double grain = 0;    ///< Stored values 0..1.
};

/// How new text differs from the way the old was set.
struct SetOptions
{
    TextAlign align = TextAlign::Left;
    double size = 1;            ///< Of the old one's.
    std::optional<double> left; ///< Strip pixels between which it stands; otherwise where the old ink stood.
    std::optional<double> right;
};

/// @p text as the line of @p strip would have set it: its font, size, spacing, slant, colour and perspective.
SetText textLikeLine(const LineStrip& strip, const Ink& ink, const FontMatch& match, const QString& text,
                     const SetOptions& options);

/// The width of @p text so set, in strip pixels.
double widthLikeLine(const FontMatch& match, const QString& text);

/// Several lines of text in the default font, each centred, the whole about 0, 0.
/// @param height  of an em, in pixels
QPainterPath textBlock(const QStringList& lines, double height);

/// Lays @p text over @p pixels (CV_8UC4 or CV_16UC4), changed in place.
/// @return CV_8UC1 of the picture's size: 255 wherever a pixel may have changed
cv::Mat layText(cv::Mat& pixels, const SetText& text, std::uint64_t seed, const CancelToken& cancel);

} // namespace focal
