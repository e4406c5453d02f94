#pragma once

#include "core/base/canceltoken.h"
#include "core/compact/mobileblock.h"

#include <vector>

namespace focal {

/// SSD (Liu et al., 2016) over MobileNet v2 (Sandler et al., 2018), trained on COCO: names and arithmetic of
/// ssd_mobilenet_v2_coco_2018_03_29 of TensorFlow's detection model zoo. Batch norms are folded into the
/// convolutions before them (packaging/import_ssd_mobilenet.py).
class SsdMobileNet
{
public:
    static constexpr int64_t side = 300;     ///< Pixels a side of the input, whatever the picture's aspect.
    static constexpr int64_t anchors = 1917; ///< Places and shapes that are asked about.
    static constexpr int64_t kinds = 91;     ///< Of COCO, by its own numbers; 0 is nothing, some are unused.

    struct Output
    {
        at::Tensor boxes;  ///< [n, anchors, 4] float on the CPU: top, left, bottom, right; 0..1 of the input.
        at::Tensor scores; ///< [n, anchors, kinds] float on the CPU, 0..1.
    };

    /// @param reader  at the root; float for the published arithmetic, bfloat16 where it is fast
    explicit SsdMobileNet(const TensorReader& reader);

    /// @param pixels  [n, 3, side, side] float, red, green, blue, 0..1
    /// @throws LogicError for another shape, Cancelled between the blocks
    Output operator()(const at::Tensor& pixels, const CancelToken& cancel = {}) const;

private:
    /// A coarser map behind the backbone.
    struct Coarser
    {
        SameConvolution narrow;
        SameConvolution depthwise;
        SameConvolution widen;
    };
    struct Predictor
    {
        SameConvolution boxes;
        SameConvolution kinds;
    };

    at::ScalarType m_type;
    SameConvolution m_first;
    std::vector<MobileBlock> m_blocks;
    SameConvolution m_last;
    std::vector<Coarser> m_coarser;
    std::vector<Predictor> m_predictors;
    at::Tensor m_anchors; ///< [anchors, 4]: middle y, middle x, height, width; 0..1 of the input.

    std::vector<at::Tensor> maps(const at::Tensor& pixels, const CancelToken& cancel) const;
};

} // namespace focal
