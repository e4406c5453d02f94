#include "core/weights/machine.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStringList>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

QString contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

std::optional<qint64> numberIn(const QString& path)
{
    bool isNumber = false;
    const qint64 value = contentOf(path).trimmed().toLongLong(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

/// The number behind @p key in lines of "key value", times @p unit.
qint64 valueOf(const QString& text, const QString& key, qint64 unit = 1)
{
    for (const QString& line : text.split(u'\n')) {
        const QStringList words = line.simplified().split(u' ');
        if (words.size() > 1 && words.front() == key)
            return words[1].toLongLong() * unit;
    }
    return 0;
}

/// How the two versions of memory groups name their files.
struct GroupFiles
{
    const char* folder;
    const char* limit;
    const char* used;
    const char* activeFile;
    const char* inactiveFile;
};
constexpr GroupFiles version2{"sys/fs/cgroup", "memory.max", "memory.current", "active_file",
                              "inactive_file"};
constexpr GroupFiles version1{"sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                              "total_active_file", "total_inactive_file"};

void takeLimit(Machine& machine, const QDir& group, const GroupFiles& files)
{
    const std::optional<qint64> limit = numberIn(group.filePath(QLatin1String(files.limit)));
    const std::optional<qint64> used = numberIn(group.filePath(QLatin1String(files.used)));
    // Version 1 says "none" with a number beyond all memory.
    if (!limit || !used || *limit >= machine.totalBytes)
        return;
    const QString stat = contentOf(group.filePath(u"memory.stat"_s));
    const qint64 cached =
        valueOf(stat, QLatin1String(files.activeFile)) + valueOf(stat, QLatin1String(files.inactiveFile));
    const qint64 left = std::max<qint64>(0, *limit - *used + std::min(cached, *used));
    if (!machine.limitLeftBytes || left < *machine.limitLeftBytes) {
        machine.limitBytes = *limit;
        machine.limitLeftBytes = left;
    }
}

/// The group at @p path below the controller's folder, and all above it. In a container the path may name
/// groups that only the host sees; then the folder itself is the container's own.
void takeLimits(Machine& machine, const QDir& root, QString path, const GroupFiles& files)
{
    const QDir controller(root.filePath(QLatin1String(files.folder)));
    while (!path.isEmpty() && path != u"/") {
        takeLimit(machine, QDir(controller.path() + path), files);
        path.truncate(path.lastIndexOf(u'/'));
    }
    takeLimit(machine, controller, files);
}

} // namespace

qint64 Machine::budgetBytes() const noexcept
{
    return limitLeftBytes ? std::min(availableBytes, *limitLeftBytes) : availableBytes;
}

Machine readMachine(const QString& root)
{
    constexpr qint64 kilo = 1024;
    const QDir folder(root);
    const QString memory = contentOf(folder.filePath(u"proc/meminfo"_s));
    Machine machine;
    machine.totalBytes = valueOf(memory, u"MemTotal:"_s, kilo);
    machine.availableBytes = valueOf(memory, u"MemAvailable:"_s, kilo);
    for (const QString& line : contentOf(folder.filePath(u"proc/self/cgroup"_s)).split(u'\n')) {
        const QString controllers = line.section(u':', 1, 1);
        const QString path = line.section(u':', 2);
        if (line.startsWith(u"0::"))
            takeLimits(machine, folder, path, version2);
        else if (controllers.split(u',').contains(u"memory"_s))
            takeLimits(machine, folder, path, version1);
    }
    return machine;
}

std::optional<double> measureDiskSpeed(const QString& path, const CancelToken& cancel)
{
    constexpr qint64 pieceBytes = 4 << 20;
    constexpr int pieces = 16;
    constexpr qint64 longestMs = 500;
    QFile file(path);
    if (file.size() < 2 * pieceBytes || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return std::nullopt;
    std::vector<char> buffer(pieceBytes);
    QElapsedTimer clock;
    clock.start();
    qint64 read = 0;
    for (int i = 0; i < pieces && clock.elapsed() < longestMs; ++i) {
        cancel.throwIfCancelled();
        const qint64 at = (file.size() - pieceBytes) / pieces * i;
        posix_fadvise(file.handle(), at, pieceBytes, POSIX_FADV_DONTNEED);
        const ssize_t got = pread(file.handle(), buffer.data(), buffer.size(), at);
        if (got <= 0)
            break;
        read += got;
    }
    constexpr double nanosecond = 1e-9;
    const double seconds = static_cast<double>(clock.nsecsElapsed()) * nanosecond;
    return read > 0 && seconds > 0 ? std::optional(static_cast<double>(read) / seconds) : std::nullopt;
}

} // namespace focal
