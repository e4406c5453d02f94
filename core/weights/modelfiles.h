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

/// Where the user keeps a model: a folder or file with all of it, and other files for single parts, which go
/// before what lies there. What is empty is not chosen.
struct ModelPlaces
{
    QString whole;           ///< A folder or file, as findModelFiles() takes it.
    QStringList transformer; ///< Files, or one folder or index of shards; so are the next two.
    QStringList textEncoder;
    QStringList vae;
    QString tokenizer; ///< A folder, or tokenizer.json.

    const QStringList& of(ModelPart part) const;
    QStringList& of(ModelPart part);
    bool isEmpty() const
    {
        return whole.isEmpty() && transformer.isEmpty() && textEncoder.isEmpty() && vae.isEmpty();
    }
    friend bool operator==(const ModelPlaces&, const ModelPlaces&) = default;
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
/// The same where some parts were chosen by hand. @throws also UserError (BadInput) for a file that does not
/// hold the part for which it was chosen
ModelFiles findModelFiles(const ModelPlaces& places);

/// The files told apart by the names of their tensors, for a user who picked some. Files that hold nothing of
/// the model are left out. @throws UserError (BadInput) where none holds anything, or several hold one part
ModelPlaces placesOf(const QStringList& files);

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
