#include "core/weights/tensorclaims.h"

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

TensorClaims::TensorClaims(std::vector<SafetensorsFile> files) : m_files(std::move(files))
{
    for (const SafetensorsFile& file : m_files) {
        for (const TensorFault& fault : file.faults()) {
            m_faults.push_back(fault);
            m_found.insert(fault.name, {}); // there, so neither missing nor extra
        }
        for (const TensorView& view : file.tensors()) {
            const auto found = m_found.find(view.name);
            if (found != m_found.end()) {
                m_faults.push_back(
                    {TensorFault::Kind::Duplicate, view.name, FaultTexts::tr("in more than one file")});
                found->view = nullptr;
                continue;
            }
            m_found.insert(view.name, {&view});
            m_order << view.name;
        }
    }
}

const TensorView* TensorClaims::claim(const QString& name, const TensorShape& shape,
                                      std::initializer_list<TensorType> types)
{
    if (m_wanted.contains(name))
        throw LogicError(QStringLiteral("tensor %1 is claimed twice").arg(name));
    m_wanted << name;
    QStringList typeNames;
    for (const TensorType type : types)
        typeNames << tensorTypeName(type);
    const auto found = m_found.constFind(name);
    if (found == m_found.constEnd()) {
        m_faults.push_back({TensorFault::Kind::Missing, name, FaultTexts::expected(shape, typeNames)});
        return nullptr;
    }
    const TensorView* view = found->view;
    if (!view)
        return nullptr;
    bool fits = true;
    if (view->shape != shape) {
        m_faults.push_back(
            {TensorFault::Kind::WrongShape, name,
             FaultTexts::tr("expected %1, got %2").arg(shapeText(shape), shapeText(view->shape))});
        fits = false;
    }
    if (std::find(types.begin(), types.end(), view->type) == types.end()) {
        m_faults.push_back(
            {TensorFault::Kind::WrongType, name,
             FaultTexts::tr("expected %1, got %2").arg(typeNames.join(u'|'), tensorTypeName(view->type))});
        fits = false;
    }
    return fits ? view : nullptr;
}

bool TensorClaims::contains(const QString& name) const
{
    return m_found.contains(name);
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
    for (const SafetensorsFile& file : m_files)
        file.throwIfChanged();
    std::vector<TensorFault> faults = m_faults;
    for (const QString& name : m_order) {
        const TensorView* view = m_found.value(name).view;
        if (view && !m_wanted.contains(name) && !isIgnored(name))
            faults.push_back({TensorFault::Kind::Extra, name,
                              FaultTexts::tr("expected nothing, got %1 %2")
                                  .arg(tensorTypeName(view->type), shapeText(view->shape))});
    }
    QStringList paths;
    for (const SafetensorsFile& file : m_files)
        paths << file.path();
    throwTensorFaults(paths.join(QStringLiteral(", ")), faults);
}

} // namespace focal
