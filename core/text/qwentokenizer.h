#pragma once

#include "core/base/textspan.h"
#include "core/text/qwenvocabulary.h"

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace focal {

struct QwenToken
{
    int id = 0;
    /// The characters of the text that it stands for. A character of several tokens belongs to all of them,
    /// and characters that NFC joined belong together.
    TextSpan span;
};

/// Qwen2's tokenizer: added tokens first, NFC on what lies between, cut by its pattern, byte-level BPE. Gives
/// the ids of Hugging Face's implementation. Const and safe from any thread once made.
class QwenTokenizer
{
public:
    /// @throws UserError (BadInput) where a byte has no token, two tokens share a number, or a merge names
    /// what is not there
    explicit QwenTokenizer(const QwenVocabulary& vocabulary);

    /// Nothing is added in front or behind. A lone surrogate counts as U+FFFD.
    std::vector<QwenToken> tokenize(const QString& text) const;

    /// The id of an added token, such as <|image_pad|>. @throws UserError (BadInput) where there is none
    int addedToken(const QString& text) const;
    int largestId() const noexcept { return m_largestId; }

private:
    struct Merge
    {
        int rank;
        int id; ///< of the two together
    };

    QString m_source;
    std::array<int, 256> m_bytes{};                    ///< the token of each byte
    std::unordered_map<std::uint64_t, Merge> m_merges; ///< by the left id and, in the low half, the right id
    QHash<QString, int> m_added;
    QHash<QChar, QList<qsizetype>> m_addedLengths; ///< by first character, longest first
    int m_largestId = 0;

    void readBytes(const QwenVocabulary& vocabulary);
    void readMerges(const QwenVocabulary& vocabulary);
    void readAdded(const QwenVocabulary& vocabulary);
    /// The length of the added token that stands at @p at, 0 for none.
    qsizetype addedLengthAt(const QString& text, qsizetype at) const;
    std::vector<int> merged(const std::vector<std::uint8_t>& bytes, std::vector<int>& lengths) const;
    void tokenizeSegment(const QString& text, int begin, int end, std::vector<QwenToken>& tokens) const;
};

} // namespace focal
