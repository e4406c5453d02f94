#pragma once
/// The patterns of sentences. Each looks at one clause, courtesies taken off, and gives its reading, or none
/// where the clause is not of its kind. They are tried side by side; a sentence of two kinds is decided by
/// confidence.

#include "core/plan/readings.h"

#include <optional>

namespace focal::grammar {

using Pattern = std::optional<Reading> (*)(const Clause& clause);

/// 把X换成V, "turn X into V", "replace X with V", X -> V
std::optional<Reading> changeByMarker(const Clause& clause);
/// "make X blue", 把X涂红, "white background", 背景白色
std::optional<Reading> changeByColor(const Clause& clause);
/// 用V替换X, "use V for X", "fill with V"
std::optional<Reading> changeUsing(const Clause& clause);
/// "give X a V", 给X换个V
std::optional<Reading> give(const Clause& clause);
/// "make X striped", "make it snow": understood, but to be drawn
std::optional<Reading> makeSomehow(const Clause& clause);
/// "change X", 把那个换掉: a change without what it leads to
std::optional<Reading> changeWithoutValue(const Clause& clause);
/// "remove X", 把X去掉, "take X out", X不要了
std::optional<Reading> removal(const Clause& clause);
/// "add Y to X", 在X上放Y, 给X戴Y
std::optional<Reading> addition(const Clause& clause);
/// "make X brighter", 降低X的饱和度, "a bit warmer", 太暗了
std::optional<Reading> adjustment(const Clause& clause);
/// 把“A”改成“B”, "change the price from A to B"
std::optional<Reading> textReplacement(const Clause& clause);
/// "add "New" in the top left corner", 加一句标语：...
std::optional<Reading> textAddition(const Clause& clause);
/// "put my logo in the corner", 用图2替换X
std::optional<Reading> placement(const Clause& clause);
/// "crop to 16:9", 裁掉左边三分之一
std::optional<Reading> cropping(const Clause& clause);
/// "turn it 90 degrees clockwise", 逆时针转5度
std::optional<Reading> rotation(const Clause& clause);
/// "flip it horizontally", 左右镜像
std::optional<Reading> mirroring(const Clause& clause);
/// "make it black and white", 胶片感
std::optional<Reading> restyling(const Clause& clause);
/// "polka dots on the dress", 把抱枕换成条纹图案
std::optional<Reading> patterning(const Clause& clause);
/// "the same red as the hat", 跟上衣一样的颜色
std::optional<Reading> comparison(const Clause& clause);
/// 商品图做成白底图, "cut out the product on white"
std::optional<Reading> backdrop(const Clause& clause);
/// Two edits whose verb or target is said once: "brighter and warmer", "the sofa green and the pillows
/// white". Empty where it is one.
std::vector<Reading> joinedReadings(const Clause& clause);
/// "resize", "everything but X", "don't ..."
std::optional<Reading> notPossible(const Clause& clause);

/// Whether the clause only gives the value of the edit before it (放在顶部, 50%, "navy and gold"), which it
/// then sets.
bool completes(const Clause& clause, PlannedEdit& edit);
/// White or transparent corners, where the clause says so.
bool readCorners(const Clause& clause, RotateValue& rotate);
/// The thing that a clause says something of, without asking for anything: |夜景|太灰了, "|the product| looks
/// dull".
std::optional<Target> describedThing(const Clause& clause);

/// The surest reading of the clause; asks back where there is none.
Reading bestReading(const Clause& clause);

/// Whether an imperative begins here: what "and" joins is then a second edit, not a second thing.
bool beginsCommand(const Sentence& sentence, Range range, int position);

} // namespace focal::grammar
