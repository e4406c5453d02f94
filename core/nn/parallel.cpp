// Compiled for OpenMP, other than the rest: so no header of LibTorch may stand here, which would then ask for
// omp.h.
#include "core/nn/parallel.h"

#include "core/nn/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>

namespace focal {

void parallelFor(int64_t begin, int64_t end, int64_t grain,
                 const std::function<void(int64_t first, int64_t last)>& work)
{
    if (begin >= end)
        return;
    const int64_t share = std::max<int64_t>(1, grain);
    const int64_t shares = (end - begin + share - 1) / share;
    const int threads = int(std::min<int64_t>(shares, threadBudget()));
    if (threads < 2) {
        work(begin, end);
        return;
    }
    std::atomic<int64_t> next = begin;
    std::atomic<bool> failed = false;
    std::exception_ptr error;
#pragma omp parallel num_threads(threads)
    {
        try {
            while (!failed) {
                const int64_t first = next.fetch_add(share);
                if (first >= end)
                    break;
                work(first, std::min(first + share, end));
            }
        } catch (...) {
            if (!failed.exchange(true))
                error = std::current_exception();
        }
    }
    if (error)
        std::rethrow_exception(error);
}

} // namespace focal
