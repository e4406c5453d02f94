#pragma once
/// Which of the lines that were read an instruction means.

#include "core/compact/textoperations.h"

namespace focal {

/// Whether the middle of @p line lies in what the user pointed at; always where nothing was pointed at.
bool isInRegion(const TextLine& line, const Region& region);

/// The lines that words like "the price", 水印, 左下角的文字 or words in quotes mean. Empty where none is
/// meant.
std::vector<size_t> linesNamed(const TextScene& scene, const QString& target);

/// Whether @p target names a watermark, which may be half transparent and stand in many places.
bool namesWatermark(const QString& target);

/// Whether @p target names a logo, which may be more than its lettering.
bool namesLogo(const QString& target);

/// Whether @p target names a date or time stamp.
bool namesDate(const QString& target);

/// Dates as cameras print them in a warm colour, which may be lost in what is behind them: read from that
/// colour alone.
std::vector<TextLine> warmDates(const TextScene& scene);

/// CV_8UC1 of the picture's size: the quads of these lines.
cv::Mat maskOfLines(const std::vector<TextLine>& lines, const std::vector<size_t>& which, cv::Size size);

std::vector<Candidate> candidatesOf(const std::vector<TextLine>& lines, const std::vector<size_t>& which);

} // namespace focal
