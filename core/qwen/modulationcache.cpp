#include "core/qwen/modulationcache.h"

#include "core/base/error.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString keyName = u"key"_s;

TensorSource sourceOf(const QString& name, const at::Tensor& tensor)
{
    return {name,
            tensor.scalar_type() == at::kBFloat16 ? TensorType::BF16 : TensorType::F32,
            TensorShape(tensor.sizes().begin(), tensor.sizes().end()),
            {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}};
}

at::Tensor read(const TensorView& view)
{
    return tensorOf({view.name, view.shape, Joining::None, {view}, {}},
                    view.type == TensorType::BF16 ? at::kBFloat16 : at::kFloat);
}

/// "12/0.9375/picture": the time with all its digits.
QString entryName(int64_t block, double timestep, const char* stream)
{
    return u"%1/%2/%3"_s.arg(block).arg(timestep, 0, 'g', 17).arg(QLatin1String(stream));
}

} // namespace

const BlockModulation* ModulationCache::find(int64_t block, double timestep) const
{
    const auto found = m_entries.find({block, timestep});
    return found == m_entries.end() ? nullptr : &found->second;
}

void ModulationCache::insert(int64_t block, double timestep, BlockModulation modulation)
{
    m_entries.insert_or_assign({block, timestep}, std::move(modulation));
}

QByteArray ModulationCache::key(const TensorSet& weights, const std::vector<double>& timesteps,
                                bool zeroCondT, at::ScalarType type, const LoraStack& adapters)
{
    constexpr qint64 sampled = 4096;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const StoredTensor& tensor : weights.tensors()) {
        const bool isTime = tensor.name.startsWith(u"time_text_embed.");
        if (!isTime && !tensor.name.contains(u"_mod.1."))
            continue;
        for (const TensorView& part : tensor.parts) {
            hash.addData((part.name + tensorTypeName(part.type) + shapeText(part.shape)).toUtf8());
            hash.addData({reinterpret_cast<const char*>(part.data), std::min(sampled, part.bytes)});
        }
    }
    for (const double timestep : timesteps)
        hash.addData(QByteArray::number(timestep, 'g', 17) + ' ');
    hash.addData(QByteArray::number(int(zeroCondT)) + c10::toString(type));
    hash.addData(adapters.identity(u"_mod."));
    hash.addData(adapters.identity(u"time_text_embed."));
    return hash.result().toHex();
}

bool ModulationCache::load(const QString& path, const QByteArray& key)
{
    if (!QFileInfo::exists(path))
        return false;
    try {
        const SafetensorsFile file(path);
        file.throwIfFaulty();
        if (file.metadata().value(keyName) != QString::fromLatin1(key))
            return false;
        std::map<std::pair<int64_t, double>, BlockModulation> entries;
        for (const TensorView& view : file.tensors()) {
            const QStringList words = view.name.split(u'/');
            if (words.size() != 3 || view.shape.size() != 2 ||
                (view.type != TensorType::BF16 && view.type != TensorType::F32))
                return false;
            BlockModulation& entry = entries[{words[0].toLongLong(), words[1].toDouble()}];
            (words[2] == u"picture" ? entry.picture : entry.text) = read(view);
        }
        file.throwIfChanged();
        if (std::any_of(entries.begin(), entries.end(), [](const auto& entry) {
                return !entry.second.picture.defined() || !entry.second.text.defined();
            }))
            return false;
        m_entries = std::move(entries);
        return true;
    } catch (const UserError&) {
        return false; // it is made again
    }
}

void ModulationCache::save(const QString& path, const QByteArray& key, const CancelToken& cancel) const
{
    std::vector<TensorSource> sources;
    for (const auto& [place, modulation] : m_entries) {
        sources.push_back(sourceOf(entryName(place.first, place.second, "picture"), modulation.picture));
        sources.push_back(sourceOf(entryName(place.first, place.second, "text"), modulation.text));
    }
    writeSafetensors(path, std::move(sources), {{keyName, QString::fromLatin1(key)}}, cancel);
}

} // namespace focal
