#include "core/weights/safetensors.h"

#include "core/weights/mappedfile.h"
#include "core/weights/safetensorsheader.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace focal {

struct SafetensorsFile::Data
{
    Q_DECLARE_TR_FUNCTIONS(focal::SafetensorsFile)

public:
    explicit Data(const QString& path) : file(path) {}

    MappedFile file;
    QMap<QString, QString> metadata;
    std::vector<TensorView> tensors;
    QHash<QString, std::size_t> index; ///< into tensors
    std::vector<TensorFault> faults;

    void sortOut(const SafetensorsHeader& header);
    std::optional<TensorView> checked(const SafetensorsEntry& entry, std::span<const std::byte> data);
    void checkCoverage(const SafetensorsHeader& header, qint64 dataBytes, QSet<QString>& overlapping);
};

std::optional<TensorView> SafetensorsFile::Data::checked(const SafetensorsEntry& entry,
                                                         std::span<const std::byte> data)
{
    const auto fault = [&](TensorFault::Kind kind, const QString& detail) {
        faults.push_back({kind, entry.name, detail});
        return std::nullopt;
    };
    const std::optional<TensorType> type = tensorTypeFromName(entry.type);
    if (!type)
        return fault(TensorFault::Kind::WrongType, tr("unknown type \"%1\"").arg(entry.type.left(40)));
    const auto dataBytes = static_cast<qint64>(data.size());
    if (entry.begin > entry.end || entry.end > dataBytes)
        return fault(TensorFault::Kind::OutOfFile, tr("expected a range within 0 to %1, got %2 to %3")
                                                       .arg(dataBytes)
                                                       .arg(entry.begin)
                                                       .arg(entry.end));
    const std::optional<qint64> needed = tensorBytes(*type, entry.shape);
    if (needed != entry.end - entry.begin)
        return fault(TensorFault::Kind::Inconsistent,
                     tr("%1 %2 needs %3 bytes, got %4")
                         .arg(entry.type, shapeText(entry.shape),
                              needed ? QString::number(*needed) : tr("more than 2^63"))
                         .arg(entry.end - entry.begin));
    return TensorView{entry.name, *type, entry.shape, data.data() + entry.begin, entry.end - entry.begin};
}

/// The format wants the ranges to fill the data without overlap or gap; only then can nothing be hidden in a
/// file.
void SafetensorsFile::Data::checkCoverage(const SafetensorsHeader& header, qint64 dataBytes,
                                          QSet<QString>& overlapping)
{
    std::vector<const SafetensorsEntry*> sorted;
    for (const SafetensorsEntry& entry : header.entries) {
        if (entry.begin <= entry.end && entry.end <= dataBytes)
            sorted.push_back(&entry);
    }
    std::sort(sorted.begin(), sorted.end(), [](const SafetensorsEntry* a, const SafetensorsEntry* b) {
        return std::pair(a->begin, a->end) < std::pair(b->begin, b->end);
    });
    const bool allInside = sorted.size() == header.entries.size();
    qint64 covered = 0;
    const SafetensorsEntry* last = nullptr;
    for (const SafetensorsEntry* entry : sorted) {
        if (entry->begin < covered && entry->begin < entry->end) {
            overlapping << entry->name << last->name;
            faults.push_back({TensorFault::Kind::Inconsistent, entry->name,
                              tr("its bytes %1 to %2 overlap those of \"%3\"")
                                  .arg(entry->begin)
                                  .arg(entry->end)
                                  .arg(last->name)});
        } else if (entry->begin > covered && allInside) {
            faults.push_back(
                {TensorFault::Kind::Inconsistent, entry->name,
                 tr("bytes %1 to %2 before it belong to no tensor").arg(covered).arg(entry->begin)});
        }
        if (entry->end > covered || !last) {
            covered = std::max(covered, entry->end);
            last = entry;
        }
    }
    // Where a range points outside, the gap is where it should have been: no second fault for it.
    if (covered < dataBytes && allInside)
        faults.push_back({TensorFault::Kind::Inconsistent, tr("(end of file)"),
                          tr("bytes %1 to %2 belong to no tensor").arg(covered).arg(dataBytes)});
}

void SafetensorsFile::Data::sortOut(const SafetensorsHeader& header)
{
    const std::span<const std::byte> data = file.bytes().subspan(static_cast<std::size_t>(header.dataOffset));
    QHash<QString, int> times;
    for (const SafetensorsEntry& entry : header.entries)
        ++times[entry.name];
    QSet<QString> unusable;
    checkCoverage(header, static_cast<qint64>(data.size()), unusable);
    QSet<QString> reported;
    for (const SafetensorsEntry& entry : header.entries) {
        const std::optional<TensorView> view = checked(entry, data);
        if (times[entry.name] > 1) {
            if (!reported.contains(entry.name))
                faults.push_back({TensorFault::Kind::Duplicate, entry.name,
                                  tr("expected once, got %1 times").arg(times[entry.name])});
            reported << entry.name;
        } else if (view && !unusable.contains(entry.name)) {
            index.insert(entry.name, tensors.size());
            tensors.push_back(*view);
        }
    }
}

SafetensorsFile::SafetensorsFile(const QString& path)
{
    const auto data = std::make_shared<Data>(path);
    SafetensorsHeader header = readSafetensorsHeader(path, data->file.bytes());
    data->file.throwIfChanged();
    data->sortOut(header);
    data->metadata = std::move(header.metadata);
    m_data = data;
}

const QString& SafetensorsFile::path() const noexcept
{
    return m_data->file.path();
}

const QMap<QString, QString>& SafetensorsFile::metadata() const noexcept
{
    return m_data->metadata;
}

const std::vector<TensorView>& SafetensorsFile::tensors() const noexcept
{
    return m_data->tensors;
}

const TensorView* SafetensorsFile::find(const QString& name) const noexcept
{
    const auto found = m_data->index.constFind(name);
    return found == m_data->index.constEnd() ? nullptr : &m_data->tensors[*found];
}

const std::vector<TensorFault>& SafetensorsFile::faults() const noexcept
{
    return m_data->faults;
}

void SafetensorsFile::throwIfFaulty() const
{
    throwTensorFaults(path(), faults());
}

void SafetensorsFile::throwIfChanged() const
{
    m_data->file.throwIfChanged();
}

const MappedFile& SafetensorsFile::mapping() const noexcept
{
    return m_data->file;
}

} // namespace focal
