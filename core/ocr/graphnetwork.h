#pragma once

#include "core/base/canceltoken.h"
#include "core/ocr/graphoperators.h"

#include <QMap>
#include <QString>

#include <cstddef>
#include <vector>

namespace focal {

/// A network that was imported as a graph: its nodes stand in the metadata of a safetensors file, its weights
/// in its tensors (packaging/import_ppocr.py). One input, one output; float, on the CPU. Immutable, so that
/// any thread may run it.
class GraphNetwork
{
public:
    /// @throws UserError (BadInput) for a file that is missing, damaged or holds no such graph
    explicit GraphNetwork(const QString& path);

    /// @param x  [batch, channels, h, w] float. @throws Cancelled between nodes
    at::Tensor operator()(const at::Tensor& x, const CancelToken& cancel) const;

    const QMap<QString, QString>& metadata() const noexcept { return m_metadata; }

private:
    struct Node
    {
        GraphOperator run;
        std::vector<size_t> inputs; ///< Slots; slot 0 is the network's input, slot i + 1 node i's output.
        std::vector<size_t> last;   ///< Slots that nobody needs after this node.
    };
    std::vector<Node> m_nodes;
    QMap<QString, QString> m_metadata;
};

} // namespace focal
