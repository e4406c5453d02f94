#pragma once

#include "core/plan/plan.h"
#include "core/plan/sentence.h"

#include <optional>
#include <vector>

namespace focal {

/// How much, as said. Percentages are exact; words stand for a part of the property's usual step.
struct Strength
{
    enum class Kind {
        Unsaid,
        Tiny,
        Slight,
        Strong,
        Full,
        By, ///< amount: a share to add or take away.
        To, ///< amount: the share that shall be left, 1 being as it is.
    };
    Kind kind = Kind::Unsaid;
    double amount = 0;
};

/// A change of light, colour or sharpness as understood from words that may stand on both sides of the
/// target.
struct AdjustMeaning
{
    AdjustProperty property = AdjustProperty::Brightness;
    double amount = 0;          ///< As AdjustValue.
    double blurAmount = 0;      ///< As BlurValue: its unsaid strength is another.
    bool hasVerb = false;       ///< A verb of its own: sharpen, 虚化, "remove the colour".
    bool asksForAction = false; ///< Holds a verb, a comparison or a strength: more than a bare adjective.
};

/// Words of the closed vocabulary in which adjustments are said. @see readAdjustWord()
struct AdjustWord
{
    enum class Role {
        Predicate, ///< brighter, 暖: property and direction in one.
        Verb,      ///< sharpen, 虚化: the same, and asks for it.
        Property,  ///< contrast, 亮度
        Direction, ///< increase, 调低
        Level,     ///< high, 低: a direction that does not ask for anything.
        Compare,   ///< more, less: a direction, or the sense of a predicate.
        Too,       ///< too, 太: the opposite is wanted.
        Rather,    ///< 有点, 偏: a complaint unless something is to be made so.
        Not,       ///< not so, 别那么
        Make,      ///< make, 把, 调成: asks for something.
        Strength,
        By,
        To,
        Of, ///< Leads to the target: of, in, 的.
        Filler,
    };
    Role role = Role::Filler;
    AdjustProperty property = AdjustProperty::Brightness;
    double direction = 1;
    double usual = 0.3; ///< The amount meant where no strength is said.
    Strength::Kind strength = Strength::Kind::Unsaid;
    double share = 0; ///< Strength::Kind::By of words such as "half".
    double number = 0;
    bool percent = false;
    bool isSigned = false;
    bool complains = false; ///< Holds its own "too": overexposed.
};

struct AdjustWordAt
{
    AdjustWord word;
    int length = 0; ///< Tokens.
};

/// The adjust word that stands at @p position, numbers and 百分之三十 included.
std::optional<AdjustWordAt> readAdjustWord(const Sentence& sentence, Range range, int position);

/// What the words, in the order said, mean together; empty unless they name exactly one property and a
/// direction.
std::optional<AdjustMeaning> meaningOf(const std::vector<AdjustWord>& words);

/// @p range read as one adjustment from end to end ("a bit warmer", 暖色调, "black and white").
std::optional<AdjustMeaning> parseAdjustment(const Sentence& sentence, Range range);

} // namespace focal
