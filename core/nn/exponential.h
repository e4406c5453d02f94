#pragma once

#include <bit>
#include <cstdint>

namespace focal {

/// e^x for x <= 0, to some 2 units in the last place; 0 below -87. Without a branch, for loops to be
/// vectorised.
inline __attribute__((always_inline)) float exponential(float x)
{
    constexpr float rounder = 12582912.0F; // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
    const float scaled = x < -87.0F ? -125.5F : x * 1.44269504F;
    const float shifted = scaled + rounder;
    const float fraction = scaled - (shifted - rounder);
    float power = 1.535336188e-4F;
    power = power * fraction + 1.339887440e-3F;
    power = power * fraction + 9.618437357e-3F;
    power = power * fraction + 5.550332548e-2F;
    power = power * fraction + 2.402264791e-1F;
    power = power * fraction + 6.931472028e-1F;
    power = power * fraction + 1.0F;
    const float value =
        std::bit_cast<float>(std::bit_cast<uint32_t>(power) + (std::bit_cast<uint32_t>(shifted) << 23));
    return x < -87.0F ? 0.0F : value;
}

} // namespace focal
