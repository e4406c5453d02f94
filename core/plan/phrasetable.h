#pragma once

#include "core/plan/sentence.h"

#include <QHash>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace focal {

/// Phrases of one or several tokens, each with a meaning; finds the longest that stands at a place. Immutable
/// once made, so that tables can be shared by threads.
template <class Meaning>
class PhraseTable
{
public:
    struct Entry
    {
        const char16_t* phrases; ///< Separated by '|'.
        Meaning meaning;
    };
    struct Match
    {
        const Meaning* meaning = nullptr;
        int length = 0; ///< Tokens.
    };

    PhraseTable(std::initializer_list<Entry> entries)
    {
        for (const Entry& entry : entries) {
            for (const QStringView phrase : QStringView(entry.phrases).split(u'|'))
                add(phrase, entry.meaning);
        }
        for (std::vector<Phrase>& bucket : m_buckets)
            std::stable_sort(bucket.begin(), bucket.end(), [](const Phrase& a, const Phrase& b) {
                return a.words.size() > b.words.size();
            });
    }

    /// The longest phrase that begins at @p position and ends within @p range.
    std::optional<Match> at(const Sentence& sentence, Range range, int position) const
    {
        if (position < range.begin || position >= range.end)
            return std::nullopt;
        const auto bucket = m_buckets.constFind(sentence.at(position).text.toString());
        if (bucket == m_buckets.constEnd())
            return std::nullopt;
        for (const Phrase& phrase : *bucket) {
            const int length = static_cast<int>(phrase.words.size());
            if (position + length <= range.end && stands(sentence, position, phrase))
                return Match{&phrase.meaning, length};
        }
        return std::nullopt;
    }

    /// The longest phrase that ends where @p range ends; phrases of at most @p longest tokens are tried.
    std::optional<Match> atEnd(const Sentence& sentence, Range range, int longest = 6) const
    {
        for (int position = std::max(range.begin, range.end - longest); position < range.end; ++position) {
            const auto match = at(sentence, range, position);
            if (match && position + match->length == range.end)
                return match;
        }
        return std::nullopt;
    }

    /// Whether @p range is one of the phrases, from end to end.
    const Meaning* exactly(const Sentence& sentence, Range range) const
    {
        const auto match = at(sentence, range, range.begin);
        return match && match->length == range.size() ? match->meaning : nullptr;
    }

    /// The first place in @p range where a phrase begins.
    std::optional<std::pair<int, Match>> find(const Sentence& sentence, Range range) const
    {
        for (int position = range.begin; position < range.end; ++position) {
            if (const auto match = at(sentence, range, position))
                return std::make_pair(position, *match);
        }
        return std::nullopt;
    }

private:
    struct Phrase
    {
        std::vector<QString> words;
        Meaning meaning;
    };

    void add(QStringView text, const Meaning& meaning)
    {
        const Sentence sentence(text.toString());
        Phrase phrase{{}, meaning};
        for (const Token& token : sentence.tokens())
            phrase.words.push_back(token.text.toString());
        m_buckets[phrase.words.front()].push_back(std::move(phrase));
    }

    static bool stands(const Sentence& sentence, int position, const Phrase& phrase)
    {
        for (std::size_t i = 0; i < phrase.words.size(); ++i) {
            if (sentence.at(position + static_cast<int>(i)).text != phrase.words[i])
                return false;
        }
        return true;
    }

    QHash<QString, std::vector<Phrase>> m_buckets;
};

} // namespace focal
