#include "core/compact/modelpaths.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace focal {

namespace {

QString findFile(const QString& name)
{
    const QStringList folders = modelFolders();
    for (const QString& folder : folders) {
        const QFileInfo file(QDir(folder), name);
        if (file.isFile())
            return file.absoluteFilePath();
    }
    throw UserError(
        ErrorKind::BadInput,
        QCoreApplication::translate("focal::CompactModel", "The model file %1 is missing.").arg(name),
        QCoreApplication::translate("focal::CompactModel", "Looked in %1.")
            .arg(folders.join(QStringLiteral(", "))),
        QCoreApplication::translate(
            "focal::CompactModel",
            "Run packaging/setup.sh, or set FOCAL_MODELS to the folder that holds it."));
}

} // namespace

QStringList modelFolders()
{
    QStringList folders;
    if (const QString set = qEnvironmentVariable("FOCAL_MODELS"); !set.isEmpty())
        folders << set;
    if (QCoreApplication::instance())
        folders << QDir::cleanPath(QCoreApplication::applicationDirPath() +
                                   QStringLiteral("/../share/focal/models"));
#ifdef FOCAL_SOURCE_MODELS
    folders << QStringLiteral(FOCAL_SOURCE_MODELS);
#endif
    folders << QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                   QStringLiteral("/focal/models");
    return folders;
}

CompactModelPaths findCompactModel()
{
    return {findFile(QStringLiteral("dinov2-vits14/model.safetensors")),
            findFile(QStringLiteral("compact/grounding.safetensors")),
            findFile(QStringLiteral("compact/tokenizer.model")),
            findFile(QStringLiteral("mobilesam/model.safetensors")),
            findFile(QStringLiteral("ssd-mobilenet-v2/model.safetensors")),
            findFile(QStringLiteral("efficientnet-lite2/model.safetensors"))};
}

OcrPaths findOcrModels()
{
    return {findFile(QStringLiteral("ppocr-v4/detection.safetensors")),
            findFile(QStringLiteral("ppocr-v4/direction.safetensors")),
            findFile(QStringLiteral("ppocr-v4/recognition.safetensors"))};
}

} // namespace focal
