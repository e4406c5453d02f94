#include "core/ocr/graphoperators.h"

#include <QHash>
#include <QJsonArray>

namespace focal {

namespace {

using Inputs = std::vector<at::Tensor>;

std::vector<int64_t> integers(const QJsonObject& attributes, const char* name)
{
    std::vector<int64_t> values;
    for (const auto& value : attributes.value(QLatin1String(name)).toArray())
        values.push_back(value.toInteger());
    return values;
}

int64_t integer(const QJsonObject& attributes, const char* name)
{
    return attributes.value(QLatin1String(name)).toInteger();
}

double number(const QJsonObject& attributes, const char* name)
{
    return attributes.value(QLatin1String(name)).toDouble();
}

/// [top, left, bottom, right] as ONNX writes them; the networks pad alike on opposite sides.
GraphOperator convolution(const QJsonObject& attributes, const NodeWeights& weights)
{
    const std::vector<int64_t> pads = integers(attributes, "pads");
    const std::vector<int64_t> padding = {pads.at(0), pads.at(1)};
    return [weights, padding, strides = integers(attributes, "strides"),
            group = integer(attributes, "group")](const Inputs& x) {
        return at::conv2d(x[0], weights.weight, weights.bias, strides, padding, at::IntArrayRef({1, 1}),
                          group);
    };
}

/// A size of 0 is kept, one of -1 is what is left.
at::Tensor reshaped(const at::Tensor& x, std::vector<int64_t> shape)
{
    for (size_t i = 0; i < shape.size(); ++i)
        if (shape[i] == 0)
            shape[i] = x.size(int64_t(i));
    return x.reshape(shape);
}

using Maker = GraphOperator (*)(const QJsonObject& attributes, const NodeWeights& weights);

const QHash<QString, Maker>& arithmeticMakers()
{
    using Object = const QJsonObject&;
    using Weights = const NodeWeights&;
    static const QHash<QString, Maker> table = {
        {QStringLiteral("Conv"), convolution},
        {QStringLiteral("ConvTranspose"),
         [](Object a, Weights w) -> GraphOperator {
             return [w, strides = integers(a, "strides")](const Inputs& x) {
                 return at::conv_transpose2d(x[0], w.weight, w.bias, strides);
             };
         }},
        {QStringLiteral("Linear"),
         [](Object, Weights w) -> GraphOperator {
             return [w](const Inputs& x) { return at::linear(x[0], w.weight, w.bias); };
         }},
        {QStringLiteral("LayerNorm"),
         [](Object a, Weights w) -> GraphOperator {
             return [w, epsilon = number(a, "epsilon")](const Inputs& x) {
                 return at::layer_norm(x[0], {x[0].size(-1)}, w.weight, w.bias, epsilon);
             };
         }},
        {QStringLiteral("MatMul"),
         [](Object, Weights) -> GraphOperator {
             return [](const Inputs& x) { return at::matmul(x[0], x[1]); };
         }},
        {QStringLiteral("Mul"),
         [](Object, Weights) -> GraphOperator { return [](const Inputs& x) { return x[0] * x[1]; }; }},
        {QStringLiteral("Add"),
         [](Object, Weights) -> GraphOperator { return [](const Inputs& x) { return x[0] + x[1]; }; }},
        {QStringLiteral("Affine"),
         [](Object a, Weights) -> GraphOperator {
             return [scale = number(a, "scale"), shift = number(a, "shift")](const Inputs& x) {
                 return (x[0] * scale).add_(shift);
             };
         }},
        {QStringLiteral("HardSwish"),
         [](Object, Weights) -> GraphOperator {
             return [](const Inputs& x) { return at::hardswish(x[0]); };
         }},
        {QStringLiteral("Swish"),
         [](Object, Weights) -> GraphOperator { return [](const Inputs& x) { return at::silu(x[0]); }; }},
        {QStringLiteral("HardSigmoid"),
         [](Object a, Weights) -> GraphOperator {
             return [alpha = number(a, "alpha"), beta = number(a, "beta")](const Inputs& x) {
                 return (x[0] * alpha).add_(beta).clamp_(0, 1);
             };
         }},
        {QStringLiteral("Sigmoid"),
         [](Object, Weights) -> GraphOperator { return [](const Inputs& x) { return at::sigmoid(x[0]); }; }},
        {QStringLiteral("Relu"),
         [](Object, Weights) -> GraphOperator { return [](const Inputs& x) { return at::relu(x[0]); }; }},
        {QStringLiteral("Softmax"),
         [](Object a, Weights) -> GraphOperator {
             return [axis = integer(a, "axis")](const Inputs& x) { return at::softmax(x[0], axis); };
         }},
    };
    return table;
}

const QHash<QString, Maker>& layoutMakers()
{
    using Object = const QJsonObject&;
    using Weights = const NodeWeights&;
    static const QHash<QString, Maker> table = {
        {QStringLiteral("GlobalAveragePool"),
         [](Object, Weights) -> GraphOperator {
             return [](const Inputs& x) { return x[0].mean({2, 3}, true); };
         }},
        {QStringLiteral("AveragePool"),
         [](Object a, Weights) -> GraphOperator {
             return [kernel = integers(a, "kernel_shape"), strides = integers(a, "strides")](
                        const Inputs& x) { return at::avg_pool2d(x[0], kernel, strides); };
         }},
        {QStringLiteral("MaxPool"),
         [](Object a, Weights) -> GraphOperator {
             return [kernel = integers(a, "kernel_shape"), strides = integers(a, "strides")](
                        const Inputs& x) { return at::max_pool2d(x[0], kernel, strides); };
         }},
        {QStringLiteral("Upsample"),
         [](Object a, Weights) -> GraphOperator {
             return [scale = integer(a, "scale")](const Inputs& x) {
                 return at::upsample_nearest2d(x[0], {x[0].size(2) * scale, x[0].size(3) * scale});
             };
         }},
        {QStringLiteral("Concat"),
         [](Object a, Weights) -> GraphOperator {
             return [axis = integer(a, "axis")](const Inputs& x) { return at::cat(x, axis); };
         }},
        {QStringLiteral("Reshape"),
         [](Object a, Weights) -> GraphOperator {
             return [shape = integers(a, "shape")](const Inputs& x) { return reshaped(x[0], shape); };
         }},
        {QStringLiteral("Transpose"),
         [](Object a, Weights) -> GraphOperator {
             return [order = integers(a, "perm")](const Inputs& x) { return x[0].permute(order); };
         }},
        {QStringLiteral("Select"),
         [](Object a, Weights) -> GraphOperator {
             return [axis = integer(a, "axis"), index = integer(a, "index")](const Inputs& x) {
                 return x[0].select(axis, index);
             };
         }},
        {QStringLiteral("Squeeze"),
         [](Object a, Weights) -> GraphOperator {
             return [axis = integers(a, "axes").at(0)](const Inputs& x) { return x[0].squeeze(axis); };
         }},
    };
    return table;
}

} // namespace

GraphOperator graphOperator(const QString& name, const QJsonObject& attributes, const NodeWeights& weights)
{
    Maker maker = arithmeticMakers().value(name);
    if (!maker)
        maker = layoutMakers().value(name);
    return maker ? maker(attributes, weights) : GraphOperator();
}

} // namespace focal
