#pragma once

#include "core/weights/memoryplan.h"
#include "core/weights/modelfiles.h"

#include <functional>

namespace focal {

/// One part of a model as it was found.
struct PartReport
{
    struct TypeUse
    {
        qint64 tensors = 0;
        qint64 bytes = 0;
    };

    ModelPart part = ModelPart::Transformer;
    QStringList paths;
    QString container; ///< "safetensors", "GGUF"
    QString spelling;  ///< translated: whose names the tensors have
    QMap<QString, TypeUse> types;
    qint64 tensors = 0;
    qint64 parameters = 0;
    qint64 bytes = 0;
    QJsonObject config;
    bool configIsDerived = false; ///< From the shapes: no config.json belongs to the file.
};

struct ModelReport
{
    ModelFamily family = ModelFamily::Unknown;
    ModelFiles files;
    std::vector<PartReport> parts;
    QStringList missing; ///< translated: parts that a whole model needs besides
    ModelNeeds needs;
};

/// What the files hold, read from their headers. @throws UserError (BadInput)
ModelReport inspectModel(const QString& folderOrFile);
ModelReport inspectModel(const ModelPlaces& places);

/// Where its weights would be on this machine as it is now, at a megapixel with one reference picture. Reads
/// some 64 MB to measure the disk. @throws Cancelled
MemoryPlan planHere(const ModelReport& report, const std::optional<Machine::Gpu>& gpu,
                    const CancelToken& cancel = {});

/// Checks every tensor of every part that is there: names, shapes and types against the configuration, ranges
/// in the files, and samples of the values (not a number, infinite).
/// @param progress  called with 0..1
/// @return what is wrong, translated, a few lines for each part; empty where all is well
/// @throws UserError (BadInput) where the files cannot be read at all, Cancelled
QStringList verifyModel(const ModelReport& report, const CancelToken& cancel,
                        const std::function<void(double)>& progress = {});

} // namespace focal
