#pragma once
/// Watches what a test program allocates. To be included once in each, for it replaces operator new.

#include <QtGlobal>

#include <atomic>
#include <cstdlib>
#include <new>
#include <sys/resource.h>

namespace focal::fuzz {

inline std::atomic<std::size_t> largestAllocation{0};

/// The most memory that was resident so far, in bytes; what Qt's containers took is in it as well.
inline qint64 peakResident()
{
    struct rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return qint64{usage.ru_maxrss} * 1024;
}

} // namespace focal::fuzz

#ifdef __SANITIZE_ADDRESS__
// The sanitizer has an operator new of its own, and a limit for it; it must not hold back what was freed, for
// that counts as resident.
extern "C" const char* __asan_default_options() // NOLINT(bugprone-reserved-identifier)
{
    return "max_allocation_size_mb=64:quarantine_size_mb=8";
}
#else
void* operator new(std::size_t size)
{
    std::size_t before = focal::fuzz::largestAllocation.load();
    while (size > before && !focal::fuzz::largestAllocation.compare_exchange_weak(before, size)) {
    }
    if (void* const memory = std::malloc(size != 0 ? size : 1))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept
{
    std::free(memory);
}
#endif
