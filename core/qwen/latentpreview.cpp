#include "core/qwen/latentpreview.h"

#include "core/qwen/vae.h"

namespace focal {

namespace {

/// [pixels, channels + 1], the last of them 1.
at::Tensor rowsOf(const at::Tensor& latents)
{
    const at::Tensor rows = latents.to(at::kFloat).flatten(1).t();
    return at::cat({rows, at::ones({rows.size(0), 1})}, 1);
}

} // namespace

LatentPreview::LatentPreview(const at::Tensor& latents, const at::Tensor& pixels)
{
    const at::Tensor colours = at::avg_pool2d(pixels.unsqueeze(0), {QwenImageVae::scale, QwenImageVae::scale})
                                   .squeeze(0)
                                   .flatten(1)
                                   .t();
    const at::Tensor rows = rowsOf(latents);
    // A little of the identity, so that a flat picture has a solution as well.
    constexpr double ridge = 1e-3;
    const at::Tensor normal = rows.t().matmul(rows) + ridge * double(rows.size(0)) * at::eye(rows.size(1));
    m_map = at::linalg_solve(normal, rows.t().matmul(colours));
}

cv::Mat LatentPreview::operator()(const at::Tensor& latents) const
{
    const at::Tensor colours =
        rowsOf(latents).matmul(m_map).add(1).mul(127.5).clamp(0, 255).round().to(at::kByte);
    const at::Tensor rgba =
        at::cat({colours, at::full({colours.size(0), 1}, 255, at::kByte)}, 1).contiguous();
    const cv::Mat view(int(latents.size(1)), int(latents.size(2)), CV_8UC4, rgba.data_ptr());
    return view.clone();
}

} // namespace focal
