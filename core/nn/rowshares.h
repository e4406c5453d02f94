#pragma once

#include "core/base/canceltoken.h"

#include <cstdint>

namespace focal {

/// Calls @p work(first row, rows) for shares of rows, one after another: so many that products run at full
/// speed, so few that what lies between them is still in the caches, and that a request to stop is answered
/// soon.
/// @throws Cancelled before a share
template <typename Work>
void inRowShares(int64_t rows, const CancelToken& cancel, const Work& work)
{
    constexpr int64_t most = 512;
    const int64_t shares = (rows + most - 1) / most;
    for (int64_t i = 0; i < shares; ++i) {
        cancel.throwIfCancelled();
        const int64_t first = rows * i / shares;
        work(first, rows * (i + 1) / shares - first);
    }
}

} // namespace focal
