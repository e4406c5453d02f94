#include "core/weights/gguf.h"

#include "core/weights/mappedfile.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>

namespace focal {

struct GgufFile::Data
{
    Q_DECLARE_TR_FUNCTIONS(focal::GgufFile)

public:
    explicit Data(const QString& path) : file(path) {}

    MappedFile file;
    QMap<QString, GgufValue> metadata;
    std::vector<TensorView> tensors;
    QHash<QString, std::size_t> index; ///< into tensors
    std::vector<TensorFault> faults;

    void sortOut(const GgufHeader& header);
    std::optional<TensorView> checked(const GgufEntry& entry, qint64 alignment,
                                      std::span<const std::byte> data);
    QSet<QString> findOverlaps(std::vector<TensorView> views);
};

std::optional<TensorView> GgufFile::Data::checked(const GgufEntry& entry, qint64 alignment,
                                                  std::span<const std::byte> data)
{
    const auto fault = [&](TensorFault::Kind kind, const QString& detail) {
        faults.push_back({kind, entry.name, detail});
        return std::nullopt;
    };
    const std::optional<TensorType> type = tensorTypeFromGguf(entry.type);
    if (!type)
        return fault(
            TensorFault::Kind::WrongType,
            tr("%1 is not read; F32, F16, BF16, Q8_0, Q6_K, Q5_K, Q4_K, Q3_K, Q2_K, Q5_1, Q5_0, Q4_1 "
               "and Q4_0 are")
                .arg(ggufTypeName(entry.type)));
    const std::optional<qint64> bytes = tensorBytes(*type, entry.shape);
    if (!bytes)
        return fault(TensorFault::Kind::Inconsistent,
                     tr("%1 %2 is no whole number of blocks, or exceeds 2^63 bytes")
                         .arg(tensorTypeName(*type), shapeText(entry.shape)));
    if (entry.begin % alignment != 0)
        return fault(TensorFault::Kind::Inconsistent,
                     tr("begins at byte %1, which is no multiple of %2").arg(entry.begin).arg(alignment));
    const auto dataBytes = static_cast<qint64>(data.size());
    if (entry.begin > dataBytes || *bytes > dataBytes - entry.begin)
        return fault(
            TensorFault::Kind::OutOfFile,
            tr("expected %1 bytes from %2 on, got %3 in all").arg(*bytes).arg(entry.begin).arg(dataBytes));
    return TensorView{entry.name, *type, entry.shape, data.data() + entry.begin, *bytes};
}

QSet<QString> GgufFile::Data::findOverlaps(std::vector<TensorView> views)
{
    std::sort(views.begin(), views.end(), [](const TensorView& a, const TensorView& b) {
        return std::pair(a.data, a.bytes) < std::pair(b.data, b.bytes);
    });
    QSet<QString> overlapping;
    const TensorView* last = nullptr;
    for (const TensorView& view : views) {
        if (last && view.bytes > 0 && view.data < last->data + last->bytes) {
            overlapping << view.name << last->name;
            faults.push_back({TensorFault::Kind::Inconsistent, view.name,
                              tr("its bytes overlap those of \"%1\"").arg(last->name)});
        }
        if (!last || view.data + view.bytes > last->data + last->bytes)
            last = &view;
    }
    return overlapping;
}

void GgufFile::Data::sortOut(const GgufHeader& header)
{
    const std::span<const std::byte> all = file.bytes();
    const auto offset = std::min(static_cast<std::size_t>(header.dataOffset), all.size());
    QHash<QString, int> times;
    for (const GgufEntry& entry : header.entries)
        ++times[entry.name];
    std::vector<TensorView> views;
    QSet<QString> reported;
    for (const GgufEntry& entry : header.entries) {
        const std::optional<TensorView> view = checked(entry, header.alignment, all.subspan(offset));
        const int count = times[entry.name];
        if (count == 1 && view)
            views.push_back(*view);
        else if (count > 1 && !reported.contains(entry.name))
            faults.push_back(
                {TensorFault::Kind::Duplicate, entry.name, tr("expected once, got %1 times").arg(count)});
        reported << entry.name;
    }
    const QSet<QString> overlapping = findOverlaps(views);
    for (const TensorView& view : views) {
        if (overlapping.contains(view.name))
            continue;
        index.insert(view.name, tensors.size());
        tensors.push_back(view);
    }
}

GgufFile::GgufFile(const QString& path)
{
    const auto data = std::make_shared<Data>(path);
    GgufHeader header = readGgufHeader(path, data->file.bytes());
    data->file.throwIfChanged();
    data->sortOut(header);
    data->metadata = std::move(header.metadata);
    m_data = data;
}

const QString& GgufFile::path() const noexcept
{
    return m_data->file.path();
}

const QMap<QString, GgufValue>& GgufFile::metadata() const noexcept
{
    return m_data->metadata;
}

std::optional<QString> GgufFile::text(const QString& key) const
{
    const auto found = m_data->metadata.constFind(key);
    const auto* value = found == m_data->metadata.constEnd() ? nullptr : std::get_if<QString>(&*found);
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<qint64> GgufFile::integer(const QString& key) const
{
    const auto found = m_data->metadata.constFind(key);
    if (found == m_data->metadata.constEnd())
        return std::nullopt;
    if (const auto* value = std::get_if<quint64>(&*found))
        return static_cast<qint64>(*value);
    const auto* value = std::get_if<qint64>(&*found);
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<double> GgufFile::real(const QString& key) const
{
    const auto found = m_data->metadata.constFind(key);
    if (found != m_data->metadata.constEnd()) {
        if (const auto* value = std::get_if<double>(&*found))
            return *value;
    }
    const std::optional<qint64> whole = integer(key);
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

std::optional<QStringList> GgufFile::texts(const QString& key) const
{
    const auto found = m_data->metadata.constFind(key);
    const auto* array = found == m_data->metadata.constEnd() ? nullptr : std::get_if<GgufArray>(&*found);
    return array ? textsOf(*array) : std::nullopt;
}

std::optional<std::vector<qint64>> GgufFile::integers(const QString& key) const
{
    const auto found = m_data->metadata.constFind(key);
    const auto* array = found == m_data->metadata.constEnd() ? nullptr : std::get_if<GgufArray>(&*found);
    return array ? integersOf(*array) : std::nullopt;
}

const std::vector<TensorView>& GgufFile::tensors() const noexcept
{
    return m_data->tensors;
}

const TensorView* GgufFile::find(const QString& name) const noexcept
{
    const auto found = m_data->index.constFind(name);
    return found == m_data->index.constEnd() ? nullptr : &m_data->tensors[*found];
}

const std::vector<TensorFault>& GgufFile::faults() const noexcept
{
    return m_data->faults;
}

void GgufFile::throwIfFaulty() const
{
    throwTensorFaults(path(), faults());
}

void GgufFile::throwIfChanged() const
{
    m_data->file.throwIfChanged();
}

const MappedFile& GgufFile::mapping() const noexcept
{
    return m_data->file;
}

} // namespace focal
