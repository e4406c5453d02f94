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

} // namespace focal
