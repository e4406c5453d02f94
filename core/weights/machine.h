#pragma once

#include "core/base/canceltoken.h"

#include <QString>

#include <optional>

namespace focal {

/// What a plan for a large model needs to know of the machine. All sizes in bytes.
struct Machine
{
    qint64 totalBytes = 0;
    qint64 availableBytes = 0;            ///< without swapping, as the system estimates it
    std::optional<qint64> limitBytes;     ///< of this process's memory group, the tightest one
    std::optional<qint64> limitLeftBytes; ///< under that limit; cached file pages count as free

    struct Gpu
    {
        QString name;
        qint64 freeBytes = 0;
    };
    std::optional<Gpu> gpu; ///< whoever knows LibTorch's devices fills it in

    double diskBytesPerSecond = 0; ///< of the disk that holds the model; 0 where it was not measured

    /// What may be used: the smaller of what is available and what the limit leaves.
    qint64 budgetBytes() const noexcept;
};

/// Reads /proc/meminfo and the limits of memory cgroups, of version 2 and 1, of this process and all groups
/// above it. What cannot be read is left out. @param root  "/", or a folder that stands for it in tests
Machine readMachine(const QString& root = QStringLiteral("/"));

/// Reads some 64 MB of @p path, from places spread over it that are not in the system's cache, for half a
/// second at most. Nothing where the file is too small (8 MB) to tell. @throws Cancelled
std::optional<double> measureDiskSpeed(const QString& path, const CancelToken& cancel = {});

} // namespace focal
