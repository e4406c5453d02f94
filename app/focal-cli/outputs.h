#pragma once

#include <QString>
#include <QStringList>

namespace focal::cli {

/// Checks every place that a command will write to before any work is done, so that a slip of the pen costs
/// no minutes.
class Outputs
{
public:
    /// @param inputs  files that are read and must not be written over
    explicit Outputs(const QString& command, QStringList inputs);

    /// A picture in the format of its name's ending.
    /// @param mayReplaceInput  --overwrite was given: it may be the first of the inputs
    /// @throws UserError (BadUsage: an unknown ending; BadInput: its folder is not there; Refused: it is an
    /// input, an output named before, or a folder)
    void addPicture(const QString& path, bool mayReplaceInput = false);
    /// As addPicture(), for a mask, which is a PNG always.
    void addMask(const QString& path);
    /// A report; "-" and nothing are fine.
    void addReport(const QString& path);
    /// A folder, which is made where its parent is there.
    void addFolder(const QString& path);

private:
    void checkPlace(const QString& path, bool mayReplaceInput);

    QString m_command;
    QStringList m_inputs;
    QStringList m_outputs;
};

} // namespace focal::cli
