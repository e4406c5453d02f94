#pragma once
/// Noise that depends on nothing but the place.

#include "core/image/operators/colorspace.h"

namespace focal {

/// -1..1, evenly spread, without any pattern the eye would see.
inline float hashNoise(int x, int y, std::uint32_t seed = 0)
{
    std::uint32_t h = static_cast<std::uint32_t>(x) * 0x8da6b343U +
                      static_cast<std::uint32_t>(y) * 0xd8163841U + seed * 0xcb1ab31fU;
    h = (h ^ (h >> 15)) * 0x2c1b3c6dU;
    h = (h ^ (h >> 12)) * 0x297a2d39U;
    h ^= h >> 15;
    return static_cast<float>(h >> 8) * (2.F / 16777215.F) - 1;
}

/// hashNoise() of the integer places around, smoothly joined.
inline float smoothNoise(float x, float y, std::uint32_t seed = 0)
{
    const int left = static_cast<int>(std::floor(x));
    const int top = static_cast<int>(std::floor(y));
    const float u = smoothStep(0, 1, x - static_cast<float>(left));
    const float v = smoothStep(0, 1, y - static_cast<float>(top));
    const float above = (1 - u) * hashNoise(left, top, seed) + u * hashNoise(left + 1, top, seed);
    const float below = (1 - u) * hashNoise(left, top + 1, seed) + u * hashNoise(left + 1, top + 1, seed);
    return (1 - v) * above + v * below;
}

} // namespace focal
