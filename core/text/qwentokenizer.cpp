#include "core/text/qwentokenizer.h"

#include "core/base/error.h"
#include "core/text/qwenpieces.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <queue>

namespace focal {

namespace {

constexpr int maxId = 1 << 24; // far above any vocabulary; ids index embedding tables

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(focal::QwenTokenizer)
};

[[noreturn]] void unusable(const QString& source, const QString& why)
{
    throw UserError(ErrorKind::BadInput, Text::tr("The tokenizer %1 cannot be used.").arg(source), why,
                    Text::tr("Take the tokenizer's files from the model's own download."));
}

/// GPT-2's printable character for each byte: itself where it is one, else the next from U+0100 on.
std::array<QChar, 256> byteLetters()
{
    std::array<QChar, 256> letters;
    char16_t next = 0x100;
    for (int byte = 0; byte < 256; ++byte) {
        const bool printable =
            (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
        letters[size_t(byte)] = QChar(printable ? char16_t(byte) : next++);
    }
    return letters;
}

std::uint64_t pairKey(int left, int right)
{
    return std::uint64_t(std::uint32_t(left)) << 32 | std::uint32_t(right);
}

void appendUtf8(std::vector<std::uint8_t>& bytes, char32_t c)
{
    const auto tail = [&](int shift) { bytes.push_back(std::uint8_t(0x80 | (c >> shift & 0x3f))); };
    if (c < 0x80) {
        bytes.push_back(std::uint8_t(c));
    } else if (c < 0x800) {
        bytes.push_back(std::uint8_t(0xc0 | c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        bytes.push_back(std::uint8_t(0xe0 | c >> 12));
        tail(6);
        tail(0);
    } else {
        bytes.push_back(std::uint8_t(0xf0 | c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// A token of a piece while it is merged, in a list of those that are left.
struct Symbol
{
    int id;
    int length; ///< 0 once it is part of the one before
    int previous;
    int next;
};

/// Two neighbours that could be merged.
struct Candidate
{
    int rank;
    int at;
    int id;
    int left; ///< the ids that it joins: it is stale where others stand there now
    int right;
    bool operator>(const Candidate& other) const
    {
        return rank != other.rank ? rank > other.rank : at > other.at;
    }
};

TextSpan united(const TextSpan& a, const TextSpan& b)
{
    const int start = std::min(a.start, b.start);
    return {start, std::max(a.start + a.length, b.start + b.length) - start};
}

} // namespace

QwenTokenizer::QwenTokenizer(const QwenVocabulary& vocabulary) : m_source(vocabulary.source)
{
    QSet<int> ids;
    ids.reserve(vocabulary.tokens.size());
    for (auto entry = vocabulary.tokens.begin(); entry != vocabulary.tokens.end(); ++entry) {
        if (entry.value() < 0 || entry.value() > maxId || ids.contains(entry.value()))
            unusable(m_source,
                     Text::tr("The number %1 of a token is out of range or given twice.").arg(entry.value()));
        ids.insert(entry.value());
        m_largestId = std::max(m_largestId, entry.value());
    }
    readBytes(vocabulary);
    readMerges(vocabulary);
    readAdded(vocabulary);
}

void QwenTokenizer::readBytes(const QwenVocabulary& vocabulary)
{
    const std::array<QChar, 256> letters = byteLetters();
    for (size_t byte = 0; byte < letters.size(); ++byte) {
        const auto found = vocabulary.tokens.constFind(QString(letters[byte]));
        if (found == vocabulary.tokens.constEnd())
            unusable(m_source, Text::tr("The byte %1 has no token.").arg(byte));
        m_bytes[byte] = found.value();
    }
}

void QwenTokenizer::readMerges(const QwenVocabulary& vocabulary)
{
    m_merges.reserve(vocabulary.merges.size());
    int rank = 0;
    for (const auto& [left, right] : vocabulary.merges) {
        const auto l = vocabulary.tokens.constFind(left);
        const auto r = vocabulary.tokens.constFind(right);
        const auto both = vocabulary.tokens.constFind(left + right);
        const auto none = vocabulary.tokens.constEnd();
        if (l == none || r == none || both == none)
            unusable(m_source,
                     Text::tr("The merge of \"%1\" and \"%2\" names a token that is not in the vocabulary.")
                         .arg(left, right));
        m_merges.insert_or_assign(pairKey(l.value(), r.value()), Merge{rank++, both.value()});
    }
}

void QwenTokenizer::readAdded(const QwenVocabulary& vocabulary)
{
    m_added = vocabulary.added;
    for (auto entry = m_added.begin(); entry != m_added.end(); ++entry) {
        if (entry.key().isEmpty() || entry.value() < 0 || entry.value() > maxId)
            unusable(m_source, Text::tr("An added token has no text or number."));
        m_largestId = std::max(m_largestId, entry.value());
        m_addedLengths[entry.key().at(0)].append(entry.key().size());
    }
    for (QList<qsizetype>& lengths : m_addedLengths)
        std::sort(lengths.begin(), lengths.end(), std::greater<>());
}

int QwenTokenizer::addedToken(const QString& text) const
{
    const auto found = m_added.constFind(text);
    if (found == m_added.constEnd())
        unusable(m_source, Text::tr("The token %1 is missing.").arg(text));
    return found.value();
}

qsizetype QwenTokenizer::addedLengthAt(const QString& text, qsizetype at) const
{
    const auto lengths = m_addedLengths.constFind(text.at(at));
    if (lengths == m_addedLengths.constEnd())
        return 0;
    for (const qsizetype length : lengths.value())
        if (length <= text.size() - at && m_added.contains(text.mid(at, length)))
            return length;
    return 0;
}

std::vector<QwenToken> QwenTokenizer::tokenize(const QString& text) const
{
    std::vector<QwenToken> tokens;
    const int size = int(text.size());
    int begin = 0;
    for (int at = 0; at < size;) {
        const int length = int(addedLengthAt(text, at));
        if (length == 0) {
            ++at;
            continue;
        }
        tokenizeSegment(text, begin, at, tokens);
        tokens.push_back({m_added.value(text.mid(at, length)), {at, length}});
        at += length;
        begin = at;
    }
    tokenizeSegment(text, begin, size, tokens);
    return tokens;
}

void QwenTokenizer::tokenizeSegment(const QString& text, int begin, int end,
                                    std::vector<QwenToken>& tokens) const
{
    if (begin == end)
        return;
    const NormalizedText normalized = normalizedForQwen(text, begin, end);
    std::vector<std::uint8_t> bytes;
    std::vector<size_t> characterOf; // each byte's
    std::vector<int> lengths;
    size_t from = 0;
    for (const size_t to : qwenPieceEnds(normalized.characters)) {
        bytes.clear();
        characterOf.clear();
        for (; from < to; ++from) {
            appendUtf8(bytes, normalized.characters[from]);
            characterOf.resize(bytes.size(), from);
        }
        const std::vector<int> ids = merged(bytes, lengths);
        size_t at = 0;
        for (size_t i = 0; i < ids.size(); ++i) {
            const size_t last = at + size_t(lengths[i]) - 1;
            tokens.push_back(
                {ids[i], united(normalized.origins[characterOf[at]], normalized.origins[characterOf[last]])});
            at = last + 1;
        }
    }
}

/// The lowest rank first, of equals the leftmost; in the time of a sort, because a piece may be as long as
/// the text. @param lengths  gets how many bytes each token stands for
std::vector<int> QwenTokenizer::merged(const std::vector<std::uint8_t>& bytes,
                                       std::vector<int>& lengths) const
{
    const int count = int(bytes.size());
    std::vector<Symbol> symbols;
    symbols.reserve(bytes.size());
    for (int i = 0; i < count; ++i)
        symbols.push_back({m_bytes[bytes[size_t(i)]], 1, i - 1, i + 1 < count ? i + 1 : -1});
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    const auto consider = [&](int at) {
        if (at < 0 || symbols[size_t(at)].next < 0)
            return;
        const int left = symbols[size_t(at)].id;
        const int right = symbols[size_t(symbols[size_t(at)].next)].id;
        if (const auto merge = m_merges.find(pairKey(left, right)); merge != m_merges.end())
            queue.push({merge->second.rank, at, merge->second.id, left, right});
    };
    for (int i = 0; i < count; ++i)
        consider(i);
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        Symbol& symbol = symbols[size_t(best.at)];
        if (symbol.length == 0 || symbol.id != best.left || symbol.next < 0 ||
            symbols[size_t(symbol.next)].id != best.right)
            continue;
        Symbol& gone = symbols[size_t(symbol.next)];
        symbol.id = best.id;
        symbol.length += gone.length;
        symbol.next = gone.next;
        gone.length = 0;
        if (symbol.next >= 0)
            symbols[size_t(symbol.next)].previous = best.at;
        consider(symbol.previous);
        consider(best.at);
    }
    std::vector<int> ids;
    lengths.clear();
    for (const Symbol& symbol : symbols)
        if (symbol.length > 0) {
            ids.push_back(symbol.id);
            lengths.push_back(symbol.length);
        }
    return ids;
}

} // namespace focal
