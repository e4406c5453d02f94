#include "core/plan/grammar.h"

#include "core/plan/numbers.h"
#include "core/plan/phrasetable.h"
#include "core/plan/positions.h"
#include "core/plan/questions.h"
#include "core/plan/textnouns.h"

namespace focal::grammar {

namespace {

using Words = PhraseTable<bool>;

struct Piece
{
    QString text;
    TextSpan span;
};

/// @p range to the letter, or what stands between its quotation marks.
Piece pieceOf(const Sentence& sentence, Range range)
{
    for (int at = range.begin; at < range.end; ++at) {
        const Token& token = sentence.at(at);
        if (token.kind != Token::Kind::Quoted)
            continue;
        const TextSpan inner{token.start + 1, token.end - token.start - 2};
        return {sentence.instruction().mid(inner.start, inner.length), inner};
    }
    return {sentence.words(range), sentence.span(range)};
}

std::optional<int> quotedIn(const Sentence& sentence, Range range)
{
    for (int at = range.begin; at < range.end; ++at)
        if (sentence.at(at).kind == Token::Kind::Quoted)
            return at;
    return std::nullopt;
}

/// ¥299, 50元, 8折, 20%: the figure that @p range ends with.
std::optional<Range> figureAtEnd(const Sentence& sentence, Range range)
{
    static const Words units = {{u"元|块|块钱|折|%|个|号|年|月|日|usd|rmb|dollars|euro|euros", true}};
    static constexpr QStringView Money = u"¥$€£￥";
    int end = range.end;
    if (const auto unit = units.atEnd(sentence, range))
        end -= unit->length;
    if (end <= range.begin || sentence.at(end - 1).kind != Token::Kind::Number)
        return std::nullopt;
    int begin = end - 1;
    if (begin > range.begin && Money.contains(sentence.at(begin - 1).text.front()))
        --begin;
    return Range{begin, range.end};
}

bool beginsWithFigure(const Sentence& sentence, Range range)
{
    static constexpr QStringView Money = u"¥$€£￥";
    return !range.isEmpty() && (sentence.at(range.begin).kind == Token::Kind::Number ||
                                Money.contains(sentence.at(range.begin).text.front()));
}

/// What names the text or what bears it, without "the text", 上的 and language names.
Target bearer(const Sentence& sentence, Range range)
{
    static const Words generic = {
        {u"text|word|words|the word|the words|the text|phrase|文字|字|文本|英文|中文|"
         u"文案|字样|typo|the typo|line|label",
         true}};
    static const Words tails = {{u"上的|里的|中的|上面的|上|的|里|from|:|says|say|that says", true}};
    while (const auto tail = tails.atEnd(sentence, range))
        range.end -= tail->length;
    const Target target = resolveTarget(sentence, range);
    if (target.kind != Target::Kind::Thing || generic.exactly(sentence, target.range))
        return {};
    return target;
}

Reading replacing(const Clause& clause, const Target& target, std::optional<Piece> from, const Piece& to,
                  double confidence)
{
    ReplaceTextValue value;
    if (from) {
        value.from = from->text;
        value.fromSpan = from->span;
    }
    value.to = to.text;
    value.toSpan = to.span;
    Reading reading;
    reading.edit.operation = Operation::ReplaceText;
    reading.edit.value = value;
    if (target.kind == Target::Kind::Thing) {
        reading.edit.target = clause.sentence.words(target.range);
        reading.edit.targetSpan = clause.sentence.span(target.range);
    }
    reading.confidence = confidence;
    return reading;
}

const Words& replaceLeads()
{
    static const Words table = {{u"把|将|请把|修改|更改|change|replace|swap|edit|update|make|set|turn|modify|"
                                 u"fix the typo|fix|correct|"
                                 u"let|have|rewrite|rename",
                                 true}};
    return table;
}

const Words& replaceMarkers()
{
    static const Words table = {
        {u"改成|改为|换成|换为|变成|变为|替换成|替换为|更改为|修改为|更新为|改到|换做|写成|改写成|到|to|with|"
         u"for|into|by|should say|should read|should be|says|say|reads|read|to say|to read",
         true}};
    return table;
}

/// 把“A”改成“B”, "change the price from A to B": @p marker stands at @p position.
std::optional<Reading> replaceAt(const Clause& clause, int begin, int position, int length)
{
    const Sentence& sentence = clause.sentence;
    Range value{position + length, clause.range.end};
    Range before{begin, position};
    const bool quotedValue = quotedIn(sentence, value).has_value();
    if (!quotedValue && parseColor(sentence, value))
        return std::nullopt;
    std::optional<Piece> from;
    double confidence = 0;
    if (quotedValue) { // "OPEN" instead of "CLOSED"
        static const Words instead = {{u"instead of|rather than|而不是", true}};
        if (const auto other = instead.find(sentence, value)) {
            from = pieceOf(sentence, {other->first, value.end});
            value.end = other->first;
        }
    }
    static const Words fromWords = {{u"from|从|由", true}};
    const auto fromWord = fromWords.find(sentence, before);
    if (const auto quoted = quotedIn(sentence, before)) {
        from = pieceOf(sentence, before);
        before.end = *quoted;
        confidence = 0.97;
    } else if (fromWord && fromWord->first + 1 < before.end) {
        if (parseAdjustment(sentence, {before.begin, fromWord->first}))
            return std::nullopt;
        from = pieceOf(sentence, {fromWord->first + 1, before.end});
        before.end = fromWord->first;
        confidence = beginsWithFigure(sentence, value) ? 0.95 : 0;
    } else if (const auto figure = figureAtEnd(sentence, before);
               figure && beginsWithFigure(sentence, value)) {
        from = pieceOf(sentence, *figure);
        before.end = figure->begin;
        confidence = 0.95;
    }
    const bool names = namesText(sentence, resolveTarget(sentence, before).range);
    if (names)
        confidence = std::max(confidence, quotedValue ? 0.97 : 0.93);
    else if (quotedValue)
        confidence = std::max(confidence, 0.9);
    const Target target = bearer(sentence, before);
    const bool nothingNamed =
        !from && target.kind == Target::Kind::Nothing && !clause.topic && !namesText(sentence, before);
    if (confidence == 0 || nothingNamed || value.isEmpty())
        return std::nullopt;
    if (!quotedValue && !beginsWithFigure(sentence, value) && namesReference(sentence, value))
        return std::nullopt;
    const Piece to = pieceOf(sentence, value);
    return replacing(clause, target, from, to, confidence);
}

} // namespace

std::optional<Reading> textReplacement(const Clause& clause)
{
    const auto lead = replaceLeads().at(clause.sentence, clause.range, clause.range.begin);
    int begin = clause.range.begin + (lead ? lead->length : 0);
    while (begin < clause.range.end && clause.at(begin).text == u":")
        ++begin;
    static const Words moves = {{u"加|放|贴|移|写|印|挪|摆|添", true}};
    for (int at = begin; at + 1 < clause.range.end; ++at) {
        if (clause.at(at).text == u"到" && moves.atEnd(clause.sentence, {begin, at}, 1))
            continue; // 把“包邮”加到价格旁边 sets it there
        const auto marker = replaceMarkers().at(clause.sentence, clause.range, at);
        if (!marker || at + marker->length >= clause.range.end)
            continue;
        if (auto reading = replaceAt(clause, begin, at, marker->length))
            return reading;
    }
    return std::nullopt;
}

namespace {

const Words& setVerbs()
{
    static const Words table = {{u"add|write|put|insert|print|place|type|overlay|include|加上|加一句|加一行|"
                                 u"加一段|加个|加一个|加|添加|"
                                 u"添上|增加|写上|写一行|写一句|写|打上|印上|印|配上|标上|标注|放上|放|输入|"
                                 u"来一句|附上|加到|加在|写在|"
                                 u"放在|印在",
                                 true}};
    return table;
}

/// A colour among the words beside the text: 用红色, "in big red letters".
std::optional<ColorValue> colorAmong(const Sentence& sentence, Range range)
{
    constexpr int Longest = 5;
    for (int at = range.begin; at < range.end; ++at) {
        for (int end = std::min(range.end, at + Longest); end > at; --end) {
            const auto color = parseColor(sentence, {at, end});
            if (!color)
                continue;
            const bool han = sentence.at(at).kind == Token::Kind::Han;
            if (!han || sentence.at(color->words.end - 1).text == u"色")
                return ColorValue{color->color, sentence.words(color->words)};
        }
    }
    return std::nullopt;
}

/// The text that is not in quotation marks: behind a colon, "that says", or a date behind 日期.
std::optional<Range> bareText(const Sentence& sentence, Range rest)
{
    static const Words says = {{u"that says|saying|that reads|reading|says|写着|内容是|:", true}};
    static const Words bare = {{u"日期|时间|价格|the date|date", true}};
    static const Words stops = {{u"next to|beside|above|below|under|in|at|on", true}};
    if (const auto word = says.find(sentence, rest)) {
        const int begin = word->first + word->second.length;
        const bool colon = sentence.at(word->first).text == u":";
        int end = begin;
        while (end < rest.end && (colon || end == begin || !stops.at(sentence, rest, end)))
            ++end;
        return begin < end ? std::optional(Range{begin, end}) : std::nullopt;
    }
    const auto noun = bare.find(sentence, rest);
    if (noun && noun->first + noun->second.length < rest.end &&
        sentence.at(noun->first + noun->second.length).kind == Token::Kind::Number)
        return Range{noun->first + noun->second.length, rest.end};
    return std::nullopt;
}

Reading adding(const Clause& clause, Range text, Range before, Range after, double confidence)
{
    AddTextValue value;
    const Piece piece = pieceOf(clause.sentence, text);
    value.text = piece.text;
    value.span = piece.span;
    auto position = findPosition(clause.sentence, after);
    if (!position)
        position = findPosition(clause.sentence, before);
    if (position)
        value.position = position->position;
    value.color = colorAmong(clause.sentence, after);
    if (!value.color)
        value.color = colorAmong(clause.sentence, before);
    Reading reading;
    reading.edit.operation = Operation::AddText;
    reading.edit.value = value;
    reading.confidence = confidence;
    return reading;
}

} // namespace

std::optional<Reading> textAddition(const Clause& clause)
{
    const Sentence& sentence = clause.sentence;
    const Range all = clause.range;
    const auto verb = setVerbs().find(sentence, all);
    if (!verb)
        return std::nullopt;
    const bool latin = sentence.at(verb->first).kind == Token::Kind::Word;
    if (latin && verb->first != all.begin && sentence.at(all.begin).kind == Token::Kind::Word)
        return std::nullopt;
    if (const auto quoted = quotedIn(sentence, all))
        return adding(clause, {*quoted, *quoted + 1}, {all.begin, *quoted}, {*quoted + 1, all.end}, 0.96);
    const Range rest{verb->first + verb->second.length, all.end};
    if (const auto text = bareText(sentence, rest))
        return adding(clause, *text, {all.begin, text->begin - 1}, {text->end, all.end}, 0.9);
    Range object = rest;
    if (const auto position = findPosition(sentence, rest); position && position->range.begin > rest.begin)
        object.end = position->range.begin;
    const Target named = resolveTarget(sentence, withoutMeasureWord(sentence, object));
    const bool plain = object.size() > 1 && sentence.at(object.begin).text == u"text";
    if (namesText(sentence, named.range) || namesText(sentence, object)) {
        // "add text made in China": the words follow their noun without marks.
        if (plain)
            return adding(clause, {object.begin + 1, object.end}, {all.begin, verb->first},
                          {object.end, all.end}, 0.7);
        return questionReading(clause, {}, questions::whichWords(), 0.92);
    }
    if (plain)
        return adding(clause, {object.begin + 1, object.end}, {all.begin, verb->first}, {object.end, all.end},
                      0.88);
    return std::nullopt;
}

} // namespace focal::grammar
