#include "app/focal-cli/outputs.h"

#include "app/focal-cli/options.h"
#include "core/base/error.h"
#include "core/image/picturefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

namespace focal::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Cli", text);
}

/// Whether both paths lead to one file, through links of either kind as well.
bool isSameFile(const QString& a, const QString& b)
{
    struct stat first = {};
    struct stat second = {};
    if (::stat(QFile::encodeName(a).constData(), &first) == 0 &&
        ::stat(QFile::encodeName(b).constData(), &second) == 0)
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
    return QFileInfo(a).absoluteFilePath() == QFileInfo(b).absoluteFilePath();
}

} // namespace

Outputs::Outputs(const QString& command, QStringList inputs) : m_command(command), m_inputs(std::move(inputs))
{
}

void Outputs::addPicture(const QString& path, bool mayReplaceInput)
{
    if (!formatFromName(path))
        throwBadUsage(m_command,
                      tr("The name %1 says no format. Known endings are png, jpg, jpeg, webp, tif and tiff.")
                          .arg(path));
    checkPlace(path, mayReplaceInput);
}

void Outputs::addMask(const QString& path)
{
    if (formatFromName(path) != PictureFormat::Png)
        throwBadUsage(m_command, tr("The mask %1 is a PNG and needs that ending.").arg(path));
    checkPlace(path, false);
}

void Outputs::addReport(const QString& path)
{
    if (!path.isEmpty() && path != u"-")
        checkPlace(path, false);
}

void Outputs::addFolder(const QString& path)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isDir())
        throw UserError(ErrorKind::Refused, tr("%1 is a file, and a folder is needed.").arg(path));
    if (!info.exists() && !info.absoluteDir().exists())
        throw UserError(ErrorKind::BadInput, tr("The folder %1 does not exist.").arg(info.absolutePath()));
}

void Outputs::checkPlace(const QString& path, bool mayReplaceInput)
{
    const QFileInfo info(path);
    if (info.isDir())
        throw UserError(ErrorKind::Refused, tr("%1 is a folder.").arg(path), {}, tr("Name a file in it."));
    if (!info.absoluteDir().exists())
        throw UserError(ErrorKind::BadInput, tr("The folder %1 does not exist.").arg(info.absolutePath()));
    for (qsizetype i = 0; i < m_inputs.size(); ++i) {
        if (!isSameFile(path, m_inputs[i]) || (i == 0 && mayReplaceInput))
            continue;
        throw UserError(ErrorKind::Refused, tr("%1 would replace a picture that is read.").arg(path), {},
                        i == 0 ? tr("Give another name, or --overwrite for the result.")
                               : tr("Give another name."));
    }
    for (const QString& output : m_outputs) {
        if (isSameFile(path, output))
            throw UserError(ErrorKind::Refused, tr("%1 is named for two results.").arg(path));
    }
    m_outputs << path;
}

} // namespace focal::cli
