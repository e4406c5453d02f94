#pragma once
/// What an instruction means: the edits it asks for, in the order said. Made by planner.h, run by every
/// model.

#include "core/base/rgb.h"
#include "core/base/textspan.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace focal {

enum class Operation {
    Recolor,     ///< Give the target another colour. Value: ColorValue.
    Pattern,     ///< Lay a pattern over the target, its shading kept. Value: PatternValue.
    Remove,      ///< Take the target out and fill the place. No value.
    ReplaceText, ///< Other words in place of words in the picture. Value: ReplaceTextValue.
    AddText,     ///< Set words into the picture. Value: AddTextValue.
    Place,       ///< Lay a reference picture over this one. Value: PlaceValue.
    Adjust,      ///< Change light, colour or sharpness of the target, or of all. Value: AdjustValue.
    Background,  ///< Change what is behind. Value: ColorValue or BlurValue.
    Crop,        ///< Keep a part of the picture: the target, or as the value says. Value: CropValue.
    Rotate,      ///< Turn the whole picture. Value: RotateValue.
    Flip,        ///< Mirror the whole picture. Value: FlipValue.
    Style,       ///< Another look for the target, or for all. Value: StyleValue.
    Generate,    ///< Something new must be drawn: only a generative model can. Value: GenerateValue.
    Undo,        ///< Go back. Value: UndoValue.
    Correct,     ///< The last edit was right, its target was not. Value: CorrectValue.
    Unclear,     ///< Not understood; asks back. Value: QuestionValue.
};

enum class AdjustProperty {
    Brightness,
    Contrast,
    Temperature, ///< Positive is warmer.
    Saturation,
    Blur,      ///< Amount 0..1.
    Sharpness, ///< Amount 0..1.
};

struct ColorValue
{
    Rgb color;
    QString words; ///< As said: "蓝色", "navy blue", "#2b5fd9".
    /// "The same red as the hat": the thing that has the colour, which is measured there when the edit runs;
    /// color is then only what the words say of it (red), or grey. Empty: color is meant.
    QString like = {};
};

enum class Motif {
    Stripes, ///< Horizontal.
    VerticalStripes,
    DiagonalStripes,
    Dots,
    Checks, ///< Squares of two colours.
    Plaid,  ///< Crossing bands, as on a Scottish skirt.
    Zigzag,
    Waves,
    Stars,
    Hearts,
    Flowers,
    Camouflage,
};
struct PatternValue
{
    Motif motif = Motif::Stripes;
    QString words;           ///< As said: "条纹图案", "polka dots".
    std::vector<Rgb> colors; ///< As said, the first two count; empty: chosen to suit the thing.
    double scale = 1;        ///< Of the size that suits the thing, PatternScaleMin..PatternScaleMax.
};
constexpr double PatternScaleMin = 0.25;
constexpr double PatternScaleMax = 4;

/// A place in the picture, or at a thing in it.
enum class Spot {
    Anywhere, ///< Not said: a calm place.
    TopLeft,
    Top,
    TopRight,
    Left,
    Center,
    Right,
    BottomLeft,
    Bottom,
    BottomRight,
};
struct Position
{
    Spot spot = Spot::Anywhere;
    /// The words that name the thing whose place is meant ("on |the mug|", 在|杯子|上方). Empty: the picture.
    QString thing;
    bool beside =
        false;     ///< Next to the thing, on the side that spot says ("above the mug"); otherwise on it.
    QString words; ///< All words of the place as said: "左上角", "on the mug". Empty: not said.
    TextSpan span; ///< Where words stand in the instruction; length 0 where they do not.
};

/// The target of the edit names the text or what bears it ("the price", 招牌上的字); it is empty where only
/// the old text itself was said.
struct ReplaceTextValue
{
    QString from; ///< To the letter, without its quotation marks. Empty: all text of the target.
    TextSpan fromSpan;
    QString to; ///< To the letter, never empty.
    TextSpan toSpan;
};
struct AddTextValue
{
    QString text; ///< To the letter, without its quotation marks; never empty. May hold line breaks.
    TextSpan span;
    Position position;
    std::optional<ColorValue> color; ///< Where one was said.
};
/// The target of the edit names what makes way for the picture ("replace the logo with picture 2"); mostly
/// empty.
struct PlaceValue
{
    int reference = 1; ///< Which of EditRequest::references, counted from 1.
    QString words;     ///< As said: "this logo", 图片2.
    Position position;
};

struct AdjustValue
{
    AdjustProperty property = AdjustProperty::Brightness;
    double amount = 0; ///< -1..1; 0.3 where no strength was said. "30% brighter" is 0.3.
};
struct BlurValue
{
    double amount = 0.5; ///< 0..1
};

/// What a crop keeps. With no ratio, no pixels and no margin: the target of the edit alone.
struct CropValue
{
    enum class Measure {
        None,
        Ratio,  ///< width : height
        Pixels, ///< width x height native pixels
    };
    Measure measure = Measure::None;
    double width = 0; ///< Above 0 with a measure.
    double height = 0;
    /// What is cut off at each side, as a share of the picture's width or height, 0..1.
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};
struct RotateValue
{
    enum class Corners {
        Cut,         ///< The largest upright part without corners is kept.
        Filled,      ///< All of the picture is kept, on a larger sheet of the colour fill.
        Transparent, ///< All of the picture is kept, on a larger transparent sheet.
    };
    double degrees = 0; ///< Clockwise, -360..360.
    Corners corners = Corners::Cut;
    Rgb fill{255, 255, 255};
};
struct FlipValue
{
    bool horizontal = true; ///< Left and right change places; otherwise top and bottom.
};

enum class Style {
    BlackAndWhite,
    Sepia,
    Sketch,
    Film,      ///< Gentle curve, grain.
    Vintage,   ///< Faded and yellowed.
    Cinematic, ///< Teal shadows, orange lights.
    Fresh,     ///< Bright, airy, slightly cool (日系).
    Negative,
};
struct StyleValue
{
    Style style = Style::BlackAndWhite;
    double amount = 1; ///< 0..1
};

struct GenerateValue
{
    QString description; ///< What should appear, in the user's words.
};
struct UndoValue
{
    int steps = 1;    ///< At least 1.
    bool all = false; ///< Back to the picture as opened.
};
/// The target of the edit names what is meant instead; empty: another thing of the same name.
struct CorrectValue
{
    QString description; ///< What the words add to the name used before: "on the left", 左边.
};
struct QuestionValue
{
    QString question; ///< Translated: what Focal needs to know.
};
using PlanValue = std::variant<std::monostate, ColorValue, PatternValue, ReplaceTextValue, AddTextValue,
                               PlaceValue, AdjustValue, BlurValue, CropValue, RotateValue, FlipValue,
                               StyleValue, GenerateValue, UndoValue, CorrectValue, QuestionValue>;

struct PlannedEdit
{
    Operation operation = Operation::Unclear;
    QString target; ///< The words that name the thing, and only they search the picture. Empty: the whole
                    ///< picture.
    TextSpan targetSpan; ///< Where they stand in the instruction; length 0 where target was not said.
    PlanValue value;
};

struct Plan
{
    QString instruction;
    std::vector<PlannedEdit> edits; ///< Never empty: at least one, perhaps Unclear.
    double confidence = 0;          ///< 0..1, that this is what was meant.
    /// A follow-up that leans on the turn before ("a bit darker") as a sentence that stands by itself, in the
    /// language of the instruction; empty where the instruction already does.
    QString standalone = {};
};

/// Below this confidence a plan asks back instead of changing anything.
inline constexpr double leastPlanConfidence = 0.5;

/// "recolor", "replace_text", ...: the names used in JSON.
QString operationName(Operation operation);
QString adjustPropertyName(AdjustProperty property);
QString motifName(Motif motif); ///< "stripes", "vertical_stripes", ...
QString spotName(Spot spot);    ///< "anywhere", "top_left", ...
QString styleName(Style style); ///< "black_and_white", ...

/// {"operation": ..., "target": "...", "value": {...}}. Values, by operation:
/// - recolor: {"color": "#rrggbb", "words": "..."} and "like": "..." where a thing has the colour
/// - pattern: {"pattern": "stripes", "words": "...", "colors": ["#rrggbb", ...]} and "scale" where it is not
/// 1
/// - replace_text: {"from": "...", "to": "..."}
/// - add_text: {"text": "...", "position": {...}} and "color": as for recolor, where one was said
/// - place: {"reference": 1, "words": "...", "position": {...}}
/// - adjust: {"property": "brightness", "amount": 0.3}
/// - background: as for recolor, or {"blur": 0.5}
/// - crop: {"ratio": [16, 9]} or {"pixels": [800, 600]} or {"cut": {"left": 0.1, ...}} or several, or {}
/// - rotate: {"degrees": 90, "corners": "cut"}, "filled" with "fill": "#rrggbb", or "transparent"
/// - flip: {"direction": "horizontal"}; style: {"style": "sepia", "amount": 1}
/// - generate: {"description": "..."}; undo: {"steps": 1} or {"all": true}
/// - correct: {"description": "..."}; unclear: {"question": "..."}; remove: {}
/// A position is {"spot": "top_left", "words": "..."} and, at a thing, "thing": "...", "beside": true.
QJsonObject toJson(const PlannedEdit& edit);
/// {"instruction": ..., "edits": [...], "confidence": 0..1} and "standalone" where the instruction leans on
/// the turn before.
QJsonObject toJson(const Plan& plan);

} // namespace focal
