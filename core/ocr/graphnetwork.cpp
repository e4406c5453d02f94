#include "core/ocr/graphnetwork.h"

#include "core/base/error.h"
#include "core/weights/safetensors.h"

#include <c10/core/InferenceMode.h>

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstring>

namespace focal {

namespace {

[[noreturn]] void noGraph(const QString& path, const QString& why)
{
    throw UserError(
        ErrorKind::BadInput,
        QCoreApplication::translate("focal::GraphNetwork", "The model file %1 cannot be used.").arg(path),
        why, QCoreApplication::translate("focal::GraphNetwork", "Run packaging/setup.sh to get it again."));
}

/// Undefined where the file has no such tensor.
at::Tensor weightOf(const SafetensorsFile& file, const QString& name)
{
    const TensorView* view = file.find(name);
    if (!view || view->type != TensorType::F32)
        return {};
    const std::vector<int64_t> shape(view->shape.begin(), view->shape.end());
    at::Tensor tensor = at::empty(shape, at::kFloat);
    std::memcpy(tensor.data_ptr(), view->data, size_t(view->bytes));
    return tensor;
}

bool needsWeights(const QString& name)
{
    return name == u"Conv" || name == u"ConvTranspose" || name == u"Linear" || name == u"LayerNorm";
}

} // namespace

GraphNetwork::GraphNetwork(const QString& path)
{
    const c10::InferenceMode inference;
    const SafetensorsFile file(path);
    file.throwIfFaulty();
    m_metadata = file.metadata();
    const QJsonArray nodes =
        QJsonDocument::fromJson(m_metadata.take(QStringLiteral("graph")).toUtf8()).array();
    if (nodes.isEmpty())
        noGraph(path, QCoreApplication::translate("focal::GraphNetwork", "It holds no graph."));
    QHash<QString, size_t> slots = {{QStringLiteral("x"), 0}};
    QHash<size_t, size_t> lastUse;
    for (const auto& entry : nodes) {
        const QJsonObject object = entry.toObject();
        const QString name = object.value(QStringLiteral("operator")).toString();
        const QString output = object.value(QStringLiteral("output")).toString();
        const NodeWeights weights = {weightOf(file, output + QStringLiteral(".weight")),
                                     weightOf(file, output + QStringLiteral(".bias"))};
        Node node;
        node.run = graphOperator(name, object.value(QStringLiteral("attributes")).toObject(), weights);
        if (!node.run || (needsWeights(name) && !weights.weight.defined()))
            noGraph(path, QCoreApplication::translate("focal::GraphNetwork", "Its node %1 (%2) is unknown.")
                              .arg(output, name));
        for (const auto& input : object.value(QStringLiteral("inputs")).toArray()) {
            const auto slot = slots.constFind(input.toString());
            if (slot == slots.constEnd())
                noGraph(path,
                        QCoreApplication::translate("focal::GraphNetwork", "Its node %1 lacks an input.")
                            .arg(output));
            node.inputs.push_back(*slot);
            lastUse[*slot] = m_nodes.size();
        }
        m_nodes.push_back(std::move(node));
        slots.insert(output, m_nodes.size());
    }
    for (auto use = lastUse.cbegin(); use != lastUse.cend(); ++use)
        m_nodes[use.value()].last.push_back(use.key());
    file.throwIfChanged();
}

at::Tensor GraphNetwork::operator()(const at::Tensor& x, const CancelToken& cancel) const
{
    const c10::InferenceMode inference;
    std::vector<at::Tensor> values(m_nodes.size() + 1);
    values[0] = x;
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        cancel.throwIfCancelled();
        const Node& node = m_nodes[i];
        std::vector<at::Tensor> inputs;
        inputs.reserve(node.inputs.size());
        for (const size_t slot : node.inputs)
            inputs.push_back(values[slot]);
        values[i + 1] = node.run(inputs);
        for (const size_t slot : node.last)
            values[slot].reset();
    }
    return values.back();
}

} // namespace focal
