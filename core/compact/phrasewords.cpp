#include "core/compact/phrasewords.h"

#include "core/text/words.h"

#include <algorithm>
#include <optional>

namespace focal {

namespace {

/// A piece of the searched text and where it stands in it.
struct PlacedPiece
{
    TextSpan inText;
    TextSpan inPhrase;
    bool asSaid = false;
};

std::vector<PlacedPiece> placedPieces(const QString& phrase, const SearchPhrase& searched)
{
    std::vector<PlacedPiece> placed;
    qsizetype from = 0;
    for (const SearchPhrase::Piece& piece : searched.pieces) {
        const qsizetype at = searched.text.indexOf(piece.text, from);
        if (at < 0)
            continue;
        from = at + piece.text.size();
        placed.push_back({{int(at), int(piece.text.size())},
                          piece.source,
                          phrase.mid(piece.source.start, piece.source.length) == piece.text});
    }
    return placed;
}

int overlap(const TextSpan& a, const TextSpan& b)
{
    return std::max(0, std::min(a.start + a.length, b.start + b.length) - std::max(a.start, b.start));
}

/// The one of @p candidates that shares most with @p span.
template <typename Item, typename SpanOf>
const Item* closest(const std::vector<Item>& candidates, const TextSpan& span, SpanOf spanOf)
{
    const Item* best = nullptr;
    int most = 0;
    for (const Item& candidate : candidates)
        if (const int shared = overlap(spanOf(candidate), span); shared > most) {
            most = shared;
            best = &candidate;
        }
    return best;
}

/// The word of the phrase for which a token of the searched text stands.
std::optional<TextSpan> wordOf(const TextSpan& token, const std::vector<PlacedPiece>& pieces,
                               const std::vector<TextSpan>& words)
{
    const PlacedPiece* piece = closest(pieces, token, [](const PlacedPiece& p) { return p.inText; });
    if (!piece)
        return std::nullopt;
    if (!piece->asSaid)
        return piece->inPhrase;
    const TextSpan inPhrase{piece->inPhrase.start + std::max(0, token.start - piece->inText.start),
                            token.length};
    const TextSpan* word = closest(words, inPhrase, [](const TextSpan& w) { return w; });
    return word ? std::optional(*word) : std::nullopt;
}

} // namespace

std::vector<RecordedWord> recordedWords(const QString& phrase, const SearchPhrase& searched,
                                        const TokenizedPhrase& tokenized)
{
    const std::vector<PlacedPiece> pieces = placedPieces(phrase, searched);
    const std::vector<TextSpan> words = splitWords(phrase);
    std::vector<RecordedWord> recorded;
    for (size_t token = 0; token < tokenized.tokens.size(); ++token) {
        const std::optional<TextSpan> span = wordOf(tokenized.tokens[token].span, pieces, words);
        if (!span)
            continue;
        const auto known = std::find_if(recorded.begin(), recorded.end(),
                                        [&](const RecordedWord& word) { return word.span == *span; });
        if (known != recorded.end())
            known->tokens.push_back(int(token));
        else
            recorded.push_back({phrase.mid(span->start, span->length), *span, {int(token)}});
    }
    std::sort(recorded.begin(), recorded.end(),
              [](const RecordedWord& a, const RecordedWord& b) { return a.span.start < b.span.start; });
    return recorded;
}

} // namespace focal
