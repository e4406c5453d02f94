#pragma once

#include "core/weights/publishedtensors.h"

namespace focal {

/// The files that make up a Qwen-Image-Edit model, chosen for each part.
struct ModelFiles
{
    QStringList transformer;
    QStringList textEncoder; ///< with the vision tower's file (mmproj) where that is another
    QStringList vae;
    QString transformerConfig; ///< config.json of the part; empty where there is none
    QString textEncoderConfig;
    QString vaeConfig;
    QString schedulerConfig;
    QString tokenizer;     ///< a folder with vocab.json and merges.txt, or tokenizer.json; empty for none
    QString pipelineClass; ///< "QwenImageEditPlusPipeline" as model_index.json says; may be empty

    const QStringList& of(ModelPart part) const;
    QStringList& of(ModelPart part);
    const QString& configOf(ModelPart part) const;
};

/// Finds them in
///  - a folder as diffusers saves models: model_index.json, a folder for each part, shards and their index;
///  - a folder with single files for ComfyUI or in GGUF, at most two levels deep, told apart by the names of
///    their tensors, never by their own;
///  - one file, of one part or of several.
/// Parts that are not there stay empty.
/// @throws UserError (BadInput): nothing there; several files for one part, named; a shard is missing; a file
/// cannot be read.
ModelFiles findModelFiles(const QString& folderOrFile);

/// The parts of a model that the file holds by the names of its tensors.
std::vector<ModelPart> partsIn(const QString& file);

/// The part's configuration: its config.json, or what its tensors tell. @throws UserError (BadInput)
QJsonObject configOf(const ModelFiles& files, ModelPart part, const TensorSet& tensors);

enum class ModelFamily { FirstEdit, Edit2509, Edit2511, Unknown };
/// By model_index.json and the transformer's zero_cond_t; for single files by the marker that stands for it,
/// else by the file's name.
ModelFamily familyOf(const ModelFiles& files, const QJsonObject& transformerConfig);
QString familyName(ModelFamily family); ///< "Qwen-Image-Edit-2509"

} // namespace focal
