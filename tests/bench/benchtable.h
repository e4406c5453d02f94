#pragma once
/// What every benchmark prints with: repeated timings and one table. Times are only comparable within one
/// run.

#include <QElapsedTimer>
#include <QFile>
#include <QString>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

namespace focal::bench {

/// Minimum, median and maximum of some runs, in seconds.
struct Spread
{
    double least = 0;
    double median = 0;
    double most = 0;
};

inline Spread spread(std::vector<double> seconds)
{
    std::sort(seconds.begin(), seconds.end());
    return {seconds.front(), seconds[seconds.size() / 2], seconds.back()};
}

inline double secondsOf(const std::function<void()>& run)
{
    QElapsedTimer clock;
    clock.start();
    run();
    return static_cast<double>(clock.nsecsElapsed()) * 1e-9;
}

/// Of this process over all its threads, in seconds: what other programs take of the processor counts less.
inline double processorSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Forgets the most memory that was ever resident, so that VmHWM counts from here.
inline void forgetPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

inline Spread measured(int runs, const std::function<void()>& run)
{
    std::vector<double> seconds;
    for (int i = 0; i < runs; ++i)
        seconds.push_back(secondsOf(run));
    return spread(seconds);
}

inline void printHead(const char* title)
{
    std::printf("\n%-52s %9s %9s %9s\n", title, "min s", "median s", "max s");
}

inline void printRow(const QString& name, const Spread& spread)
{
    std::printf("%-52s %9.3f %9.3f %9.3f\n", qPrintable(name), spread.least, spread.median, spread.most);
    std::fflush(stdout);
}

/// A line of /proc/self/status in MiB: "VmHWM" is the most memory ever resident.
inline double statusMiB(const char* key)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (QByteArray line = status.readLine(); !line.isEmpty(); line = status.readLine()) {
        if (line.startsWith(key))
            return line.mid(qstrlen(key) + 1).simplified().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

} // namespace focal::bench
