#pragma once

#include "core/base/canceltoken.h"

#include <QByteArray>
#include <QString>

namespace focal {

/// The SHA-256 of a file's content, in lower-case hexadecimal digits. Some 0.3 to 2 GB a second; polls @p
/// cancel every megabyte. @throws UserError (BadInput) when the file cannot be read, Cancelled.
QByteArray sha256OfFile(const QString& path, const CancelToken& cancel = {});

} // namespace focal
