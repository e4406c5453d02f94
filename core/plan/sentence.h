#pragma once

#include "core/base/rgb.h"
#include "core/base/textspan.h"

#include <QString>
#include <QStringView>

#include <vector>

namespace focal {

/// One unit of an instruction. Chinese is cut into single characters: what belongs together is found by the
/// phrase tables, longest first, never by a segmenter that may be wrong.
struct Token
{
    enum class Kind {
        Word,   ///< Latin (or other alphabetic) word; a possessive 's stands by itself.
        Han,    ///< One Chinese character, or a compound that must not be cut (月亮 holds no "brighter").
        Number, ///< With sign and percent sign where written.
        Color,  ///< #rgb, #rrggbb or rgb(r, g, b).
        Quoted, ///< Everything between quotation marks, marks included: never looked into.
        Break,  ///< Ends a clause: comma, full stop, semicolon, line end.
        Symbol, ///< Any other sign, emoji included.
    };

    Kind kind = Kind::Symbol;
    int start = 0; ///< UTF-16 units of the instruction.
    int end = 0;
    QStringView text;  ///< Folded, see foldInstruction().
    double number = 0; ///< Number: the value as written, 30 for "30%".
    bool percent = false;
    bool isSigned = false;
    Rgb color;
};

/// A run of tokens, [begin, end).
struct Range
{
    int begin = 0;
    int end = 0;
    bool isEmpty() const { return begin >= end; }
    int size() const { return isEmpty() ? 0 : end - begin; }
};

/// The same number of UTF-16 units as @p instruction, so that positions carry over: full-width forms become
/// ASCII, letters lower case, traditional characters of Focal's vocabulary simplified, control characters
/// spaces.
QString foldInstruction(const QString& instruction);

/// An instruction cut into tokens. Not copyable: the tokens look into its text.
class Sentence
{
public:
    explicit Sentence(const QString& instruction);
    Sentence(const Sentence&) = delete;
    Sentence& operator=(const Sentence&) = delete;

    const QString& instruction() const { return m_instruction; }
    const std::vector<Token>& tokens() const { return m_tokens; }
    const Token& at(int index) const { return m_tokens[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(m_tokens.size()); }
    Range all() const { return {0, size()}; }

    /// Where the tokens stand in the instruction; length 0 for an empty range.
    TextSpan span(Range range) const;
    /// The instruction's own words.
    QString words(Range range) const;

private:
    QString m_instruction;
    QString m_folded;
    std::vector<Token> m_tokens;
};

} // namespace focal
