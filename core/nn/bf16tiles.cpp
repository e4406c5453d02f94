#include "core/nn/bf16tiles.h"

#include "core/base/error.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace focal {

#if defined(__x86_64__)

namespace {

#define FOCAL_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

/// 6 x 4 vectors of sums fill 24 of the 32 registers.
constexpr int mostRows = 6;
constexpr int vectors = int(tilePanel) / 16;

/// The compiler keeps the sums in registers, since all loops over them have fixed ends.
template <int Rows>
FOCAL_BF16 void multiplyRows(const uint16_t* a, int64_t strideA, const uint16_t* panel, int64_t pairs,
                             float* c, int64_t strideC, bool add)
{
    __m512 sums[Rows][vectors];
    for (int row = 0; row < Rows; ++row)
        for (int i = 0; i < vectors; ++i)
            sums[row][i] = add ? _mm512_loadu_ps(c + row * strideC + i * 16) : _mm512_setzero_ps();
    for (int64_t pair = 0; pair < pairs; ++pair) {
        __m512bh right[vectors];
        for (int i = 0; i < vectors; ++i)
            right[i] = (__m512bh)_mm512_loadu_si512(panel + (pair * tilePanel + i * 16) * 2);
        for (int row = 0; row < Rows; ++row) {
            int two = 0;
            __builtin_memcpy(&two, a + row * strideA + pair * 2, sizeof two);
            const auto left = (__m512bh)_mm512_set1_epi32(two);
            for (int i = 0; i < vectors; ++i)
                sums[row][i] = _mm512_dpbf16_ps(sums[row][i], left, right[i]);
        }
    }
    for (int row = 0; row < Rows; ++row)
        for (int i = 0; i < vectors; ++i)
            _mm512_storeu_ps(c + row * strideC + i * 16, sums[row][i]);
}

} // namespace

bool hasBf16Tiles()
{
    static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                            __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bf16");
    return has;
}

void multiplyPanel(const uint16_t* a, int64_t strideA, int64_t rows, const uint16_t* panel, int64_t pairs,
                   float* c, int64_t strideC, bool add)
{
    using Kernel = void (*)(const uint16_t*, int64_t, const uint16_t*, int64_t, float*, int64_t, bool);
    static constexpr Kernel kernels[mostRows] = {multiplyRows<1>, multiplyRows<2>, multiplyRows<3>,
                                                 multiplyRows<4>, multiplyRows<5>, multiplyRows<6>};
    for (int64_t row = 0; row < rows; row += mostRows) {
        const int64_t count = rows - row < mostRows ? rows - row : mostRows;
        kernels[count - 1](a + row * strideA, strideA, panel, pairs, c + row * strideC, strideC, add);
    }
}

#else

bool hasBf16Tiles()
{
    return false;
}

void multiplyPanel(const uint16_t*, int64_t, int64_t, const uint16_t*, int64_t, float*, int64_t, bool)
{
    throw LogicError(QStringLiteral("This processor has no bfloat16 products"));
}

#endif

} // namespace focal
