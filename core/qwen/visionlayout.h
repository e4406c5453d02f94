#pragma once
/// In which order the vision tower reads patches, where they stand, and which of them attend to each other.

#include "core/base/canceltoken.h"
#include "core/qwen/textencoderconfig.h"
#include "core/qwen/vlpreprocess.h"

#include <vector>

namespace focal {

struct VisionLayout
{
    /// Of merged tokens, over all pictures: the n-th that is read is order[n]. Windows come row by row, and
    /// so do the tokens inside each.
    std::vector<int64_t> order;
    std::vector<int64_t> rows;        ///< of each patch in the picture's grid, in reading order
    std::vector<int64_t> columns;     ///< likewise
    std::vector<int64_t> windowEnds;  ///< one past the last patch of each window, in reading order
    std::vector<int64_t> pictureEnds; ///< likewise of each picture

    VisionLayout(const std::vector<PatchGrid>& grids, const VisionConfig& config);
};

/// Attention within segments of a sequence, where segments of one length share a product.
class SegmentedAttention
{
public:
    /// @param ends  of the segments, rising, the last one the sequence's length
    explicit SegmentedAttention(const std::vector<int64_t>& ends);

    /// softmax(q k^T / sqrt(width)) v within each segment.
    /// @param q @param k @param v  [heads, tokens, width]
    /// @return [tokens, heads * width]
    /// @throws Cancelled within long segments
    at::Tensor operator()(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const CancelToken& cancel) const;

private:
    struct Group
    {
        int64_t length;
        at::Tensor tokens; ///< indices of the segments' tokens, one segment after the other
    };
    std::vector<Group> m_groups;
};

} // namespace focal
