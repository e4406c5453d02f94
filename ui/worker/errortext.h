#pragma once

#include "core/base/error.h"

#include <QString>

#include <optional>

namespace focal {

/// An exception as a value: what the conversation says when something went wrong. Translated sentences.
struct ErrorText
{
    QString what;
    QString why;                   ///< May be empty.
    QString remedy;                ///< May be empty.
    std::optional<ErrorKind> kind; ///< Empty: a bug in Focal, not something that the user did.

    /// All three parts on one line.
    QString message() const;
};

/// The exception in flight as a value; call it inside a catch block, for everything but Cancelled.
ErrorText currentError();

} // namespace focal
