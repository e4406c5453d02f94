#pragma once
/// Small bfloat16 matrix products with sums in float, in the processor's own instructions (AVX512-BF16), for
/// loops that keep their tiles in the caches. LibTorch offers such only where the processor has AMX.

#include <cstdint>

namespace focal {

constexpr int64_t tilePanel = 64; ///< Columns of a right-hand panel.

/// Whether the processor can; everything else here may only be called then.
bool hasBf16Tiles();

/// C = A B, or C += A B. bfloat16 values as their bits.
/// @param a      [rows, 2 pairs], @p strideA apart
/// @param panel  [pairs, 64, 2]: B's rows two by two
/// @param c      [rows, 64] float, @p strideC apart
void multiplyPanel(const uint16_t* a, int64_t strideA, int64_t rows, const uint16_t* panel, int64_t pairs,
                   float* c, int64_t strideC, bool add);

/// One row of a tile of scores becomes probabilities relative to the largest score so far, for a softmax over
/// tile after tile.
/// @param count          a multiple of 16: what lies beyond the keys holds -infinity
/// @param probabilities  bfloat16 bits, off by 3e-6 at most before they are rounded
/// @param[in,out] largest  of all scores of this row, scaled @param[in,out] sum  of its exponentials
/// @return by what everything that was summed before has to be multiplied
float softmaxRow(const float* scores, uint16_t* probabilities, int64_t count, float scale, float& largest,
                 float& sum);

} // namespace focal
