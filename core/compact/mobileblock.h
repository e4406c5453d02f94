#pragma once

#include "core/nn/tensorreader.h"

#include <optional>

namespace focal {

/// A convolution as TensorFlow's models have it, padded as its SAME does: where one side gets more, it is the
/// right and lower one. Its batch norm is folded in.
struct SameConvolution
{
    at::Tensor weight; ///< [output, input / groups, kernel, kernel]
    at::Tensor bias;   ///< [output]
    int64_t stride = 1;
    int64_t groups = 1;

    /// @param reader  weight and bias below it
    SameConvolution(const TensorReader& reader, int64_t input, int64_t output, int64_t kernel,
                    int64_t strideLength = 1, int64_t groupCount = 1);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// ReLU6
at::Tensor boundedRelu(const at::Tensor& x);

/// MobileNet v2's inverted residual (Sandler et al., 2018): widened, convolved channel by channel, narrowed;
/// what went in is added where it fits.
struct MobileBlock
{
    struct Shape
    {
        int64_t input;
        int64_t hidden; ///< As input: there is nothing to widen.
        int64_t output;
        int64_t kernel;
        int64_t stride;
    };
    struct Names
    {
        const char* expand;
        const char* depthwise;
        const char* project;
    };

    std::optional<SameConvolution> expand;
    SameConvolution depthwise;
    SameConvolution project;
    bool addsInput;

    MobileBlock(const TensorReader& reader, const Shape& shape, const Names& names);
    at::Tensor widened(const at::Tensor& x) const;
    /// @param wide  widened(x)
    at::Tensor narrowed(const at::Tensor& x, const at::Tensor& wide) const;
};

} // namespace focal
