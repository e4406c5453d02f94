#include "core/text/characterclass.h"

#include <QChar>

#include <algorithm>
#include <array>

namespace focal {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
    CharacterClass kind;
};

// Letters and numbers that came after Unicode 14: 15.0, 15.1 and 16.0.
constexpr std::array laterThan14 = std::to_array<Range>({
    {0x1C89, 0x1C8A, CharacterClass::Letter},   {0xA7CB, 0xA7CD, CharacterClass::Letter},
    {0xA7DA, 0xA7DC, CharacterClass::Letter},   {0x105C0, 0x105F3, CharacterClass::Letter},
    {0x10D40, 0x10D49, CharacterClass::Number}, {0x10D4A, 0x10D65, CharacterClass::Letter},
    {0x10D6F, 0x10D85, CharacterClass::Letter}, {0x10EC2, 0x10EC4, CharacterClass::Letter},
    {0x1123F, 0x11240, CharacterClass::Letter}, {0x11380, 0x11389, CharacterClass::Letter},
    {0x1138B, 0x1138B, CharacterClass::Letter}, {0x1138E, 0x1138E, CharacterClass::Letter},
    {0x11390, 0x113B5, CharacterClass::Letter}, {0x113B7, 0x113B7, CharacterClass::Letter},
    {0x113D1, 0x113D1, CharacterClass::Letter}, {0x113D3, 0x113D3, CharacterClass::Letter},
    {0x116D0, 0x116E3, CharacterClass::Number}, {0x11BC0, 0x11BE0, CharacterClass::Letter},
    {0x11BF0, 0x11BF9, CharacterClass::Number}, {0x11F02, 0x11F02, CharacterClass::Letter},
    {0x11F04, 0x11F10, CharacterClass::Letter}, {0x11F12, 0x11F33, CharacterClass::Letter},
    {0x11F50, 0x11F59, CharacterClass::Number}, {0x1342F, 0x1342F, CharacterClass::Letter},
    {0x13441, 0x13446, CharacterClass::Letter}, {0x13460, 0x143FA, CharacterClass::Letter},
    {0x16100, 0x1611D, CharacterClass::Letter}, {0x16130, 0x16139, CharacterClass::Number},
    {0x16D40, 0x16D6C, CharacterClass::Letter}, {0x16D70, 0x16D79, CharacterClass::Number},
    {0x18CFF, 0x18CFF, CharacterClass::Letter}, {0x1B132, 0x1B132, CharacterClass::Letter},
    {0x1B155, 0x1B155, CharacterClass::Letter}, {0x1CCF0, 0x1CCF9, CharacterClass::Number},
    {0x1D2C0, 0x1D2D3, CharacterClass::Number}, {0x1DF25, 0x1DF2A, CharacterClass::Letter},
    {0x1E030, 0x1E06D, CharacterClass::Letter}, {0x1E4D0, 0x1E4EB, CharacterClass::Letter},
    {0x1E4F0, 0x1E4F9, CharacterClass::Number}, {0x1E5D0, 0x1E5ED, CharacterClass::Letter},
    {0x1E5F0, 0x1E5F0, CharacterClass::Letter}, {0x1E5F1, 0x1E5FA, CharacterClass::Number},
    {0x2B739, 0x2B739, CharacterClass::Letter}, {0x2EBF0, 0x2EE5D, CharacterClass::Letter},
    {0x31350, 0x323AF, CharacterClass::Letter},
});

CharacterClass laterClass(char32_t character) noexcept
{
    const auto after = std::upper_bound(laterThan14.begin(), laterThan14.end(), character,
                                        [](char32_t c, const Range& range) { return c < range.first; });
    if (after == laterThan14.begin())
        return CharacterClass::Other;
    const Range& range = *(after - 1);
    return character <= range.last ? range.kind : CharacterClass::Other;
}

} // namespace

CharacterClass characterClass(char32_t character) noexcept
{
    const QChar::UnicodeVersion since = QChar::unicodeVersion(character);
    // Private use and unassigned ones among them; a newer Qt knows more, of which only the table counts.
    if (since == QChar::Unicode_Unassigned || since > QChar::Unicode_14_0)
        return laterClass(character);
    switch (QChar::category(character)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
        return CharacterClass::Letter;
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
        return CharacterClass::Number;
    default:
        return QChar::isSpace(character) ? CharacterClass::Space : CharacterClass::Other;
    }
}

} // namespace focal
