#pragma once

#include "core/image/operators/patchfield.h"

namespace focal {

/// Copies every hole pixel from its patch's match and then evens out the seams: the result's gradients are
/// those of the places copied from, its values at the hole's rim those of the picture (Perez et al. 2003,
/// "Poisson Image Editing"; over a patch field as in Darabi et al. 2012, "Image Melding"). Where the picture
/// is textured the copied values are held on to, so that a wrong value at the rim does not spread.
/// @param image  CV_32FC4: three colours 0..255 and a texture measure; known outside the hole
/// @param hole   CV_8UC1
/// @throws Cancelled
cv::Mat seamlesslyCopied(const cv::Mat& image, const cv::Mat& hole, const PatchField& field,
                         const CancelToken& token);

/// The smoothest continuation of the known pixels into the hole (a membrane).
/// @param image  CV_32FC4 @throws Cancelled
cv::Mat smoothlyFilled(const cv::Mat& image, const cv::Mat& hole, const CancelToken& token);

} // namespace focal
