#include "core/weights/lorafile.h"

#include "core/base/error.h"
#include "core/weights/dequantise.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

struct LoraTexts
{
    Q_DECLARE_TR_FUNCTIONS(focal::LoraFile)
};

enum class Role { Down, Up, Alpha };

struct SuffixRow
{
    QStringView suffix;
    Role role;
};

constexpr std::array suffixes{
    SuffixRow{u".lora_down.weight", Role::Down},
    SuffixRow{u".lora_up.weight", Role::Up},
    SuffixRow{u".lora_A.weight", Role::Down},
    SuffixRow{u".lora_B.weight", Role::Up},
    SuffixRow{u".lora_A.default.weight", Role::Down},
    SuffixRow{u".lora_B.default.weight", Role::Up},
    SuffixRow{u".lora.down.weight", Role::Down},
    SuffixRow{u".lora.up.weight", Role::Up},
    SuffixRow{u"_lora.down.weight", Role::Down},
    SuffixRow{u"_lora.up.weight", Role::Up},
    SuffixRow{u".alpha", Role::Alpha},
};

struct KindRow
{
    QStringView piece;
    const char* name;
    bool atEnd = false; ///< only where the tensor's name ends with it
};

/// Adapters of other kinds, by what only their tensors' names hold.
constexpr std::array otherKinds{
    KindRow{u".lokr_", "LoKr"},
    KindRow{u".hada_", "LoHa"},
    KindRow{u".dora_scale", "DoRA"},
    KindRow{u".lora_magnitude_vector", "DoRA"},
    KindRow{u".lora_mid", "LoCon"},
    KindRow{u".oft_", "OFT"},
    KindRow{u".diff", "diff", true},
    KindRow{u".diff_b", "diff", true},
    KindRow{u".set_weight", "set_weight"},
    KindRow{u".lora_B.bias", "LoRA with biases"},
    KindRow{u".lora_up.bias", "LoRA with biases"},
};

[[noreturn]] void reject(const QString& path, const QString& why, const QString& remedy = {})
{
    throw UserError(ErrorKind::BadInput, LoraTexts::tr("%1 cannot be used as a LoRA.").arg(path), why,
                    remedy);
}

void refuseOtherKinds(const SafetensorsFile& file)
{
    for (const TensorView& view : file.tensors()) {
        for (const KindRow& row : otherKinds) {
            if (row.atEnd ? view.name.endsWith(row.piece) : view.name.contains(row.piece))
                reject(file.path(),
                       LoraTexts::tr("It is of the kind %1 (\"%2\"), which Focal does not apply.")
                           .arg(QString::fromLatin1(row.name), view.name),
                       LoraTexts::tr("Convert it to a plain LoRA, or choose another file."));
        }
    }
}

/// Finds the model's own name of a layer in the spelling of an adapter.
class Names
{
public:
    explicit Names(const QHash<QString, TensorShape>& modules) : m_modules(modules)
    {
        for (auto module = modules.begin(); module != modules.end(); ++module)
            m_flat.insert(QString(module.key()).replace(u'.', u'_'), module.key());
    }

    QString find(const QString& base) const
    {
        constexpr std::array<QStringView, 8> prefixes{u"",
                                                      u"transformer.",
                                                      u"diffusion_model.",
                                                      u"model.diffusion_model.",
                                                      u"base_model.model.",
                                                      u"base_model.model.transformer.",
                                                      u"unet.",
                                                      u"model."};
        QString plain = base;
        plain.remove(u".processor"_s); // the oldest of diffusers' spellings
        for (const QStringView prefix : prefixes) {
            if (!plain.startsWith(prefix))
                continue;
            QString name = plain.mid(prefix.size());
            if (m_modules.contains(name))
                return name;
            if (m_modules.contains(name + u".0"_s))
                return name + u".0"_s;
        }
        for (const QStringView prefix :
             {QStringView(u"lora_unet_"), QStringView(u"lora_transformer_"), QStringView(u"lycoris_")}) {
            if (plain.startsWith(prefix))
                return m_flat.value(plain.mid(prefix.size()));
        }
        return {};
    }

private:
    const QHash<QString, TensorShape>& m_modules;
    QHash<QString, QString> m_flat;
};

/// The number of a tensor of one element of whatever number type.
std::optional<double> scalarOf(const TensorView& view)
{
    if (view.elementCount() != 1 || isQuantised(view.type))
        return std::nullopt;
    const auto whole = [&view](auto number) {
        std::memcpy(&number, view.data, sizeof number);
        return static_cast<double>(number);
    };
    switch (view.type) {
    case TensorType::I8:
        return whole(std::int8_t{});
    case TensorType::U8:
        return whole(std::uint8_t{});
    case TensorType::I16:
        return whole(std::int16_t{});
    case TensorType::U16:
        return whole(std::uint16_t{});
    case TensorType::I32:
        return whole(std::int32_t{});
    case TensorType::U32:
        return whole(std::uint32_t{});
    case TensorType::I64:
        return whole(std::int64_t{});
    case TensorType::U64:
        return whole(std::uint64_t{});
    case TensorType::F64:
        return whole(double{});
    default:
        break;
    }
    if (!isDecodable(view.type))
        return std::nullopt;
    float value = 0;
    dequantise(view.type, view.data, 1, &value);
    return static_cast<double>(value);
}

/// What PEFT says of alpha outside of the tensors.
class PeftSettings
{
public:
    explicit PeftSettings(const SafetensorsFile& file)
    {
        m_settings =
            QJsonDocument::fromJson(file.metadata().value(u"lora_adapter_metadata"_s).toUtf8()).object();
        QFile beside(QFileInfo(file.path()).dir().filePath(u"adapter_config.json"_s));
        constexpr qint64 longest = 1 << 20;
        if (m_settings.isEmpty() && beside.size() < longest && beside.open(QIODevice::ReadOnly))
            m_settings = QJsonDocument::fromJson(beside.readAll()).object();
        for (const auto& key : {u"lora_alpha"_s, u"alpha"_s}) {
            if (m_settings.isEmpty() && file.metadata().contains(key))
                m_settings.insert(u"lora_alpha"_s, file.metadata().value(key).toDouble());
        }
    }

    /// Alpha over rank; 1 where nothing is said.
    double factor(const QString& module, qint64 rank) const
    {
        double alpha = value(u"lora_alpha"_s).toDouble(0);
        const QJsonObject patterns = value(u"alpha_pattern"_s).toObject();
        for (auto pattern = patterns.begin(); pattern != patterns.end(); ++pattern) {
            if (module == pattern.key() || module.endsWith(u'.' + pattern.key()))
                alpha = pattern.value().toDouble(alpha);
        }
        if (alpha <= 0)
            return 1;
        const auto width = static_cast<double>(rank);
        return value(u"use_rslora"_s).toBool() ? alpha / std::sqrt(width) : alpha / width;
    }

private:
    QJsonValue value(const QString& key) const
    {
        const QJsonValue plain = m_settings.value(key);
        return plain.isUndefined() ? m_settings.value(u"transformer."_s + key) : plain;
    }
    QJsonObject m_settings;
};

struct Found
{
    const TensorView* down = nullptr;
    const TensorView* up = nullptr;
    const TensorView* alpha = nullptr;
};

void put(const SafetensorsFile& file, Found& found, Role role, const TensorView& view)
{
    const TensorView*& slot = role == Role::Down ? found.down : role == Role::Up ? found.up : found.alpha;
    if (slot)
        reject(file.path(),
               LoraTexts::tr("\"%1\" and \"%2\" are for the same layer.").arg(slot->name, view.name));
    slot = &view;
}

/// @p shape  of the layer's weights, [output, input]
LoraModule checked(const SafetensorsFile& file, const QString& module, const Found& found,
                   const TensorShape& shape, const PeftSettings& settings)
{
    if (!found.down || !found.up)
        reject(file.path(), LoraTexts::tr("Half of the pair for \"%1\" is missing.").arg(module));
    const TensorShape& down = found.down->shape;
    const TensorShape& up = found.up->shape;
    if (down.size() != 2 || up.size() != 2 || down.front() != up.back() || down.front() == 0 ||
        TensorShape{up.front(), down.back()} != shape)
        reject(file.path(), LoraTexts::tr("\"%1\": expected %2, got %3 times %4.")
                                .arg(module, shapeText(shape), shapeText(up), shapeText(down)));
    if (!isDecodable(found.down->type) || !isDecodable(found.up->type))
        reject(file.path(),
               LoraTexts::tr("\"%1\" is stored as %2.").arg(module, tensorTypeName(found.down->type)));
    LoraModule made{module, *found.down, *found.up, settings.factor(module, down.front())};
    if (found.alpha) {
        const std::optional<double> alpha = scalarOf(*found.alpha);
        if (!alpha || !std::isfinite(*alpha))
            reject(file.path(), LoraTexts::tr("\"%1\" is no number.").arg(found.alpha->name));
        made.factor = *alpha / static_cast<double>(made.rank());
    }
    return made;
}

} // namespace

LoraFile::LoraFile(const QString& path, const QHash<QString, TensorShape>& modules) : m_file(path)
{
    m_file.throwIfFaulty();
    refuseOtherKinds(m_file);
    const Names names(modules);
    QMap<QString, Found> found;
    QSet<QString> unmatched;
    for (const TensorView& view : m_file.tensors()) {
        const auto* const row =
            std::find_if(suffixes.begin(), suffixes.end(), [&view](const SuffixRow& candidate) {
                return view.name.endsWith(candidate.suffix);
            });
        const QString base = row == suffixes.end() ? view.name : view.name.chopped(row->suffix.size());
        const QString module = row == suffixes.end() ? QString() : names.find(base);
        if (module.isEmpty())
            unmatched << base;
        else
            put(m_file, found[module], row->role, view);
    }
    m_unmatched = QStringList(unmatched.begin(), unmatched.end());
    m_unmatched.sort();
    if (found.isEmpty())
        reject(path, LoraTexts::tr("Nothing in it belongs to this model; it begins with \"%1\".")
                         .arg(m_unmatched.value(0)));
    const PeftSettings settings(m_file);
    for (const auto& [module, parts] : found.asKeyValueRange()) {
        m_index.insert(module, m_modules.size());
        m_modules.push_back(checked(m_file, module, parts, modules.value(module), settings));
    }
}

const LoraModule* LoraFile::find(const QString& module) const noexcept
{
    const auto found = m_index.constFind(module);
    return found == m_index.constEnd() ? nullptr : &m_modules[*found];
}

QByteArray LoraFile::identity() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    constexpr qint64 sampled = 256;
    for (const LoraModule& module : m_modules) {
        hash.addData(module.module.toUtf8());
        hash.addData(QByteArray::number(module.factor, 'g', 17));
        for (const TensorView* view : {&module.down, &module.up})
            hash.addData({reinterpret_cast<const char*>(view->data), std::min(sampled, view->bytes)});
    }
    return hash.result().toHex();
}

} // namespace focal
