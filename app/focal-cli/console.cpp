#include "app/focal-cli/console.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSaveFile>

#include <cstdio>

namespace focal::cli {

namespace {

void write(std::FILE* stream, const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

void Console::say(const QString& line) const
{
    write(m_json == u"-" ? stderr : stdout, line.toUtf8() + '\n');
}

QByteArray Console::failureLine(const QString& text)
{
    return "focal-cli: " + text.simplified().toUtf8() + '\n';
}

void Console::fail(const QString& line) const
{
    write(stderr, failureLine(line));
}

void Console::report(const QJsonObject& json) const
{
    if (m_json.isEmpty())
        return;
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (m_json == u"-") {
        write(stdout, bytes);
        return;
    }
    QSaveFile file(m_json);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw UserError(
            ErrorKind::BadInput,
            QCoreApplication::translate("focal::Cli", "The report %1 cannot be written.").arg(m_json),
            file.errorString() + u'.');
}

} // namespace focal::cli
