#pragma once

namespace focal {

/// Threads that this process may run at a time: its CPU affinity, cut by a cgroup's CPU quota. At least 1.
int availableThreads();

/// Lets LibTorch and OpenCV use @p threads each, from now on, in every thread. They never work at the same
/// time within a job, so that both may have them all; giving each its own default oversubscribes machines
/// with quotas. For main() and tests. @throws LogicError below 1.
void setThreadBudget(int threads);
int threadBudget();

/// Lets OpenMP's threads sleep while they wait for each other, unless OMP_WAIT_POLICY says otherwise. By
/// default they spin: on a machine that does other things besides, threads then wait for one that is not
/// running, and networks were measured to take three to five times as long. OpenMP reads its settings when
/// its library is loaded, so that the program starts itself anew, once, with the same process id. First thing
/// in main().
/// @param arguments  main()'s argv
void letThreadsSleep(char** arguments);

} // namespace focal
