#include "core/text/phrasetokenizer.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QFile>

#include <sentencepiece_processor.h>

#include <algorithm>
#include <string>

namespace focal {

namespace {

/// The lower-cased phrase in UTF-8, and where each of its bytes came from.
struct Lowered
{
    std::string utf8;
    std::vector<int> origin; ///< UTF-16 index in the phrase of the character that each byte belongs to; one
                             ///< past the last byte stands the phrase's length.
};

Lowered lowered(const QString& phrase)
{
    Lowered result;
    int at = 0;
    const int size = int(phrase.size());
    while (at < size) {
        const bool pair =
            phrase.at(at).isHighSurrogate() && at + 1 < size && phrase.at(at + 1).isLowSurrogate();
        const int units = pair ? 2 : 1;
        // Character by character, because lower-casing may change the length (İ). A lone surrogate becomes
        // U+FFFD.
        const QByteArray bytes = phrase.mid(at, units).toLower().toUtf8();
        result.utf8.append(bytes.constData(), size_t(bytes.size()));
        result.origin.insert(result.origin.end(), size_t(bytes.size()), at);
        at += units;
    }
    result.origin.push_back(size);
    return result;
}

TextSpan trimmed(const QString& phrase, int begin, int end)
{
    while (begin < end && phrase.at(begin).isSpace())
        ++begin;
    while (end > begin && phrase.at(end - 1).isSpace())
        --end;
    return {begin, end - begin};
}

} // namespace

PhraseTokenizer::PhraseTokenizer(const QString& modelPath, int vocabulary)
    : m_processor(std::make_unique<sentencepiece::SentencePieceProcessor>()), m_vocabulary(vocabulary)
{
    const auto status = m_processor->Load(QFile::encodeName(modelPath).toStdString());
    if (!status.ok())
        throw UserError(
            ErrorKind::BadInput,
            QCoreApplication::translate("focal::PhraseTokenizer", "The tokenizer %1 cannot be read.")
                .arg(modelPath),
            QString::fromUtf8(status.error_message()),
            QCoreApplication::translate("focal::PhraseTokenizer", "Install Focal's models again."));
}

PhraseTokenizer::~PhraseTokenizer() = default;

TokenizedPhrase PhraseTokenizer::tokenize(const QString& phrase, int maxTokens) const
{
    const Lowered text = lowered(phrase);
    TokenizedPhrase result;
    // The pieces carry the bytes of the input that they came from, whatever NFKC made of them.
    const auto encoded = m_processor->EncodeAsImmutableProto(text.utf8);
    for (const auto& piece : encoded.pieces()) {
        if (int(result.tokens.size()) == maxTokens) {
            result.cut = true;
            break;
        }
        PhraseToken token;
        token.id = std::min(int(piece.id()) + 1, m_vocabulary - 1);
        const int begin = text.origin[std::min(size_t(piece.begin()), text.utf8.size())];
        // One past the character that holds the piece's last byte, should the piece end inside a character's
        // bytes.
        size_t endByte = std::min(size_t(piece.end()), text.utf8.size());
        while (endByte > piece.begin() && endByte < text.utf8.size() &&
               text.origin[endByte] == text.origin[endByte - 1])
            ++endByte;
        token.span = trimmed(phrase, begin, std::max(begin, text.origin[endByte]));
        result.tokens.push_back(token);
    }
    std::vector<TextSpan> spans;
    for (const PhraseToken& token : result.tokens)
        spans.push_back(token.span);
    result.words = groupIntoWords(phrase, spans);
    return result;
}

} // namespace focal
