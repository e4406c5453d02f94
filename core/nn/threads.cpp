#include "core/nn/threads.h"

#include "core/base/error.h"

#include <ATen/Parallel.h>
#include <opencv2/core/utility.hpp>

#include <QFile>

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <thread>

namespace focal {

namespace {

/// CPUs' worth of time that cgroup v2 grants; 0 where it sets no limit.
double cgroupQuota()
{
    QFile file(QStringLiteral("/sys/fs/cgroup/cpu.max"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> words = file.readLine().trimmed().split(' ');
    if (words.size() != 2)
        return 0;
    bool quotaIsNumber = false;
    bool periodIsNumber = false;
    const double quota = words[0].toDouble(&quotaIsNumber);
    const double period = words[1].toDouble(&periodIsNumber);
    return quotaIsNumber && periodIsNumber && period > 0 ? quota / period : 0;
}

} // namespace

int availableThreads()
{
    int threads = int(std::max(1u, std::thread::hardware_concurrency()));
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        threads = std::max(1, CPU_COUNT(&set));
    if (const double quota = cgroupQuota(); quota > 0)
        threads = std::clamp(int(std::ceil(quota)), 1, threads);
    return threads;
}

void setThreadBudget(int threads)
{
    if (threads < 1)
        throw LogicError(QStringLiteral("A budget of %1 threads").arg(threads));
    at::set_num_threads(threads);
    cv::setNumThreads(threads);
}

void letThreadsSleep(char** arguments)
{
    constexpr const char* variable = "OMP_WAIT_POLICY";
    if (qEnvironmentVariableIsSet(variable) || !qputenv(variable, "PASSIVE"))
        return;
    // Comes back only where it fails; the program then runs as it is, and is slower on a busy machine.
    execv("/proc/self/exe", arguments);
}

int threadBudget()
{
    return at::get_num_threads();
}

} // namespace focal
