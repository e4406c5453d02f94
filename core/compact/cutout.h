#pragma once
/// Things cut out whole, by a network that knows no words but what belongs together: MobileSAM, asked with
/// what the search found or what was pointed at. docs/region.md tells what was tried and measured.

#include "core/base/canceltoken.h"
#include "core/edit/region.h"
#include "core/image/picture.h"

#include <opencv2/core.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace focal {

/// What one thing is cut out with. Native pixels.
struct ObjectPrompt
{
    std::vector<cv::Point2d> here;
    std::vector<cv::Point2d> notHere;
    std::optional<cv::Rect2d> box;
};

/// Masks that all fit one prompt, such as a part of a thing and the whole of it.
struct ObjectMasks
{
    struct Mask
    {
        cv::Mat logits;   ///< CV_32FC1
        double score = 0; ///< The overlap that is expected, about 0..1.
    };
    std::vector<Mask> masks;
    cv::Rect2d nativeRect; ///< What the logits cover, in native pixels.
};

using ObjectCutter = std::function<ObjectMasks(const ObjectPrompt& prompt)>;

/// Of @p masks, the one that is expected to be good and agrees with what is known.
/// @param probability  CV_32FC1, 0..1: what is known of where the thing is, any size over @p rect
/// @return mask with soft edges, CV_8UC1 of the picture's size; empty where @p masks are none
/// @throws Cancelled
cv::Mat bestCutOut(const Picture& picture, const ObjectMasks& masks, const cv::Mat& probability,
                   cv::Rect2d rect, const CancelToken& cancel);

/// What @p pointed points at: one thing under all clicks, or else one under each; without clicks, in its box.
/// @param probability  CV_32FC1, 0..1: what is known of where the thing is, any size over @p rect
/// @return mask with soft edges, CV_8UC1 of the picture's size; empty where the cutter sees nothing that
/// holds
///         all clicks and none of what is excluded
/// @throws Cancelled
cv::Mat cutOutPointed(const Picture& picture, const Region& pointed, const ObjectCutter& cutOut,
                      const cv::Mat& probability, cv::Rect2d rect, const CancelToken& cancel);

/// What the cutter sees must be about the same as what was found, or hold it, and may then be much more: of a
/// man of whom the head stands out, the man.
enum class Fit { Alike, Holds };

/// Each thing of @p mask as the cutter sees what lies in its box: its edges are better, and it is whole.
/// @param mask  CV_8UC1 of the picture's size
/// @param seen  boxes of whole things, in native pixels: one that is about a piece of the mask is asked about
/// too
/// @return likewise; @p mask where the cutter sees other things there, or where they are many
/// @throws Cancelled
cv::Mat cutOutThings(const Picture& picture, const cv::Mat& mask, const ObjectCutter& cutOut,
                     const CancelToken& cancel, Fit fit = Fit::Alike,
                     const std::vector<cv::Rect2d>& seen = {});

} // namespace focal
