#include "core/weights/tensorclaims.h"

#include "core/weights/dequantise.h"

#include <QCoreApplication>

#include <algorithm>

namespace focal {

namespace {

struct FaultTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::TensorFault)

public:
    static QString heading(TensorFault::Kind kind)
    {
        switch (kind) {
        case TensorFault::Kind::Missing:
            return tr("Missing");
        case TensorFault::Kind::Extra:
            return tr("Not wanted");
        case TensorFault::Kind::Duplicate:
            return tr("More than once");
        case TensorFault::Kind::WrongShape:
            return tr("Of the wrong shape");
        case TensorFault::Kind::WrongType:
            return tr("Of the wrong type");
        case TensorFault::Kind::OutOfFile:
            return tr("Outside the file");
        case TensorFault::Kind::Inconsistent:
            break;
        }
        return tr("Inconsistent");
    }

    static QString line(TensorFault::Kind kind, const std::vector<TensorFault>& faults)
    {
        constexpr qsizetype mostNamed = 20;
        QStringList named;
        qsizetype count = 0;
        for (const TensorFault& fault : faults) {
            if (fault.kind == kind && ++count <= mostNamed)
                named << QStringLiteral("%1 (%2)").arg(fault.name, fault.detail);
        }
        if (count == 0)
            return {};
        if (count > mostNamed)
            named << tr("and %1 more").arg(count - mostNamed);
        return QStringLiteral("%1: %2.").arg(heading(kind), named.join(QStringLiteral("; ")));
    }

    static QString expected(const TensorShape& shape, const QStringList& types)
    {
        return tr("expected %1 %2").arg(types.join(u'|'), shapeText(shape));
    }
};

} // namespace

void throwTensorFaults(const QString& path, const std::vector<TensorFault>& faults)
{
    using Kind = TensorFault::Kind;
    if (faults.empty())
        return;
    QStringList lines;
    for (const Kind kind : {Kind::Missing, Kind::Extra, Kind::Duplicate, Kind::WrongShape, Kind::WrongType,
                            Kind::OutOfFile, Kind::Inconsistent}) {
        const QString line = FaultTexts::line(kind, faults);
        if (!line.isEmpty())
            lines << line;
    }
    throw UserError(ErrorKind::BadInput,
                    FaultTexts::tr("The tensors in %1 are not what is needed.").arg(path), lines.join(u'\n'),
                    FaultTexts::tr("Fetch the file again, or choose the file that belongs to this model."));
}

TensorClaims::TensorClaims(SafetensorsFile file) : TensorClaims(std::vector<SafetensorsFile>{std::move(file)})
{
}

TensorClaims::TensorClaims(const std::vector<SafetensorsFile>& files) : TensorClaims(TensorSet(files)) {}

TensorClaims::TensorClaims(TensorSet tensors) : m_tensors(std::move(tensors)), m_faults(m_tensors.faults())
{
    for (const TensorFault& fault : m_faults)
        m_unsound << fault.name;
}

const StoredTensor* TensorClaims::claimShape(const QString& name, const TensorShape& shape,
                                             const QStringList& types)
{
    if (m_wanted.contains(name))
        throw LogicError(QStringLiteral("tensor %1 is claimed twice").arg(name));
    m_wanted << name;
    if (m_unsound.contains(name))
        return nullptr;
    const StoredTensor* tensor = m_tensors.find(name);
    if (!tensor) {
        m_faults.push_back({TensorFault::Kind::Missing, name, FaultTexts::expected(shape, types)});
        return nullptr;
    }
    if (tensor->shape != shape) {
        m_faults.push_back(
            {TensorFault::Kind::WrongShape, name,
             FaultTexts::tr("expected %1, got %2").arg(shapeText(shape), shapeText(tensor->shape))});
        return nullptr;
    }
    return tensor;
}

const TensorView* TensorClaims::claim(const QString& name, const TensorShape& shape,
                                      std::initializer_list<TensorType> types)
{
    QStringList typeNames;
    for (const TensorType type : types)
        typeNames << tensorTypeName(type);
    const StoredTensor* tensor = claimShape(name, shape, typeNames);
    // A wrong shape does not hide a wrong type.
    const StoredTensor* seen = m_unsound.contains(name) ? nullptr : m_tensors.find(name);
    if (seen && std::find(types.begin(), types.end(), seen->type()) == types.end()) {
        m_faults.push_back(
            {TensorFault::Kind::WrongType, name,
             FaultTexts::tr("expected %1, got %2").arg(typeNames.join(u'|'), tensorTypeName(seen->type()))});
        return nullptr;
    }
    if (tensor && (tensor->parts.size() != 1 || tensor->scale))
        throw LogicError(QStringLiteral("tensor %1 is no single one in its file").arg(name));
    return tensor ? &tensor->parts.front() : nullptr;
}

const StoredTensor* TensorClaims::claimStored(const QString& name, const TensorShape& shape)
{
    const StoredTensor* tensor = claimShape(name, shape, {FaultTexts::tr("weights")});
    if (tensor && !std::all_of(tensor->parts.begin(), tensor->parts.end(),
                               [](const TensorView& part) { return isDecodable(part.type); })) {
        m_faults.push_back(
            {TensorFault::Kind::WrongType, name,
             FaultTexts::tr("weights stored as %1 are not read").arg(tensorTypeName(tensor->type()))});
        return nullptr;
    }
    return tensor;
}

bool TensorClaims::contains(const QString& name) const
{
    return m_unsound.contains(name) || m_tensors.find(name) != nullptr;
}

void TensorClaims::ignore(const QString& nameOrPrefix)
{
    m_ignored << nameOrPrefix;
}

bool TensorClaims::isIgnored(const QString& name) const
{
    return std::any_of(m_ignored.begin(), m_ignored.end(), [&name](const QString& entry) {
        return entry.endsWith(u'.') ? name.startsWith(entry) : name == entry;
    });
}

void TensorClaims::finish() const
{
    m_tensors.throwIfChanged();
    std::vector<TensorFault> faults = m_faults;
    for (const StoredTensor& tensor : m_tensors.tensors()) {
        if (!m_wanted.contains(tensor.name) && !m_unsound.contains(tensor.name) && !isIgnored(tensor.name))
            faults.push_back({TensorFault::Kind::Extra, tensor.name,
                              FaultTexts::tr("expected nothing, got %1 %2")
                                  .arg(tensorTypeName(tensor.type()), shapeText(tensor.shape))});
    }
    throwTensorFaults(m_tensors.paths().join(QStringLiteral(", ")), faults);
}

} // namespace focal
