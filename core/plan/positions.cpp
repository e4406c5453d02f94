#include "core/plan/positions.h"

#include "core/plan/nounphrase.h"
#include "core/plan/phrasetable.h"

namespace focal {

namespace {

using Words = PhraseTable<bool>;

const PhraseTable<Spot>& spots()
{
    static const PhraseTable<Spot> table = {
        {u"top left corner|upper left corner|top left|upper left|left top|left upper "
         u"corner|左上角|左上方|左上",
         Spot::TopLeft},
        {u"top right corner|upper right corner|top right|upper right|右上角|右上方|右上", Spot::TopRight},
        {u"bottom left corner|lower left corner|bottom left|lower left|左下角|左下方|左下", Spot::BottomLeft},
        {u"bottom right corner|lower right corner|bottom right|lower right|右下角|右下方|右下",
         Spot::BottomRight},
        {u"top center|top centre|top middle|top edge|top|顶部|顶端|上方|正上方|最上面|上面|上部|上边",
         Spot::Top},
        {u"bottom center|bottom centre|bottom edge|bottom|底部|底端|下方|正下方|最下面|下面|下部|下边",
         Spot::Bottom},
        {u"left side|left edge|left hand side|left|左边|左侧|左面|左方", Spot::Left},
        {u"right side|right edge|right hand side|right|右边|右侧|右面|右方", Spot::Right},
        {u"center|centre|middle|very center|正中间|正中央|正中|中间|中央|中心|居中", Spot::Center},
    };
    return table;
}

/// What stands beside a thing, and on which side.
const PhraseTable<Spot>& besides()
{
    static const PhraseTable<Spot> table = {
        {u"above|over", Spot::Top},
        {u"below|under|underneath|beneath", Spot::Bottom},
        {u"to the left of|left of", Spot::Left},
        {u"to the right of|right of", Spot::Right},
        {u"next to|beside|near|by|close to|around|旁边|边上|旁|附近", Spot::Anywhere},
    };
    return table;
}

const Words& prepositions()
{
    static const Words table = {
        {u"in|at|on|across|along|onto|to|into|over to|inside|on top of|towards|toward|from", true}};
    return table;
}

bool isWord(const Sentence& sentence, int at, QStringView text)
{
    return at < sentence.size() && sentence.at(at).text == text;
}

int afterThe(const Sentence& sentence, Range range, int at)
{
    while (at < range.end && (isWord(sentence, at, u"the") || isWord(sentence, at, u"very")))
        ++at;
    return at;
}

/// Where the name of a thing that begins at @p at ends: before the next preposition that leads elsewhere.
int endOfThing(const Sentence& sentence, Range range, int at)
{
    static const Words ends = {{u"in|with|using|at|on|saying|that says|and", true}};
    for (int end = at + 1; end < range.end; ++end) {
        const Token::Kind kind = sentence.at(end).kind;
        if (ends.at(sentence, range, end) || kind == Token::Kind::Quoted || kind == Token::Kind::Break)
            return end;
    }
    return range.end;
}

void setThing(const Sentence& sentence, Range words, bool beside, Position& position)
{
    const Target target = resolveTarget(sentence, words);
    static const Words canvases = {{u"海报|封面|画布|主图|详情页|poster|canvas|banner|cover", true}};
    if (target.kind != Target::Kind::Thing || canvases.exactly(sentence, target.range))
        return;
    position.thing = sentence.words(target.range);
    position.beside = beside;
}

FoundPosition found(const Sentence& sentence, Position position, Range range)
{
    position.words = sentence.words(range);
    position.span = sentence.span(range);
    return {position, range};
}

std::optional<FoundPosition> latinPosition(const Sentence& sentence, Range range, int at)
{
    Position position;
    if (const auto beside = besides().at(sentence, range, at);
        beside && sentence.at(at).kind == Token::Kind::Word) {
        const int begin = at + beside->length;
        if (begin >= range.end || sentence.at(begin).kind == Token::Kind::Quoted)
            return std::nullopt;
        const int end = endOfThing(sentence, range, begin);
        position.spot = *beside->meaning;
        setThing(sentence, {begin, end}, true, position);
        return found(sentence, position, {at, end});
    }
    static const Words mixed = {{u"在|到|放在|放到", true}}; // 在bottom
    auto preposition = prepositions().at(sentence, range, at);
    if (const auto han = mixed.at(sentence, range, at); han && spots().at(sentence, range, at + han->length))
        preposition = sentence.at(at + han->length).kind == Token::Kind::Word ? han : preposition;
    if (!preposition)
        return std::nullopt;
    const int begin = afterThe(sentence, range, at + preposition->length);
    if (begin >= range.end || sentence.at(begin).kind == Token::Kind::Quoted)
        return std::nullopt;
    const auto spot = spots().at(sentence, range, begin);
    if (spot) {
        int end = begin + spot->length;
        if (isWord(sentence, end, u"corner") || isWord(sentence, end, u"side"))
            ++end;
        position.spot = *spot->meaning;
        if (end + 1 < range.end && isWord(sentence, end, u"of")) {
            const int thing = end + 1;
            end = endOfThing(sentence, range, thing);
            setThing(sentence, {thing, end}, false, position);
        }
        return found(sentence, position, {at, end});
    }
    if (sentence.at(at).text == u"in") // "in red"
        return std::nullopt;
    const int end = endOfThing(sentence, range, begin);
    setThing(sentence, {begin, end}, false, position);
    return found(sentence, position, {at, end});
}

/// 在|杯子|上, |价格|旁边, 左上角: the thing stands before.
std::optional<FoundPosition> hanPosition(const Sentence& sentence, Range range, int at)
{
    static const Words onThing = {{u"上|里|中|里面|身上|表面", true}};
    static const Words openings = {
        {u"在|到|于|往|给|放在|放到|加到|贴到|贴在|印在|写在|向|移到|把|将", true}};
    if (sentence.at(at).kind != Token::Kind::Han)
        return std::nullopt;
    const auto spot = spots().at(sentence, range, at);
    const auto beside = besides().at(sentence, range, at);
    const auto on = onThing.at(sentence, range, at);
    if (!spot && !beside && !on)
        return std::nullopt;
    static const Words complemented = {{u"加|贴|印|写|放|打|标|配|添|画|盖|换|补|附|戴|穿|摆", true}};
    if (!spot && !beside && sentence.at(at).text == u"上" &&
        complemented.atEnd(sentence, {range.begin, at}, 1))
        return std::nullopt; // 加上: the end of a verb
    int begin = range.begin;
    bool opened = false;
    for (int back = at - 1; back >= range.begin; --back) {
        const Token& token = sentence.at(back);
        if (token.kind == Token::Kind::Quoted || token.kind == Token::Kind::Symbol) {
            begin = back + 1;
            break;
        }
        if (const auto opening = openings.atEnd(sentence, {range.begin, back + 1}, 2)) {
            begin = back + 1;
            opened = true;
            break;
        }
    }
    Range thing{begin, at};
    if (!spot && !beside && (!opened || thing.isEmpty()))
        return std::nullopt; // 上 alone is no place: 加上
    Position position;
    if (spot)
        position.spot = *spot->meaning;
    else if (beside)
        position.spot = *beside->meaning;
    static constexpr int Longest = 12;
    if (!thing.isEmpty() && thing.size() <= Longest) {
        const bool corner = spot && sentence.at(at + spot->length - 1).text == u"角";
        const bool over = spot && !corner && *spot->meaning != Spot::Center;
        setThing(sentence, thing, beside || over, position);
    }
    const int length = spot ? spot->length : beside ? beside->length : on->length;
    return found(sentence, position, {opened ? begin - 1 : begin, at + length});
}

} // namespace

std::optional<FoundPosition> findPosition(const Sentence& sentence, Range range)
{
    for (int at = range.begin; at < range.end; ++at) {
        if (auto position = hanPosition(sentence, range, at))
            return position;
        if (auto position = latinPosition(sentence, range, at))
            return position;
    }
    return std::nullopt;
}

} // namespace focal
