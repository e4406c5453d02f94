#include "core/plan/adjustlexicon.h"

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

using Role = AdjustWord::Role;
using Property = AdjustProperty;

/// What the words of one adjustment say, before it is known whether they agree.
class Bag
{
public:
    bool add(const AdjustWord& word)
    {
        switch (word.role) {
        case Role::Predicate:
        case Role::Verb:
            return addPredicate(word);
        case Role::Property:
            return addNoun(word);
        case Role::Direction:
            m_acts = true;
            if (word.strength != Strength::Kind::Unsaid && !addStrength(word))
                return false;
            return addDirection(word.direction);
        case Role::Level:
            return addDirection(word.direction);
        case Role::Compare:
            m_acts = true;
            m_compare *= word.direction;
            m_compared = true;
            return true;
        case Role::Too:
            m_too = true;
            return word.strength == Strength::Kind::Unsaid || addStrength(word);
        case Role::Rather:
            m_rather = true;
            return true;
        case Role::Not:
            m_acts = true;
            m_compare = -m_compare;
            return true;
        case Role::Make:
            m_makes = true;
            return true;
        case Role::Strength:
            return addStrength(word);
        case Role::To:
            m_to = true;
            return true;
        case Role::By:
        case Role::Of:
        case Role::Filler:
            return true;
        }
        return false;
    }

    std::optional<AdjustMeaning> meaning() const
    {
        const std::optional<double> way = direction();
        if (!way || !m_property)
            return std::nullopt;
        AdjustMeaning result;
        result.property = *m_property;
        // A complaint (太暗, "it is too dark", 有点暗) asks for the opposite; "make it rather dark" is none.
        const bool complaint = m_too || (m_rather && !m_makes && m_strength.kind == Strength::Kind::Unsaid);
        const double sign = complaint && !m_noun ? -*way : *way;
        // 80 % of what is there is -0.2, not -0.19999999999999996.
        result.amount = std::round(signedAmount(sign, m_usual) * 1e6) / 1e6;
        result.blurAmount = std::abs(blurAmount());
        result.hasVerb = m_verb;
        result.asksForAction =
            m_acts || m_verb || m_makes || m_too || m_rather || m_strength.kind != Strength::Kind::Unsaid;
        if (result.property == Property::Blur && result.amount < 0) { // less blurred is sharper
            result.property = Property::Sharpness;
            result.amount = -result.amount;
        } else if (result.property == Property::Sharpness && result.amount < 0) {
            result.property = Property::Blur;
            result.amount = -result.amount;
        }
        return result;
    }

private:
    bool addPredicate(const AdjustWord& word)
    {
        // 降低饱和 and 暖色调亮一点 tell apart: a second predicate must say the same thing again.
        if (m_predicate && (*m_property != word.property || *m_predicate != word.direction))
            return false;
        if (m_property && *m_property != word.property)
            return false;
        m_property = word.property;
        m_predicate = word.direction;
        m_usual = word.usual;
        m_verb = m_verb || word.role == Role::Verb;
        m_too = m_too || word.complains;
        return true;
    }

    bool addNoun(const AdjustWord& word)
    {
        if (m_property && *m_property != word.property)
            return false;
        m_property = word.property;
        m_noun = true;
        return true;
    }

    bool addDirection(double way)
    {
        if (m_direction && *m_direction != way)
            return false;
        m_direction = way;
        return true;
    }

    bool addStrength(const AdjustWord& word)
    {
        if (word.strength != Strength::Kind::By) {
            m_strength = {word.strength, 0};
            return true;
        }
        if (m_strength.kind == Strength::Kind::By)
            return false; // two numbers: something else is meant
        double share = word.share;
        if (word.percent)
            share = word.number / 100;
        else if (word.number != 0) // +20 on the scales of photo programs, 0.2 as a share
            share = std::abs(word.number) > 1 ? word.number / 100 : word.number;
        if (word.isSigned)
            m_signed = true;
        m_strength = {Strength::Kind::By, share};
        return true;
    }

    /// +1 or -1, or empty where nothing says which way.
    std::optional<double> direction() const
    {
        if (m_predicate)
            return *m_predicate * m_compare * (m_direction && m_noun ? 1 : m_direction.value_or(1));
        if (!m_noun)
            return std::nullopt;
        if (m_direction)
            return *m_direction * (m_too ? -1 : 1);
        if (m_compared)
            return m_compare;
        if (m_strength.kind == Strength::Kind::By && (m_signed || m_to))
            return 1.0; // the number carries its own sign
        return std::nullopt;
    }

    double signedAmount(double sign, double usual) const
    {
        switch (m_strength.kind) {
        case Strength::Kind::Tiny:
            return sign * 0.1;
        case Strength::Kind::Slight:
            return sign * 0.15;
        case Strength::Kind::Strong:
            return sign * std::max(0.6, usual);
        case Strength::Kind::Full:
            return sign;
        case Strength::Kind::By:
            if (m_to)
                return std::clamp(m_strength.amount - 1, -1.0, 1.0);
            return std::clamp(sign * m_strength.amount, -1.0, 1.0);
        default:
            return sign * usual;
        }
    }

    double blurAmount() const
    {
        switch (m_strength.kind) {
        case Strength::Kind::Tiny:
            return 0.15;
        case Strength::Kind::Slight:
            return 0.25;
        case Strength::Kind::Strong:
            return 0.8;
        case Strength::Kind::Full:
            return 1.0;
        case Strength::Kind::By:
            return std::clamp(m_strength.amount, -1.0, 1.0);
        default:
            return BlurValue().amount;
        }
    }

    std::optional<Property> m_property;
    std::optional<double> m_predicate;
    std::optional<double> m_direction;
    bool m_noun = false;
    double m_compare = 1;
    bool m_compared = false;
    bool m_too = false;
    bool m_rather = false;
    bool m_makes = false;
    bool m_acts = false;
    bool m_verb = false;
    bool m_to = false;
    bool m_signed = false;
    double m_usual = 0.3;
    Strength m_strength;
};

constexpr int LongestAdjustment = 24; ///< Tokens.

} // namespace

std::optional<AdjustMeaning> meaningOf(const std::vector<AdjustWord>& words)
{
    Bag bag;
    for (const AdjustWord& word : words) {
        if (!bag.add(word))
            return std::nullopt;
    }
    return bag.meaning();
}

std::optional<AdjustMeaning> parseAdjustment(const Sentence& sentence, Range range)
{
    if (range.isEmpty() || range.size() > LongestAdjustment)
        return std::nullopt;
    std::vector<AdjustWord> words;
    for (int at = range.begin; at < range.end;) {
        const auto word = readAdjustWord(sentence, range, at);
        if (!word)
            return std::nullopt;
        words.push_back(word->word);
        at += word->length;
    }
    return meaningOf(words);
}

} // namespace focal
