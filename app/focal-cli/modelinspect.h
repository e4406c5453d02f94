#pragma once

#include "app/focal-cli/console.h"
#include "app/focal-cli/exitcode.h"
#include "core/base/canceltoken.h"

namespace focal::cli {

/// "model inspect": says what the files of a Qwen-Image-Edit model hold, what is missing, and what running it
/// costs on this machine. Reads headers and, to measure the disk, some 64 MB.
/// @throws UserError (BadInput), Cancelled
ExitCode inspectModelFiles(const QString& folderOrFile, Console& console, const CancelToken& cancel);

/// "model verify": checks every tensor. @throws UserError (BadInput) where one is wrong, Cancelled
ExitCode verifyModelFiles(const QString& folderOrFile, Console& console, const CancelToken& cancel);

} // namespace focal::cli
