#include "core/plan/numbers.h"

#include "core/plan/phrasetable.h"

namespace focal {

namespace {

const PhraseTable<double>& words()
{
    static const PhraseTable<double> table = {
        {u"one", 1},     {u"two|twice", 2}, {u"three", 3},   {u"four", 4},    {u"five", 5},
        {u"six", 6},     {u"seven", 7},     {u"eight", 8},   {u"nine", 9},    {u"ten", 10},
        {u"twelve", 12}, {u"fifteen", 15},  {u"twenty", 20}, {u"thirty", 30}, {u"forty five", 45},
        {u"forty", 40},  {u"fifty", 50},    {u"ninety", 90}};
    return table;
}

const PhraseTable<double>& shares()
{
    static const PhraseTable<double> table = {{u"half|a half|one half|一半", 0.5},
                                              {u"third|a third|one third", 1.0 / 3},
                                              {u"two thirds", 2.0 / 3},
                                              {u"quarter|a quarter|one quarter|a fourth|one fourth", 0.25},
                                              {u"three quarters", 0.75},
                                              {u"fifth|a fifth|one fifth", 0.2},
                                              {u"tenth|a tenth|one tenth", 0.1}};
    return table;
}

int digitOf(QStringView text)
{
    static constexpr QStringView Digits = u"零一二三四五六七八九";
    if (text == u"两")
        return 2;
    return text.size() == 1 ? static_cast<int>(Digits.indexOf(text.front())) : -1;
}

/// 三十, 一百二十, 一点五: figures up to the hundreds.
std::optional<SpokenNumber> hanNumber(const Sentence& sentence, Range range, int position)
{
    double total = 0;
    double digit = -1;
    int at = position;
    const auto text = [&] { return at < range.end ? sentence.at(at).text : QStringView(); };
    for (; at < range.end; ++at) {
        if (const int value = digitOf(text()); value >= 0 && digit < 0) {
            digit = value;
        } else if ((text() == u"十" || text() == u"百") && digit != 0) {
            total += (digit < 0 ? 1 : digit) * (text() == u"十" ? 10 : 100);
            digit = -1;
        } else {
            break;
        }
    }
    if (at == position)
        return std::nullopt;
    total += std::max(0.0, digit);
    if (text() == u"点" && at + 1 < range.end && digitOf(sentence.at(at + 1).text) >= 0) {
        total += digitOf(sentence.at(at + 1).text) / 10.0;
        at += 2;
    }
    return SpokenNumber{total, false, at - position};
}

std::optional<SpokenNumber> plainNumber(const Sentence& sentence, Range range, int position)
{
    const Token& token = sentence.at(position);
    if (token.kind == Token::Kind::Number)
        return SpokenNumber{token.percent ? token.number / 100 : token.number, token.percent, 1};
    return hanNumber(sentence, range, position);
}

/// 百分之十, 三分之一
std::optional<SpokenNumber> hanShare(const Sentence& sentence, Range range, int position)
{
    const auto is = [&](int at, QStringView text) { return at < range.end && sentence.at(at).text == text; };
    SpokenNumber whole{100, false, 1};
    if (!is(position, u"百")) {
        const auto number = plainNumber(sentence, range, position);
        if (!number || number->value <= 0)
            return std::nullopt;
        whole = *number;
    }
    const int middle = position + whole.length;
    if (!is(middle, u"分") || !is(middle + 1, u"之") || middle + 2 >= range.end)
        return std::nullopt;
    const auto part = plainNumber(sentence, range, middle + 2);
    if (!part)
        return std::nullopt;
    return SpokenNumber{part->value / whole.value, true, middle + 2 + part->length - position};
}

} // namespace

std::optional<SpokenNumber> numberAt(const Sentence& sentence, Range range, int position)
{
    if (position < range.begin || position >= range.end)
        return std::nullopt;
    if (const auto share = hanShare(sentence, range, position))
        return share;
    if (const auto share = shares().at(sentence, range, position))
        return SpokenNumber{*share->meaning, true, share->length};
    if (const auto word = words().at(sentence, range, position))
        return SpokenNumber{*word->meaning, false, word->length};
    auto number = plainNumber(sentence, range, position);
    if (number && !number->isShare && position + number->length < range.end &&
        sentence.at(position + number->length).text == u"percent") {
        number->value /= 100;
        number->isShare = true;
        ++number->length;
    }
    return number;
}

} // namespace focal
