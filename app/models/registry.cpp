#include "app/models/registry.h"

#include "core/compact/compactmodel.h"
#include "core/qwen/loadmodel.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace focal {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("focal::Models", text);
}

struct PartOfOthers
{
    QString CompactModelPaths::*path;
    const char* folder;
};
/// Networks that were trained by others, each in a folder of its own beside the model or in it.
constexpr PartOfOthers partsOfOthers[] = {{&CompactModelPaths::encoder, "dinov2-vits14"},
                                          {&CompactModelPaths::cutter, "mobilesam"},
                                          {&CompactModelPaths::detector, "ssd-mobilenet-v2"},
                                          {&CompactModelPaths::classifier, "efficientnet-lite2"}};

/// The files of a compact model that lies in @p folder; empty where it holds none.
std::optional<CompactModelPaths> compactModelIn(const QDir& folder)
{
    const auto file = [&folder](const QString& name) {
        const QFileInfo info(folder, name);
        return info.isFile() ? info.absoluteFilePath() : QString();
    };
    CompactModelPaths paths;
    for (const QString& prefix : {QString(), QStringLiteral("compact/")}) {
        if (paths.grounding.isEmpty()) {
            paths.grounding = file(prefix + QStringLiteral("grounding.safetensors"));
            paths.tokenizer = file(prefix + QStringLiteral("tokenizer.model"));
        }
    }
    if (paths.grounding.isEmpty() || paths.tokenizer.isEmpty())
        return std::nullopt;
    for (const QString& prefix : {QString(), QStringLiteral("../")})
        for (const auto& [part, name] : partsOfOthers)
            if ((paths.*part).isEmpty())
                paths.*part = file(prefix + QLatin1String(name) + QStringLiteral("/model.safetensors"));
    return paths;
}

} // namespace

QString qwenVocabulary()
{
    for (const QString& folder : modelFolders()) {
        const QFileInfo info(QDir(folder), QStringLiteral("qwen2-vocabulary"));
        if (info.isDir())
            return info.absoluteFilePath();
    }
    return {};
}

ModelEntry addedModelEntry(const QString& id, const QString& name, const ModelPlaces& places)
{
    return qwenImageEditEntry(id, name, places, qwenVocabulary());
}

ModelRegistry modelRegistry()
{
    return {compactModelEntry()};
}

ModelEntry findModel(const QString& nameOrFolder)
{
    QStringList ids;
    for (ModelEntry& entry : modelRegistry()) {
        if (entry.id == nameOrFolder)
            return std::move(entry);
        ids << entry.id;
    }
    const QFileInfo folder(nameOrFolder);
    if (folder.exists() && holdsQwenImageEdit(nameOrFolder))
        return qwenImageEditEntry(nameOrFolder, qwenVocabulary());
    if (!folder.isDir())
        throw UserError(ErrorKind::BadUsage, tr("There is no model “%1”.").arg(nameOrFolder),
                        tr("Known are: %1.").arg(ids.join(QStringLiteral(", "))),
                        tr("Name one of these, or a folder that holds one."));
    auto paths = compactModelIn(QDir(nameOrFolder));
    if (!paths)
        throw UserError(ErrorKind::BadInput, tr("The folder %1 holds no model.").arg(nameOrFolder),
                        tr("grounding.safetensors and tokenizer.model are not both in it."));
    ModelEntry entry = compactModelEntry();
    entry.load = [found = *paths](Job& job) {
        CompactModelPaths complete = found;
        for (const auto& [part, name] : partsOfOthers)
            if ((complete.*part).isEmpty())
                complete.*part = findCompactModel().*part;
        return loadCompactModel(complete, job);
    };
    return entry;
}

std::optional<QString> whyUnavailable(const ModelEntry& entry)
{
    try {
        if (entry.id == QStringLiteral("compact"))
            findCompactModel();
    } catch (const UserError& error) {
        return error.message();
    }
    return std::nullopt;
}

} // namespace focal
