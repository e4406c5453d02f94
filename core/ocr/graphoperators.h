#pragma once
/// The operators that imported graphs are made of (packaging/import_ppocr.py), as functions on tensors.

#include <ATen/ATen.h>

#include <QJsonObject>

#include <functional>
#include <vector>

namespace focal {

/// What a node brings beside its inputs: its weights, undefined where it has none.
struct NodeWeights
{
    at::Tensor weight;
    at::Tensor bias;
};

using GraphOperator = std::function<at::Tensor(const std::vector<at::Tensor>& inputs)>;

/// One node made ready to run. Names and attributes are ONNX's, except Affine (x * scale + shift), HardSwish,
/// Swish, Linear, LayerNorm (over the last dimension), Select (one index of an axis) and Upsample (nearest,
/// whole factor).
/// @return null for an unknown name
GraphOperator graphOperator(const QString& name, const QJsonObject& attributes, const NodeWeights& weights);

} // namespace focal
