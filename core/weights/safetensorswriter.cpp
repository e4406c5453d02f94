#include "core/weights/safetensors.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>
#include <QSet>

#include <algorithm>

namespace focal {

namespace {

struct WriterTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::SafetensorsWriter)
};

void checkSources(const std::vector<TensorSource>& tensors)
{
    QSet<QString> names;
    for (const TensorSource& tensor : tensors) {
        if (names.contains(tensor.name) || tensor.name == u"__metadata__")
            throw LogicError(QStringLiteral("tensor name %1 cannot be used (again)").arg(tensor.name));
        names << tensor.name;
        const std::optional<qint64> needed = tensorBytes(tensor.type, tensor.shape);
        if (!needed || *needed != static_cast<qint64>(tensor.bytes.size()))
            throw LogicError(QStringLiteral("tensor %1 %2 comes with %3 bytes")
                                 .arg(tensor.name, shapeText(tensor.shape))
                                 .arg(tensor.bytes.size()));
    }
}

/// With its length in front and spaces behind, so that the data begin at a multiple of 8.
QByteArray headerOf(const std::vector<TensorSource>& tensors, const QMap<QString, QString>& metadata)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.isEmpty()) {
        nlohmann::ordered_json& target = header["__metadata__"];
        for (const auto& [key, value] : metadata.asKeyValueRange())
            target[key.toStdString()] = value.toStdString();
    }
    std::size_t begin = 0;
    for (const TensorSource& tensor : tensors) {
        const std::size_t end = begin + tensor.bytes.size();
        header[tensor.name.toStdString()] = {{"dtype", tensorTypeName(tensor.type).toStdString()},
                                             {"shape", tensor.shape},
                                             {"data_offsets", {begin, end}}};
        begin = end;
    }
    QByteArray json = QByteArray::fromStdString(header.dump());
    constexpr qsizetype multiple = 8;
    json.append((multiple - json.size() % multiple) % multiple, ' ');
    QByteArray length(8, '\0');
    for (qsizetype i = 0; i < length.size(); ++i)
        length[i] = static_cast<char>(static_cast<quint64>(json.size()) >> (8 * i) & 0xff);
    return length + json;
}

} // namespace

void writeSafetensors(const QString& path, std::vector<TensorSource> tensors,
                      const QMap<QString, QString>& metadata, const CancelToken& cancel)
{
    checkSources(tensors);
    std::sort(tensors.begin(), tensors.end(), [](const TensorSource& a, const TensorSource& b) {
        return std::pair(-elementBytes(a.type), a.name) < std::pair(-elementBytes(b.type), b.name);
    });
    // Renaming a finished file over a device or a pipe would destroy it.
    if (const QFileInfo there(path); there.exists() && !there.isFile())
        throw UserError(ErrorKind::BadInput, WriterTexts::tr("%1 cannot be written.").arg(path),
                        WriterTexts::tr("It is a folder or a device."),
                        WriterTexts::tr("Choose another name."));
    QSaveFile file(path); // without commit(), its destructor leaves the old file as it was
    const auto fail = [&file, &path] {
        const bool full = file.error() == QFileDevice::ResourceError;
        throw UserError(full ? ErrorKind::DoesNotFit : ErrorKind::BadInput,
                        WriterTexts::tr("%1 cannot be written.").arg(path), file.errorString(),
                        full ? WriterTexts::tr("Make room on the disk and retry.")
                             : WriterTexts::tr("Choose a folder to which you may write."));
    };
    if (!file.open(QIODevice::WriteOnly))
        fail();
    const QByteArray header = headerOf(tensors, metadata);
    if (file.write(header) != header.size())
        fail();
    constexpr std::size_t blockBytes = std::size_t{1} << 22;
    for (const TensorSource& tensor : tensors) {
        for (std::size_t done = 0; done < tensor.bytes.size(); done += blockBytes) {
            cancel.throwIfCancelled();
            const std::span<const std::byte> block =
                tensor.bytes.subspan(done, std::min(blockBytes, tensor.bytes.size() - done));
            if (file.write(reinterpret_cast<const char*>(block.data()), static_cast<qint64>(block.size())) !=
                static_cast<qint64>(block.size()))
                fail();
        }
    }
    if (!file.commit())
        fail();
}

} // namespace focal
