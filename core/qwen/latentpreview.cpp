#include "core/qwen/latentpreview.h"

#include "core/base/error.h"

#include <cstring>

namespace focal {

namespace {

/// The mean colour of the middle of an even patch, [3]. @param value [channels]
at::Tensor colourOf(const QwenImageVae& vae, const at::Tensor& value, const CancelToken& cancel)
{
    // The zeros beyond the edges of so small a patch colour its rim, not its middle.
    constexpr int64_t side = 6;
    const at::Tensor patch = value.view({-1, 1, 1}).expand({-1, side, side});
    const int64_t rim = 2 * QwenImageVae::scale;
    return vae.decode(patch.contiguous(), cancel)
        .narrow(1, rim, rim)
        .narrow(2, rim, rim)
        .mean(at::IntArrayRef({1, 2}));
}

} // namespace

LatentPreview::LatentPreview(const QwenImageVae& vae, const CancelToken& cancel)
{
    const at::Tensor units = at::eye(vae.config().latentChannels, at::kFloat);
    std::vector<at::Tensor> factors;
    for (int64_t channel = 0; channel < units.size(0); ++channel)
        factors.push_back((colourOf(vae, units[channel], cancel) - colourOf(vae, -units[channel], cancel)) /
                          2);
    m_factors = at::stack(factors, 1);
    m_centre = colourOf(vae, at::zeros({units.size(0)}, at::kFloat), cancel).unsqueeze(1);
}

cv::Mat LatentPreview::operator()(const at::Tensor& latents) const
{
    if (latents.dim() != 3 || latents.size(0) != m_factors.size(1))
        throw LogicError(QStringLiteral("A preview of [%1, h, w]").arg(m_factors.size(1)));
    const at::Tensor rgb = at::matmul(m_factors, latents.to(at::kCPU, at::kFloat).flatten(1)) + m_centre;
    const at::Tensor bytes = rgb.mul(0.5).add(0.5).clamp(0, 1).mul(255).round().to(at::kByte);
    const at::Tensor opaque = at::full({1, bytes.size(1)}, 255, at::kByte);
    const at::Tensor pixels = at::cat({bytes, opaque}, 0).t().contiguous();
    cv::Mat result(int(latents.size(1)), int(latents.size(2)), CV_8UC4);
    std::memcpy(result.data, pixels.const_data_ptr(), size_t(pixels.nbytes()));
    return result;
}

} // namespace focal
