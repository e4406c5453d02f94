#pragma once

#include "core/base/canceltoken.h"
#include "core/compact/mobileblock.h"

#include <vector>

namespace focal {

/// EfficientNet-Lite2 (Tan and Le, 2019; TensorFlow's "lite" models), trained on ImageNet's 1,000 names:
/// names and arithmetic of efficientnet-lite2-9656183e.pth. Batch norms are folded into the convolutions
/// before them (packaging/import_efficientnet_lite.py).
class EfficientNetLite
{
public:
    static constexpr int64_t patch = 32; ///< Pixels a side for each place of the features.
    static constexpr int64_t classes = 1000;

    /// @param reader  at the root; float for the published arithmetic, bfloat16 where it is fast
    explicit EfficientNetLite(const TensorReader& reader);

    /// @param pixels  [n, 3, h, w] float, red, green, blue, 0..1, any size (it was trained with 260 a side)
    /// @return [n, 1280, h / 32, w / 32] float on the CPU, rounded up
    /// @throws LogicError for another shape, Cancelled between the blocks
    at::Tensor features(const at::Tensor& pixels, const CancelToken& cancel = {}) const;

    /// @param means  [n, 1280] float on the CPU: features averaged over what is asked about
    /// @return [n, classes] float on the CPU, each row sums to 1
    at::Tensor named(const at::Tensor& means) const;

private:
    at::ScalarType m_type;
    SameConvolution m_stem;
    std::vector<MobileBlock> m_blocks;
    SameConvolution m_head;
    at::Tensor m_weight; ///< [classes, 1280]
    at::Tensor m_bias;
};

} // namespace focal
