#include "core/compact/saliency.h"

#include "core/compact/dinov2.h"

namespace focal {

namespace {

constexpr double batchNormEpsilon = 1e-5;

}

SaliencyDecoder::Stage SaliencyDecoder::stage(const TensorReader& reader, int number, int64_t input,
                                              int64_t output)
{
    const TensorReader convolution = reader.as(at::kFloat).inside("upconv" + std::to_string(number));
    const TensorReader norm = reader.as(at::kFloat).inside("bn" + std::to_string(number));
    const at::Tensor weight = convolution.read("weight", {input, output, 4, 4});
    const at::Tensor bias = convolution.read("bias", {output});
    const at::Tensor gain = norm.read("weight", {output});
    const at::Tensor offset = norm.read("bias", {output});
    const at::Tensor mean = norm.read("running_mean", {output});
    const at::Tensor variance = norm.read("running_var", {output});
    for (const at::Tensor& tensor : {weight, bias, gain, offset, mean, variance})
        if (!tensor.defined())
            return {};
    const at::Tensor factor = gain / (variance + batchNormEpsilon).sqrt();
    return {(weight * factor.view({1, output, 1, 1})).to(reader.type()),
            ((bias - mean) * factor + offset).to(reader.type())};
}

SaliencyDecoder::SaliencyDecoder(const TensorReader& reader)
    : m_stages{stage(reader, 1, Dinov2::width, 256), stage(reader, 2, 256, 128), stage(reader, 3, 128, 64)},
      m_finalWeight(reader.read("final_conv.weight", {1, 64, 1, 1})),
      m_finalBias(reader.read("final_conv.bias", {1}))
{
}

at::Tensor SaliencyDecoder::operator()(const at::Tensor& patches, int64_t rows, int64_t columns) const
{
    at::Tensor x = patches.to(m_finalWeight.scalar_type())
                       .transpose(1, 2)
                       .reshape({patches.size(0), Dinov2::width, rows, columns});
    for (const Stage& stage : m_stages)
        x = at::conv_transpose2d(x, stage.weight, stage.bias, {2, 2}, {1, 1}).relu_();
    const at::Tensor logits = at::conv2d(x, m_finalWeight, m_finalBias).to(at::kFloat);
    return at::upsample_bilinear2d(logits, {rows * Dinov2::patch, columns * Dinov2::patch}, false).sigmoid();
}

} // namespace focal
