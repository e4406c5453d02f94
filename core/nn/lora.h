#pragma once

#include "core/nn/tensorreader.h"
#include "core/weights/lorafile.h"

namespace focal {

/// What adapters add to a layer's output, beside its own product: y + (x down^T) up^T.
struct LoraSide
{
    at::Tensor down; ///< [ranks of all adapters, input]
    at::Tensor up;   ///< [output, ranks], strengths and factors in it

    /// Adds to @p y in place. @param x  [..., input], of the type that this was made for
    void addTo(at::Tensor& y, const at::Tensor& x) const;
};

/// Several adapters at once, each with a strength. A value: copies share the files. Switching adapters makes
/// another stack; the model's own weights stay as they are.
///
/// Two ways to apply it: side() runs beside weights in memory, whatever their form, at some per cent of the
/// time; merge() changes weights while they are read, for blocks that are streamed anyhow.
class LoraStack
{
public:
    struct Entry
    {
        LoraFile file;
        double strength = 1;
    };

    LoraStack() = default;
    explicit LoraStack(std::vector<Entry> entries) : m_entries(std::move(entries)) {}

    bool isEmpty() const noexcept { return m_entries.empty(); }
    bool touches(const QString& module) const noexcept;
    const std::vector<Entry>& entries() const noexcept { return m_entries; }

    /// Adds all adapters to the fp32 weights [output, input] of @p module, in place.
    void merge(const QString& module, at::Tensor& weight) const;
    /// For TensorReader::changedBy(): merges into every "MODULE.weight". Keeps a copy of this stack.
    WeightChange asWeightChange() const;
    /// Nothing where no adapter touches the layer.
    std::optional<LoraSide> side(const QString& module, at::ScalarType type,
                                 at::Device device = at::kCPU) const;

    /// Tells stacks apart; empty where none of them touches a module whose name holds @p piece. For caches of
    /// what such layers computed.
    QByteArray identity(QStringView piece = {}) const;

private:
    std::vector<Entry> m_entries;
};

} // namespace focal
