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
    ModelPlaces places;
    places.whole = QFileInfo(folderOrFile).absoluteFilePath();
    return qwenImageEditEntry(places.whole, QFileInfo(places.whole).completeBaseName(), places,
                              otherTokenizer);
}

ModelEntry qwenImageEditEntry(const QString& id, const QString& name, const ModelPlaces& places,
                              const QString& otherTokenizer)
{
    const QString where = places.whole.isEmpty() ? places.transformer.value(0) : places.whole;
    ModelEntry entry;
    entry.id = id;
    entry.name = name;
    entry.description =
        QCoreApplication::translate("focal::QwenImageEditModel", "Qwen-Image-Edit with the weights in %1.")
            .arg(where);
    entry.load = [id, places, otherTokenizer](Job& job) -> std::unique_ptr<EditModel> {
        job.throwIfCancelled();
        return std::make_unique<QwenImageEditModel>(id, places, otherTokenizer);
    };
    return entry;
}

} // namespace focal
