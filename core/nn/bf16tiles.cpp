#include "core/nn/bf16tiles.h"

#include "core/base/error.h"
#include "core/nn/exponential.h"

#include <algorithm>
#include <limits>
#include <numeric>

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

FOCAL_BF16 float softmaxRow(const float* scores, uint16_t* probabilities, int64_t count, float scale,
                            float& largest, float& sum)
{
    // Masks that hold nothing back: the plain forms begin with operands that this compiler takes for
    // forgotten.
    constexpr __mmask16 all = 0xffff;
    __m512 most = _mm512_set1_ps(-std::numeric_limits<float>::infinity());
    for (int64_t i = 0; i < count; i += 16)
        most = _mm512_maskz_max_ps(all, most, _mm512_loadu_ps(scores + i));
    float lanes[16];
    _mm512_storeu_ps(lanes, most);
    const float top = std::max(largest, *std::max_element(lanes, lanes + 16) * scale);

    // e^x as 2^n 2^f with f in -0.5..0.5: a polynomial for the second, off by 3e-6 at most.
    constexpr float perOctave = 1.44269504F;
    const __m512 factor = _mm512_set1_ps(scale * perOctave);
    const __m512 offset = _mm512_set1_ps(top * perOctave);
    const __m512 least = _mm512_set1_ps(-126.0F);
    __m512 sums = _mm512_setzero_ps();
    for (int64_t i = 0; i < count; i += 16) {
        // Of a number and NaN the second operand comes out: NaN stays NaN.
        const __m512 x =
            _mm512_maskz_max_ps(all, least, _mm512_fmsub_ps(_mm512_loadu_ps(scores + i), factor, offset));
        const __m512 whole =
            _mm512_maskz_roundscale_ps(all, x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
        const __m512 rest = _mm512_sub_ps(x, whole);
        __m512 power = _mm512_set1_ps(9.570101908e-3F);
        power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(5.591786032e-2F));
        power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(2.402474483e-1F));
        power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(6.931218147e-1F));
        power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(9.999992614e-1F));
        const __m512 value = _mm512_maskz_scalef_ps(all, power, whole);
        sums = _mm512_add_ps(sums, value);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(probabilities + i),
                            (__m256i)_mm512_cvtneps_pbh(value));
    }
    const float correction = exponential(largest - top);
    _mm512_storeu_ps(lanes, sums);
    sum = std::accumulate(lanes, lanes + 16, sum * correction);
    largest = top;
    return correction;
}

#else

float softmaxRow(const float*, uint16_t*, int64_t, float, float, float&)
{
    throw LogicError(QStringLiteral("This processor has no bfloat16 products"));
}

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
