#pragma once

#include "core/base/rgb.h"
#include "core/plan/sentence.h"

#include <optional>

namespace focal {

struct ColorMatch
{
    Rgb color;
    Range words;           ///< The colour's own words: without articles, "in", 的 and the like.
    int end = 0;           ///< The token after everything that belongs to the colour.
    bool compared = false; ///< "bluer", 更蓝: a step towards the colour rather than the colour.
};

/// Reads @p range as one colour from end to end: names in both languages with modifiers (深蓝色, "a light
/// green colour"), hex and rgb(). Empty where anything else is in it ("an orange" is a fruit, "an orange
/// colour" is not).
std::optional<ColorMatch> parseColor(const Sentence& sentence, Range range);

/// The longest colour at the beginning of @p range that leaves something behind it ("red" of "red car", 绿 of
/// 绿苹果).
std::optional<ColorMatch> leadingColor(const Sentence& sentence, Range range);

/// Whether the words speak of a colour without saying which ("another colour", 颜色).
bool mentionsColor(const Sentence& sentence, Range range);

} // namespace focal
