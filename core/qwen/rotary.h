#pragma once

#include <ATen/ATen.h>

#include <array>
#include <vector>

namespace focal {

/// A picture as the transformer sees it: rows x columns of tokens, each of 16 x 16 pixels.
struct TokenGrid
{
    int64_t rows = 0;
    int64_t columns = 0;

    int64_t tokens() const noexcept { return rows * columns; }
};

/// Cosines and sines by which consecutive pairs of a head's channels are turned, [tokens, channels / 2]
/// float.
struct RotaryTable
{
    at::Tensor cos;
    at::Tensor sin;

    RotaryTable on(at::Device device) const { return {cos.to(device), sin.to(device)}; }
};

/// Positions of the pictures, one after the other, row by row: picture number, row and column, the latter two
/// centred (the middle is 0, odd grids have one more before it).
/// @param grids  the picture that is made first, then the references
/// @param axes   channels of a head for each of the three
RotaryTable pictureRotary(const std::vector<TokenGrid>& grids, const std::array<int64_t, 3>& axes);

/// Positions of the prompt: on the diagonal beyond every picture. @throws LogicError beyond 4096
RotaryTable textRotary(int64_t tokens, const std::vector<TokenGrid>& grids,
                       const std::array<int64_t, 3>& axes);

/// The same in LibTorch's own operations, for any device. @param x [tokens, heads, channels] @return float
at::Tensor rotated(const at::Tensor& x, const RotaryTable& table);

} // namespace focal
