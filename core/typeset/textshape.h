#pragma once
/// The outlines of text in a font. Needs a QGuiApplication, which may be offscreen; any thread.

#include <opencv2/core.hpp>

#include <QFont>
#include <QPainterPath>

#include <vector>

namespace focal {

/// Size at which outlines are made: large enough for hinting and rounding not to matter.
inline constexpr int shapePixels = 256;

/// Installed fonts that hold every character of @p text: each family's regular, bold, italic and bold italic,
/// as far as they are fonts of their own. Symbol and colour fonts are left out, and of the pan-Chinese
/// families all but the simplified one. The first call loads all fonts, some half a second.
std::vector<QFont> fontsFor(const QString& text);

/// A font for setting @p text where nothing says which: sans serif, bold.
QFont defaultFont(const QString& text);

/// The outline of one line, its baseline beginning at 0, 0, in units of shapePixels an em.
/// @param spacing  added after each character
QPainterPath outlineOf(const QFont& font, const QString& text, double spacing = 0);

/// How much of each pixel lies inside @p path (in pixels): CV_32FC1, 0..1.
cv::Mat coverageOf(const QPainterPath& path, cv::Size size);

} // namespace focal
