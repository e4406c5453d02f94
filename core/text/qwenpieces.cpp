#include "core/text/qwenpieces.h"

#include "core/text/characterclass.h"

#include <QStringList>

#include <algorithm>

namespace focal {

namespace {

QString nfc(const QString& text)
{
    return text.normalized(QString::NormalizationForm_C, QChar::Unicode_9_0);
}

struct CodePoint
{
    char32_t value;
    int units;
};

CodePoint codePointAt(const QString& text, int at, int end)
{
    const QChar unit = text.at(at);
    if (!unit.isSurrogate())
        return {unit.unicode(), 1};
    if (unit.isHighSurrogate() && at + 1 < end && text.at(at + 1).isLowSurrogate())
        return {QChar::surrogateToUcs4(unit, text.at(at + 1)), 2};
    return {QChar::ReplacementCharacter, 1};
}

/// Appends @p text, whose characters came from @p origin as a whole, or one by one where that has as many
/// units.
void append(NormalizedText& result, const QString& text, const TextSpan& origin, bool unchanged)
{
    const int size = int(text.size());
    for (int at = 0; at < size;) {
        const CodePoint point = codePointAt(text, at, size);
        result.characters.push_back(point.value);
        result.origins.push_back(unchanged ? TextSpan{origin.start + at, point.units} : origin);
        at += point.units;
    }
}

/// A run of characters that NFC changes, if at all, without regard to its neighbours.
struct Chunk
{
    TextSpan span;
    QString normalized;
};

/// Chunks begin at characters that no mark reordering crosses, and are joined where composition does
/// (Hangul).
std::vector<Chunk> chunksOf(const QString& text, int begin, int end)
{
    std::vector<Chunk> chunks;
    for (int at = begin; at < end;) {
        int next = at;
        do
            next += codePointAt(text, next, end).units;
        while (next < end && QChar::combiningClass(codePointAt(text, next, end).value) != 0);
        Chunk chunk{{at, next - at}, nfc(text.mid(at, next - at))};
        if (!chunks.empty() && text.at(at).unicode() >= 0x300) {
            Chunk& before = chunks.back();
            const QString together = nfc(before.normalized + chunk.normalized);
            if (together != before.normalized + chunk.normalized) {
                before.span.length += chunk.span.length;
                before.normalized = together;
                at = next;
                continue;
            }
        }
        chunks.push_back(std::move(chunk));
        at = next;
    }
    return chunks;
}

bool isNewline(char32_t c)
{
    return c == U'\r' || c == U'\n';
}

/// (?i:'s|'t|'re|'ve|'m|'ll|'d) at an apostrophe: its length, or 0. U+017F is an s without regard to case.
size_t contractionLength(const std::u32string& text, size_t at)
{
    const auto letter = [&](size_t index) -> char32_t {
        if (index >= text.size())
            return 0;
        const char32_t c = text[index];
        if (c >= U'A' && c <= U'Z')
            return c + 32;
        return c == 0x17F ? U's' : c;
    };
    const char32_t first = letter(at + 1);
    if (first == U's' || first == U't' || first == U'm' || first == U'd')
        return 2;
    const char32_t second = letter(at + 2);
    const bool pair = (first == U'r' && second == U'e') || (first == U'v' && second == U'e') ||
                      (first == U'l' && second == U'l');
    return pair ? 3 : 0;
}

/// The first index from @p at on whose character is of another class.
size_t runEnd(const std::u32string& text, size_t at, CharacterClass kind)
{
    while (at < text.size() && characterClass(text[at]) == kind)
        ++at;
    return at;
}

/// Where white space begins at @p at: through its last newline; or else all of it at the end of the text, all
/// but the last character before something else, or that one character alone.
size_t spaceEnd(const std::u32string& text, size_t at)
{
    const size_t end = runEnd(text, at, CharacterClass::Space);
    for (size_t last = end; last > at; --last)
        if (isNewline(text[last - 1]))
            return last;
    return end == text.size() || end - at == 1 ? end : end - 1;
}

size_t pieceEnd(const std::u32string& text, size_t at)
{
    const char32_t c = text[at];
    if (c == U'\'')
        if (const size_t length = contractionLength(text, at); length > 0)
            return at + length;
    const CharacterClass kind = characterClass(c);
    if (kind == CharacterClass::Letter)
        return runEnd(text, at, CharacterClass::Letter);
    if (kind == CharacterClass::Number)
        return at + 1;
    const bool more = at + 1 < text.size();
    if (more && !isNewline(c) && characterClass(text[at + 1]) == CharacterClass::Letter)
        return runEnd(text, at + 1, CharacterClass::Letter);
    if (kind == CharacterClass::Other ||
        (c == U' ' && more && characterClass(text[at + 1]) == CharacterClass::Other)) {
        size_t end = runEnd(text, kind == CharacterClass::Other ? at : at + 1, CharacterClass::Other);
        while (end < text.size() && isNewline(text[end]))
            ++end;
        return end;
    }
    return spaceEnd(text, at);
}

} // namespace

NormalizedText normalizedForQwen(const QString& text, int begin, int end)
{
    NormalizedText result;
    const QString part = text.mid(begin, end - begin);
    const QString whole = nfc(part);
    if (whole == part) {
        append(result, part, {begin, end - begin}, true);
        return result;
    }
    for (const Chunk& chunk : chunksOf(text, begin, end)) {
        const bool unchanged = chunk.normalized == text.mid(chunk.span.start, chunk.span.length);
        append(result, chunk.normalized, chunk.span, unchanged);
    }
    return result;
}

std::vector<size_t> qwenPieceEnds(const std::u32string& text)
{
    std::vector<size_t> ends;
    for (size_t at = 0; at < text.size();) {
        at = pieceEnd(text, at);
        ends.push_back(at);
    }
    return ends;
}

} // namespace focal
