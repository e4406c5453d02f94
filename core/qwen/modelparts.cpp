#include "core/qwen/modelparts.h"

#include "core/base/error.h"
#include "core/nn/gpu.h"
#include "core/qwen/residentblocks.h"
#include "core/qwen/streamedblocks.h"
#include "core/weights/machine.h"
#include "core/weights/publishedtensors.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>

namespace focal {

namespace {

struct PartTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::QwenModelParts)
};

ModelPlaces placesOf(const QString& folderOrFile)
{
    ModelPlaces places;
    places.whole = folderOrFile;
    return places;
}

ModelFiles completeFiles(const ModelPlaces& places, const QString& otherTokenizer)
{
    ModelFiles files = findModelFiles(places);
    if (files.tokenizer.isEmpty() && QFileInfo(otherTokenizer).isDir())
        files.tokenizer = otherTokenizer;
    QStringList missing;
    for (const ModelPart part : {ModelPart::Transformer, ModelPart::TextEncoder, ModelPart::Vae}) {
        if (files.of(part).isEmpty())
            missing << partWords(part);
    }
    if (files.tokenizer.isEmpty())
        missing << PartTexts::tr("the tokenizer (vocab.json and merges.txt, or tokenizer.json)");
    if (!missing.isEmpty())
        throw UserError(ErrorKind::BadInput,
                        PartTexts::tr("%1 is not a whole model.")
                            .arg(places.whole.isEmpty() ? files.transformer.value(0) : places.whole),
                        PartTexts::tr("It lacks %1.").arg(missing.join(QStringLiteral(", "))),
                        PartTexts::tr("Put the missing files into the same folder."));
    return files;
}

QwenTokenizer tokenizerOf(const QString& place)
{
    return QwenTokenizer(QFileInfo(place).isDir() ? QwenVocabulary::fromFolder(place)
                                                  : QwenVocabulary::fromTokenizerJson(place));
}

TextEncoderConfig textConfigOf(const ModelFiles& files, const TensorSet& tensors)
{
    const QJsonObject json = configOf(files, ModelPart::TextEncoder, tensors);
    const QString name =
        files.textEncoderConfig.isEmpty() ? files.textEncoder.constFirst() : files.textEncoderConfig;
    return TextEncoderConfig::fromJson(QJsonDocument(json).toJson(), name);
}

/// The layers that an adapter may change, with the shapes of their weights.
QHash<QString, TensorShape> linearLayers(const QJsonObject& transformerConfig)
{
    QHash<QString, TensorShape> layers;
    const QString weight = QStringLiteral(".weight");
    for (const PublishedTensor& tensor : publishedTensors(ModelPart::Transformer, transformerConfig)) {
        if (tensor.name.endsWith(weight) && tensor.shape.size() == 2)
            layers.insert(tensor.name.chopped(weight.size()), tensor.shape);
    }
    return layers;
}

/// Whether all weights lie in the memory of what computes.
bool isHeld(Placement placement)
{
    return placement == Placement::Resident || placement == Placement::OnGpu;
}

StreamedPages pagesFor(Placement placement)
{
    return placement == Placement::Compressed ? StreamedPages::Stay : StreamedPages::GivenBack;
}

/// In the user's cache folder; empty where that cannot be made.
QString modulationFile(const QString& identity, std::size_t steps)
{
    const QDir cache(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                     QStringLiteral("/focal/modulations"));
    if (!cache.mkpath(QStringLiteral(".")))
        return {};
    constexpr int digits = 16;
    return cache.filePath(QStringLiteral("%1-%2.bin").arg(identity.left(digits)).arg(steps));
}

} // namespace

QwenModelParts::QwenModelParts(const QString& folderOrFile, const QString& otherTokenizer)
    : QwenModelParts(placesOf(folderOrFile), otherTokenizer)
{
}

QwenModelParts::QwenModelParts(const ModelPlaces& places, const QString& otherTokenizer)
    : m_files(completeFiles(places, otherTokenizer)),
      m_text(TensorSet::open(ModelPart::TextEncoder, m_files.textEncoder)),
      m_transformer(TensorSet::open(ModelPart::Transformer, m_files.transformer)),
      m_vae(TensorSet::open(ModelPart::Vae, m_files.vae)),
      m_transformerJson(configOf(m_files, ModelPart::Transformer, m_transformer)),
      m_transformerConfig(TransformerConfig::fromJson(m_transformerJson)),
      m_textConfig(textConfigOf(m_files, m_text)),
      m_vaeConfig(VaeConfig::fromJson(configOf(m_files, ModelPart::Vae, m_vae))),
      m_tokenizer(tokenizerOf(m_files.tokenizer))
{
    m_family = familyOf(m_files, m_transformerJson);
    if (!m_files.schedulerConfig.isEmpty())
        m_schedule = FlowMatch::fromJson(readJsonObject(m_files.schedulerConfig));
}

PromptStyle QwenModelParts::promptStyle() const noexcept
{
    return m_family == ModelFamily::FirstEdit ? PromptStyle::Edit : PromptStyle::EditPlus;
}

const TensorSet& QwenModelParts::tensors(ModelPart part) const
{
    switch (part) {
    case ModelPart::Transformer:
        return m_transformer;
    case ModelPart::TextEncoder:
        return m_text;
    case ModelPart::Vae:
        break;
    }
    return m_vae;
}

QString QwenModelParts::identity() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const TensorSet* set : {&m_text, &m_transformer, &m_vae}) {
        for (const StoredTensor& tensor : set->tensors())
            hash.addData(QStringLiteral("%1 %2;").arg(tensor.name, shapeText(tensor.shape)).toUtf8());
        for (const QString& path : set->paths()) {
            const QFileInfo file(path);
            hash.addData(QStringLiteral("%1 %2;").arg(file.fileName()).arg(file.size()).toUtf8());
        }
    }
    return QString::fromLatin1(hash.result().toHex());
}

TextEncoder QwenModelParts::textEncoder(const Numbers& numbers, Placement placement,
                                        const CancelToken& cancel) const
{
    TensorClaims claims{m_text};
    const EncoderPlaces places = EncoderPlaces::in(claims);
    const TensorReader reader = TensorReader(claims, numbers.type, numbers.device).until(cancel);
    TextEncoder encoder = isHeld(placement) ? TextEncoder(reader, places, m_textConfig)
                                            : TextEncoder(reader, places, m_textConfig, pagesFor(placement));
    claims.finish();
    return encoder;
}

QwenImageVae QwenModelParts::vae(const Numbers& numbers, const CancelToken& cancel) const
{
    TensorClaims claims{m_vae};
    for (const QString& name : QwenImageVae::unusedTensors(m_vaeConfig))
        claims.ignore(name);
    QwenImageVae vae(m_vaeConfig, TensorReader(claims, numbers.type, numbers.device).until(cancel));
    claims.finish();
    return vae;
}

MemoryPlan QwenModelParts::memoryPlan(at::ScalarType type, qint64 workingBytes) const
{
    ModelNeeds needs;
    for (const ModelPart part : {ModelPart::Transformer, ModelPart::TextEncoder, ModelPart::Vae})
        addNeeds(needs, part, tensors(part));
    if (type == at::kFloat) { // the needs count two bytes a number
        for (qint64* bytes :
             {&needs.blocksDecoded, &needs.largestBlockDecoded, &needs.outerDecoded, &needs.textDecoded,
              &needs.largestTextLayerDecoded, &needs.textOuterDecoded, &needs.vaeDecoded})
            *bytes *= 2;
    }
    Machine machine = readMachine();
    machine.gpu = computeGpu();
    return planMemory(needs, machine, workingBytes);
}

LoraStack QwenModelParts::adapters(const std::vector<LoraChoice>& loras) const
{
    std::vector<LoraStack::Entry> entries;
    if (!loras.empty()) {
        const QHash<QString, TensorShape> layers = linearLayers(m_transformerJson);
        for (const LoraChoice& choice : loras)
            entries.push_back({LoraFile(choice.file, layers), choice.strength});
    }
    return LoraStack(std::move(entries));
}

QwenImageTransformer QwenModelParts::transformer(const Numbers& numbers, const std::vector<LoraChoice>& loras,
                                                 Placement placement, const std::vector<float>& sigmas,
                                                 const CancelToken& cancel) const
{
    const LoraStack stack = adapters(loras);
    TensorClaims claims{m_transformer};
    const TensorReader reader = TensorReader(claims, numbers.type, numbers.device).until(cancel);
    std::shared_ptr<BlockSource> blocks;
    if (isHeld(placement))
        blocks = std::make_shared<ResidentBlocks>(m_transformerConfig, reader, stack, cancel);
    else
        blocks = std::make_shared<StreamedBlocks>(m_transformerConfig, reader, pagesFor(placement), stack);
    QwenImageTransformer transformer(m_transformerConfig, adaptedBy(stack, reader), blocks);
    claims.finish();
    std::vector<TimeCondition> times;
    for (std::size_t step = 0; step + 1 < sigmas.size(); ++step)
        times.push_back(transformer.timeCondition(transformer.modelTime(sigmas[step])));
    blocks->prepareModulations(times, modulationFile(identity(), times.size()), cancel);
    return transformer;
}

} // namespace focal
