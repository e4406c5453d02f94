#include "ui/worker/errortext.h"

#include <QCoreApplication>
#include <QStringList>

#include <new>

namespace focal {

QString ErrorText::message() const
{
    QStringList parts;
    for (const QString& part : {what, why, remedy}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    return parts.join(u' ');
}

ErrorText currentError()
{
    try {
        throw;
    } catch (const UserError& error) {
        return {error.summary(), error.why(), error.remedy(), error.kind()};
    } catch (const std::bad_alloc&) {
        return {QCoreApplication::translate("focal::ErrorText", "There is not enough memory for this."),
                QString(),
                QCoreApplication::translate("focal::ErrorText",
                                            "Close other programs, or use a smaller picture."),
                ErrorKind::DoesNotFit};
    } catch (const std::exception& error) {
        return {
            QCoreApplication::translate("focal::ErrorText", "Something went wrong inside Focal."),
            QString::fromUtf8(error.what()),
            QCoreApplication::translate("focal::ErrorText", "Nothing was changed; you can go on working."),
            std::nullopt};
    } catch (...) {
        return {
            QCoreApplication::translate("focal::ErrorText", "Something went wrong inside Focal."), QString(),
            QCoreApplication::translate("focal::ErrorText", "Nothing was changed; you can go on working."),
            std::nullopt};
    }
}

} // namespace focal
