#pragma once

#include "core/attention/recorder.h"
#include "core/compact/synonyms.h"
#include "core/text/phrasetokenizer.h"

namespace focal {

/// The user's words, and the tokens that the text encoder read for each: attention is shown for what was
/// said, not for the names that stood in for it.
///
/// @param phrase     as said
/// @param searched   searchPhrase(phrase)
/// @param tokenized  of searched.text
/// @return words with spans in @p phrase, in its order, and places of their tokens in @p tokenized; words
/// that were not
///         searched for are left out
std::vector<RecordedWord> recordedWords(const QString& phrase, const SearchPhrase& searched,
                                        const TokenizedPhrase& tokenized);

} // namespace focal
