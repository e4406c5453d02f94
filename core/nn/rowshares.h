#pragma once

#include "core/base/canceltoken.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace focal {

/// Calls @p work(first row, rows) for shares of rows, one after another: so many that products run at full
/// speed, so few that what lies between them is still in the caches, and that a request to stop is answered
/// soon. Other devices than the CPU are given more at once: they have no caches of that kind and many units.
/// @param x  the tensor whose rows are meant, the first dimension
/// @throws Cancelled before a share
template <typename Work>
void inRowShares(const at::Tensor& x, const CancelToken& cancel, const Work& work)
{
    const int64_t rows = x.size(0);
    const int64_t most = x.is_cpu() ? 512 : 8192;
    const int64_t shares = (rows + most - 1) / most;
    for (int64_t i = 0; i < shares; ++i) {
        cancel.throwIfCancelled();
        const int64_t first = rows * i / shares;
        work(first, rows * (i + 1) / shares - first);
    }
}

} // namespace focal
