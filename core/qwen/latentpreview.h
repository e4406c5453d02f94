#pragma once

#include "core/qwen/vae.h"

#include <opencv2/core.hpp>

namespace focal {

/// A quick look at latents: the colour of each latent pixel as a linear function of its channels, where the
/// picture coder itself would take seconds.
///
/// The factors are the coder's own: how the colour at the middle of an even patch changes with each channel
/// alone, one deviation up and down.
class LatentPreview
{
public:
    /// Decodes 1 + 2 x channels small patches. @throws Cancelled
    explicit LatentPreview(const QwenImageVae& vae, const CancelToken& cancel = {});

    /// @param latents [channels, h, w] float, normalised @return CV_8UC4 r, g, b, a, w x h
    cv::Mat operator()(const at::Tensor& latents) const;

private:
    at::Tensor m_factors; ///< [3, channels], colours -1..1
    at::Tensor m_centre;  ///< [3, 1]
};

} // namespace focal
