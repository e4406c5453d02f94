#pragma once

#include "core/base/error.h"

namespace focal::cli {

/// What the shell gets. Documented in help.cpp.
enum ExitCode : int {
    Done = 0,
    InternalError = 1,
    BadUsage = 2,
    BadInput = 3,
    CannotDo = 4, ///< Also not found, and not understood.
    WasCancelled = 5,
    Refused = 6,
    DoesNotFit = 7,
};

constexpr ExitCode exitCodeOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::BadUsage:
        return BadUsage;
    case ErrorKind::BadInput:
        return BadInput;
    case ErrorKind::CannotDo:
        return CannotDo;
    case ErrorKind::Refused:
        return Refused;
    case ErrorKind::DoesNotFit:
        return DoesNotFit;
    }
    return InternalError;
}

} // namespace focal::cli
