#include "core/weights/mappedfile.h"

#include "core/base/error.h"

#include <QFile>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace focal {

struct MappedFile::Guard
{
    std::atomic<std::uintptr_t> begin{0}; ///< 0: this entry is free
    std::atomic<std::uintptr_t> end{0};   ///< rounded up to whole pages
    std::atomic<bool> taken{false};
    std::atomic<bool> damaged{false};
    Guard* next = nullptr; ///< set before the entry is published, constant afterwards
};

namespace {

static_assert(std::atomic<std::uintptr_t>::is_always_lock_free);

// Signals belong to the process, so what their handler reads does too. Entries are reused and never freed:
// the handler may walk the list at any instant, without a lock.
std::atomic<MappedFile::Guard*> guards{nullptr};
std::atomic<std::uintptr_t> pageSize{4096};
struct sigaction previousAction;

void passOn(int signal, siginfo_t* info, void* context)
{
    if ((previousAction.sa_flags & SA_SIGINFO) != 0 && previousAction.sa_sigaction != nullptr) {
        previousAction.sa_sigaction(signal, info, context);
    } else if (previousAction.sa_handler == SIG_DFL || previousAction.sa_handler == SIG_IGN) {
        // Returning repeats the access, now with the default outcome and the right address in the core file.
        struct sigaction standard = {};
        standard.sa_handler = SIG_DFL;
        sigaction(SIGBUS, &standard, nullptr);
    } else {
        previousAction.sa_handler(signal);
    }
}

void onBusError(int signal, siginfo_t* info, void* context)
{
    const int savedErrno = errno;
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    for (MappedFile::Guard* guard = guards.load(std::memory_order_acquire); guard; guard = guard->next) {
        const std::uintptr_t begin = guard->begin.load(std::memory_order_acquire);
        const std::uintptr_t end = guard->end.load(std::memory_order_acquire);
        if (begin == 0 || address < begin || address >= end)
            continue;
        const std::uintptr_t page = address & ~(pageSize.load(std::memory_order_relaxed) - 1);
        void* const lost = info->si_addr; // keeps the pointer's origin for the compiler
        void* const start = static_cast<char*>(lost) - (address - page);
        // From here to the end: a shortened file has lost all of that, and one fault is cheaper than one a
        // page.
        if (mmap(start, end - page, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
            MAP_FAILED) {
            guard->damaged.store(true, std::memory_order_release);
            errno = savedErrno;
            return;
        }
    }
    errno = savedErrno;
    passOn(signal, info, context);
}

void installHandlerOnce()
{
    static std::once_flag once;
    std::call_once(once, [] {
        pageSize.store(static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE)));
        struct sigaction action = {};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigemptyset(&action.sa_mask);
        sigaction(SIGBUS, &action, &previousAction);
    });
}

MappedFile::Guard* takeGuard(std::uintptr_t begin, std::uintptr_t end)
{
    MappedFile::Guard* guard = guards.load(std::memory_order_acquire);
    for (; guard; guard = guard->next) {
        bool expected = false;
        if (guard->taken.compare_exchange_strong(expected, true))
            break;
    }
    const bool fresh = guard == nullptr;
    if (fresh) {
        guard = new MappedFile::Guard; // kept for the life of the process, see above
        guard->taken.store(true);
    }
    guard->damaged.store(false);
    guard->end.store(end, std::memory_order_release);
    guard->begin.store(begin, std::memory_order_release);
    if (fresh) {
        guard->next = guards.load();
        while (!guards.compare_exchange_weak(guard->next, guard)) {
        }
    }
    return guard;
}

qint64 modifiedNs(const struct stat& status)
{
    return qint64{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

[[noreturn]] void cannotOpen(const QString& path, int error)
{
    const QString what = MappedFile::tr("%1 cannot be opened.").arg(path);
    if (error == ENOENT || error == ENOTDIR)
        throw UserError(ErrorKind::BadInput, what, MappedFile::tr("There is no such file."),
                        MappedFile::tr("Check the path."));
    if (error == EACCES || error == EPERM)
        throw UserError(ErrorKind::BadInput, what, MappedFile::tr("You have no permission to read it."),
                        MappedFile::tr("Change its permissions or choose another file."));
    throw UserError(ErrorKind::BadInput, what, QString::fromLocal8Bit(strerror(error)));
}

} // namespace

MappedFile::MappedFile(const QString& path) : m_path(path)
{
    try {
        open();
    } catch (...) {
        if (m_descriptor >= 0)
            close(m_descriptor);
        throw;
    }
}

void MappedFile::open()
{
    // O_NONBLOCK: a named pipe would otherwise hold the caller until somebody writes to it.
    m_descriptor = ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (m_descriptor < 0)
        cannotOpen(m_path, errno);
    struct stat status = {};
    if (fstat(m_descriptor, &status) != 0)
        cannotOpen(m_path, errno);
    if (!S_ISREG(status.st_mode))
        throw UserError(ErrorKind::BadInput, tr("%1 cannot be opened.").arg(m_path),
                        S_ISDIR(status.st_mode) ? tr("It is a folder.") : tr("It is not a regular file."),
                        tr("Choose a file."));
    if (status.st_size == 0)
        throw UserError(ErrorKind::BadInput, tr("%1 is empty.").arg(m_path), {},
                        tr("The file may be the rest of an interrupted download; fetch it again."));
    m_size = static_cast<std::size_t>(status.st_size);
    m_modified = modifiedNs(status);
    installHandlerOnce();
    void* const start = mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, m_descriptor, 0);
    if (start == MAP_FAILED)
        cannotOpen(m_path, errno);
    m_data = static_cast<const std::byte*>(start);
    const auto begin = reinterpret_cast<std::uintptr_t>(start);
    const std::uintptr_t page = pageSize.load();
    m_guard = takeGuard(begin, begin + (m_size + page - 1) / page * page);
}

MappedFile::~MappedFile()
{
    m_guard->begin.store(0, std::memory_order_release);
    munmap(const_cast<std::byte*>(m_data), m_size);
    m_guard->taken.store(false, std::memory_order_release);
    close(m_descriptor);
}

void MappedFile::willNeed(std::span<const std::byte> part) const noexcept
{
    posix_fadvise(m_descriptor, part.data() - m_data, static_cast<off_t>(part.size()), POSIX_FADV_WILLNEED);
}

void MappedFile::release(std::span<const std::byte> part) const noexcept
{
    const auto page = static_cast<std::ptrdiff_t>(pageSize.load());
    const std::ptrdiff_t begin = (part.data() - m_data + page - 1) / page * page;
    const std::ptrdiff_t end =
        (part.data() - m_data + static_cast<std::ptrdiff_t>(part.size())) / page * page;
    // Pages that lost their file were replaced by zeros, which would be lost in turn, silently.
    if (end <= begin || m_guard->damaged.load(std::memory_order_acquire))
        return;
    madvise(const_cast<std::byte*>(m_data) + begin, static_cast<std::size_t>(end - begin), MADV_DONTNEED);
    // Only pages that no process maps leave the cache, so this comes second.
    posix_fadvise(m_descriptor, begin, end - begin, POSIX_FADV_DONTNEED);
}

void MappedFile::throwIfChanged() const
{
    struct stat status = {};
    const bool same = fstat(m_descriptor, &status) == 0 &&
                      static_cast<std::size_t>(status.st_size) == m_size && modifiedNs(status) == m_modified;
    // The last page that is left reads as zeros beyond the new end without any signal, so the size counts as
    // well.
    if (same && !m_guard->damaged.load(std::memory_order_acquire))
        return;
    throw UserError(ErrorKind::BadInput, tr("%1 changed while it was being read.").arg(m_path),
                    same ? tr("A part of it could not be read from the disk.")
                         : tr("Another program shortened it or wrote to it."),
                    tr("Fetch the file again and retry."));
}

} // namespace focal
