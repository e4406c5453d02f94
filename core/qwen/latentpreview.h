#pragma once

#include <ATen/ATen.h>

#include <opencv2/core.hpp>

namespace focal {

/// A quick look at latents without the decoder: one linear map from the channels of a latent pixel to its
/// colour, fitted by least squares to the very picture that is being edited, of which both are known.
class LatentPreview
{
public:
    /// @param latents [channels, h, w] float @param pixels [3, 8 h, 8 w] float, -1..1: the same picture
    LatentPreview(const at::Tensor& latents, const at::Tensor& pixels);

    /// @param latents [channels, h, w] @return CV_8UC4, w x h
    cv::Mat operator()(const at::Tensor& latents) const;

private:
    at::Tensor m_map; ///< [channels + 1, 3]
};

} // namespace focal
