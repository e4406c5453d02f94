#include "core/weights/modelfiles.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

struct FilesTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::ModelFiles)
};

constexpr std::array allParts{ModelPart::Transformer, ModelPart::TextEncoder, ModelPart::Vae};

[[noreturn]] void reject(const QString& path, const QString& why, const QString& remedy = {})
{
    throw UserError(ErrorKind::BadInput, FilesTexts::tr("%1 cannot be used as a model.").arg(path), why,
                    remedy);
}

QString existing(const QString& path)
{
    return QFileInfo(path).isFile() ? path : QString();
}

/// Where several shards make up one part: the files that the index names, which must lie beside it.
QStringList shardsOf(const QString& indexPath)
{
    const QDir folder = QFileInfo(indexPath).dir();
    const QJsonObject map = readJsonObject(indexPath).value(u"weight_map"_s).toObject();
    QSet<QString> names;
    for (const auto& value : map)
        names << value.toString();
    QStringList paths;
    QStringList missing;
    for (const QString& name : names) {
        if (name.isEmpty() || name.contains(u'/') || name.contains(u'\\'))
            reject(indexPath,
                   FilesTexts::tr("It names \"%1\", which is no file beside it.").arg(name.left(80)));
        (QFileInfo(folder.filePath(name)).isFile() ? paths : missing) << folder.filePath(name);
    }
    missing.sort();
    if (!missing.isEmpty())
        reject(indexPath,
               FilesTexts::tr("Of its %1 files these are missing: %2.")
                   .arg(names.size())
                   .arg(missing.join(u", "_s)),
               FilesTexts::tr("Fetch the missing files."));
    if (paths.isEmpty())
        reject(indexPath, FilesTexts::tr("It names no files."));
    paths.sort();
    return paths;
}

/// The weights in one folder of diffusers' layout; empty where it is not there.
QStringList weightsIn(const QString& folderPath)
{
    const QDir folder(folderPath);
    const QStringList indices = folder.entryList({u"*.safetensors.index.json"_s}, QDir::Files, QDir::Name);
    if (!indices.isEmpty())
        return shardsOf(folder.filePath(indices.front()));
    QStringList paths;
    for (const QString& name : folder.entryList({u"*.safetensors"_s, u"*.gguf"_s}, QDir::Files, QDir::Name))
        paths << folder.filePath(name);
    return paths;
}

QString tokenizerIn(const QDir& folder)
{
    for (const auto& name : {u"processor"_s, u"tokenizer"_s, u"."_s}) {
        const QDir candidate(folder.filePath(name));
        if (candidate.exists(u"tokenizer.json"_s) ||
            (candidate.exists(u"vocab.json"_s) && candidate.exists(u"merges.txt"_s)))
            return QDir::cleanPath(candidate.path());
    }
    return {};
}

ModelFiles diffusersFolder(const QDir& folder)
{
    const QJsonObject index = readJsonObject(folder.filePath(u"model_index.json"_s));
    ModelFiles files;
    files.pipelineClass = index.value(u"_class_name"_s).toString();
    if (!files.pipelineClass.startsWith(u"QwenImageEdit"))
        reject(folder.path(),
               FilesTexts::tr("Expected QwenImageEditPlusPipeline or QwenImageEditPipeline, got \"%1\".")
                   .arg(files.pipelineClass.left(80)),
               FilesTexts::tr("Choose the folder of a Qwen-Image-Edit model."));
    for (const ModelPart part : allParts)
        files.of(part) = weightsIn(folder.filePath(partName(part)));
    files.transformerConfig = existing(folder.filePath(u"transformer/config.json"_s));
    files.textEncoderConfig = existing(folder.filePath(u"text_encoder/config.json"_s));
    files.vaeConfig = existing(folder.filePath(u"vae/config.json"_s));
    files.schedulerConfig = existing(folder.filePath(u"scheduler/scheduler_config.json"_s));
    files.tokenizer = tokenizerIn(folder);
    return files;
}

/// Whether the file adds the vision tower to a text encoder, or is one without it: these two may come
/// together.
bool isVisionFile(const QString& path)
{
    return path.endsWith(u".gguf", Qt::CaseInsensitive) && GgufFile(path).find(u"v.blk.0.ln1.weight"_s);
}

void addFile(ModelFiles& files, ModelPart part, const QString& path)
{
    QStringList& chosen = files.of(part);
    const bool pairs = part == ModelPart::TextEncoder && chosen.size() == 1 &&
                       isVisionFile(chosen.front()) != isVisionFile(path);
    if (!chosen.isEmpty() && !pairs)
        reject(
            QFileInfo(path).path(),
            FilesTexts::tr("Several files hold a %1: %2 and %3.").arg(partWords(part), chosen.front(), path),
            FilesTexts::tr("Choose one file for each part."));
    chosen << path;
}

/// Single files in a folder and the folders in it, but for parts that are @p chosen.
ModelFiles looseFolder(const QDir& folder, const ModelPlaces& chosen)
{
    constexpr int mostFiles = 200;
    ModelFiles files;
    QStringList paths;
    QDirIterator all(folder.path(), {u"*.safetensors"_s, u"*.gguf"_s}, QDir::Files,
                     QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
    while (all.hasNext() && paths.size() < mostFiles) {
        const QString path = all.next();
        if (folder.relativeFilePath(path).count(u'/') <= 2)
            paths << path;
    }
    paths.sort();
    for (const QString& path : paths) {
        for (const ModelPart part : partsIn(path)) {
            if (chosen.of(part).isEmpty())
                addFile(files, part, path);
        }
    }
    files.schedulerConfig = existing(folder.filePath(u"scheduler_config.json"_s));
    files.tokenizer = tokenizerIn(folder);
    return files;
}

ModelFiles wholeModel(const QString& folderOrFile, const ModelPlaces& chosen)
{
    const QFileInfo info(folderOrFile);
    if (!info.exists())
        reject(folderOrFile, FilesTexts::tr("There is no such file or folder."),
               FilesTexts::tr("Check the path."));
    if (!info.isDir()) {
        ModelFiles files;
        for (const ModelPart part : partsIn(folderOrFile))
            files.of(part) << folderOrFile;
        return files;
    }
    const QDir folder(folderOrFile);
    return folder.exists(u"model_index.json"_s) ? diffusersFolder(folder) : looseFolder(folder, chosen);
}

/// Shards and folders become the files that they stand for.
QStringList filesOf(const QStringList& chosen)
{
    if (chosen.size() != 1)
        return chosen;
    if (QFileInfo(chosen.front()).isDir())
        return weightsIn(chosen.front());
    return chosen.front().endsWith(u".index.json"_s) ? shardsOf(chosen.front()) : chosen;
}

/// Puts the files in the place of those that were found. A configuration that was found belongs to the
/// others.
void choose(ModelFiles& files, ModelPart part, const QStringList& chosen)
{
    if (chosen.isEmpty())
        return;
    const QStringList paths = filesOf(chosen);
    const bool holdsPart = std::any_of(paths.begin(), paths.end(), [part](const QString& path) {
        const std::vector<ModelPart> parts = partsIn(path);
        return std::find(parts.begin(), parts.end(), part) != parts.end();
    });
    if (!holdsPart)
        reject(chosen.join(u", "_s), FilesTexts::tr("It holds no %1.").arg(partWords(part)),
               FilesTexts::tr("Choose one file for each part."));
    files.of(part) = paths;
    const QString config = existing(QFileInfo(paths.front()).dir().filePath(u"config.json"_s));
    switch (part) {
    case ModelPart::Transformer:
        files.transformerConfig = config;
        files.pipelineClass.clear(); // It names the release of the other transformer.
        break;
    case ModelPart::TextEncoder:
        files.textEncoderConfig = config;
        break;
    case ModelPart::Vae:
        files.vaeConfig = config;
        break;
    }
}

/// The list of @p part in a ModelPlaces or a ModelFiles, const as that is.
template <typename Lists>
auto& listOf(Lists& lists, ModelPart part)
{
    switch (part) {
    case ModelPart::Transformer:
        return lists.transformer;
    case ModelPart::TextEncoder:
        return lists.textEncoder;
    case ModelPart::Vae:
        break;
    }
    return lists.vae;
}

} // namespace

const QStringList& ModelPlaces::of(ModelPart part) const
{
    return listOf(*this, part);
}

QStringList& ModelPlaces::of(ModelPart part)
{
    return listOf(*this, part);
}

const QStringList& ModelFiles::of(ModelPart part) const
{
    return listOf(*this, part);
}

QStringList& ModelFiles::of(ModelPart part)
{
    return listOf(*this, part);
}

const QString& ModelFiles::configOf(ModelPart part) const
{
    switch (part) {
    case ModelPart::Transformer:
        return transformerConfig;
    case ModelPart::TextEncoder:
        return textEncoderConfig;
    case ModelPart::Vae:
        break;
    }
    return vaeConfig;
}

std::vector<ModelPart> partsIn(const QString& file)
{
    QStringList names;
    const auto take = [&names](const auto& opened) {
        for (const TensorView& view : opened.tensors())
            names << view.name;
        for (const TensorFault& fault : opened.faults())
            names << fault.name;
    };
    if (file.endsWith(u".gguf", Qt::CaseInsensitive))
        take(GgufFile(file));
    else
        take(SafetensorsFile(file));
    std::vector<ModelPart> parts;
    std::copy_if(allParts.begin(), allParts.end(), std::back_inserter(parts),
                 [&names](ModelPart part) { return NameTable::detect(part, names).has_value(); });
    return parts;
}

ModelFiles findModelFiles(const QString& folderOrFile)
{
    ModelPlaces places;
    places.whole = folderOrFile;
    return findModelFiles(places);
}

ModelFiles findModelFiles(const ModelPlaces& places)
{
    ModelFiles files;
    if (!places.whole.isEmpty() || places.isEmpty())
        files = wholeModel(places.whole, places);
    for (const ModelPart part : allParts)
        choose(files, part, places.of(part));
    if (!places.tokenizer.isEmpty())
        files.tokenizer = places.tokenizer;
    if (std::all_of(allParts.begin(), allParts.end(),
                    [&files](ModelPart part) { return files.of(part).isEmpty(); }))
        reject(places.whole, FilesTexts::tr("No tensors of Qwen-Image-Edit are in it."),
               FilesTexts::tr("Choose a folder with model_index.json, or the model's files."));
    return files;
}

ModelPlaces placesOf(const QStringList& files)
{
    ModelPlaces places;
    ModelFiles found;
    for (const QString& path : files) {
        const QFileInfo info(path);
        if (info.fileName() == u"tokenizer.json"_s) {
            places.tokenizer = path;
        } else if (info.fileName() == u"vocab.json"_s || info.fileName() == u"merges.txt"_s) {
            places.tokenizer = info.path();
        } else if (path.endsWith(u".safetensors", Qt::CaseInsensitive) ||
                   path.endsWith(u".gguf", Qt::CaseInsensitive)) {
            for (const ModelPart part : partsIn(path))
                addFile(found, part, path);
        }
    }
    for (const ModelPart part : allParts)
        places.of(part) = found.of(part);
    if (places.isEmpty())
        reject(files.join(u", "_s), FilesTexts::tr("No tensors of Qwen-Image-Edit are in it."),
               FilesTexts::tr("Choose a folder with model_index.json, or the model's files."));
    return places;
}

QJsonObject configOf(const ModelFiles& files, ModelPart part, const TensorSet& tensors)
{
    const QString& path = files.configOf(part);
    return path.isEmpty() ? configFromTensors(part, tensors) : readJsonObject(path);
}

ModelFamily familyOf(const ModelFiles& files, const QJsonObject& transformerConfig)
{
    if (transformerConfig.value(u"zero_cond_t"_s).toBool())
        return ModelFamily::Edit2511;
    if (files.pipelineClass == u"QwenImageEditPipeline")
        return ModelFamily::FirstEdit;
    if (files.pipelineClass == u"QwenImageEditPlusPipeline")
        return ModelFamily::Edit2509;
    const QString name = QFileInfo(files.transformer.value(0)).fileName();
    if (name.contains(u"2511"))
        return ModelFamily::Edit2511;
    if (name.contains(u"2509"))
        return ModelFamily::Edit2509;
    return name.contains(u"edit", Qt::CaseInsensitive) ? ModelFamily::FirstEdit : ModelFamily::Unknown;
}

QString familyName(ModelFamily family)
{
    switch (family) {
    case ModelFamily::FirstEdit:
        return u"Qwen-Image-Edit"_s;
    case ModelFamily::Edit2509:
        return u"Qwen-Image-Edit-2509"_s;
    case ModelFamily::Edit2511:
        return u"Qwen-Image-Edit-2511"_s;
    case ModelFamily::Unknown:
        break;
    }
    return FilesTexts::tr("Qwen-Image of an unknown release");
}

} // namespace focal
