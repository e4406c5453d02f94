#include "core/plan/planner.h"

#include "core/plan/followup.h"
#include "core/plan/grammar.h"
#include "core/plan/phrasetable.h"
#include "core/plan/questions.h"
#include "core/plan/textnouns.h"

#include <algorithm>
#include <array>

namespace focal {

namespace {

using Words = PhraseTable<bool>;

const Words& courtesiesBefore()
{
    static const Words table = {
        {u"please|pls|plz|give me|还是|要不|不如|can|could|can you|could you|would you|will you|can we|could "
         u"we|can "
         u"i|could i|i want to|i want you to|"
         u"i want|i'd like to|i'd like you to|i'd like|i would like to|i would like "
         u"you to|i would like|i need you to|"
         u"i need to|i need|i wish|help me to|help me|kindly|just|now|then|after that|let "
         u"s|lets|let us|hi|hello|hey|ok|okay|so|also|and|"
         u"go ahead and|try to|you should|we should|i "
         u"think|maybe|perhaps|first|next|finally|but|请|请你|请您|麻烦|麻烦你|"
         u"麻烦您|帮我|帮忙|帮我们|请帮我|请帮忙|能不能|可不可以|可以|能否|能|你能|"
         u"你可以|您能|您可以|我想|我想要|我要|我希望|"
         u"我需要|希望|想要|想|给我|帮|来|先|现在|那么|就|再|我觉得|感觉|觉得|你好|"
         u"您好|然后|接着|并且|同时|最后|并|又|需要|"
         u"顺便|请问|请问一下|是否可以|可否|劳驾|拜托",
         true}};
    return table;
}

const Words& courtesiesAfter()
{
    static const Words table = {{u"please|pls|plz|thanks|thank you|thx|for me|if you can|if "
                                 u"possible|ok|okay|now|right now|instead|as well|"
                                 u"thanks a lot|thank you very much|if you please|would "
                                 u"you|吧|吗|呢|啊|呀|哦|哈|嘛|好吗|好不好|可以吗|行吗|谢谢|多谢|试试|"
                                 u"谢谢你|谢谢您|拜托|拜托了|一下|了|啦|即可|就行|就好|就可以|就可以了|"
                                 u"就好了|就行了|好了|好么|可以么|喔|噢|一下吧|"
                                 u"and|也|然后|并|同时",
                                 true}};
    return table;
}

/// From here on a clause says what shall stay: "without changing anything else", 其他不变.
const Words& keepers()
{
    static const Words table = {
        {u"without changing|without touching|without altering|but keep|but leave|and keep|and leave|while "
         u"keeping|"
         u"while leaving|but don't change|but do not change|keep everything|keep the rest|leave everything|"
         u"leave the rest|nothing else|and nothing else|keep all|but nothing else|but "
         u"not|其他不变|其它不变|其余不变|"
         u"其他部分|其它部分|其余部分|其他的不|其他地方|其它地方|其他都|别的不|别的地方|保持其他|保持其它|"
         u"保留其他|不改变其他|"
         u"不要改变其他|不要动其他|别动其他|不影响其他|而不改变|但不要|但保持|但保留|保持不变|保持背景|"
         u"保留背景|保持原|保留原|"
         u"但背景|但其他|其他保持|其它保持|其余保持|只改颜色|不要改别的",
         true}};
    return table;
}

/// "red instead of yellow": what it is not to be. ("use X instead of Y" says what is replaced.)
const Words& insteadOf()
{
    static const Words table = {{u"instead of|rather than|而不是|而非", true}};
    return table;
}

const Words& connectors()
{
    static const Words table = {
        {u"and then|then|after that|and also|as well as|plus|然后|接着|并且|同时|随后|之后再|以及|并", true}};
    return table;
}

Range withoutCourtesies(const Sentence& sentence, Range range)
{
    const auto isSign = [&](int at) {
        return sentence.at(at).kind == Token::Kind::Symbol || sentence.at(at).kind == Token::Kind::Break;
    };
    for (bool shrunk = true; shrunk && !range.isEmpty();) {
        shrunk = false;
        if (isSign(range.begin)) {
            ++range.begin;
            shrunk = true;
        } else if (const auto before = courtesiesBefore().at(sentence, range, range.begin);
                   before && before->length < range.size()) {
            range.begin += before->length;
            shrunk = true;
        } else if (isSign(range.end - 1)) {
            --range.end;
            shrunk = true;
        } else if (const auto after = courtesiesAfter().atEnd(sentence, range);
                   after && after->length < range.size()) {
            range.end -= after->length;
            shrunk = true;
        }
    }
    return range;
}

/// "no" in "platinum... no, silver", and other words that ask for nothing.
const Words& interjections()
{
    static const Words table = {{u"no|不|不对|哦不|wait|actually|oh|sorry|hmm|等等|嗯|yes|对", true}};
    return table;
}

bool isCourtesy(const Sentence& sentence, Range range)
{
    return courtesiesBefore().exactly(sentence, range) || courtesiesAfter().exactly(sentence, range) ||
           interjections().exactly(sentence, range);
}

/// Whether what follows the comma at @p at still belongs to a text without quotation marks:
/// 标语：轻盈透气，夏日首选.
bool isInsideText(const Sentence& sentence, int begin, int at)
{
    static const Words says = {{u"saying|that says|that reads|写着|内容是|内容为", true}};
    static const Words others = {
        {u"放|用|字体|颜色|字号|位置|居中|in|at|put|place|然后|再|并|then|and|左|右|背景|整体", true}};
    if (sentence.at(at).text != u",")
        return false;
    int colon = begin;
    while (colon < at && sentence.at(colon).text != u":")
        ++colon;
    const Range before{begin, colon};
    if (colon == at || !(namesText(sentence, before) || says.atEnd(sentence, before)))
        return false;
    const int next = at + 1;
    return next < sentence.size() && !others.at(sentence, sentence.all(), next) &&
           !grammar::beginsCommand(sentence, sentence.all(), next);
}

/// 除了颜色都别动 beside an order: what stays as it is anyway.
bool saysWhatStays(const Sentence& sentence, Range clause)
{
    static const Words except = {{u"除了|除", true}};
    static const Words stays = {{u"别动|不动|不变|别改|不要动|不改|不要改|别变", true}};
    return except.at(sentence, clause, clause.begin) && stays.atEnd(sentence, clause);
}

/// The clauses of a sentence, courtesies and what shall stay taken off.
std::vector<Range> clausesOf(const Sentence& sentence)
{
    std::vector<Range> clauses;
    const auto close = [&](Range clause) {
        clause = withoutCourtesies(sentence, clause);
        for (int at = clause.begin; at < clause.end; ++at) {
            static const Words corners = {{u"and keep the corners|and leave the corners", true}};
            if (corners.at(sentence, clause, at))
                continue;
            if (keepers().at(sentence, clause, at) ||
                (sentence.at(clause.begin).text != u"use" && insteadOf().at(sentence, clause, at) &&
                 sentence.at(clause.end - 1).kind != Token::Kind::Quoted)) {
                clause = withoutCourtesies(sentence, {clause.begin, at});
                break;
            }
        }
        if (!clause.isEmpty() && !isCourtesy(sentence, clause))
            clauses.push_back(clause);
    };
    int begin = 0;
    for (int at = 0; at < sentence.size(); ++at) {
        if (sentence.at(at).kind == Token::Kind::Break) {
            if (isInsideText(sentence, begin, at))
                continue;
            close({begin, at});
            begin = at + 1;
            continue;
        }
        const auto connector = connectors().at(sentence, sentence.all(), at);
        const int length = connector ? connector->length : 1;
        const bool joins = connector || sentence.at(at).text == u"and" || sentence.at(at).text == u"再" ||
                           sentence.at(at).text == u"、";
        if (joins && at > begin && grammar::beginsCommand(sentence, sentence.all(), at + length)) {
            close({begin, at});
            begin = at + length;
            at += length - 1;
        }
    }
    close({begin, sentence.size()});
    const auto stays = std::remove_if(clauses.begin(), clauses.end(),
                                      [&](Range clause) { return saysWhatStays(sentence, clause); });
    if (stays != clauses.begin())
        clauses.erase(stays, clauses.end());
    return clauses;
}

bool isEdit(const Reading& reading)
{
    return reading.edit.operation != Operation::Unclear && reading.confidence >= leastPlanConfidence;
}

/// 太亮了，暗一点 and "the face is too dark, brighten it" say one thing twice.
bool sayTheSame(const PlannedEdit& a, const PlannedEdit& b)
{
    const auto* turn = std::get_if<RotateValue>(&a.value);
    const auto* other = std::get_if<RotateValue>(&b.value);
    constexpr double HalfTurn = 180; // twice would be nothing: 图片倒过来了，转180度
    if (turn && other)
        return turn->degrees == HalfTurn && other->degrees == HalfTurn;
    const auto* first = std::get_if<AdjustValue>(&a.value);
    const auto* second = std::get_if<AdjustValue>(&b.value);
    return first && second && (a.target == b.target || b.target.isEmpty()) &&
           first->property == second->property && (first->amount > 0) == (second->amount > 0);
}

/// Commas only pause in 背景，换成白色: the same tokens without them.
QString withoutBreaks(const Sentence& sentence)
{
    QString text = sentence.instruction();
    for (const Token& token : sentence.tokens()) {
        if (token.kind == Token::Kind::Break)
            text[token.start] = u' ';
    }
    return text;
}

/// What a clause was about that asked for nothing complete: "the dog, make it grey", 把狗换个颜色，换成灰色.
std::optional<Target> topicOf(const Sentence& sentence, Range clause, const Reading& reading)
{
    constexpr int LongestTopic = 6; // tokens
    const TextSpan span = reading.edit.targetSpan;
    if (isEdit(reading) || span.length == 0)
        return std::nullopt;
    Range words = clause;
    while (words.begin < words.end && sentence.at(words.begin).start < span.start)
        ++words.begin;
    while (words.begin < words.end && sentence.at(words.end - 1).end > span.start + span.length)
        --words.end;
    if (words.isEmpty() || words.size() > LongestTopic)
        return std::nullopt;
    return resolveTarget(sentence, words);
}

/// What the clauses ask for, in the order said. Never empty.
using Readings = std::vector<Reading>;

/// A question that must be asked although other clauses were understood: a part of an edit is missing.
bool mustBeAsked(const Reading& reading)
{
    constexpr double Least = 0.34;
    return reading.edit.operation == Operation::Unclear && reading.confidence >= Least;
}

/// Whether it changes the thing of a clause before @p start.
bool leansOn(const Reading& reading, int start)
{
    const TextSpan span = reading.edit.targetSpan;
    return isEdit(reading) && span.length > 0 && span.start < start;
}

/// 左边的杯子换成红色，右边的换成蓝色: the second name is said once.
void nameByPlace(const Sentence& sentence, const PlannedEdit& before, PlannedEdit& edit)
{
    if (before.target.isEmpty() || edit.targetSpan.length == 0)
        return;
    const QString name =
        nameAtPlace(sentence.instruction().mid(edit.targetSpan.start, edit.targetSpan.length), before.target);
    if (name.isEmpty())
        return;
    edit.target = name;
    edit.targetSpan = {};
}

Readings readClauses(const Sentence& sentence, const std::vector<Range>& clauses, const PlanContext& context)
{
    Readings all;
    Reading best;
    std::optional<Target> topic;
    bool edits = false;
    bool complained = false; // the last of all is only the reason for what follows
    for (const Range& clause : clauses) {
        const Clause said{sentence, clause, context, topic ? &*topic : nullptr};
        if (!all.empty() && isEdit(all.back()) && grammar::completes(said, all.back().edit))
            continue;
        Readings joined = grammar::joinedReadings(said);
        if (joined.empty())
            joined.push_back(grammar::bestReading(said));
        const bool answers = complained && leansOn(joined.front(), sentence.at(clause.begin).start);
        constexpr int Brief = 4; // tokens: 有点偏黄，校正一下
        if (complained && joined.size() == 1 && !isEdit(joined.front()) && clause.size() <= Brief)
            continue;
        topic = grammar::describedThing(said);
        complained = topic && isEdit(joined.back()) && joined.back().edit.operation == Operation::Adjust;
        if (!complained && (!topic || isEdit(joined.back())))
            topic = topicOf(sentence, clause, joined.back());
        for (Reading& reading : joined) {
            if (isEdit(reading)) {
                edits = true;
                if (!all.empty())
                    nameByPlace(sentence, all.back().edit, reading.edit);
                if (answers && &reading == &joined.front())
                    all.back() = std::move(reading);
                else if (!all.empty() && sayTheSame(all.back().edit, reading.edit))
                    all.back().edit.value = reading.edit.value;
                else
                    all.push_back(std::move(reading));
            } else if (mustBeAsked(reading) && !topic) {
                all.push_back(std::move(reading));
            } else if (reading.confidence > best.confidence || best.confidence == 0) {
                best = std::move(reading);
            }
        }
    }
    if (!edits) {
        if (!all.empty() && all.front().confidence >= best.confidence)
            best = std::move(all.front());
        return {std::move(best)};
    }
    if (clauses.size() > all.size())
        for (Reading& reading : all)
            reading.confidence *= 0.95;
    return all;
}

Readings readSentence(const Sentence& sentence, const PlanContext& context)
{
    // "cut the model out and put her on white" takes nothing away, as its first half alone would.
    const Range said = withoutCourtesies(sentence, sentence.all());
    if (!said.isEmpty() && sentence.at(said.begin).kind == Token::Kind::Word)
        if (auto whole = grammar::backdrop({sentence, said, context}))
            return {std::move(*whole)};
    const std::vector<Range> clauses = clausesOf(sentence);
    if (clauses.empty())
        return {questionReading(
            {sentence, sentence.all(), context}, {},
            sentence.tokens().empty() ? questions::nothingSaid() : questions::notUnderstood(), 0)};
    constexpr std::size_t MostClauses = 40; // more are no instruction
    if (clauses.size() > MostClauses)
        return {questionReading({sentence, sentence.all(), context}, {}, questions::notUnderstood(), 0)};
    Readings readings = readClauses(sentence, clauses, context);
    if (isEdit(readings.front()) || clauses.size() == 1)
        return readings;
    const Sentence joined(withoutBreaks(sentence));
    const Range all = withoutCourtesies(joined, joined.all());
    Reading whole = grammar::bestReading({joined, all, context});
    whole.confidence *= 0.9;
    if (isEdit(whole) && readings.front().confidence < 0.4)
        return {std::move(whole)};
    return readings;
}

/// What was read too unsurely to change a picture on it becomes a question about the words that made it so.
Plan askedBack(Plan plan)
{
    const auto isQuestion = [](const PlannedEdit& edit) { return edit.operation == Operation::Unclear; };
    if (plan.confidence >= leastPlanConfidence ||
        std::any_of(plan.edits.begin(), plan.edits.end(), isQuestion))
        return plan;
    const auto longest = std::max_element(
        plan.edits.begin(), plan.edits.end(),
        [](const PlannedEdit& a, const PlannedEdit& b) { return a.target.size() < b.target.size(); });
    PlannedEdit question = *longest;
    question.operation = Operation::Unclear;
    question.value = QuestionValue{question.target.isEmpty() ? questions::notUnderstood()
                                                             : questions::isThatOneThing(question.target)};
    plan.edits = {std::move(question)};
    return plan;
}

/// An instruction that stands in quotation marks as a whole is meant without them.
QString unquoted(const QString& instruction)
{
    const Sentence sentence(instruction);
    if (sentence.size() != 1 || sentence.at(0).kind != Token::Kind::Quoted)
        return instruction;
    QString text = instruction;
    text[sentence.at(0).start] = u' ';
    text[sentence.at(0).end - 1] = u' ';
    return text;
}

} // namespace

Reading grammar::bestReading(const Clause& clause)
{
    static constexpr std::array<Pattern, 20> Patterns = {
        notPossible, textReplacement, textAddition,  placement,   cropping,
        rotation,    mirroring,       restyling,     patterning,  comparison,
        backdrop,    changeByMarker,  changeByColor, changeUsing, give,
        removal,     addition,        adjustment,    makeSomehow, changeWithoutValue};
    std::optional<Reading> best;
    if (!clause.range.isEmpty()) {
        for (const Pattern pattern : Patterns) {
            auto reading = pattern(clause);
            if (reading && (!best || reading->confidence > best->confidence))
                best = std::move(reading);
        }
    }
    if (best)
        return *best;
    static const Words questionWords = {
        {u"what|who|why|where|when|which|how|is there|are there|什么|谁|为什么|哪里|哪儿|怎么|几|多少|是不是",
         true}};
    const Target target = resolveTarget(clause.sentence, clause.range);
    if (questionWords.find(clause.sentence, clause.range) ||
        grammar::beginsCommand(clause.sentence, clause.range, clause.range.begin))
        return questionReading(clause, {}, questions::notUnderstood(), 0.05);
    if (target.kind == Target::Kind::Background)
        return questionReading(clause, target, questions::whatBehind(), 0.1);
    constexpr int LongestName = 6; // tokens; more is a sentence that was not understood
    if (target.kind == Target::Kind::Thing && target.range.size() <= LongestName &&
        clause.at(target.range.begin).kind != Token::Kind::Symbol &&
        clause.at(target.range.begin).kind != Token::Kind::Number)
        return questionReading(clause, target, questions::onlyThing(clause.sentence.words(target.range)),
                               0.1);
    return questionReading(clause, {}, questions::notUnderstood(), 0.05);
}

Plan planInstruction(const QString& instruction, const PlanContext& context)
{
    Plan plan;
    plan.instruction = instruction;
    if (instruction.size() > LongestInstruction) {
        PlannedEdit edit;
        edit.value = QuestionValue{questions::tooLong(LongestInstruction)};
        plan.edits.push_back(std::move(edit));
        return plan;
    }
    const Sentence sentence(unquoted(instruction));
    if (auto undo = readUndo(sentence)) {
        plan.edits.push_back(std::move(*undo));
        plan.confidence = 0.95;
        return plan;
    }
    Readings readings = readSentence(sentence, context);
    // However surely it was read, what is asked back is not what was meant.
    constexpr double MostForQuestion = 0.4;
    plan.confidence = 1;
    for (Reading& reading : readings) {
        PlannedEdit& edit = reading.edit;
        // Spaces stand in for marks in what was read; the words are the instruction's own.
        if (edit.targetSpan.length > 0)
            edit.target = instruction.mid(edit.targetSpan.start, edit.targetSpan.length);
        const double most = edit.operation == Operation::Unclear ? MostForQuestion : 1.0;
        plan.confidence = std::min(plan.confidence, std::clamp(reading.confidence, 0.0, most));
        plan.edits.push_back(std::move(edit));
    }
    if (context.before)
        if (auto followUp = readFollowUp(sentence, *context.before, plan))
            return askedBack(*std::move(followUp));
    return askedBack(std::move(plan));
}

bool namesBackground(const QString& phrase)
{
    const Sentence sentence(phrase.left(LongestInstruction));
    return resolveTarget(sentence, sentence.all()).kind == Target::Kind::Background;
}

} // namespace focal
