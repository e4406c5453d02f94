#include "core/qwen/visionlayout.h"

#include "core/nn/streamingattention.h"

#include <algorithm>
#include <map>

namespace focal {

VisionLayout::VisionLayout(const std::vector<PatchGrid>& grids, const VisionConfig& config)
{
    const int64_t merge = config.merge;
    const int64_t side = config.windowCells();
    int64_t firstToken = 0;
    int64_t patches = 0;
    for (const PatchGrid& grid : grids) {
        const int64_t tokenRows = grid.rows / merge;
        const int64_t tokenColumns = grid.columns / merge;
        const auto readToken = [&](int64_t row, int64_t column) {
            order.push_back(firstToken + row * tokenColumns + column);
            for (int64_t i = 0; i < merge * merge; ++i) {
                rows.push_back(row * merge + i / merge);
                columns.push_back(column * merge + i % merge);
            }
            patches += merge * merge;
        };
        for (int64_t top = 0; top < tokenRows; top += side)
            for (int64_t left = 0; left < tokenColumns; left += side) {
                for (int64_t row = top; row < std::min(top + side, tokenRows); ++row)
                    for (int64_t column = left; column < std::min(left + side, tokenColumns); ++column)
                        readToken(row, column);
                windowEnds.push_back(patches);
            }
        pictureEnds.push_back(patches);
        firstToken += tokenRows * tokenColumns;
    }
}

SegmentedAttention::SegmentedAttention(const std::vector<int64_t>& ends)
{
    std::map<int64_t, std::vector<int64_t>> byLength;
    int64_t start = 0;
    for (const int64_t end : ends) {
        std::vector<int64_t>& tokens = byLength[end - start];
        for (; start < end; ++start)
            tokens.push_back(start);
    }
    for (const auto& [length, tokens] : byLength)
        m_groups.push_back({length, at::tensor(tokens, at::kLong)});
}

at::Tensor SegmentedAttention::operator()(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                                          const CancelToken& cancel) const
{
    const int64_t heads = q.size(0);
    const int64_t width = q.size(2);
    if (m_groups.size() == 1 && m_groups.front().length == q.size(1))
        return streamingAttention(q, k, v, nullptr, cancel);
    at::Tensor result = at::empty({q.size(1), heads * width}, q.options());
    for (const Group& group : m_groups) {
        const at::Tensor tokens = group.tokens.to(q.device());
        // [heads, tokens, width] -> [heads * segments, length, width]
        const auto segments = [&](const at::Tensor& x) {
            return x.index_select(1, tokens).view({-1, group.length, width});
        };
        const at::Tensor mixed = // [length, heads * segments * width]
            streamingAttention(segments(q), segments(k), segments(v), nullptr, cancel);
        result.index_copy_(
            0, tokens,
            mixed.view({group.length, heads, -1, width}).permute({2, 0, 1, 3}).reshape({-1, heads * width}));
    }
    return result;
}

} // namespace focal
