#pragma once
/// The one place where the exceptions of LibTorch and OpenCV become Focal's. Needs no header of theirs.

#include <utility>

namespace focal {

/// Rethrows the exception being handled: as UserError (DoesNotFit) where memory ran out, as LogicError for
/// anything else that LibTorch or OpenCV threw; Focal's own and all others unchanged. Only inside a catch
/// block.
[[noreturn]] void rethrowTranslated();

/// Calls @p work with translated exceptions.
template <typename Work>
auto withTranslatedErrors(Work&& work) -> decltype(std::forward<Work>(work)())
{
    try {
        return std::forward<Work>(work)();
    } catch (...) {
        rethrowTranslated();
    }
}

} // namespace focal
