#pragma once
/// What loops over rows of activations have in common: bfloat16 as its bits, sums whose result does not
/// depend on the processor's vectors, and shares for the threads. For sources that are such loops.

#include <ATen/core/Tensor.h>

#include <algorithm>
#include <bit>
#include <cstdint>

// The compiler makes one copy of each loop for every level of vector units and chooses when the program
// starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FOCAL_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOCAL_CLONES
#endif
#define FOCAL_INLINE inline __attribute__((always_inline))

namespace focal {

namespace rowloops {

FOCAL_INLINE float widened(float value)
{
    return value;
}

FOCAL_INLINE float widened(uint16_t bits)
{
    return std::bit_cast<float>(uint32_t(bits) << 16);
}

FOCAL_INLINE void store(float& place, float value)
{
    place = value;
}

/// bfloat16, to nearest, ties to even.
FOCAL_INLINE void store(uint16_t& place, float value)
{
    const auto bits = std::bit_cast<uint32_t>(value);
    place = uint16_t((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

/// Sums in sixteen lanes, so that the loop can be vectorised and the result does not depend on how.
constexpr int64_t lanes = 16;

FOCAL_INLINE float total(const float* sums)
{
    float result = 0;
    for (int64_t lane = 0; lane < lanes; ++lane)
        result += sums[lane];
    return result;
}

template <typename T>
FOCAL_INLINE float sumOfSquares(const T* x, int64_t width, float mean)
{
    float sums[lanes] = {};
    int64_t i = 0;
    for (; i + lanes <= width; i += lanes)
        for (int64_t lane = 0; lane < lanes; ++lane) {
            const float value = widened(x[i + lane]) - mean;
            sums[lane] += value * value;
        }
    float result = total(sums);
    for (; i < width; ++i)
        result += (widened(x[i]) - mean) * (widened(x[i]) - mean);
    return result;
}

template <typename T>
inline T* elements(const at::Tensor& tensor)
{
    return static_cast<T*>(tensor.data_ptr());
}

/// Whether the loops above can take it: the others are for LibTorch.
inline bool isPlain(const at::Tensor& x)
{
    return x.is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}

/// Some 100 microseconds of work for each share.
inline int64_t grain(int64_t width)
{
    return std::max<int64_t>(1, 65536 / std::max<int64_t>(1, width));
}

} // namespace rowloops

} // namespace focal
