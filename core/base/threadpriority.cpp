#include "core/base/threadpriority.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace focal {

void giveWay() noexcept
{
#ifdef __linux__
    constexpr int Background = 10;
    thread_local bool gaveWay = false;
    if (gaveWay)
        return;
    gaveWay = true;
    // Of the thread alone: on Linux a thread is what a process is to this call.
    const auto thread = static_cast<id_t>(gettid());
    if (getpriority(PRIO_PROCESS, thread) < Background)
        setpriority(PRIO_PROCESS, thread, Background); // it may always be raised; never mind if not
#endif
}

} // namespace focal
