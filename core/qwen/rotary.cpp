#include "core/qwen/rotary.h"

#include "core/base/error.h"

#include <QString>

#include <algorithm>

namespace focal {

namespace {

constexpr int64_t longestAxis = 4096; // of the published tables

/// 10000^(-2k/channels) as float, the way in which the published tables round it.
at::Tensor inverseFrequencies(int64_t channels)
{
    const at::Tensor exponent = at::arange(0, channels, 2, at::kLong).to(at::kFloat).div(double(channels));
    return at::reciprocal(at::pow(at::Scalar(10000), exponent));
}

at::Tensor angles(const at::Tensor& positions, int64_t channels)
{
    return at::outer(positions.to(at::kFloat), inverseFrequencies(channels));
}

RotaryTable tableOf(const at::Tensor& angle)
{
    return {at::cos(angle), at::sin(angle)};
}

at::Tensor centred(int64_t length)
{
    return at::arange(length / 2 - length, length / 2, at::kLong);
}

} // namespace

RotaryTable pictureRotary(const std::vector<TokenGrid>& grids, const std::array<int64_t, 3>& axes)
{
    std::vector<at::Tensor> all;
    for (size_t i = 0; i < grids.size(); ++i) {
        const auto [rows, columns] = grids[i];
        if (rows < 1 || columns < 1 || std::max(rows, columns) > longestAxis)
            throw LogicError(QStringLiteral("A picture of %1 x %2 tokens").arg(rows).arg(columns));
        const at::Tensor frame = angles(at::full({1}, int64_t(i), at::kLong), axes[0]);
        const at::Tensor row = angles(centred(rows), axes[1]);
        const at::Tensor column = angles(centred(columns), axes[2]);
        all.push_back(at::cat({frame.view({1, 1, -1}).expand({rows, columns, -1}),
                               row.view({rows, 1, -1}).expand({rows, columns, -1}),
                               column.view({1, columns, -1}).expand({rows, columns, -1})},
                              2)
                          .reshape({rows * columns, -1}));
    }
    return tableOf(at::cat(all, 0));
}

RotaryTable textRotary(int64_t tokens, const std::vector<TokenGrid>& grids,
                       const std::array<int64_t, 3>& axes)
{
    int64_t first = 0;
    for (const TokenGrid& grid : grids)
        first = std::max({first, grid.rows / 2, grid.columns / 2});
    if (first + tokens > longestAxis)
        throw LogicError(QStringLiteral("A prompt of %1 tokens").arg(tokens));
    const at::Tensor positions = at::arange(first, first + tokens, at::kLong);
    return tableOf(
        at::cat({angles(positions, axes[0]), angles(positions, axes[1]), angles(positions, axes[2])}, 1));
}

at::Tensor rotated(const at::Tensor& x, const RotaryTable& table)
{
    const at::Tensor pairs = x.to(at::kFloat).unflatten(-1, {-1, 2});
    const at::Tensor first = pairs.select(-1, 0);
    const at::Tensor second = pairs.select(-1, 1);
    const at::Tensor cos = table.cos.unsqueeze(1);
    const at::Tensor sin = table.sin.unsqueeze(1);
    return at::stack({first * cos - second * sin, first * sin + second * cos}, -1).flatten(-2);
}

} // namespace focal
