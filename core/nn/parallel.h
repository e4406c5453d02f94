#pragma once

#include <cstdint>
#include <functional>

namespace focal {

/// Calls @p work(first, last) for shares of at most @p grain from @p begin to @p end, each index once, in as
/// many threads as threadBudget() says; threads that are done sooner take more shares. The threads are those
/// of LibTorch's own operations. Within @p work a further call runs in the calling thread alone.
///
/// In place of at::parallel_for(), which runs in one thread in all code that is not compiled for OpenMP, and
/// shares out beforehand, so that the slowest thread of a busy machine is waited for.
///
/// @throws what @p work threw first, after all threads have ended
void parallelFor(int64_t begin, int64_t end, int64_t grain,
                 const std::function<void(int64_t first, int64_t last)>& work);

} // namespace focal
