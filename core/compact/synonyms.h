#pragma once
/// The words of a target, in the words that the text encoder was taught.

#include "core/base/textspan.h"
#include "core/compact/region.h"

#include <QString>

#include <vector>

namespace focal {

/// A phrase ready for the text encoder.
struct SearchPhrase
{
    /// A run of text that stands for a run of the phrase: the same characters, or a name in the place of a
    /// synonym.
    struct Piece
    {
        QString text;        ///< For the encoder.
        TextSpan source;     ///< What of the phrase it stands for.
        bool isName = false; ///< A name that the encoder was taught.
    };

    std::vector<Piece>
        pieces;   ///< In the order of the phrase; words that say only how many, or "the", are left out.
    QString text; ///< The pieces joined: with a space where the phrase had one or where Latin words meet.
    PhraseView::Kind kind = PhraseView::Kind::Nothing; ///< Nothing: the phrase is empty.
    PhraseView::Number number = PhraseView::Number::Unsaid;
    bool singular = false; ///< One thing is meant by the form of the words: "the cup", 那个杯子.
    bool known = false;    ///< A name that the encoder was taught is among the pieces.
};

/// Reads @p phrase, Chinese or English or both: takes away articles, "all", 所有的, measure words; notes the
/// number; replaces words that the encoder was not taught (player, 球员) by those it was. Colours and
/// places stay.
SearchPhrase searchPhrase(const QString& phrase);

/// The thing that a phrase is about, by the first English name of its row in namedThings(): "the red car",
/// 左边的汽车 and "car on the road", but not "the car's door" or 汽车的尾灯. Empty where it is about none
/// that was taught, or several.
QString thingNamed(const SearchPhrase& phrase);

} // namespace focal
