#pragma once

#include "core/base/canceltoken.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace focal {

/// Reads items 0 to count - 1, again and again, one ahead of whoever takes them: while item i is in use, a
/// thread of its own reads item i + 1. So two items live at a time, and a third while the taker still holds
/// the one before. One thread takes at a time.
template <typename Item>
class ReadAhead
{
public:
    using Read = std::function<std::shared_ptr<const Item>(int64_t index, const CancelToken& cancel)>;
    /// Whether the first item is read again as soon as the last one was taken.
    enum class Passes { OneAfterAnother, WhenAsked };

    /// @param read  called on the reading thread; what it throws comes out of take(), but for Cancelled once
    /// its token says that nobody wants the item any more
    ReadAhead(int64_t count, Read read, Passes passes = Passes::OneAfterAnother)
        : m_count(count), m_read(std::move(read)), m_passes(passes), m_thread([this] { run(); })
    {
    }
    ~ReadAhead()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_ends = true;
            m_unwanted.cancel();
        }
        m_changed.notify_all();
        m_thread.join();
    }
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    int64_t count() const noexcept { return m_count; }

    /// Waits until the item is read, and lets the next one be read. In order nothing is read twice; another
    /// order costs a wait. @throws Cancelled within 20 ms, what reading threw
    std::shared_ptr<const Item> take(int64_t index, const CancelToken& cancel)
    {
        constexpr std::chrono::milliseconds poll(20);
        const auto begin = std::chrono::steady_clock::now();
        std::unique_lock lock(m_mutex);
        if (m_next != index) {
            m_next = index;
            m_unwanted.cancel();
            m_item.reset();
            m_error = nullptr;
            m_isReady = false;
        }
        m_isWanted = true;
        m_changed.notify_all();
        while (!m_isReady) {
            m_changed.wait_for(lock, poll);
            cancel.throwIfCancelled();
        }
        m_waited += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        m_isReady = false;
        if (m_error)
            std::rethrow_exception(std::exchange(m_error, nullptr));
        m_next = (index + 1) % m_count;
        m_isWanted = m_next > 0 || m_passes == Passes::OneAfterAnother;
        m_changed.notify_all();
        return std::move(m_item);
    }

    /// How long takers waited for reading in all, in seconds.
    double secondsWaited() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waited;
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] { return m_ends || (m_isWanted && !m_isReady); });
            if (m_ends)
                return;
            const int64_t index = m_next;
            const CancelToken unwanted = m_unwanted = CancelToken();
            lock.unlock();
            std::shared_ptr<const Item> item;
            std::exception_ptr error;
            try {
                item = m_read(index, unwanted);
            } catch (...) {
                error = std::current_exception();
            }
            lock.lock();
            if (index != m_next) // somebody wants another one by now
                continue;
            m_item = std::move(item);
            m_error = error;
            m_isReady = true;
            m_changed.notify_all();
        }
    }

    const int64_t m_count;
    const Read m_read;
    const Passes m_passes;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    int64_t m_next = 0;
    bool m_isWanted = false; ///< Nothing is read before the first take().
    CancelToken m_unwanted;  ///< Of the item that is being read.
    bool m_isReady = false;
    bool m_ends = false;
    double m_waited = 0;
    std::shared_ptr<const Item> m_item;
    std::exception_ptr m_error;
    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace focal
