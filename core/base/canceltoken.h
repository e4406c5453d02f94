#pragma once

#include "core/base/error.h"

#include <atomic>
#include <memory>

namespace focal {

/// A flag made for one job alone: raised once, from any thread, never lowered. Copies share the flag.
/// Everything that can take longer than some 50 ms takes one and calls throwIfCancelled() at least that
/// often.
class CancelToken
{
public:
    CancelToken() : m_flag(std::make_shared<std::atomic<bool>>(false)) {}

    void cancel() const noexcept { m_flag->store(true, std::memory_order_relaxed); }
    bool isCancelled() const noexcept { return m_flag->load(std::memory_order_relaxed); }
    /// @throws Cancelled
    void throwIfCancelled() const
    {
        if (isCancelled())
            throw Cancelled();
    }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

static_assert(std::atomic<bool>::is_always_lock_free);

} // namespace focal
