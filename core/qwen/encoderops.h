#pragma once
/// The passes over activations between the products of the vision tower and the language model, each in one
/// go: separate operations would read and write them three to eight times. On the CPU as loops of their own,
/// elsewhere of LibTorch's operations.
///
/// Computed in float, rounded once.

#include <ATen/core/Tensor.h>

namespace focal {

/// x / sqrt(mean(x^2) + epsilon) * weight over the last dimension.
/// @param x  [rows, width] float @param weight [width] float @return [rows, width] of @p type
at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double epsilon, at::ScalarType type);

/// Turns channel k with channel k + channels / 2.
/// @param x  [tokens, heads, channels] of any type; any strides, channels contiguous
/// @param cosines @param sines  [tokens, channels] float, the second half as the first
/// @return [heads, tokens, channels], of x's type
at::Tensor rotatedHalves(const at::Tensor& x, const at::Tensor& cosines, const at::Tensor& sines);

/// x += y. @param x [rows, width] float @param y likewise, of any type
void addInto(at::Tensor& x, const at::Tensor& y);

/// gate = silu(gate) * up. @param gate @param up [rows, width] of one type
void gateInPlace(at::Tensor& gate, const at::Tensor& up);

} // namespace focal
