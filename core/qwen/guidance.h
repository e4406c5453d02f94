#pragma once

#include <ATen/ATen.h>

namespace focal {

/// True classifier-free guidance that keeps each token's length: away from what the negative prompt gives, as
/// long as what the instruction gives. @param positive @param negative [tokens, channels] float
at::Tensor guided(const at::Tensor& positive, const at::Tensor& negative, double scale);

/// Whether a second pass for the negative prompt changes anything.
constexpr bool needsNegative(double scale) noexcept
{
    return scale > 1;
}

} // namespace focal
