#include "core/weights/tensorset.h"

#include "core/base/error.h"
#include "core/weights/dequantise.h"
#include "core/weights/mappedfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What a tensor is to the weights of the layer that its name begins with.
enum class Role { Weight, Scale, Description, Unused, Marker };

struct RoleRow
{
    QStringView suffix;
    Role role;
};

constexpr std::array roles{
    RoleRow{u".scale_weight", Role::Scale},      RoleRow{u".weight_scale", Role::Scale},
    RoleRow{u".comfy_quant", Role::Description}, RoleRow{u".scale_input", Role::Unused},
    RoleRow{u".input_scale", Role::Unused},
};

Role roleOf(const QString& name, QString& layer)
{
    for (const RoleRow& row : roles) {
        if (name.endsWith(row.suffix)) {
            layer = name.chopped(row.suffix.size());
            return row.role;
        }
    }
    const QString last = name.section(u'.', -1);
    return last == u"scaled_fp8" || last == u"__index_timestep_zero__" ? Role::Marker : Role::Weight;
}

bool isGguf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(4) == "GGUF";
}

/// "float8_e4m3fn" out of {"format": "float8_e4m3fn", ...}; empty where it is not such an object.
QString formatIn(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object().value(u"format"_s).toString();
}

bool isKnownFormat(const QString& format)
{
    return format == u"float8_e4m3fn" || format == u"float8_e5m2";
}

} // namespace

struct TensorSet::Data
{
    Q_DECLARE_TR_FUNCTIONS(focal::TensorSet)

public:
    std::vector<SafetensorsFile> safetensors;
    std::vector<GgufFile> ggufs;
    QStringList paths;
    QString spelling;
    QSet<QString> markers;
    std::vector<StoredTensor> tensors;
    QHash<QString, std::size_t> index; ///< into tensors
    std::vector<TensorFault> faults;

    /// A joined tensor of which not all parts were seen yet.
    struct Pending
    {
        PublishedPlace place;
        std::vector<std::optional<TensorView>> parts;
    };
    std::vector<Pending> pending;
    QHash<QString, std::size_t> pendingIndex;
    QHash<QString, TensorView> scales; ///< by published name of the weight

    void openFiles(const QStringList& files);
    QStringList allNames() const;
    template <typename Visit>
    void eachView(const Visit& visit) const;
    void takeFaults();
    void fault(TensorFault::Kind kind, const QString& name, const QString& detail)
    {
        faults.push_back({kind, name, detail});
    }
    void take(const NameTable& names, const TensorView& view);
    void describe(const QString& layer, const QString& format);
    void takeDescriptions(const NameTable& names);
    void takeWeight(const PublishedPlace& place, const TensorView& view);
    void add(StoredTensor tensor);
    void join(const Pending& parts);
    void giveScales();
    const MappedFile* fileOf(const TensorView& view) const noexcept;
};

void TensorSet::Data::openFiles(const QStringList& files)
{
    for (const QString& path : files) {
        if (isGguf(path))
            ggufs.emplace_back(path);
        else
            safetensors.emplace_back(path);
        paths << path;
    }
}

template <typename Visit>
void TensorSet::Data::eachView(const Visit& visit) const
{
    for (const SafetensorsFile& file : safetensors)
        std::for_each(file.tensors().begin(), file.tensors().end(), visit);
    for (const GgufFile& file : ggufs)
        std::for_each(file.tensors().begin(), file.tensors().end(), visit);
}

QStringList TensorSet::Data::allNames() const
{
    QStringList names;
    eachView([&names](const TensorView& view) { names << view.name; });
    for (const TensorFault& found : faults)
        names << found.name;
    return names;
}

void TensorSet::Data::takeFaults()
{
    for (const SafetensorsFile& file : safetensors)
        faults.insert(faults.end(), file.faults().begin(), file.faults().end());
    for (const GgufFile& file : ggufs)
        faults.insert(faults.end(), file.faults().begin(), file.faults().end());
}

void TensorSet::Data::describe(const QString& layer, const QString& format)
{
    if (!isKnownFormat(format))
        fault(TensorFault::Kind::WrongType, layer,
              tr("quantised as \"%1\"; float8_e4m3fn and float8_e5m2 are read").arg(format.left(40)));
}

void TensorSet::Data::take(const NameTable& names, const TensorView& view)
{
    QString layer;
    const Role role = roleOf(view.name, layer);
    if (role == Role::Marker) {
        markers << view.name.section(u'.', -1);
        return;
    }
    const std::optional<PublishedPlace> place =
        names.place(role == Role::Weight ? view.name : layer + u".weight"_s);
    if (!place || role == Role::Unused)
        return;
    if (role == Role::Weight) {
        takeWeight(*place, view);
    } else if (role == Role::Description) {
        describe(layer, formatIn(QByteArray(reinterpret_cast<const char*>(view.data), view.bytes)));
    } else if (scales.contains(place->name)) {
        fault(TensorFault::Kind::Duplicate, view.name, tr("a second scale of \"%1\"").arg(place->name));
    } else {
        scales.insert(place->name, view);
    }
}

void TensorSet::Data::takeDescriptions(const NameTable& names)
{
    for (const SafetensorsFile& file : safetensors) {
        const QByteArray json = file.metadata().value(u"_quantization_metadata"_s).toUtf8();
        const QJsonObject layers = QJsonDocument::fromJson(json).object().value(u"layers"_s).toObject();
        for (auto layer = layers.begin(); layer != layers.end(); ++layer) {
            if (names.place(layer.key() + u".weight"_s))
                describe(layer.key(), layer.value().toObject().value(u"format"_s).toString());
        }
    }
}

void TensorSet::Data::takeWeight(const PublishedPlace& place, const TensorView& view)
{
    if (!isDecodable(view.type)) {
        fault(TensorFault::Kind::WrongType, view.name,
              tr("weights stored as %1 are not read").arg(tensorTypeName(view.type)));
        return;
    }
    if (place.slots == 1) {
        add({place.name, view.shape, Joining::None, {view}, {}});
        return;
    }
    const auto found = pendingIndex.constFind(place.name);
    if (found == pendingIndex.constEnd()) {
        pendingIndex.insert(place.name, pending.size());
        pending.push_back(
            {place, std::vector<std::optional<TensorView>>(static_cast<std::size_t>(place.slots))});
    }
    Pending& parts = pending[pendingIndex.value(place.name)];
    std::optional<TensorView>& slot = parts.parts[static_cast<std::size_t>(place.slot)];
    if (slot)
        fault(TensorFault::Kind::Duplicate, view.name, tr("in more than one file"));
    slot = view;
}

void TensorSet::Data::add(StoredTensor tensor)
{
    const auto found = index.constFind(tensor.name);
    if (found != index.constEnd()) {
        fault(TensorFault::Kind::Duplicate, tensor.name, tr("in more than one file"));
        return;
    }
    index.insert(tensor.name, tensors.size());
    tensors.push_back(std::move(tensor));
}

void TensorSet::Data::join(const Pending& parts)
{
    StoredTensor joined;
    joined.name = parts.place.name;
    joined.joining = parts.place.joining;
    for (const std::optional<TensorView>& part : parts.parts) {
        if (!part || part->shape.empty())
            return fault(TensorFault::Kind::Missing, joined.name,
                         tr("one of the %1 tensors that make it up").arg(parts.parts.size()));
        joined.parts.push_back(*part);
    }
    const TensorShape& first = joined.parts.front().shape;
    joined.shape = first;
    const bool slices = joined.joining == Joining::Slices;
    for (std::size_t i = 1; i < joined.parts.size(); ++i) {
        const TensorShape& other = joined.parts[i].shape;
        const bool same = slices ? other == first
                                 : other.size() == first.size() &&
                                       std::equal(first.begin() + 1, first.end(), other.begin() + 1);
        qint64 rows = joined.shape.front();
        if (!same || __builtin_add_overflow(rows, slices ? 0 : other.front(), &rows))
            return fault(
                TensorFault::Kind::WrongShape, joined.name,
                tr("its parts %1 and %2 do not fit together").arg(shapeText(first), shapeText(other)));
        joined.shape.front() = rows;
    }
    if (slices) {
        if (first.size() < 2)
            return fault(TensorFault::Kind::WrongShape, joined.name, shapeText(first));
        joined.shape.insert(joined.shape.begin() + 2, static_cast<qint64>(joined.parts.size()));
    }
    if (!shapeElements(joined.shape))
        return fault(TensorFault::Kind::WrongShape, joined.name, shapeText(joined.shape));
    add(std::move(joined));
}

void TensorSet::Data::giveScales()
{
    for (const auto& [name, scale] : scales.asKeyValueRange()) {
        const auto found = index.constFind(name);
        if (found == index.constEnd()) {
            fault(TensorFault::Kind::Extra, scale.name, tr("the scale of a tensor that is not there"));
            continue;
        }
        StoredTensor& tensor = tensors[*found];
        const bool isNumber =
            scale.type == TensorType::F32 || scale.type == TensorType::BF16 || scale.type == TensorType::F16;
        if (!isNumber || !scalesPerRow(tensor.shape, scale) || tensor.joining != Joining::None)
            fault(TensorFault::Kind::Inconsistent, scale.name,
                  tr("a scale %1 %2 for %3 %4")
                      .arg(tensorTypeName(scale.type), shapeText(scale.shape), tensorTypeName(tensor.type()),
                           shapeText(tensor.shape)));
        else if (tensor.type() == TensorType::F8E4M3 || tensor.type() == TensorType::F8E5M2)
            tensor.scale = scale;
        else // a layer that was left as it was: its scale says nothing
            continue;
    }
}

const MappedFile* TensorSet::Data::fileOf(const TensorView& view) const noexcept
{
    const auto holds = [&view](const MappedFile& file) {
        const auto bytes = file.bytes();
        return view.data >= bytes.data() && view.data < bytes.data() + bytes.size();
    };
    for (const SafetensorsFile& file : safetensors) {
        if (holds(file.mapping()))
            return &file.mapping();
    }
    for (const GgufFile& file : ggufs) {
        if (holds(file.mapping()))
            return &file.mapping();
    }
    return nullptr;
}

TensorSet TensorSet::open(ModelPart part, const QStringList& paths)
{
    TensorSet set;
    set.m_data = std::make_shared<Data>();
    Data& data = *set.m_data;
    data.openFiles(paths);
    data.takeFaults();
    const std::optional<NameTable> names = NameTable::detect(part, data.allNames());
    if (!names)
        throw UserError(
            ErrorKind::BadInput,
            Data::tr("%1 holds no %2 of Qwen-Image-Edit.").arg(paths.join(u", "_s), partWords(part)), {},
            Data::tr("Choose another file for it."));
    data.spelling = names->words();
    // The faults that the files found keep out what belongs to another part, too.
    std::erase_if(data.faults, [&names](const TensorFault& fault) { return !names->place(fault.name); });
    data.eachView([&](const TensorView& view) { data.take(*names, view); });
    data.takeDescriptions(*names);
    for (const Data::Pending& parts : data.pending)
        data.join(parts);
    data.giveScales();
    return set;
}

TensorSet::TensorSet(const std::vector<SafetensorsFile>& files) : m_data(std::make_shared<Data>())
{
    for (const SafetensorsFile& file : files) {
        m_data->safetensors.push_back(file);
        m_data->paths << file.path();
    }
    m_data->takeFaults();
    m_data->eachView([this](const TensorView& view) {
        m_data->add({view.name, view.shape, Joining::None, {view}, {}});
    });
}

const QStringList& TensorSet::paths() const noexcept
{
    return m_data->paths;
}

const std::vector<StoredTensor>& TensorSet::tensors() const noexcept
{
    return m_data->tensors;
}

const StoredTensor* TensorSet::find(const QString& name) const noexcept
{
    const auto found = m_data->index.constFind(name);
    return found == m_data->index.constEnd() ? nullptr : &m_data->tensors[*found];
}

const std::vector<TensorFault>& TensorSet::faults() const noexcept
{
    return m_data->faults;
}

bool TensorSet::hasMarker(const QString& name) const noexcept
{
    return m_data->markers.contains(name);
}

const QString& TensorSet::spelling() const noexcept
{
    return m_data->spelling;
}

QString TensorSet::container() const
{
    QStringList kinds;
    if (!m_data->safetensors.empty())
        kinds << u"safetensors"_s;
    if (!m_data->ggufs.empty())
        kinds << u"GGUF"_s;
    return kinds.join(u" + "_s);
}

QString TensorSet::metadata(const QString& key) const
{
    for (const SafetensorsFile& file : m_data->safetensors) {
        if (file.metadata().contains(key))
            return file.metadata().value(key);
    }
    for (const GgufFile& file : m_data->ggufs) {
        if (const auto text = file.text(key))
            return *text;
        if (const auto number = file.integer(key))
            return QString::number(*number);
    }
    return {};
}

void TensorSet::throwIfChanged() const
{
    for (const SafetensorsFile& file : m_data->safetensors)
        file.throwIfChanged();
    for (const GgufFile& file : m_data->ggufs)
        file.throwIfChanged();
}

void TensorSet::willNeed(const StoredTensor& tensor) const noexcept
{
    for (const TensorView& part : tensor.parts) {
        if (const MappedFile* file = m_data->fileOf(part))
            file->willNeed({part.data, static_cast<std::size_t>(part.bytes)});
    }
}

void TensorSet::release(const StoredTensor& tensor) const noexcept
{
    for (const TensorView& part : tensor.parts) {
        if (const MappedFile* file = m_data->fileOf(part))
            file->release({part.data, static_cast<std::size_t>(part.bytes)});
    }
}

} // namespace focal
