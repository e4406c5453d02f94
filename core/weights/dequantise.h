#pragma once

#include "core/weights/tensor.h"

#include <cstdint>

namespace focal {

/// Whether dequantise() knows the type: F32, F16, BF16, F64, the two FP8 types and GGUF's quantised ones.
bool isDecodable(TensorType type) noexcept;

/// Turns stored elements into floats. Of GGUF's types bit for bit what the reference (the Python package
/// gguf) computes: every product in fp32, nothing fused.
/// @param stored    whole blocks; no alignment needed
/// @param elements  a multiple of blockElements(type)
/// @param out       as many floats
/// @throws LogicError for another type or a part of a block
void dequantise(TensorType type, const std::byte* stored, qint64 elements, float* out);

/// The same, times @p scale, rounded once to bfloat16 (to nearest, ties to even). Stored BF16 is copied as it
/// is where the scale is 1.
void dequantiseToBf16(TensorType type, const std::byte* stored, qint64 elements, float scale,
                      std::uint16_t* out);

float floatFromHalf(std::uint16_t bits) noexcept;
std::uint16_t bf16FromFloat(float value) noexcept; ///< to nearest, ties to even; NaN stays NaN

} // namespace focal
