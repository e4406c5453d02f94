#pragma once
/// The layers of AutoencoderKLQwenImage for a single picture. Its convolutions run over time, height and
/// width and see only what came before; before the first frame lies nothing, so that of every kernel the last
/// slice in time alone matters, and each folds exactly into a convolution of the plane.

#include "core/base/canceltoken.h"
#include "core/nn/tensorreader.h"

#include <optional>

namespace focal {

/// A convolution of the plane, kept channels_last. Sizes are kept, except by the two resampling ones.
struct PlaneConv
{
    enum class Stored {
        OverTime, ///< [output, input, kernel, kernel, kernel], to be folded
        Plane,    ///< [output, input, kernel, kernel]
    };

    at::Tensor weight; ///< [output, input, kernel, kernel]
    at::Tensor bias;   ///< [output]

    PlaneConv(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel, Stored stored);

    /// @param atOnce  operations in one go, 0.1 s of two cores; larger ones are done in bands of rows
    /// @throws Cancelled between bands
    at::Tensor operator()(const at::Tensor& x, const CancelToken& cancel, double atOnce = 4e10) const;
    at::Tensor halved(const at::Tensor& x) const; ///< Stride 2, zeros beyond the right and lower edge.
    /// Of x with every pixel four times.
    at::Tensor doubled(const at::Tensor& x, const CancelToken& cancel) const;
};

struct VaeResidualBlock
{
    at::Tensor gamma1; ///< [input] float
    PlaneConv conv1;
    at::Tensor gamma2; ///< [output] float
    PlaneConv conv2;
    std::optional<PlaneConv> shortcut; ///< Where the number of channels changes.

    VaeResidualBlock(const TensorReader& reader, int64_t input, int64_t output);
    at::Tensor operator()(const at::Tensor& x, const CancelToken& cancel) const;
};

/// Attention of every pixel to every pixel, one head.
struct VaeAttention
{
    at::Tensor gamma;
    PlaneConv toQkv;
    PlaneConv proj;

    VaeAttention(const TensorReader& reader, int64_t channels);
    at::Tensor operator()(const at::Tensor& x, const CancelToken& cancel) const;
};

struct VaeMidBlock
{
    VaeResidualBlock first;
    VaeAttention attention;
    VaeResidualBlock second;

    VaeMidBlock(const TensorReader& reader, int64_t channels);
    at::Tensor operator()(const at::Tensor& x, const CancelToken& cancel) const;
};

} // namespace focal
