#include "core/nn/translateexception.h"

#include "core/base/error.h"

#include <ATen/ATen.h>
#include <opencv2/core.hpp>

#include <QCoreApplication>

#include <new>
#include <string_view>

namespace focal {

namespace {

UserError outOfMemory(const QString& detail)
{
    return UserError(
        ErrorKind::DoesNotFit,
        QCoreApplication::translate("focal::Memory", "There is not enough memory for this edit."), detail,
        QCoreApplication::translate("focal::Memory", "Close other programs, or use a smaller picture."));
}

QString text(std::string_view message)
{
    return QString::fromUtf8(message.data(), qsizetype(message.size()));
}

} // namespace

void rethrowTranslated()
{
    try {
        throw;
    } catch (const c10::OutOfMemoryError& error) {
        throw outOfMemory(text(error.what_without_backtrace()).section(u'\n', 0, 0));
    } catch (const c10::Error& error) {
        // LibTorch's allocator for main memory has no exception type of its own.
        const std::string_view message = error.what_without_backtrace();
        if (message.find("DefaultCPUAllocator") != std::string_view::npos)
            throw outOfMemory(text(message).section(u'\n', 0, 0));
        throw LogicError(QStringLiteral("LibTorch: ") + text(message));
    } catch (const cv::Exception& error) {
        if (error.code == cv::Error::StsNoMem)
            throw outOfMemory(text(error.err));
        throw LogicError(QStringLiteral("OpenCV: ") + text(error.err) + QStringLiteral(" in ") +
                         text(error.func));
    } catch (const std::bad_alloc&) {
        throw outOfMemory({});
    }
}

} // namespace focal
