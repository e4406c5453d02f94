#pragma once

#include "core/image/operators/patchfield.h"

namespace focal {

/// A filled picture, and where each part of the filling came from.
struct ExemplarFill
{
    cv::Mat image;
    PatchField field;
};

/// Fills a hole with patches of the rest of the picture, coarse to fine, so that every patch that touches the
/// hole looks like one elsewhere: Wexler et al. 2007, "Space-Time Completion of Video", with the search of
/// PatchMatch and the texture feature of Newson et al. 2014, "Video Inpainting of Complex Scenes".
/// @param image  CV_32FC4: r, g, b in 0..255 and any value in the fourth channel, which is overwritten
/// @param hole   CV_8UC1 of the same size, above 0 where the image is unknown
/// @return empty image where no whole patch is known
/// @throws Cancelled
ExemplarFill exemplarFilled(const cv::Mat& image, const cv::Mat& hole, std::uint64_t seed,
                            const CancelToken& token);

} // namespace focal
