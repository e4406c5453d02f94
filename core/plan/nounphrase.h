#pragma once

#include "core/plan/sentence.h"

namespace focal {

/// What stands where an edit's target is said, particles taken off.
struct Target
{
    enum class Kind {
        Nothing,
        Thing,
        Whole,      ///< The picture: 整体, "everything".
        Pronoun,    ///< it, 那个: names nothing by itself.
        Background, ///< What is behind the things.
    };
    Kind kind = Kind::Nothing;
    Range range; ///< The words that name it.
};

/// @p range without articles, 那只, 的, "in the picture", "the colour of" and the like, and what kind of
/// thing is left.
Target resolveTarget(const Sentence& sentence, Range range);

/// Whether the words can stand for a thing at all: not only an article and adjectives ("the big"), nor half a
/// phrase
/// ("the dog and").
bool canBeTarget(const Sentence& sentence, Range range);

/// @p range without a leading article or 一顶, and without 的 at the end.
Range withoutArticle(const Sentence& sentence, Range range);

/// As withoutArticle(), but a quantity other than one stays: "some clouds", 一束玫瑰.
Range withoutOne(const Sentence& sentence, Range range);

/// @p range without the measure word that a Chinese verb leaves before its object: 戴[顶]帽子.
Range withoutMeasureWord(const Sentence& sentence, Range range);

} // namespace focal
