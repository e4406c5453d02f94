#include "core/qwen/loadmodel.h"

#include "core/base/error.h"
#include "core/qwen/qwenimageeditmodel.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace focal {

bool holdsQwenImageEdit(const QString& folderOrFile)
{
    try {
        return !findModelFiles(folderOrFile).transformer.isEmpty();
    } catch (const UserError&) {
        return false;
    }
}

ModelEntry qwenImageEditEntry(const QString& folderOrFile, const QString& otherTokenizer)
{
    const QString path = QFileInfo(folderOrFile).absoluteFilePath();
    ModelEntry entry;
    entry.id = path;
    entry.name = QFileInfo(path).completeBaseName();
    entry.description =
        QCoreApplication::translate("focal::QwenImageEditModel", "Qwen-Image-Edit with the weights in %1.")
            .arg(path);
    entry.load = [path, otherTokenizer](Job& job) -> std::unique_ptr<EditModel> {
        job.throwIfCancelled();
        return std::make_unique<QwenImageEditModel>(path, path, otherTokenizer);
    };
    return entry;
}

} // namespace focal
