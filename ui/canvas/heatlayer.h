#pragma once

#include "core/attention/attentionmap.h"

namespace focal {

/// One word's map as the canvas shows it.
struct HeatLayer
{
    AttentionMap map; ///< Only maps of the picture being edited (map.image == 0) are drawn.
    int hue = 0; ///< 0: the perceptually uniform sequential colours, for one word alone. 1, 2, ..: tints that
                 ///< stay apart from each other, for several words at once.
};

} // namespace focal
