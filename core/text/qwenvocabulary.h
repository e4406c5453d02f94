#pragma once

#include <QHash>
#include <QString>

#include <utility>
#include <vector>

namespace focal {

/// What a Qwen2 tokenizer is made of, as files hold it. Tokens are written in GPT-2's alphabet, which has a
/// printable character for each byte.
struct QwenVocabulary
{
    QString source;                                  ///< The file or folder, for messages.
    QHash<QString, int> tokens;                      ///< To ids.
    std::vector<std::pair<QString, QString>> merges; ///< The two halves, first come first merged.
    QHash<QString, int> added; ///< Texts that are one token wherever they stand (<|im_start|>), to ids.

    /// The 22 added tokens that every published Qwen2.5-VL has.
    static QHash<QString, int> publishedAddedTokens();

    /// Reads vocab.json with merges.txt and, where they exist, added_tokens.json or the added tokens of
    /// tokenizer_config.json (the published ones otherwise); or else tokenizer.json.
    /// @throws UserError (BadInput) naming the file and what is wrong with it
    static QwenVocabulary fromFolder(const QString& folder);
    /// @throws UserError (BadInput), also where the file describes another kind of tokenizer
    static QwenVocabulary fromTokenizerJson(const QString& path);
};

} // namespace focal
