#pragma once
/// Finding words among the lines that were read, and comparing what was read with what should stand there.

#include "core/ocr/textline.h"

namespace focal {

/// A part of a line, in its characters.
struct TextHit
{
    size_t line = 0;
    size_t first = 0;
    size_t end = 0;  ///< One past the last.
    double cost = 0; ///< 0 for the very words; grows with every character that was read differently.
};

/// As a reader would compare: full-width forms are as their usual ones (￥ is ¥), blanks, kinds of quotes and
/// dashes do not count, nor does the case of letters that only differ in size (o O, s S), nor any where
/// @p anyCase.
QString foldedText(const QString& text, bool anyCase);

/// Digits among letters and letters among digits that only look like them, as the letters and digits they
/// are: Ro0m is Room, 1O0 is 100. As long as @p text.
QString withoutMixups(QString text);

/// Where @p wanted stands in @p lines, best first, equal ones in their order; slips of reading are forgiven,
/// another digit never is.
std::vector<TextHit> findText(const std::vector<TextLine>& lines, const QString& wanted);

/// A price: a currency's sign or name with a number. A date as cameras print it. An address on the web or a
/// copyright. Found anywhere in the line.
bool holdsPrice(const QString& text);
bool holdsDate(const QString& text);
bool holdsOrigin(const QString& text);

} // namespace focal
