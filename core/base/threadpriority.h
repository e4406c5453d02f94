#pragma once

namespace focal {

/// Lets the calling thread give way to others of this program whenever both want a core: for work whose end
/// nobody waits for. For the rest of the thread's life; cheap to call again, so that a job on a pool's
/// thread can begin with it.
///
/// On Linux the thread's nice value becomes 10 (it has a tenth of a core's time beside one that is busy, so
/// that it never starves). QThreadPool::setThreadPriority() does nothing there: the kernel's ordinary
/// scheduler has no priorities but nice values. Elsewhere this does nothing.
void giveWay() noexcept;

} // namespace focal
