#include "core/base/error.h"

#include <QStringList>

namespace focal {

UserError::UserError(ErrorKind kind, QString what, QString why, QString remedy)
    : m_kind(kind), m_what(std::move(what)), m_why(std::move(why)), m_remedy(std::move(remedy)),
      m_utf8(message().toUtf8())
{
}

QString UserError::message() const
{
    QStringList parts;
    for (const QString& part : {m_what, m_why, m_remedy}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(u' ').simplified();
}

LogicError::LogicError(const QString& what, const char* file, int line)
    : m_utf8(QStringLiteral("%1:%2: %3").arg(QString::fromUtf8(file)).arg(line).arg(what).toUtf8())
{
}

} // namespace focal
