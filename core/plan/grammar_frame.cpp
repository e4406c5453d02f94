#include "core/plan/grammar.h"

#include "core/plan/numbers.h"
#include "core/plan/phrasetable.h"
#include "core/plan/questions.h"

#include <QRegularExpression>

#include <algorithm>

namespace focal::grammar {

namespace {

using Words = PhraseTable<bool>;

Reading frameReading(const Clause& clause, Operation operation, const Target& target, PlanValue value,
                     double confidence)
{
    Reading reading;
    reading.edit.operation = operation;
    reading.edit.value = std::move(value);
    reading.confidence = confidence;
    if (target.kind == Target::Kind::Thing) {
        reading.edit.target = clause.sentence.words(target.range);
        reading.edit.targetSpan = clause.sentence.span(target.range);
    }
    return reading;
}

/// 16:9, 3比4, 1920x1080, 800×800: two numbers with a sign between them.
bool readMeasure(const Sentence& sentence, Range range, CropValue& crop)
{
    static const QRegularExpression joined(QStringLiteral("^(\\d{1,5})x(\\d{1,5})(px)?$"));
    static const Words square = {{u"正方形|方形|square|方图|1比1", true}};
    static const Words signs = {{u":|比|/|×|*|x|by", true}};
    constexpr double LeastPixels = 50; // below it the numbers are a ratio
    const auto set = [&](double width, double height, bool ratio) {
        if (width < 1 || height < 1)
            return false;
        crop.width = width;
        crop.height = height;
        crop.measure = ratio || width < LeastPixels ? CropValue::Measure::Ratio : CropValue::Measure::Pixels;
        return true;
    };
    for (int at = range.begin; at < range.end; ++at) {
        const auto match = joined.match(sentence.at(at).text.toString());
        if (match.hasMatch())
            return set(match.captured(1).toDouble(), match.captured(2).toDouble(), false);
        const auto first = numberAt(sentence, range, at);
        const int sign = first ? at + first->length : range.end;
        if (!first || first->isShare || !signs.at(sentence, range, sign))
            continue;
        if (const auto second = numberAt(sentence, range, sign + 1); second && !second->isShare)
            return set(first->value, second->value,
                       sentence.at(sign).text == u":" || sentence.at(sign).text == u"比");
    }
    return square.find(sentence, range) && set(1, 1, true);
}

/// 左边三分之一, "the top quarter", "5% from the right", 上下各10%
bool readMargins(const Sentence& sentence, Range range, CropValue& crop)
{
    enum Side : unsigned { Left = 1, Top = 2, Right = 4, Bottom = 8 };
    static const PhraseTable<unsigned> sides = {
        {u"left side|left|左边|左侧|左", Left},
        {u"right side|right|右边|右侧|右", Right},
        {u"top|顶部|上边|上面|上方|上", Top},
        {u"bottom|底部|下边|下面|下方|下", Bottom},
        {u"上下|top and bottom", Top | Bottom},
        {u"左右|both sides|left and right", Left | Right},
        {u"四周|四边|all sides|each side|every side", Left | Right | Top | Bottom}};
    unsigned which = 0;
    std::optional<double> share;
    for (int at = range.begin; at < range.end;) {
        if (const auto side = sides.at(sentence, range, at)) {
            which |= *side->meaning;
            at += side->length;
        } else if (const auto number = numberAt(sentence, range, at)) {
            if (number->isShare)
                share = number->value;
            at += number->length;
        } else {
            ++at;
        }
    }
    constexpr double Most = 0.95;
    if (which == 0 || !share || *share <= 0 || *share > Most)
        return false;
    crop.left = which & Left ? *share : 0;
    crop.right = which & Right ? *share : 0;
    crop.top = which & Top ? *share : 0;
    crop.bottom = which & Bottom ? *share : 0;
    return crop.left + crop.right < 1 && crop.top + crop.bottom < 1;
}

/// What the crop keeps: "tightly around |the dog|", 只保留|人物|.
Target keptThing(const Sentence& sentence, Range range)
{
    static const Words leads = {
        {u"around|tightly around|close around|to show only|to just|down to|in on|to|on|"
         u"只保留|保留|只留|只剩|只留下|到只剩|到",
         true}};
    for (int at = range.begin; at < range.end; ++at) {
        const auto lead = leads.at(sentence, range, at);
        if (!lead || at + lead->length >= range.end)
            continue;
        return resolveTarget(sentence, {at + lead->length, range.end});
    }
    return {};
}

} // namespace

std::optional<Reading> cropping(const Clause& clause)
{
    static const Words verbs = {
        {u"crop|trim|cut off|裁|裁剪|裁切|裁成|裁到|裁掉|剪裁|截取|截成|裁剪成|裁切到|"
         u"裁为|只保留|只留|cut away",
         true}};
    static const Words shapes = {
        {u"做成|改成|变成|make it|make it a|turn it into|story|主图|竖版|横版", true}};
    static const Words out = {{u"crop out", true}};
    if (out.find(clause.sentence, clause.range))
        return std::nullopt;
    CropValue crop;
    const auto verb = verbs.find(clause.sentence, clause.range);
    if (!verb) {
        const bool shaped = shapes.find(clause.sentence, clause.range) &&
                            readMeasure(clause.sentence, clause.range, crop) &&
                            crop.measure == CropValue::Measure::Ratio;
        return shaped ? std::optional(frameReading(clause, Operation::Crop, {}, crop, 0.9)) : std::nullopt;
    }
    static const Words starts = {
        {u"把|将|按|用|上下|左右|四周|左边|右边|顶部|底部|图|图片|照片|的|先", true}};
    const bool leads =
        verb->first == clause.range.begin || starts.at(clause.sentence, clause.range, clause.range.begin);
    if (!leads)
        return std::nullopt;
    const bool measured = readMeasure(clause.sentence, clause.range, crop);
    if (!measured && readMargins(clause.sentence, clause.range, crop))
        return frameReading(clause, Operation::Crop, {}, crop, 0.96);
    if (measured)
        return frameReading(clause, Operation::Crop, {}, crop, 0.96);
    const Target kept = keptThing(clause.sentence, clause.range);
    if (kept.kind == Target::Kind::Thing)
        return frameReading(clause, Operation::Crop, kept, CropValue{}, 0.85);
    return questionReading(clause, {}, questions::howToCrop(), 0.97);
}

namespace {

/// What is to be turned or mirrored, where it is not the picture.
Target turned(const Clause& clause, Range range)
{
    static const Words rest = {
        {u"by|to|the|degree|degrees|°|度|clockwise|counterclockwise|anticlockwise|counter|anti|left|right|"
         u"horizontally|vertically|horizontal|vertical|upside|down|it|this|that|and|with|keep|corners|"
         u"transparent|white|over|around|picture|image|photo|on|its|head|side|axis|把|将|图片|照片|图|画面|"
         u"一下|方向|了|再|整体|整张图|-|percent|a|bit|from|top|bottom|again|once|in|slightly|way|round",
         true}};
    int begin = range.begin;
    for (int at = range.begin; at < range.end; ++at) {
        const Token::Kind kind = clause.at(at).kind;
        const auto word = rest.at(clause.sentence, range, at);
        if (!word && kind == Token::Kind::Word)
            return resolveTarget(clause.sentence, {begin, at + 1});
    }
    return {};
}

std::optional<double> turnDirection(const Clause& clause)
{
    static const PhraseTable<double> directions = {
        {u"counterclockwise|anticlockwise|counter clockwise|anti clockwise|逆时针|向左|往左|左转|左旋|to the "
         u"left|left",
         -1},
        {u"clockwise|顺时针|向右|往右|右转|右旋|to the right|right", 1}};
    const auto found = directions.find(clause.sentence, clause.range);
    return found ? std::optional(*found->second.meaning) : std::nullopt;
}

} // namespace

bool readCorners(const Clause& clause, RotateValue& rotate)
{
    static const Words white = {{u"留白|白边|白色填充|white corners|fill white|white background", true}};
    static const Words clear = {{u"transparent|透明", true}};
    static const Words whole = {{u"keep everything|keep all|不裁剪|不裁切|完整保留", true}};
    if (clear.find(clause.sentence, clause.range))
        rotate.corners = RotateValue::Corners::Transparent;
    else if (white.find(clause.sentence, clause.range) || whole.find(clause.sentence, clause.range))
        rotate.corners = RotateValue::Corners::Filled;
    return rotate.corners != RotateValue::Corners::Cut;
}

std::optional<Reading> rotation(const Clause& clause)
{
    static const Words verbs = {{u"rotate|turn|tilt|spin|旋转|转|倾斜|左转|右转|左旋|右旋", true}};
    static const Words units = {{u"degrees|degree|deg|°|度|o", true}};
    static const Words over = {{u"upside down|倒过来|颠倒", true}};
    static const Words level = {{u"straighten|扶正|拉直|校正|摆正|level", true}};
    const Sentence& sentence = clause.sentence;
    if (level.at(sentence, clause.range, clause.range.begin) || level.exactly(sentence, clause.range))
        return questionReading(clause, {}, questions::howFarToTurn(), 0.97);
    const auto verb = verbs.find(sentence, clause.range);
    const bool sure = verb && clause.at(verb->first).text != u"turn" && clause.at(verb->first).text != u"转";
    RotateValue rotate;
    for (int at = clause.range.begin; verb && at < clause.range.end; ++at) {
        const auto number = numberAt(sentence, clause.range, at);
        if (!number || number->isShare || std::abs(number->value) > 360)
            continue;
        if (units.at(sentence, clause.range, at + number->length) || sure) {
            rotate.degrees = number->value;
            break;
        }
    }
    const auto direction = turnDirection(clause);
    const bool turnsOver = over.find(sentence, clause.range) && (verb || clause.range.size() <= 6);
    if (rotate.degrees == 0 && turnsOver)
        rotate.degrees = 180;
    static const Words sideways = {{u"clockwise|counterclockwise|anticlockwise|左转|右转|左旋|右旋", true}};
    if (rotate.degrees == 0 && direction && (sure || (verb && sideways.find(sentence, clause.range))))
        rotate.degrees = 90;
    if (rotate.degrees == 0)
        return sure && verb->first == clause.range.begin
                   ? std::optional(questionReading(clause, {}, questions::howFarToTurn(), 0.97))
                   : std::nullopt;
    rotate.degrees *= direction.value_or(1);
    readCorners(clause, rotate);
    const Target thing =
        verb ? turned(clause, {verb->first + verb->second.length, clause.range.end}) : Target();
    if (thing.kind == Target::Kind::Thing) {
        const Range what{verb->first, clause.range.end};
        GenerateValue value{QStringLiteral("%1 %2").arg(sentence.words({verb->first, verb->first + 1}),
                                                        sentence.words({thing.range.end, what.end}))};
        return frameReading(clause, Operation::Generate, thing, value, 0.97);
    }
    return frameReading(clause, Operation::Rotate, {}, rotate, 0.97);
}

std::optional<Reading> mirroring(const Clause& clause)
{
    static const Words verbs = {{u"flip|mirror|翻转|镜像|对调|左右反转|上下反转", true}};
    static const Words vertical = {{u"vertically|vertical|上下|垂直|竖直|upside|top to bottom", true}};
    const auto verb = verbs.find(clause.sentence, clause.range);
    if (!verb)
        return std::nullopt;
    const Target thing = turned(clause, {verb->first + verb->second.length, clause.range.end});
    if (thing.kind == Target::Kind::Thing)
        return frameReading(clause, Operation::Generate, thing,
                            GenerateValue{clause.sentence.words(clause.range)}, 0.9);
    return frameReading(clause, Operation::Flip, {},
                        FlipValue{!vertical.find(clause.sentence, clause.range).has_value()}, 0.97);
}

} // namespace focal::grammar
