#pragma once
/// What comes before byte-level BPE in Qwen2's tokenizer: normalisation and cutting.

#include "core/base/textspan.h"

#include <QString>

#include <string>
#include <vector>

namespace focal {

/// Text in NFC, by code points, and where each came from.
struct NormalizedText
{
    std::u32string characters;
    std::vector<TextSpan> origins; ///< In the text as given, one for each character.
};

/// NFC as the tokenizer's own library has it, which is Unicode 9's: later marks are not reordered.
/// @param begin @param end  UTF-16 indices of the part of @p text that is wanted
NormalizedText normalizedForQwen(const QString& text, int begin, int end);

/// Cuts at the ends of the matches of Qwen2's pattern; together they are the whole text.
/// @return one past the last character of each piece, rising
std::vector<size_t> qwenPieceEnds(const std::u32string& text);

} // namespace focal
