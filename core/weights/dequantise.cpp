#include "core/weights/dequantise.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

// One version of the loops for each kind of processor; the right one is chosen when the program is loaded.
// The resolvers run before the sanitizers are ready, so those get the plain version.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define FOCAL_VECTORISED __attribute__((target_clones("default", "avx2", "arch=x86-64-v4")))
#else
#define FOCAL_VECTORISED
#endif
#define FOCAL_INLINE inline __attribute__((always_inline))

namespace focal {

namespace {

using Byte = std::uint8_t;

/// Without branches, so that loops over it become vector code.
FOCAL_INLINE float halfToFloat(std::uint32_t bits)
{
    const std::uint32_t sign = (bits & 0x8000U) << 16;
    const std::uint32_t exponent = bits & 0x7c00U;
    const std::uint32_t magnitude = bits & 0x7fffU;
    // Exponents are biased by 15 in the one and by 127 in the other; the largest one means infinity or NaN.
    const std::uint32_t normal = (magnitude << 13) + (exponent == 0x7c00U ? 0x70000000U : 0x38000000U);
    const auto small =
        std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<int>(magnitude)) * 0x1p-24F);
    return std::bit_cast<float>(sign | (exponent == 0 ? small : normal));
}

FOCAL_INLINE float e4m3ToFloat(std::uint32_t bits)
{
    const std::uint32_t sign = (bits & 0x80U) << 24;
    const std::uint32_t magnitude = bits & 0x7fU;
    const std::uint32_t normal = (magnitude << 20) + 0x3c000000U;
    const auto small =
        std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<int>(magnitude)) * 0x1p-9F);
    const std::uint32_t value = magnitude < 8 ? small : normal;
    return std::bit_cast<float>(sign | (magnitude == 0x7fU ? 0x7fc00000U : value));
}

FOCAL_INLINE std::uint16_t roundedToBf16(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
    const std::uint32_t kept = (bits >> 16) | 0x40U; // a NaN must not round to infinity
    return static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? kept : rounded);
}

FOCAL_INLINE float halfAt(const Byte* at)
{
    return halfToFloat(at[0] | std::uint32_t{at[1]} << 8);
}

FOCAL_INLINE float nibble(Byte value, int high)
{
    return static_cast<float>((value >> (4 * high)) & 15);
}

// --------------------------------------------------------------------------- blocks of 32, as GGUF lays them
// out

FOCAL_INLINE void blockQ8_0(const Byte* b, float* out)
{
    const float d = halfAt(b);
    for (int i = 0; i < 32; ++i)
        out[i] = d * static_cast<float>(static_cast<std::int8_t>(b[2 + i]));
}

FOCAL_INLINE void blockQ4_0(const Byte* b, float* out)
{
    const float d = halfAt(b);
    for (int high = 0; high < 2; ++high) {
        for (int i = 0; i < 16; ++i)
            out[16 * high + i] = d * (nibble(b[2 + i], high) - 8.F);
    }
}

FOCAL_INLINE void blockQ4_1(const Byte* b, float* out)
{
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    for (int high = 0; high < 2; ++high) {
        for (int i = 0; i < 16; ++i)
            out[16 * high + i] = d * nibble(b[4 + i], high) + m;
    }
}

/// Values 0 to 31: the nibble, and bit i of the word at @p bits above it.
FOCAL_INLINE void fiveBits(const Byte* bits, const Byte* nibbles, float* values)
{
    const std::uint32_t word =
        bits[0] | std::uint32_t{bits[1]} << 8 | std::uint32_t{bits[2]} << 16 | std::uint32_t{bits[3]} << 24;
    for (int high = 0; high < 2; ++high) {
        for (int i = 0; i < 16; ++i) {
            const std::uint32_t low = (nibbles[i] >> (4 * high)) & 15U;
            values[16 * high + i] =
                static_cast<float>(static_cast<int>(low | ((word >> (16 * high + i)) & 1U) << 4));
        }
    }
}

FOCAL_INLINE void blockQ5_0(const Byte* b, float* out)
{
    const float d = halfAt(b);
    fiveBits(b + 2, b + 6, out);
    for (int i = 0; i < 32; ++i)
        out[i] = d * (out[i] - 16.F);
}

FOCAL_INLINE void blockQ5_1(const Byte* b, float* out)
{
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    fiveBits(b + 4, b + 8, out);
    for (int i = 0; i < 32; ++i)
        out[i] = d * out[i] + m;
}

// -------------------------------------------------------------------------------------------------- blocks
// of 256

/// The 6-bit scale and minimum of sub-block @p j out of the 12 bytes that hold eight of each.
FOCAL_INLINE void sixBitPair(const Byte* s, int j, float& scale, float& minimum)
{
    if (j < 4) {
        scale = static_cast<float>(s[j] & 63);
        minimum = static_cast<float>(s[j + 4] & 63);
    } else {
        scale = static_cast<float>((s[j + 4] & 15) | (s[j - 4] >> 6) << 4);
        minimum = static_cast<float>((s[j + 4] >> 4) | (s[j] >> 6) << 4);
    }
}

FOCAL_INLINE void blockQ4_K(const Byte* b, float* out)
{
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    for (int j = 0; j < 8; ++j) {
        float scale = 0;
        float minimum = 0;
        sixBitPair(b + 4, j, scale, minimum);
        scale = d * scale;
        minimum = m * minimum;
        const Byte* q = b + 16 + 32 * (j / 2);
        for (int i = 0; i < 32; ++i)
            out[32 * j + i] = scale * nibble(q[i], j % 2) - minimum;
    }
}

FOCAL_INLINE void blockQ5_K(const Byte* b, float* out)
{
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    const Byte* h = b + 16;
    for (int j = 0; j < 8; ++j) {
        float scale = 0;
        float minimum = 0;
        sixBitPair(b + 4, j, scale, minimum);
        scale = d * scale;
        minimum = m * minimum;
        const Byte* q = b + 48 + 32 * (j / 2);
        for (int i = 0; i < 32; ++i) {
            const int value = ((q[i] >> (4 * (j % 2))) & 15) | ((h[i] >> j) & 1) << 4;
            out[32 * j + i] = scale * static_cast<float>(value) - minimum;
        }
    }
}

FOCAL_INLINE void blockQ6_K(const Byte* b, float* out)
{
    const float d = halfAt(b + 208);
    for (int group = 0; group < 8; ++group) { // 32 elements each
        const int half = group / 4;
        const int g = group % 4;
        const Byte* low = b + 64 * half + 32 * (g % 2);
        const Byte* high = b + 128 + 32 * half;
        for (int part = 0; part < 2; ++part) {
            const float scale = d * static_cast<float>(static_cast<std::int8_t>(b[192 + 2 * group + part]));
            for (int i = 16 * part; i < 16 * part + 16; ++i) {
                const int value = ((low[i] >> (4 * (g / 2))) & 15) | ((high[i] >> (2 * g)) & 3) << 4;
                out[32 * group + i] = scale * static_cast<float>(value - 32);
            }
        }
    }
}

FOCAL_INLINE void blockQ2_K(const Byte* b, float* out)
{
    const float d = halfAt(b + 80);
    const float m = halfAt(b + 82);
    for (int sub = 0; sub < 16; ++sub) { // 16 elements each
        const float scale = d * static_cast<float>(b[sub] & 15);
        const float minimum = m * static_cast<float>(b[sub] >> 4);
        const int shift = 2 * (sub / 2 % 4);
        const Byte* q = b + 16 + 32 * (sub / 8) + 16 * (sub % 2);
        for (int i = 0; i < 16; ++i)
            out[16 * sub + i] = scale * static_cast<float>((q[i] >> shift) & 3) - minimum;
    }
}

FOCAL_INLINE void blockQ3_K(const Byte* b, float* out)
{
    const float d = halfAt(b + 108);
    const Byte* s = b + 96;
    for (int sub = 0; sub < 16; ++sub) { // 16 elements each
        const int low = sub < 8 ? s[sub] & 15 : s[sub - 8] >> 4;
        const int high = (s[8 + sub % 4] >> (2 * (sub / 4))) & 3;
        const float scale = d * static_cast<float>((low | high << 4) - 32);
        const int group = sub / 2;
        const Byte* mask = b + 16 * (sub % 2);
        const Byte* q = b + 32 + 32 * (group / 4) + 16 * (sub % 2);
        for (int i = 0; i < 16; ++i) {
            const int value = ((q[i] >> (2 * (group % 4))) & 3) - (((mask[i] >> group) & 1) != 0 ? 0 : 4);
            out[16 * sub + i] = scale * static_cast<float>(value);
        }
    }
}

template <void (*block)(const Byte*, float*), int bytes, int elements>
FOCAL_INLINE void eachBlock(const Byte* stored, qint64 count, float* out)
{
    for (qint64 i = 0; i < count; i += elements)
        block(stored + i / elements * bytes, out + i);
}

/// @param count  elements, whole blocks
FOCAL_VECTORISED void decode(TensorType type, const Byte* stored, qint64 count, float* out)
{
    switch (type) {
    case TensorType::F16:
        for (qint64 i = 0; i < count; ++i)
            out[i] = halfAt(stored + 2 * i);
        break;
    case TensorType::BF16:
        for (qint64 i = 0; i < count; ++i)
            out[i] = std::bit_cast<float>(std::uint32_t{stored[2 * i]} << 16 |
                                          std::uint32_t{stored[2 * i + 1]} << 24);
        break;
    case TensorType::F8E4M3:
        for (qint64 i = 0; i < count; ++i)
            out[i] = e4m3ToFloat(stored[i]);
        break;
    case TensorType::F8E5M2: // the upper half of an F16
        for (qint64 i = 0; i < count; ++i)
            out[i] = halfToFloat(std::uint32_t{stored[i]} << 8);
        break;
    case TensorType::Q4_0:
        return eachBlock<blockQ4_0, 18, 32>(stored, count, out);
    case TensorType::Q4_1:
        return eachBlock<blockQ4_1, 20, 32>(stored, count, out);
    case TensorType::Q5_0:
        return eachBlock<blockQ5_0, 22, 32>(stored, count, out);
    case TensorType::Q5_1:
        return eachBlock<blockQ5_1, 24, 32>(stored, count, out);
    case TensorType::Q8_0:
        return eachBlock<blockQ8_0, 34, 32>(stored, count, out);
    case TensorType::Q2_K:
        return eachBlock<blockQ2_K, 84, 256>(stored, count, out);
    case TensorType::Q3_K:
        return eachBlock<blockQ3_K, 110, 256>(stored, count, out);
    case TensorType::Q4_K:
        return eachBlock<blockQ4_K, 144, 256>(stored, count, out);
    case TensorType::Q5_K:
        return eachBlock<blockQ5_K, 176, 256>(stored, count, out);
    case TensorType::Q6_K:
        return eachBlock<blockQ6_K, 210, 256>(stored, count, out);
    default:
        break;
    }
}

FOCAL_VECTORISED void roundAll(const float* values, qint64 count, float scale, std::uint16_t* out)
{
    for (qint64 i = 0; i < count; ++i)
        out[i] = roundedToBf16(values[i] * scale);
}

void decodeDoubles(const std::byte* stored, qint64 count, float* out)
{
    for (qint64 i = 0; i < count; ++i) {
        double value = 0;
        std::memcpy(&value, stored + 8 * i, sizeof value);
        out[i] = static_cast<float>(value);
    }
}

} // namespace

bool isDecodable(TensorType type) noexcept
{
    switch (type) {
    case TensorType::F16:
    case TensorType::BF16:
    case TensorType::F32:
    case TensorType::F64:
    case TensorType::F8E4M3:
    case TensorType::F8E5M2:
        return true;
    default:
        return isQuantised(type);
    }
}

void dequantise(TensorType type, const std::byte* stored, qint64 elements, float* out)
{
    if (!isDecodable(type) || elements % blockElements(type) != 0)
        throw LogicError(
            QStringLiteral("%1 elements of %2 cannot be decoded").arg(elements).arg(tensorTypeName(type)));
    if (elements == 0)
        return;
    if (type == TensorType::F32)
        std::memcpy(out, stored, static_cast<std::size_t>(elements) * sizeof(float));
    else if (type == TensorType::F64)
        decodeDoubles(stored, elements, out);
    else
        decode(type, reinterpret_cast<const Byte*>(stored), elements, out);
}

void dequantiseToBf16(TensorType type, const std::byte* stored, qint64 elements, float scale,
                      std::uint16_t* out)
{
    if (type == TensorType::BF16 && scale == 1.F) {
        if (elements > 0)
            std::memcpy(out, stored, static_cast<std::size_t>(elements) * sizeof *out);
        return;
    }
    constexpr qint64 atOnce = 2048; // 8 KB of floats: they stay in the first cache
    std::array<float, atOnce> floats;
    for (qint64 i = 0; i < elements; i += atOnce) {
        const qint64 count = std::min(atOnce, elements - i);
        dequantise(type, stored + i / blockElements(type) * blockBytes(type), count, floats.data());
        roundAll(floats.data(), count, scale, out + i);
    }
}

float floatFromHalf(std::uint16_t bits) noexcept
{
    return halfToFloat(bits);
}

std::uint16_t bf16FromFloat(float value) noexcept
{
    return roundedToBf16(value);
}

} // namespace focal
