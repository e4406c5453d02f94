#include "core/compact/weightshash.h"

#include "core/base/error.h"
#include "core/weights/filehash.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace focal {

namespace {

/// SHA-256 by path below the models' folder, as written in the manifest.
QHash<QString, QString> manifestHashes(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return {};
    QJsonParseError error;
    const QJsonDocument document =
        file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll(), &error) : QJsonDocument();
    const QJsonArray files = document.object().value(QStringLiteral("files")).toArray();
    if (files.isEmpty())
        throw UserError(
            ErrorKind::BadInput,
            QCoreApplication::translate("focal::CompactModel", "The manifest %1 cannot be read.").arg(path),
            file.isOpen() ? error.errorString() : file.errorString(),
            QCoreApplication::translate("focal::CompactModel", "Install Focal's models again."));
    QHash<QString, QString> hashes;
    for (const auto& entry : files)
        hashes.insert(entry.toObject().value(QStringLiteral("path")).toString(),
                      entry.toObject().value(QStringLiteral("sha256")).toString());
    return hashes;
}

} // namespace

QString verifiedWeightsHash(const CompactModelPaths& paths, const CancelToken& cancel)
{
    const QHash<QString, QString> expected =
        manifestHashes(QFileInfo(paths.grounding).absolutePath() + QStringLiteral("/manifest.json"));
    QCryptographicHash all(QCryptographicHash::Sha256);
    for (const QString& path : paths.all()) {
        const QFileInfo file(path);
        const QString name = file.dir().dirName() + u'/' + file.fileName();
        const QByteArray hash = sha256OfFile(path, cancel);
        if (expected.contains(name) && expected.value(name).toLatin1() != hash)
            throw UserError(
                ErrorKind::BadInput,
                QCoreApplication::translate("focal::CompactModel",
                                            "The model file %1 is damaged or of another version.")
                    .arg(path),
                QCoreApplication::translate("focal::CompactModel", "Its SHA-256 is %1, expected is %2.")
                    .arg(QString::fromLatin1(hash), expected.value(name)),
                QCoreApplication::translate("focal::CompactModel",
                                            "Run packaging/setup.sh to get it again."));
        all.addData(hash + ' ' + name.toUtf8() + '\n');
    }
    return QString::fromLatin1(all.result().toHex());
}

} // namespace focal
