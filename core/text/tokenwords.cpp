#include "core/text/tokenwords.h"

#include "core/text/words.h"

#include <algorithm>

namespace focal {

namespace {

int overlap(const TextSpan& a, const TextSpan& b)
{
    return std::max(0, std::min(a.start + a.length, b.start + b.length) - std::max(a.start, b.start));
}

} // namespace

std::vector<PhraseWord> groupIntoWords(const QString& phrase, const std::vector<TextSpan>& tokens)
{
    std::vector<PhraseWord> words;
    for (const TextSpan& span : splitWords(phrase))
        words.push_back({{}, span, {}});
    for (size_t token = 0; token < tokens.size(); ++token) {
        PhraseWord* best = nullptr;
        int most = 0;
        for (PhraseWord& word : words)
            if (const int shared = overlap(word.span, tokens[token]); shared > most) {
                most = shared;
                best = &word;
            }
        if (best)
            best->tokens.push_back(int(token));
    }
    std::vector<PhraseWord> result;
    for (PhraseWord& word : words) {
        const bool starved =
            word.tokens.empty() && std::any_of(tokens.begin(), tokens.end(), [&](const TextSpan& token) {
                return overlap(word.span, token) > 0;
            });
        if (!word.tokens.empty())
            result.push_back(std::move(word));
        else if (starved && !result.empty())
            result.back().span.length = word.span.start + word.span.length - result.back().span.start;
    }
    for (PhraseWord& word : result)
        word.text = phrase.mid(word.span.start, word.span.length);
    return result;
}

} // namespace focal
