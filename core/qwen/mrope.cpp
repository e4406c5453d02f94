#include "core/qwen/mrope.h"

#include "core/base/error.h"

#include <algorithm>

namespace focal {

at::Tensor multimodalPositions(const QwenPrompt& prompt)
{
    constexpr int64_t merge = 2;
    std::vector<int64_t> time;
    std::vector<int64_t> rows;
    std::vector<int64_t> columns;
    const auto place = [&](int64_t t, int64_t y, int64_t x) {
        time.push_back(t);
        rows.push_back(y);
        columns.push_back(x);
    };
    int64_t next = 0;
    size_t picture = 0;
    for (size_t at = 0; at < prompt.ids.size();) {
        if (prompt.ids[at] != prompt.imagePad) {
            place(next, next, next);
            ++next;
            ++at;
            continue;
        }
        if (picture == prompt.grids.size())
            throw LogicError(QStringLiteral("The prompt holds more pictures than there are"));
        const PatchGrid& grid = prompt.grids[picture++];
        const int64_t height = grid.rows / merge;
        const int64_t width = grid.columns / merge;
        for (int64_t y = 0; y < height; ++y)
            for (int64_t x = 0; x < width; ++x)
                place(next, next + y, next + x);
        at += size_t(grid.tokens());
        next += std::max(height, width);
    }
    if (picture != prompt.grids.size() || time.size() != prompt.ids.size())
        throw LogicError(QStringLiteral("The prompt's tokens do not fit its pictures"));
    return at::stack(
        {at::tensor(time, at::kLong), at::tensor(rows, at::kLong), at::tensor(columns, at::kLong)});
}

HalvesRotary multimodalRotary(const at::Tensor& positions, const LanguageConfig& config)
{
    const at::Tensor inverse = inverseFrequencies(config.ropeTheta, config.headWidth());
    std::vector<at::Tensor> angles;
    int64_t first = 0;
    for (size_t axis = 0; axis < 3; ++axis) {
        const int64_t pairs = config.ropeSections[axis];
        angles.push_back(at::outer(positions[int64_t(axis)].to(at::kFloat), inverse.narrow(0, first, pairs)));
        first += pairs;
    }
    return HalvesRotary::of(at::cat(angles, 1));
}

} // namespace focal
