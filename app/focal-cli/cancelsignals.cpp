#include "app/focal-cli/cancelsignals.h"

#include "app/focal-cli/exitcode.h"

#include <array>
#include <atomic>
#include <csignal>
#include <poll.h>
#include <unistd.h>

namespace focal::cli {

namespace {

constexpr int GraceMs = 500;
constexpr char Stop = 's';
constexpr char Ended = 'e';

/// The writing end of the watcher's pipe: a signal handler has no other way to reach anything.
std::atomic<int> pipeForSignals{-1};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void onStopSignal(int /*signal*/)
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const ssize_t written = ::write(pipeForSignals.load(), &Stop, 1);
    static_cast<void>(written); // nothing can be done about it in here
}

/// The next byte of the pipe, or 0 where none comes in time. @param timeoutMs  -1 waits for ever
char nextByte(int pipe, int timeoutMs)
{
    pollfd waited{pipe, POLLIN, 0};
    char byte = 0;
    if (::poll(&waited, 1, timeoutMs) <= 0 || ::read(pipe, &byte, 1) != 1)
        return 0;
    return byte;
}

} // namespace

CancelSignals::CancelSignals(QByteArray farewell) : m_farewell(std::move(farewell))
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        throw LogicError(QStringLiteral("no pipe for the signals"));
    m_readEnd = ends[0];
    m_writeEnd = ends[1];
    pipeForSignals = m_writeEnd;
    m_watcher = std::thread([this] { watch(); });
    struct sigaction action = {};
    action.sa_handler = onStopSignal;
    action.sa_flags = SA_RESTART; // libraries that read files need not know
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

CancelSignals::~CancelSignals()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const ssize_t written = ::write(m_writeEnd, &Ended, 1);
    static_cast<void>(written);
    m_watcher.join();
    ::close(m_readEnd);
    ::close(m_writeEnd);
}

void CancelSignals::watch() const
{
    char byte = 0;
    do // a signal interrupts the waiting without a byte
        byte = nextByte(m_readEnd, -1);
    while (byte == 0);
    if (byte == Ended)
        return;
    m_token.cancel();
    if (nextByte(m_readEnd, GraceMs) == Ended)
        return;
    const ssize_t written =
        ::write(STDERR_FILENO, m_farewell.constData(), static_cast<std::size_t>(m_farewell.size()));
    static_cast<void>(written);
    ::_exit(WasCancelled);
}

} // namespace focal::cli
