#pragma once

#include "core/base/canceltoken.h"

#include <QByteArray>

#include <thread>

namespace focal::cli {

/// While it lives, the first SIGINT or SIGTERM raises the token, and the second ends the process at once, as
/// it would have without this. One at a time.
///
/// Work that has not ended half a second after the first signal (a library that cannot be interrupted, a
/// crowded machine) is left where it is: the line is written and the process ends with
/// ExitCode::WasCancelled. Nothing is lost by that, since files are put in place whole, by renaming.
class CancelSignals
{
public:
    /// @param farewell  the line for standard error, written by the ending process without any translation
    /// left
    explicit CancelSignals(QByteArray farewell);
    ~CancelSignals();
    CancelSignals(const CancelSignals&) = delete;
    CancelSignals& operator=(const CancelSignals&) = delete;

    const CancelToken& token() const { return m_token; }

private:
    void watch() const;

    CancelToken m_token;
    QByteArray m_farewell;
    int m_readEnd = -1;
    int m_writeEnd = -1;
    std::thread m_watcher;
};

} // namespace focal::cli
