#pragma once
/// Strings that are hard on a tokenizer, by integer formula; tests/parity/tokenstrings.py makes the same.

#include "tests/parity/formulahash.h"

#include <QString>

#include <array>

namespace focal::parity {

constexpr int tokenStringCount = 20000;
constexpr int tokenStringBlock = 100; ///< strings that share a hash

class Numbers
{
public:
    explicit Numbers(std::uint64_t seed) : m_state(seed) {}

    unsigned below(unsigned limit)
    {
        const std::uint64_t value = splitmix64(m_state);
        m_state += 0x9e3779b97f4a7c15;
        return unsigned((value >> 33) % limit);
    }

private:
    std::uint64_t m_state;
};

inline QString tokenString(int index)
{
    static constexpr auto phrases =
        std::to_array<const char16_t*>({u"Change the price from \u00a5299 to $39.9",
                                        u"把红色T恤换成蓝色",
                                        u"删除左下角水印",
                                        u"don't",
                                        u"WE'LL",
                                        u"'ſ",
                                        u"it's",
                                        u"You'Re",
                                        u"I'VE",
                                        u"'d'M",
                                        u"make it red",
                                        u"添加新品牌标语\u2018轻盈透气\uff0c夏日首选\u2019",
                                        u"https://example.com/a?b=c&d=1#e",
                                        u"3.14159",
                                        u"\uff11\uff12\uff13",
                                        u"\u00bd\u2167",
                                        u"<|im_start|>",
                                        u"<|image_pad|>",
                                        u"<|im_end",
                                        u"|>",
                                        u"<tool_call>",
                                        u"</tool_call>",
                                        u"\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
                                        u"\U0001f1e8\U0001f1f3",
                                        u"\U0001f44d\U0001f3fd",
                                        u"\u2764\ufe0f",
                                        u"naïve café",
                                        u"Ω\u2248ç\u221a\u222b",
                                        u"각",
                                        u"\r\n",
                                        u"\n\n",
                                        u"    ",
                                        u"\t",
                                        u"...",
                                        u"!?!",
                                        u"日本語テキスト",
                                        u"한국어",
                                        u"العربية",
                                        u"ह\u093fन\u094dद\u0940",
                                        u"ไทย",
                                        u"ﬁ",
                                        u"ǅ",
                                        u"background",
                                        u"背景",
                                        u"\u3001",
                                        u"\u3002"});
    struct Range
    {
        char32_t first;
        unsigned count;
    };
    static constexpr auto ranges = std::to_array<Range>(
        {{0x20, 95},      {0x0, 32},      {0x7f, 33},      {0xa0, 96},       {0x100, 336},    {0x300, 112},
         {0x370, 400},    {0x590, 368},   {0x900, 384},    {0xe00, 128},     {0x1100, 256},   {0x1e00, 256},
         {0x2000, 112},   {0x2100, 512},  {0x2600, 448},   {0x3000, 256},    {0x4e00, 20992}, {0xac00, 11172},
         {0xf900, 512},   {0xfe00, 496},  {0x1f300, 1792}, {0x20000, 42720}, {0x10000, 8192}, {0x1ab0, 80},
         {0x1e000, 4096}, {0xe0000, 512}, {0x2ebe0, 1024}, {0x16100, 256}});
    Numbers numbers{std::uint64_t(index)};
    // Not QString::fromUcs4(), which takes U+FEFF for a mark of byte order.
    const auto character = [](char32_t c) { return QStringView(QChar::fromUcs4(c)).toString(); };
    QString text;
    const unsigned parts = 1 + numbers.below(12);
    for (unsigned part = 0; part < parts; ++part) {
        const unsigned kind = numbers.below(8);
        if (kind < 3) {
            text += QString::fromUtf16(phrases[numbers.below(unsigned(phrases.size()))]);
        } else if (kind == 3) {
            text += QString(qsizetype(1 + numbers.below(4)), u' ');
        } else if (kind == 4) {
            text += character(0x4e00 + numbers.below(3000));
        } else if (kind == 5) {
            for (unsigned left = 1 + numbers.below(8); left > 0; --left)
                text += character(97 + numbers.below(26));
        } else {
            const Range range = ranges[numbers.below(unsigned(ranges.size()))];
            for (unsigned left = 1 + numbers.below(5); left > 0; --left)
                text += character(range.first + numbers.below(range.count));
        }
    }
    return text;
}

/// 64-bit FNV-1a over ids as four little-endian bytes each; the end of a string counts as 0xffffffff.
class TokenHash
{
public:
    void add(std::uint32_t id)
    {
        for (int shift = 0; shift < 32; shift += 8)
            m_hash = (m_hash ^ (id >> shift & 0xff)) * 0x100000001b3;
    }
    void endString() { add(0xffffffff); }
    QString hex() const { return QStringLiteral("%1").arg(m_hash, 16, 16, QLatin1Char('0')); }

private:
    std::uint64_t m_hash = 0xcbf29ce484222325;
};

} // namespace focal::parity
