#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace focal::cli {

/// Where lines for people go, and where the report goes. With the report on standard output, that holds
/// nothing else.
class Console
{
public:
    /// @param jsonTarget  a file, "-" for standard output, or empty for no report
    void setJsonTarget(const QString& jsonTarget) { m_json = jsonTarget; }
    bool wantsJson() const { return !m_json.isEmpty(); }

    /// A line about something that went well.
    void say(const QString& line) const;
    /// A failure as one line, ended, whatever line ends the text holds (names of files may).
    static QByteArray failureLine(const QString& text);
    /// The one line of a failure, on standard error.
    void fail(const QString& line) const;
    /// @throws UserError (BadInput) where the file cannot be written
    void report(const QJsonObject& json) const;

private:
    QString m_json;
};

} // namespace focal::cli
