#include "core/plan/followup.h"

#include "core/plan/adjustlexicon.h"
#include "core/plan/colorlexicon.h"
#include "core/plan/nounphrase.h"
#include "core/plan/numbers.h"
#include "core/plan/phrasetable.h"
#include "core/plan/standalone.h"

#include <algorithm>
#include <cmath>

namespace focal {

namespace {

using Words = PhraseTable<bool>;

bool isHan(const Sentence& sentence, Range range)
{
    return !range.isEmpty() && sentence.at(range.begin).kind == Token::Kind::Han;
}

/// The last edit that has to do with a thing.
const PlannedEdit* lastEdit(const Plan& plan)
{
    const auto& edits = plan.edits;
    const auto found = std::find_if(edits.rbegin(), edits.rend(), [](const PlannedEdit& edit) {
        return edit.operation != Operation::Unclear && edit.operation != Operation::Undo &&
               edit.operation != Operation::Correct;
    });
    return found == edits.rend() ? nullptr : &*found;
}

Range withoutSigns(const Sentence& sentence, Range range)
{
    const auto isSign = [&](int at) {
        return sentence.at(at).kind == Token::Kind::Break || sentence.at(at).kind == Token::Kind::Symbol;
    };
    while (!range.isEmpty() && isSign(range.begin))
        ++range.begin;
    while (!range.isEmpty() && isSign(range.end - 1))
        --range.end;
    return range;
}

/// A name that only says where or which ("the one on the right", 左边那个) with the name used before.
QString named(const Sentence& sentence, Range range, const QString& before, QString* description)
{
    static const Words ones = {{u"one|那个|那只|那辆|那件|那条|那张|那把|那台|个|那位", true}};
    static const Words places = {
        {u"左边|右边|左侧|右侧|后面|前面|上面|下面|中间|旁边|最左边|最右边|远处|近处|"
         u"left|right|top|bottom|middle|back|front|first|second|third|last|big|small|"
         u"bigger|smaller|upper|lower",
         true}};
    const auto at = [&](int index) { return sentence.at(index).text; };
    range = withoutArticle(sentence, withoutSigns(sentence, range));
    if (range.isEmpty())
        return {};
    if (at(range.begin) == u"one" && range.size() > 1) { // "one on the right"
        const QString rest = sentence.words({range.begin + 1, range.end});
        *description = rest;
        return QStringLiteral("%1 %2").arg(coreName(before), rest);
    }
    const auto one = ones.atEnd(sentence, range);
    Range where = range;
    if (one)
        where.end -= one->length;
    if (!where.isEmpty() && places.exactly(sentence, where)) {
        *description = sentence.words(where);
        return isHan(sentence, where) ? QStringLiteral("%1的%2").arg(*description, coreName(before))
                                      : QStringLiteral("%1 %2").arg(*description, coreName(before));
    }
    const Target target = resolveTarget(sentence, range);
    return target.kind == Target::Kind::Thing ? sentence.words(target.range) : QString();
}

PlannedEdit withName(PlannedEdit edit, const Sentence& sentence, const QString& name)
{
    edit.target = name;
    edit.targetSpan = {};
    const qsizetype at = name.isEmpty() ? -1 : sentence.instruction().indexOf(name);
    if (at >= 0)
        edit.targetSpan = {static_cast<int>(at), static_cast<int>(name.size())};
    return edit;
}

/// Text and spans of a value belong to the sentence before.
PlannedEdit withoutSpans(PlannedEdit edit)
{
    edit.targetSpan = {};
    if (auto* replace = std::get_if<ReplaceTextValue>(&edit.value))
        replace->fromSpan = replace->toSpan = {};
    if (auto* add = std::get_if<AddTextValue>(&edit.value))
        add->span = add->position.span = {};
    if (auto* place = std::get_if<PlaceValue>(&edit.value))
        place->position.span = {};
    return edit;
}

/// "no, the other one", 不是这个，是左边那个
std::optional<PlannedEdit> readCorrection(const Sentence& sentence, const PlannedEdit& last)
{
    static const Words refusals = {{u"no|not that one|not this one|not that|not this|wrong one|wrong|that s "
                                    u"wrong|不是这个|不是那个|不是它|"
                                    u"不对|弄错了|换错了|错了|搞错了|选错了|改错了|删错了|不是",
                                    true}};
    static const Words leads = {
        {u"i meant|i mean|i said|it s|the|我说的是|我指的是|应该是|是|要|我要的是|换", true}};
    static const Words others = {
        {u"other one|other|another one|another|另一个|另外一个|另外那个|另一只|另一辆|"
         u"另一件|旁边那个",
         true}};
    Range range = withoutSigns(sentence, sentence.all());
    bool refuses = false;
    while (const auto refusal = refusals.at(sentence, range, range.begin)) {
        range = withoutSigns(sentence, {range.begin + refusal->length, range.end});
        refuses = true;
    }
    bool means = false;
    while (const auto lead = leads.at(sentence, range, range.begin)) {
        means = means || sentence.at(range.begin).text == u"i" || sentence.at(range.begin).text == u"我";
        range.begin += lead->length;
    }
    const bool other = others.exactly(sentence, range);
    if (!other && !(refuses || means))
        return std::nullopt;
    PlannedEdit edit;
    edit.operation = Operation::Correct;
    if (other) {
        edit.value = CorrectValue{};
        return edit;
    }
    if (range.isEmpty() || parseColor(sentence, range) || parseAdjustment(sentence, range))
        return std::nullopt;
    CorrectValue value;
    const QString name = named(sentence, range, last.target, &value.description);
    if (name.isEmpty())
        return std::nullopt;
    edit = withName(edit, sentence, name);
    edit.value = value;
    return edit;
}

/// "and the plate too", 右边那个也一样: the last edit, of another thing.
std::optional<PlannedEdit> readSameAgain(const Sentence& sentence, const PlannedEdit& last, bool wasQuestion)
{
    static const Words leads = {
        {u"do the same with|do the same for|do the same to|same for|same with|the same for|"
         u"and also|also|and|now|还有|以及|再把",
         true}};
    static const Words tails = {
        {u"too|as well|also|也一样|也是|也要|也这样|同样处理|也|一样处理|也是一样|也去掉", true}};
    if (!wasQuestion || last.target.isEmpty())
        return std::nullopt;
    Range range = withoutSigns(sentence, sentence.all());
    bool leans = false;
    while (const auto lead = leads.at(sentence, range, range.begin)) {
        range.begin += lead->length;
        leans = true;
    }
    while (const auto tail = tails.atEnd(sentence, range)) {
        range.end -= tail->length;
        leans = true;
    }
    constexpr int Longest = 10;
    if (!leans || range.isEmpty() || range.size() > Longest || parseAdjustment(sentence, range))
        return std::nullopt;
    QString description;
    const QString name = named(sentence, range, last.target, &description);
    return name.isEmpty() ? std::nullopt : std::optional(withName(withoutSpans(last), sentence, name));
}

/// "more", 再来一点, "that's too much": the last adjustment again, or against it.
std::optional<PlannedEdit> readAgain(const Sentence& sentence, const PlannedEdit& last)
{
    struct Step
    {
        double factor;
        bool small;
    };
    static const PhraseTable<Step> steps = {
        {u"more|again|once more|one more time|再来一次|再转一次|再一次|再来|继续", {1, false}},
        {u"a bit more|a little more|some more|再来一点|再来点|再多一点|再强一点|虚化再强一点|再一点",
         {1, true}},
        {u"a bit less|a little less|less|少一点|再少一点|弱一点|再弱一点", {-1, true}},
        {u"too much|that s too much|way too much|it s too much|太多了|过头了|太过了", {-0.5, false}}};
    const Range range = withoutSigns(sentence, sentence.all());
    const Step* step = steps.exactly(sentence, range);
    if (!step)
        return std::nullopt;
    constexpr double Small = 0.15;
    PlannedEdit edit = withoutSpans(last);
    if (auto* adjust = std::get_if<AdjustValue>(&edit.value)) {
        const double size = step->small ? Small : std::abs(adjust->amount);
        adjust->amount = std::copysign(size, adjust->amount) * step->factor;
        return edit;
    }
    if (auto* blur = std::get_if<BlurValue>(&edit.value)) {
        blur->amount = std::clamp(blur->amount + step->factor * Small, 0.0, 1.0);
        return edit;
    }
    const bool repeats = step->factor > 0 && !step->small &&
                         (edit.operation == Operation::Rotate || edit.operation == Operation::Flip);
    return repeats ? std::optional(edit) : std::nullopt;
}

/// A sentence that says what to do and not with what: 再暗一点, "no, blue", "make it lighter".
std::optional<PlannedEdit> readWithoutTarget(const Sentence& sentence, const PlannedEdit& last,
                                             const PlannedEdit& asRead)
{
    static const Words lighter = {{u"lighter|make it lighter|a bit "
                                   u"lighter|再浅一点|浅一点|浅一些|再浅一些|再浅点|颜色浅一点|颜色再浅一点",
                                   true}};
    static const Words darker = {
        {u"再深一点|深一点|深一些|再深一些|再深点|颜色深一点|颜色再深一点|deeper|a bit deeper|make it deeper",
         true}};
    static const Words whole = {{u"整体|整个|画面|照片|图片|全部|everything|picture|photo|image|all", true}};
    static const Words leads = {
        {u"no|or|rather|actually|还是|那就|不|再|make it|换成|改成|换|变成|it|那|就|try|字", true}};
    const bool aboutThing = !last.target.isEmpty();
    Range range = withoutSigns(sentence, sentence.all());
    if (asRead.operation == Operation::Adjust && asRead.target.isEmpty() && aboutThing &&
        !whole.find(sentence, range)) {
        PlannedEdit edit = asRead;
        edit.target = last.target;
        return edit;
    }
    const bool light = lighter.exactly(sentence, range);
    if (aboutThing && (light || darker.exactly(sentence, range))) {
        constexpr double Usual = 0.3;
        constexpr double Slight = 0.15;
        const bool slight = isHan(sentence, range);
        const double size = slight ? Slight : Usual;
        return PlannedEdit{Operation::Adjust,
                           last.target,
                           {},
                           AdjustValue{AdjustProperty::Brightness, light ? size : -size}};
    }
    if (!aboutThing || asRead.operation == Operation::Adjust)
        return std::nullopt;
    while (const auto lead = leads.at(sentence, range, range.begin))
        range = withoutSigns(sentence, {range.begin + lead->length, range.end});
    while (!range.isEmpty() &&
           (sentence.at(range.end - 1).text == u"吧" || sentence.at(range.end - 1).text == u"的"))
        --range.end;
    const auto color = parseColor(sentence, range);
    if (!color)
        return std::nullopt;
    PlannedEdit edit{last.operation == Operation::Background ? Operation::Background : Operation::Recolor,
                     last.target,
                     {},
                     ColorValue{color->color, sentence.words(color->words)}};
    return edit;
}

Plan planOf(const Plan& asRead, PlannedEdit edit, double confidence)
{
    Plan plan;
    plan.instruction = asRead.instruction;
    plan.confidence = confidence;
    plan.edits.push_back(std::move(edit));
    return plan;
}

} // namespace

std::optional<PlannedEdit> readUndo(const Sentence& sentence)
{
    static const Words verbs = {{u"undo|revert|go back|take that back|put it back|change it back|step "
                                 u"back|roll back|撤销|撤回|撤消|回退|"
                                 u"退回|恢复|还原|改回去|退一步|倒回去|恢复到|返回|变回去|还是改回去",
                                 true}};
    static const Words rest = {
        {u"that|it|this|the last edit|the last change|last change|last edit|the last step|to|"
         u"the|step|steps|please|pls|no|last|edit|edits|change|changes|一步|步|上一步|上|次|"
         u"刚才的修改|刚才的|刚才|修改|操作|到|吧|了|一下|请|帮我|最开始|还是|回",
         true}};
    static const Words all = {
        {u"original|original picture|original image|all|everything|beginning|start|原图|"
         u"全部|所有|最初|原来的样子|原样|初始状态",
         true}};
    const Range range = withoutSigns(sentence, sentence.all());
    UndoValue value;
    bool undoes = false;
    for (int at = range.begin; at < range.end;) {
        if (const auto verb = verbs.at(sentence, range, at)) {
            undoes = true;
            at += verb->length;
        } else if (const auto whole = all.at(sentence, range, at)) {
            value.all = true;
            at += whole->length;
        } else if (const auto word = rest.at(sentence, range, at)) {
            at += word->length;
        } else if (const auto number = numberAt(sentence, range, at); number && !number->isShare) {
            constexpr double Most = 1000;
            value.steps = static_cast<int>(std::clamp(number->value, 1.0, Most));
            at += number->length;
        } else if (sentence.at(at).kind == Token::Kind::Break) {
            ++at;
        } else {
            return std::nullopt;
        }
    }
    if (!undoes)
        return std::nullopt;
    PlannedEdit edit;
    edit.operation = Operation::Undo;
    edit.value = value;
    return edit;
}

std::optional<Plan> readFollowUp(const Sentence& sentence, const Plan& before, const Plan& asRead)
{
    constexpr double Sure = 0.9;
    const PlannedEdit* last = lastEdit(before);
    if (!last || asRead.edits.size() != 1 || sentence.size() > 30)
        return std::nullopt;
    const PlannedEdit& read = asRead.edits.front();
    const bool complete =
        read.operation != Operation::Unclear && !read.target.isEmpty() && asRead.confidence >= 0.9;
    std::optional<PlannedEdit> edit;
    if (!complete || read.operation == Operation::Generate || read.operation == Operation::Remove ||
        read.operation == Operation::Recolor) {
        edit = readCorrection(sentence, *last);
        if (edit) {
            Plan plan = planOf(asRead, *edit, Sure);
            if (const auto meant = correctedPlan(*edit, before))
                plan.standalone = standaloneSentence(meant->edits.back(), isHan(sentence, sentence.all()));
            return plan;
        }
    }
    edit = readAgain(sentence, *last);
    if (!edit)
        edit = readSameAgain(sentence, *last, !complete);
    if (!edit && (read.target.isEmpty() || read.target == u"字" || read.operation == Operation::Unclear))
        edit = readWithoutTarget(sentence, *last, read);
    if (!edit)
        return std::nullopt;
    Plan plan = planOf(asRead, *edit, Sure);
    plan.standalone = standaloneSentence(*edit, isHan(sentence, sentence.all()));
    return plan;
}

QString nameAtPlace(const QString& words, const QString& before)
{
    const Sentence sentence(words);
    QString description;
    const QString name = named(sentence, sentence.all(), before, &description);
    return description.isEmpty() ? QString() : name;
}

std::optional<Plan> correctedPlan(const PlannedEdit& correction, const Plan& before)
{
    const PlannedEdit* last = lastEdit(before);
    if (!last || last->target.isEmpty() || correction.target.isEmpty())
        return std::nullopt;
    Plan plan = before;
    plan.edits = {withoutSpans(*last)};
    plan.edits.front().target = correction.target;
    return plan;
}

} // namespace focal
