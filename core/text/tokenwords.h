#pragma once

#include "core/base/textspan.h"

#include <QString>

#include <vector>

namespace focal {

/// A word of a phrase and the tokens that stand for it.
struct PhraseWord
{
    QString text;
    TextSpan span;           ///< In the phrase as given.
    std::vector<int> tokens; ///< Indices into the phrase's tokens, rising, never empty.
};

/// The words of splitWords() with their tokens. A token goes to the word that it covers most of; a token over
/// two words belongs to one, and a word left without tokens joins the one before.
/// @param tokens  where each stands in @p phrase
std::vector<PhraseWord> groupIntoWords(const QString& phrase, const std::vector<TextSpan>& tokens);

} // namespace focal
