#include "core/nn/lora.h"

#include <QCryptographicHash>

#include <algorithm>

namespace focal {

namespace {

at::Tensor exact(const TensorView& view)
{
    return tensorOf({view.name, view.shape, Joining::None, {view}, {}}, at::kFloat);
}

} // namespace

void LoraSide::addTo(at::Tensor& y, const at::Tensor& x) const
{
    const at::Tensor narrow = at::linear(x, down).reshape({-1, down.size(0)});
    y.view({-1, up.size(0)}).addmm_(narrow, up.t());
}

bool LoraStack::touches(const QString& module) const noexcept
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&module](const Entry& entry) { return entry.file.find(module) != nullptr; });
}

void LoraStack::merge(const QString& module, at::Tensor& weight) const
{
    for (const Entry& entry : m_entries) {
        if (const LoraModule* found = entry.file.find(module))
            weight.addmm_(exact(found->up), exact(found->down), 1, entry.strength * found->factor);
    }
}

WeightChange LoraStack::asWeightChange() const
{
    return [stack = *this](const QString& name, at::Tensor& weight) {
        const QString suffix = QStringLiteral(".weight");
        if (name.endsWith(suffix))
            stack.merge(name.chopped(suffix.size()), weight);
    };
}

std::optional<LoraSide> LoraStack::side(const QString& module, at::ScalarType type, at::Device device) const
{
    std::vector<at::Tensor> downs;
    std::vector<at::Tensor> ups;
    for (const Entry& entry : m_entries) {
        if (const LoraModule* found = entry.file.find(module)) {
            downs.push_back(exact(found->down));
            ups.push_back(exact(found->up) * (entry.strength * found->factor));
        }
    }
    if (downs.empty())
        return std::nullopt;
    return LoraSide{at::cat(downs, 0).to(device, type), at::cat(ups, 1).to(device, type)};
}

QByteArray LoraStack::identity(QStringView piece) const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    bool any = false;
    for (const Entry& entry : m_entries) {
        const auto& modules = entry.file.modules();
        if (std::none_of(modules.begin(), modules.end(),
                         [piece](const LoraModule& module) { return module.module.contains(piece); }))
            continue;
        any = true;
        hash.addData(entry.file.identity());
        hash.addData(QByteArray::number(entry.strength, 'g', 17));
    }
    return any ? hash.result().toHex() : QByteArray();
}

} // namespace focal
