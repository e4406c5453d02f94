#include "core/plan/grammar.h"

#include "core/plan/phrasetable.h"
#include "core/plan/questions.h"

#include <algorithm>

namespace focal::grammar {

namespace {

/// The adjust words at both ends of a clause. What stands between them is the target: "increase the
/// brightness of |the player| by 30%", 把|人物|调亮一点.
class AdjustEnds
{
public:
    explicit AdjustEnds(const Clause& clause) : m_clause(clause)
    {
        readFront();
        readBack();
    }

    struct Cut
    {
        std::size_t front = 0; ///< Words taken from the front.
        int back = 0;          ///< The token where the words at the back begin.
    };

    /// Tokens where the middle may begin and end, for a number of words taken at each end.
    int middleBegin(std::size_t front) const { return m_frontEnds[front]; }
    std::size_t frontCount() const { return m_front.size(); }
    const std::vector<int>& backs() const { return m_backs; }

    /// Adjectives in front of a thing belong to its name: "brighten the | warm light".
    bool frontHolds(std::size_t count, AdjustWord::Role role) const
    {
        return std::any_of(m_front.begin(), m_front.begin() + static_cast<std::ptrdiff_t>(count),
                           [role](const AdjustWord& word) { return word.role == role; });
    }

    std::vector<AdjustWord> words(Cut cut) const
    {
        std::vector<AdjustWord> result(m_front.begin(),
                                       m_front.begin() + static_cast<std::ptrdiff_t>(cut.front));
        for (int at = cut.back; at < m_clause.range.end;) {
            const AdjustWordAt& word = *m_at[index(at)];
            result.push_back(word.word);
            at += word.length;
        }
        return result;
    }

private:
    static constexpr int Longest = 24; ///< Tokens looked at from each end.

    std::size_t index(int token) const { return static_cast<std::size_t>(token - m_backStart); }

    void readFront()
    {
        m_frontEnds.push_back(m_clause.range.begin);
        int at = m_clause.range.begin;
        while (at < m_clause.range.end && at < m_clause.range.begin + Longest) {
            const auto word = readAdjustWord(m_clause.sentence, m_clause.range, at);
            if (!word)
                return;
            m_front.push_back(word->word);
            at += word->length;
            m_frontEnds.push_back(at);
        }
    }

    /// Every token from which adjust words reach to the end without a gap, nearest to the front first.
    void readBack()
    {
        m_backStart = std::max(m_clause.range.begin, m_clause.range.end - Longest);
        const auto count = static_cast<std::size_t>(m_clause.range.end - m_backStart);
        m_at.resize(count);
        std::vector<bool> reaches(count + 1, false);
        reaches[count] = true;
        for (int at = m_clause.range.end - 1; at >= m_backStart; --at) {
            const auto word = readAdjustWord(m_clause.sentence, m_clause.range, at);
            if (!word || !reaches[index(at + word->length)])
                continue;
            m_at[index(at)] = word;
            reaches[index(at)] = true;
        }
        for (int at = m_backStart; at <= m_clause.range.end; ++at) {
            if (reaches[index(at)])
                m_backs.push_back(at);
        }
    }

    const Clause& m_clause;
    std::vector<AdjustWord> m_front;
    std::vector<int> m_frontEnds; ///< One more than m_front: where each of its words begins, and the end.
    int m_backStart = 0;
    std::vector<std::optional<AdjustWordAt>> m_at;
    std::vector<int> m_backs;
};

/// "cool |the image| down": the particle belongs to the verb.
bool isSplitVerb(const Clause& clause, AdjustEnds::Cut cut)
{
    static const PhraseTable<bool> verbs = {{u"cool|warm|dim|sharpen|brighten|darken|soften|blur", true}};
    static const PhraseTable<bool> particles = {{u"up|down|off|out", true}};
    return cut.front == 1 && verbs.at(clause.sentence, clause.range, clause.range.begin) &&
           cut.back > clause.range.begin + 1 && particles.at(clause.sentence, clause.range, cut.back);
}

double confidenceOf(const AdjustMeaning& meaning, double described)
{
    if (meaning.hasVerb)
        return 0.96; // "remove the colour from the car" is this rather than a removal
    return meaning.asksForAction ? 0.93 : described;
}

std::optional<Reading> readCut(const Clause& clause, const AdjustEnds& ends, AdjustEnds::Cut cut)
{
    const Range middle{ends.middleBegin(cut.front), cut.back};
    Target target = resolveTarget(clause.sentence, middle);
    const bool split = isSplitVerb(clause, cut);
    std::vector<AdjustWord> words = ends.words({cut.front, split ? cut.back + 1 : cut.back});
    if (split)
        words.front().role = AdjustWord::Role::Verb;
    const auto meaning = meaningOf(words);
    if (!meaning || meaning->amount == 0)
        return std::nullopt;
    const bool adjective = !split && (ends.frontHolds(cut.front, AdjustWord::Role::Predicate) ||
                                      ends.frontHolds(cut.front, AdjustWord::Role::Level));
    const bool state = target.kind == Target::Kind::Background && meaning->property == AdjustProperty::Blur;
    if (!middle.isEmpty() && ((adjective && !state) || !canBeTarget(clause.sentence, middle)))
        return std::nullopt;
    if (middle.isEmpty()) {
        // 虚化 is the photographer's word for a background out of focus.
        static const PhraseTable<bool> bokeh = {{u"虚化|bokeh|defocus|虚化度|虚化程度", true}};
        if (bokeh.find(clause.sentence, clause.range))
            target.kind = Target::Kind::Background;
        return adjustReading(clause, target, *meaning, confidenceOf(*meaning, 0.8));
    }
    const bool background = target.kind == Target::Kind::Background;
    if (!meaning->asksForAction && !background && target.kind != Target::Kind::Whole)
        return std::nullopt; // "the car dark", 月 亮: a description
    return adjustReading(clause, target, *meaning, confidenceOf(*meaning, 0.82));
}

} // namespace

std::optional<Reading> adjustment(const Clause& clause)
{
    const AdjustEnds ends(clause);
    std::optional<Reading> best;
    int bestCovered = 0;
    for (std::size_t front = 0; front <= ends.frontCount(); ++front) {
        for (const int back : ends.backs()) {
            const int begin = ends.middleBegin(front);
            if (back < begin)
                continue;
            const int covered = clause.range.size() - (back - begin);
            // At equal cover, words at the back say what to do and words in front name: prefer those at the
            // back.
            if (covered <= 0 || covered < bestCovered || (covered == bestCovered && best))
                continue;
            if (auto reading = readCut(clause, ends, {front, back})) {
                best = std::move(reading);
                bestCovered = covered;
            }
        }
    }
    return best;
}

} // namespace focal::grammar
