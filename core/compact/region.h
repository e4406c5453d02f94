#pragma once
/// From what the network gives (coarse maps on a grid of patches) to a whole, clean mask at native
/// resolution. docs/region.md tells what was tried and measured.

#include "core/base/canceltoken.h"
#include "core/compact/cutout.h"
#include "core/edit/editresult.h"
#include "core/edit/region.h"
#include "core/image/picture.h"

#include <optional>

namespace focal {

/// What the picture encoder knows of a picture, whatever the words. Matrices may be views of memory owned
/// elsewhere. Patch (row, column) is matrix row `row * grid.width + column`.
struct PictureView
{
    cv::Size grid; ///< Columns and rows of patches.
    cv::Rect2d
        nativeRect; ///< What the grid covers, in native pixels; larger than the picture where it was padded.
    cv::Mat
        features; ///< CV_32FC1 [patches, even]: its second half is DINOv2's last layer, after the final norm.
    cv::Mat saliency; ///< CV_32FC1, 0..1, any size over nativeRect: "main object". Empty where not available.
    ObjectCutter cutOut; ///< Of that picture. Empty where not available.
};

/// What the search for one phrase gave.
struct PhraseView
{
    enum class Kind {
        Thing,      ///< One thing, or things of one kind.
        Background, ///< What is behind the main things.
        Nothing,    ///< No words at all: only clicks, a box or a mask say what is meant.
    };
    enum class Number {
        Unsaid, ///< The best one, and others that fit about as well.
        One,
        All,
    };
    /// What a detector says of the words' thing.
    struct Detected
    {
        double confidence = 0;         ///< 0..1, that it is there, as leastConfidence has it.
        bool isBroader = false;        ///< It is about more than the words name: a bird, where they say duck.
        std::vector<cv::Rect2d> boxes; ///< Native pixels.
    };
    Kind kind = Kind::Thing;
    Number number = Number::Unsaid;
    std::optional<cv::Point2d> place; ///< Of several that fit, the one there is meant; see placeSaid().
    bool singular = false;            ///< The words are a singular, though they need not say "one".
    bool known = true;                ///< The phrase holds a name that the text encoder was taught.
    cv::Mat alignment; ///< CV_32FC1 [rows, columns]: logits that a patch belongs to what the phrase names.
    cv::Mat attention; ///< CV_32FC1 [rows, columns], >= 0: the phrase's words, mean of heads and late layers.
    cv::Mat maskLogits; ///< CV_32FC1, any size over the grid's native rectangle. Of words, of what was
                        ///< pointed at, or of both. Empty where not available.
    std::optional<double> presence;   ///< Logit that what the words name is in the picture at all.
    std::optional<Detected> detected; ///< Empty where no detector knows what the words name.
};

/// Finds the whole thing that a phrase names, or that was pointed at.
///
/// @param picture   the native picture; its edges decide where the mask ends
/// @param view      of that picture
/// @param phrase    of that picture. Kind Nothing needs no maps, but a click, a box or a mask in @p prompt;
/// kind
///                  Background can do without maps; kind Thing needs alignment and attention
/// @param prompt    native pixels. A mask to replace is the answer itself; a mask or box to limit bounds it;
/// each click
///                  lies in it; notHere does not.
/// @return mask (soft edges, native size), box, confidence, candidates and whether it is ambiguous: words for
///         one thing that fit several equally. Attention is left empty. Below leastConfidence the mask is all
///         0; candidates may be offered nonetheless, such as what stands out.
/// @throws LogicError where sizes or types do not fit each other, Cancelled
GroundResult findRegion(const Picture& picture, const PictureView& view, const PhraseView& phrase,
                        const Region& prompt, const CancelToken& cancel);

/// Patches along the longer side of the input with which findRegion() was measured: 448 px.
inline constexpr int regionLongSide = 32;

/// Below this confidence the answer is "not found"; from the second on it need not be questioned.
inline constexpr double leastConfidence = 0.35;
inline constexpr double sureConfidence = 0.6;

} // namespace focal
