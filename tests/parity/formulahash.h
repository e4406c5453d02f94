#pragma once
/// Numbers that look random and follow from a name and a place; tests/parity/formulaweights.py has the same.

#include <QString>

#include <cstdint>

namespace focal::parity {

/// 64-bit FNV-1a over the UTF-8 bytes.
inline std::uint64_t fnv1a64(const QString& name)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char byte : name.toUtf8())
        hash = (hash ^ std::uint8_t(byte)) * 0x100000001b3;
    return hash;
}

/// The output of SplitMix64 for a state.
inline std::uint64_t splitmix64(std::uint64_t state)
{
    std::uint64_t z = state + 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/// Odd multiples of 2^-24 between -1 and 1, all equally likely: exact as float.
inline float uniformAt(std::uint64_t seed, std::uint64_t index)
{
    const auto top = std::int64_t(splitmix64(seed + index) >> 40);
    return float(2 * top + 1 - (1 << 24)) / float(1 << 24);
}

} // namespace focal::parity
