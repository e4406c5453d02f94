#pragma once

#include "core/text/tokenwords.h"

#include <QString>

#include <memory>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace focal {

struct PhraseToken
{
    int id = 0; ///< 1 .. vocabulary - 1; 0 is padding and never given.
    TextSpan
        span; ///< In the phrase as given, without the spaces around; length 0 for a piece of spaces alone.
};

struct TokenizedPhrase
{
    std::vector<PhraseToken> tokens;
    std::vector<PhraseWord> words;
    bool cut = false; ///< The phrase was longer than the network reads; what is left out is at its end.
};

/// The tokenizer of the compact model: sentencepiece over the lower-cased phrase, ids shifted by one.
/// Const and safe from any thread once made.
class PhraseTokenizer
{
public:
    /// @param modelPath   a sentencepiece model file
    /// @param vocabulary  ids at and above this become the last one, as in training
    /// @throws UserError (BadInput) where the file cannot be read
    PhraseTokenizer(const QString& modelPath, int vocabulary);
    ~PhraseTokenizer();
    PhraseTokenizer(const PhraseTokenizer&) = delete;
    PhraseTokenizer& operator=(const PhraseTokenizer&) = delete;

    /// @param maxTokens  more are cut off
    TokenizedPhrase tokenize(const QString& phrase, int maxTokens) const;

private:
    std::unique_ptr<sentencepiece::SentencePieceProcessor> m_processor;
    int m_vocabulary;
};

} // namespace focal
