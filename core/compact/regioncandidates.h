#pragma once
/// What is offered where the answer is not certain. Part of region.h; nothing else includes it.

#include "core/compact/regionevidence.h"
#include "core/compact/regionparts.h"
#include "core/edit/editresult.h"

#include <vector>

namespace focal::region {

/// Labels of the parts that fit about as well as the best one; empty where it stands alone, where so many fit
/// that it is a crowd, or where they are so large that they are pieces of one ground.
/// @param pictureArea  in cells
std::vector<int> equalParts(const Parts& parts, int pictureArea);

/// Something that stands out, in cells.
struct SalientThing
{
    cv::Rect box;
    cv::Point inmost;
};
std::vector<SalientThing> salientThings(const PatchSpace& space);

/// The place of @p mask (CV_8UC1, some of it not 0) that is furthest from its edge.
cv::Point inmostOf(const cv::Mat& mask);

/// Labels up to three candidates by where they lie, across or down, whichever tells them further apart. More
/// are left without.
void nameByPlace(std::vector<Candidate>& candidates);

} // namespace focal::region
